"""Worklists: how many are on each, one on the page, on paper, and as a file for the practice's own tool."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission
from operations import audit
from practices import clock, exports, stored_files
from practices.views.downloads import CSV, download
from registers.dashboards import worklists as pages
from registers.dashboards.sections import sections_of
from registers.views.breadcrumbs import to_register
from registers.views.scope import entries_of, practice_to_read


def found(request, ods_code, slug, permission=Permission.VIEW_PATIENT_ROWS):
    """(practice, worklist, its entries, window), or 404 for a worklist that there is not."""
    practice = practice_to_read(request, ods_code, permission)
    worklist = pages.WORKLISTS.get(slug)
    if worklist is None:
        raise Http404
    window = pages.window_of(request.user, practice)
    return practice, worklist, pages.people_on(worklist, entries_of(request, practice), window), window


@require_safe
def worklist_list(request, ods_code):
    """Counts alone: no person is shown, so nothing of it is an event."""
    practice = practice_to_read(request, ods_code)
    window = pages.window_of(request.user, practice)
    entries = entries_of(request, practice)
    rows = [summary_row(practice, one, entries, window) for one in pages.WORKLISTS.values()]
    context = {
        "practice": practice,
        "scope": pages.SCOPE,
        "table": {
            "caption": f"As at {clock.today():%-d %B %Y}",
            "first_is_header": True,
            "head": ["Worklist", {"text": "People", "numeric": True}, "Who is on it"],
            "rows": rows,
        },
        "sections": sections_of(request.user, practice, "worklist_list"),
        "breadcrumbs": to_register(practice),
    }
    return render(request, "registers/worklist_list.html", context)


def summary_row(practice, worklist, entries, window):
    reason = pages.reason_of(worklist, window)
    count = "Not available" if reason else f"{pages.people_on(worklist, entries, window).count():,}"
    return [
        {"text": worklist.title, "href": reverse("worklist", args=[practice.ods_code, worklist.slug])},
        {"text": count, "numeric": True},
        reason or worklist.what,
    ]


@require_safe
def worklist(request, ods_code, worklist):
    practice, one, people, window = found(request, ods_code, worklist)
    page = Paginator(people, pages.A_PAGE).get_page(request.GET.get("page"))
    audit.record("worklist.viewed", by=request.user, organisation=practice, worklist=one.slug, shown=len(page))
    entries = list(page.object_list)
    steps = next_steps(request, practice, one, entries)
    context = context_of(practice, one, entries, window, page.paginator.count, steps) | {
        "page": page,
        "print_href": reverse("worklist_print", args=[ods_code, one.slug]),
        "csv_href": csv_href(request, practice, one),
        "breadcrumbs": to_register(practice, ("Worklists", reverse("worklist_list", args=[ods_code]))),
    }
    return render(request, "registers/worklist_detail.html", context)


def csv_href(request, practice, one):
    may = has_permission(request.user, Permission.EXPORT_PATIENT_ROWS, practice)
    return reverse("worklist_csv", args=[practice.ods_code, one.slug]) if may else None


def next_steps(request, practice, one, entries):
    """What this person may do about each entry, or nothing."""
    if not entries or not has_permission(request.user, Permission.CHANGE_PATIENT_ROWS, practice):
        return {}
    return pages.next_steps(request.user, practice, one, entries, request.get_full_path())


def context_of(practice, one, entries, window, count, steps=None):
    return {
        "practice": practice,
        "worklist": one,
        "scope": pages.SCOPE,
        "today": clock.today(),
        "table": pages.table(practice, one, entries, window, count, steps),
    }


@require_safe
def worklist_print(request, ods_code, worklist):
    """All of it on one page without navigation, for paper."""
    practice, one, people, window = found(request, ods_code, worklist)
    entries = list(people)
    audit.record("worklist.printed", by=request.user, organisation=practice, worklist=one.slug, shown=len(entries))
    context = context_of(practice, one, entries, window, len(entries))
    return render(request, "registers/worklist_print.html", context)


@require_safe
def worklist_csv(request, ods_code, worklist):
    """With the keys, so that the practice's own tool can name the people on its own machine."""
    practice, one, people, window = found(request, ods_code, worklist, Permission.EXPORT_PATIENT_ROWS)
    rows = list(pages.file_rows(one, people, window))
    content = exports.csv_bytes(pages.COLUMNS, rows)
    audit.record(
        "patients.exported",
        by=request.user,
        organisation=practice,
        what=f"worklist {one.slug}",
        rows=len(rows),
        sha256=stored_files.digest(content),
    )
    return download(content, CSV, f"{practice.ods_code} {one.slug} {clock.today():%Y-%m-%d}.csv")
