"""Frozen releases of a programme's figures: read by those who may, prepared by the lead, decided by a second person."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices.exports import XLSX
from practices.views.downloads import CSV
from practices.views.methods import GET_AND_POST
from practices.views.refusals import attempted, told
from workforce.dashboards import releases as pages
from workforce.dashboards.links import href
from workforce.forms.releases import ReasonForm, ReleaseForm
from workforce.models import WorkforceRelease
from workforce.views.breadcrumbs import to_programme
from workforce.views.figure_files import taken_away
from workforce.views.forms import form_page
from workforce.views.governance import OF_THE_WHOLE
from workforce.views.pages import programme_page
from workforce.views.scope import programme_to_see

actions = when_first_used("workforce.actions.releases")

HOW_MADE = [
    "The figures are those that anybody without rights over the roster would be shown: protected, and without names of PCTs.",
    (
        "They are frozen now. A second person, the administrator, looks at them and lets them out; later changes of the roster do not "
        "change them."
    ),
    "A cell is withheld when, since an earlier release, so few people came or went that the two would tell of them.",
]
FILES = {"csv": (pages.csv_of, CSV), "xlsx": (pages.xlsx_of, XLSX)}


@require_safe
def release_list(request, programme):
    programme = programme_to_see(request, programme, Permission.VIEW_RELEASES)
    releases = releases_of(request.user, programme)
    context = {
        "heading": "Releases",
        "table": pages.list_table(releases),
        "create_href": href("release_create", programme.slug) if pages.prepares(request.user, programme) else "",
    }
    return programme_page(request, "workforce/release_list.html", programme, context)


def releases_of(user, programme) -> list[WorkforceRelease]:
    """Those that this person may know of, without what is in them."""
    found = WorkforceRelease.objects.visible_to(user).filter(programme=programme)
    return list(found.defer("contents", "counted"))


def to_releases(programme):
    return "Releases", href("release_list", programme.slug)


@GET_AND_POST
def release_create(request, programme):
    programme = programme_to_see(request, programme, Permission.PREPARE_WORKFORCE_RELEASE)
    choices = pages.months_offered(programme, releases_of(request.user, programme))
    form = ReleaseForm(request.POST or None, choices=choices)
    if form.is_bound and not pages.prepares(request.user, programme):
        form.add_error(None, OF_THE_WHOLE)
    if form.is_valid():
        release = attempted(form, actions.prepare_release, programme=programme, by=request.user, **form.cleaned_data)
        if release:
            messages.success(request, "The release is frozen. It waits for the administrator now.")
            return redirect("release_detail", release.pk)
    crumbs = to_programme(programme, to_releases(programme))
    return form_page(request, form, "Prepare a release", crumbs, caption=programme.name, notes=HOW_MADE)


# ---- one release


def release_to_see(request, pk, permission=Permission.VIEW_RELEASES) -> WorkforceRelease:
    """404 for one that this person may not know of, 403 in scope without the permission over its programme."""
    people = ("programme", "prepared_by", "decided_by", "withdrawn_by")
    release = get_object_or_404(WorkforceRelease.objects.visible_to(request.user).select_related(*people), pk=pk)
    programme_to_see(request, release.programme.slug, permission)
    return release


@require_safe
def release_detail(request, release):
    release = release_to_see(request, release)
    decides = pages.decides(request.user, release)
    is_own = release.prepared_by_id == request.user.pk
    context = {
        "heading": pages.name_of(release),
        "release": release,
        "page": pages.page_of(release, with_names=decides or pages.prepares(request.user, release.programme)),
        "may_decide": decides and release.is_waiting and not is_own,
        "waits_for_another": release.is_waiting and (is_own or not decides),
        "withdraw_href": href("release_withdraw", release.pk) if decides and release.is_approved else "",
        "files": files_of(release),
    }
    crumb = to_releases(release.programme)
    return programme_page(request, "workforce/release_detail.html", release.programme, context, crumb)


def files_of(release) -> list[dict]:
    """What can be fetched of what is out."""
    if not release.is_approved:
        return []
    return [{"text": kind.upper(), "href": href("release_file", release.pk, kind)} for kind in FILES]


@require_safe
@transaction.atomic
def release_file(request, release, kind):
    """All figures; as CSV also one alone, by `?figure=`."""
    release = release_to_see(request, release)
    if kind not in FILES or not release.is_approved or pages.is_altered(release):
        raise Http404
    write, content_type = FILES[kind]
    figure = request.GET.get("figure", "") if kind == "csv" else ""
    content = pages.csv_of_figure(release, figure) if figure else write(release)
    if content is None:
        raise Http404
    part = f"-{figure}" if figure else ""
    name = f"workforce-{release.programme.slug}-release-{release.number}{part}.{kind}"
    return taken_away(request, content, name, about=release, content_type=content_type)


@require_POST
def release_approve(request, release):
    release = release_to_see(request, release, Permission.APPROVE_RELEASE)
    told(request, actions.approve_release, done="The release is out.", release=release, by=request.user)
    return redirect("release_detail", release.pk)


@GET_AND_POST
def release_refuse(request, release):
    return with_reason(
        request,
        release,
        action=lambda **values: actions.refuse_release(**values),
        heading="Refuse this release",
        done="refused",
        read_by="The lead of the programme reads it",
        note="Its figures are deleted. The lead can prepare another.",
    )


@GET_AND_POST
def release_withdraw(request, release):
    return with_reason(
        request,
        release,
        action=lambda **values: actions.withdraw_release(**values),
        heading="Withdraw this release",
        done="withdrawn",
        read_by="Everybody who could read the release reads it",
        note="Its figures are deleted and its page says why. Copies that people have taken are not undone.",
    )


def with_reason(request, release, *, action, heading, done, read_by, note):
    release = release_to_see(request, release, Permission.APPROVE_RELEASE)
    form = ReasonForm(request.POST or None, done=done, read_by=read_by, button=heading)
    if form.is_valid() and attempted(form, action, release=release, by=request.user, **form.cleaned_data):
        messages.success(request, f"The release is {done}.")
        return redirect("release_detail", release.pk)
    crumb = (pages.name_of(release), href("release_detail", release.pk))
    crumbs = to_programme(release.programme, to_releases(release.programme), crumb)
    return form_page(request, form, heading, crumbs, caption=pages.name_of(release), notes=[note])
