"""A programme's supervision: how much of the standard was held, what is overdue, what each supervisor has."""

from django.core.paginator import Paginator
from django.db import transaction
from django.views.decorators.http import require_safe

from operations.first_use import when_first_used
from practices import exports
from workforce.dashboards import supervision_overdue as overdue
from workforce.dashboards import supervisor_loads as loads
from workforce.dashboards.led_places import leads
from workforce.dashboards.links import href
from workforce.views.figure_files import taken_away
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_lead, programme_to_see

dashboards = when_first_used("workforce.dashboards.supervision")

ROWS = 50


@require_safe
def supervision(request, programme):
    programme = programme_to_see(request, programme)
    page = dashboards.figures(request.user, programme)
    context = {
        "heading": "Supervision",
        "sentence": dashboards.sentence(page),
        "how": dashboards.HOW,
        "is_protected": not page.is_exact,
        "tables": tables_of(page),
        "standards": dashboards.standards_table(page),
        "links": links_of(request.user, programme),
        "csv_href": href("supervision_csv", programme.slug),
    }
    return programme_page(request, "workforce/supervision.html", programme, context)


def tables_of(page):
    tables = [dashboards.level_table(f"By role, {page.period}", "Role", page.by_role)]
    if page.own:
        tables.append(dashboards.level_table("Your own PCT by role, exactly", "Role", page.own))
    if page.by_trust:
        tables.append(dashboards.level_table("By PCT, exactly", "PCT", page.by_trust, with_standard=False))
    return tables if page.is_exact else [*tables, dashboards.band_table(page)]


def links_of(user, programme):
    """For whoever leads the programme or a part of it."""
    if not leads(user, programme):
        return []
    return [
        {"text": "Overdue supervision", "href": href("supervision_overdue", programme.slug)},
        {"text": "What each supervisor has", "href": href("supervisor_loads", programme.slug)},
        {"text": "Entries that workers dispute", "href": href("dispute_list", programme.slug)},
    ]


@require_safe
@transaction.atomic
def supervision_csv(request, programme):
    programme = programme_to_see(request, programme)
    page = dashboards.figures(request.user, programme)
    content = exports.csv_bytes(dashboards.HEADINGS, dashboards.file_rows(page))
    return taken_away(request, content, f"supervision-{programme.slug}.csv", about=programme)


@require_safe
def supervision_overdue(request, programme):
    programme = programme_to_lead(request, programme)
    workers = overdue.overdue_workers(request.user, programme)
    page = Paginator(workers, ROWS).get_page(request.GET.get("page"))
    context = {
        "heading": "Overdue supervision",
        "notes": [overdue.WHO],
        "table": overdue.overdue_table(request.user, programme, list(page)),
        "page": page,
    }
    return programme_page(request, "workforce/list.html", programme, context, crumb(programme))


@require_safe
def supervisor_loads(request, programme):
    programme = programme_to_lead(request, programme)
    page = Paginator(loads.supervisors(request.user, programme), ROWS).get_page(request.GET.get("page"))
    context = {
        "heading": "What each supervisor has",
        "notes": loads.notes_of(programme),
        "table": loads.load_table(request.user, programme, page),
        "page": page,
    }
    return programme_page(request, "workforce/list.html", programme, context, crumb(programme))


def crumb(programme):
    return "Supervision", href("supervision", programme.slug)
