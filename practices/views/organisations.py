"""The directory of organisations: find one by name or code; its page as it is now and as it was in a month."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Permission, has_permission, require_permission
from practices import clock, months
from practices.forms.organisations import OrganisationSearchForm, OrganisationViewForm
from practices.models import Organisation, Wave
from practices.ods import PRESCRIBING_SETTINGS

A_PAGE = 50
LIST_SIZES_SHOWN = 36
RELATIONS = {"merge": "Merged into", "split": "Split into", "rename": "Renamed"}


def directory(user):
    require_permission(user, Permission.VIEW_ORGANISATIONS)
    return Organisation.objects.visible_to(user, Permission.VIEW_ORGANISATIONS)


@require_safe
def organisation_list(request):
    found = directory(request.user)
    form = OrganisationSearchForm(request.GET)
    if form.is_valid():
        found = found.found_by(form.cleaned_data["name"])
        if form.cleaned_data["kind"]:
            found = found.filter(kind=form.cleaned_data["kind"])
        if form.cleaned_data["open_only"]:
            found = found.open_on(clock.today())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "page_query": query.urlencode(), "table": found_table(page)}
    return render(request, "practices/organisation_list.html", context)


def found_table(page):
    today = clock.today()
    return {
        "caption": f"{page.paginator.count} found",
        "head": ["Name", "Code", "Kind", "Open"],
        "first_is_header": True,
        "rows": [
            [link(row), row.ods_code, row.get_kind_display(), {"tag": open_tag(row, today)}] for row in page.object_list
        ],
        "empty": "No organisation has this name or code. Try one word of the name, or the first letters of the code.",
    }


def link(organisation):
    return {"text": organisation.name, "href": reverse("organisation_detail", args=[organisation.ods_code])}


def open_tag(organisation, day):
    if organisation.opened and organisation.opened > day:
        return {"text": "Not open yet", "colour": "grey"}
    if not organisation.is_open_on(day):
        return {"text": "Closed", "colour": "grey"}
    if organisation.status == Organisation.Status.DORMANT:
        return {"text": "Dormant", "colour": "yellow"}
    return {"text": "Open", "colour": "green"}


@require_safe
def organisation_detail(request, ods_code):
    organisation = get_object_or_404(directory(request.user), ods_code=ods_code)
    form = OrganisationViewForm(request.GET) if "month" in request.GET else OrganisationViewForm()
    month = form.cleaned_data["month"] if form.is_bound and form.is_valid() else None
    day = months.last_day(month) if month else clock.today()
    context = {
        "organisation": organisation,
        "form": form,
        "as_at": f"as it was at the end of {month:%B %Y}" if month else f"as it is now, on {day:%-d %B %Y}",
        "is_then": month is not None,
        "summary": summary(organisation, day),
        "parents": parents_table(organisation),
        "successions": successions_table(organisation),
        "children": children_table(request.user, organisation, day),
        "list_sizes": list_sizes_table(organisation, day),
        "waves": waves_table(request.user, organisation),
        "has_trail": has_permission(request.user, Permission.VIEW_AUDIT_TRAIL_OF_PLACE, organisation),
        "breadcrumbs": [("Organisations", reverse("organisation_list"))],
    }
    return render(request, "practices/organisation_detail.html", context)


def summary(organisation, day):
    """What the organisation was on a day, as rows of a summary list."""
    parent = organisation.parent_on(day)
    rows = [
        {"key": "Code", "value": organisation.ods_code},
        {"key": "Kind", "value": organisation.get_kind_display()},
        {"key": "Open", "tag": open_tag(organisation, day), "value": opened_and_closed(organisation)},
        {"key": "Under", "value": parent.name, "href": link(parent)["href"]}
        if parent
        else {"key": "Under", "value": "No parent is recorded for that day"},
    ]
    if organisation.kind == Organisation.Kind.PRACTICE:
        rows.append({"key": "List size", "value": list_size_on(organisation, day)})
    if organisation.prescribing_setting:
        rows.append({"key": "Setting", "value": PRESCRIBING_SETTINGS.get(organisation.prescribing_setting, "Other")})
    if organisation.address:
        rows.append({"key": "Address", "value": organisation.address})
    return rows


def opened_and_closed(organisation):
    opened = f"since {organisation.opened:%-d %B %Y}" if organisation.opened else "opening date not recorded"
    return f"{opened}, until {organisation.closed:%-d %B %Y}" if organisation.closed else opened


def list_size_on(practice, day):
    """The latest list size up to a day, in words."""
    size = practice.list_sizes.filter(on__lte=day).last()
    return f"{size.registered:,} registered on {size.on:%-d %B %Y}" if size else "No list size by that day"


def span(start, end):
    return [f"{start:%-d %b %Y}" if start else "Not recorded", f"{end:%-d %b %Y}" if end else "Until further notice"]


def parents_table(organisation):
    links = organisation.parent_links.select_related("parent").order_by("start")
    return {
        "caption": "Under whom it stood",
        "head": ["Organisation", "Code", "From", "To"],
        "rows": [[link(row.parent), row.parent.ods_code, *span(row.start, row.end)] for row in links],
        "empty": "No parent is recorded.",
    }


def successions_table(organisation):
    """What it became, and what became it."""
    after = [(row, row.new, RELATIONS[row.kind]) for row in organisation.successors.select_related("new")]
    before = [(row, row.old, came_from(row.kind)) for row in organisation.predecessors.select_related("old")]
    both = sorted([*before, *after], key=lambda entry: entry[0].on)
    return {
        "caption": "What it came from and what became of it",
        "head": ["When", "What", "Organisation", "Code"],
        "rows": [[f"{row.on:%-d %b %Y}", what, link(other), other.ods_code] for row, other, what in both],
    }


def came_from(kind):
    return {"merge": "Took in", "split": "Split off from", "rename": "Was called"}[kind]


def children_table(user, organisation, day):
    children = directory(user).under(organisation, day)
    return {
        "caption": "Under it",
        "head": ["Organisation", "Code", "Open"],
        "rows": [[link(row), row.ods_code, {"tag": open_tag(row, day)}] for row in children],
    }


def list_sizes_table(organisation, day):
    sizes = organisation.list_sizes.filter(on__lte=day).order_by("-on")[:LIST_SIZES_SHOWN]
    return {
        "caption": "List sizes",
        "head": ["On", {"text": "Registered", "numeric": True}, {"text": "Aged 16 to 64", "numeric": True}, "Source"],
        "rows": [
            [f"{size.on:%-d %b %Y}", number(size.registered), number(size.registered_16_64), size.source]
            for size in sizes
        ],
    }


def number(value):
    return {"text": "Not recorded" if value is None else f"{value:,}", "numeric": True}


def waves_table(user, organisation):
    """The waves in which it takes part, of those that this person may see."""
    taking_part = organisation.memberships.filter(wave__in=Wave.objects.visible_to(user)).select_related("wave")
    return {
        "caption": "Waves in which it takes part",
        "head": ["Wave", "Joined", "Last day"],
        "rows": [
            [
                {"text": row.wave.name, "href": reverse("wave_detail", args=[row.wave.code])},
                *span(row.joined_on, row.left_on),
            ]
            for row in taking_part
        ],
    }
