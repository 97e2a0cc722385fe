"""Reports of learning workshops: made by the worker, read page by page, commented, frozen, released by a second person."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission, require_permission, require_permission_over
from collaborative.actions import reports as actions
from collaborative.dashboards import reports as pages
from collaborative.forms.reports import ReportMakeForm
from collaborative.models import Event, WorkshopReport
from collaborative.reports import copies, html, making
from collaborative.views.scope import wave_with_figures
from collaborative.views.waiting import answer_to_poll
from practices.views.refusals import told


def report_or_404(user, pk, *, to_prepare=False):
    """404 for a report that this person may not know of, 403 without the right to its figures, or to prepare it."""
    found = WorkshopReport.objects.visible_to(user).without_contents()
    people = ("made_by", "frozen_by", "released_by")
    report = get_object_or_404(found.select_related("event__wave__programme", *people), pk=pk)
    require_permission(user, Permission.VIEW_SHARED_FIGURES, report.event.wave)
    if to_prepare:
        require_permission_over(user, Permission.PREPARE_RELEASE, report.event.wave)
    return report


def chosen_copy(request, report):
    """The copy asked for, else the fullest that this person may read. 404 for one that is not theirs to read."""
    allowed = copies.copies_of(request.user, report)
    asked = request.GET.get("copy") or request.POST.get("copy") or next(iter(allowed), "")
    if asked not in allowed:
        raise Http404
    return asked


def address_of(report, copy, **query):
    asked = "&".join(f"{name}={value}" for name, value in {"copy": copy, **query}.items())
    return f"{reverse('report_detail', args=[report.pk])}?{asked}"


def breadcrumbs(report, *more):
    wave = report.event.wave
    return [
        ("Home", reverse("home")),
        (wave.name, reverse("wave_dashboard", args=[wave.code])),
        ("Reports", reverse("report_list", args=[wave.code])),
        *more,
    ]


# ---- of a wave


@require_safe
def report_list(request, wave_code):
    wave = wave_with_figures(request.user, wave_code)
    events = list(Event.objects.visible_to(request.user).filter(wave=wave))
    found = WorkshopReport.objects.visible_to(request.user).without_contents().filter(event__wave=wave)
    may_make = copies.prepares(request.user, wave)
    context = {
        "wave": wave,
        "events": pages.event_reports(events, list(found.select_related("made_by")), may_make=may_make),
        "may_make": may_make,
        "breadcrumbs": [("Home", reverse("home")), (wave.name, reverse("wave_dashboard", args=[wave.code]))],
    }
    return render(request, "collaborative/reports/list.html", context)


@require_POST
def report_make(request, wave_code):
    """One click: the row is there, the worker begins, the page shows how far it is."""
    wave = wave_with_figures(request.user, wave_code)
    require_permission_over(request.user, Permission.PREPARE_RELEASE, wave)
    form = ReportMakeForm(request.POST, events=Event.objects.visible_to(request.user).filter(wave=wave))
    if not form.is_valid():
        messages.error(request, "Choose the event whose report you want.")
        return redirect("report_list", wave.code)
    with transaction.atomic():
        report = actions.start_report(by=request.user, **form.cleaned_data)
        making.request_making(report, request.user)
    return redirect("report_detail", report.pk)


# ---- one report


@require_safe
def report_detail(request, report):
    """How far it is while it is being made; then its contents, or one page of it."""
    report = report_or_404(request.user, report)
    if report.state == WorkshopReport.State.MAKING:
        return being_made(request, report)
    if request.headers.get("HX-Request"):
        return answer_to_poll(request, None)
    copy = chosen_copy(request, report)
    contents = copies.contents(report, copy)
    key = request.GET.get("page")
    return section(request, report, copy, contents, key) if key else overview(request, report, copy, contents)


def being_made(request, report):
    progress = pages.making_progress(report, request.path)
    if request.headers.get("HX-Request"):
        return answer_to_poll(request, progress)
    context = {
        "report": report,
        "name": pages.name_of(report),
        "progress": progress,
        "trouble": "" if progress else pages.making_trouble(report),
        "may_prepare": copies.prepares(request.user, report.event.wave),
        "breadcrumbs": breadcrumbs(report),
    }
    return render(request, "collaborative/reports/making.html", context)


def overview(request, report, copy, contents):
    user, wave = request.user, report.event.wave
    allowed = copies.copies_of(user, report)
    may_prepare = copies.prepares(user, wave)
    context = {
        "report": report,
        "title": contents.title,
        "state": pages.state_tag(report),
        "copy": copy,
        "copies": [
            {"text": copies.COPY_WORDS[one], "href": address_of(report, one), "is_current": one == copy}
            for one in allowed
        ],
        "closed": copies.WITHDRAWN if copies.is_closed(user, report) else "",
        "facts": pages.facts(report, copy, with_names=may_prepare or copies.approves(user, wave)),
        # Written by collaborative.reports.html, which escapes all that people wrote.
        "overview": mark_safe(html.overview(contents, lambda key: address_of(report, copy, page=key))),
        "may_comment": may_prepare and not report.is_frozen,
        "may_release": copies.approves(user, wave) and report.is_frozen and not report.is_released,
        "froze_it": report.frozen_by_id == user.pk,
        "waits_for_release": report.is_frozen and not report.is_released,
        "breadcrumbs": breadcrumbs(report),
    }
    return render(request, "collaborative/reports/detail.html", context)


def section(request, report, copy, contents, key):
    written = html.section(
        contents,
        key,
        lambda other: address_of(report, copy, page=other),
        overview_at=address_of(report, copy),
        csv_of=lambda chart: f"{reverse('report_chart_csv', args=[report.pk])}?copy={copy}&chart={chart}",
    )
    if not written:
        raise Http404
    may_comment = copies.prepares(request.user, report.event.wave) and not report.is_frozen
    context = {
        "report": report,
        "title": next(page.title for page in contents.pages if page.key == key),
        "section": mark_safe(written),
        "commentary_href": f"{reverse('report_commentary', args=[report.pk])}?page={key}" if may_comment else "",
        "breadcrumbs": breadcrumbs(report, (contents.title, address_of(report, copy))),
    }
    return render(request, "collaborative/reports/section.html", context)


@require_safe
def report_revisions(request, report):
    """Which of its figures are others today: for whoever may read the copy, by what they would be shown today."""
    report = report_or_404(request.user, report)
    copy = chosen_copy(request, report)
    context = {
        "report": report,
        "table": pages.revisions_table(pages.revised_since(report, copy)),
        "data_as_at": pages.moment(report.data_as_at),
        "breadcrumbs": breadcrumbs(report, (pages.name_of(report), address_of(report, copy))),
    }
    return render(request, "collaborative/reports/revisions.html", context)


# ---- what is decided about it


@require_POST
def report_remake(request, report):
    report = report_or_404(request.user, report, to_prepare=True)
    with transaction.atomic():
        done = told(request, actions.make_anew, report=report, by=request.user)
        if done:
            making.request_making(done, request.user)
    return redirect("report_detail", report.pk)


@require_POST
def report_freeze(request, report):
    report = report_or_404(request.user, report, to_prepare=True)
    done = "The report is frozen: what is in it does not change any more."
    told(request, actions.freeze, done=done, report=report, by=request.user)
    return redirect("report_detail", report.pk)


@require_POST
def report_release(request, report):
    report = report_or_404(request.user, report)
    require_permission_over(request.user, Permission.APPROVE_RELEASE, report.event.wave)
    told(request, actions.release, done="The copy for the wave is released.", report=report, by=request.user)
    return redirect("report_detail", report.pk)
