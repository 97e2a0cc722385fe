"""Pages about reports: which there are of each event, what one may do with one, and what it has become since."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.models import Event, WorkshopReport
from collaborative.reports import copies, files, making
from collaborative.reports.assembling import today
from collaborative.reports.contents import Report
from collaborative.reports.files import FINISHED
from collaborative.reports.revisions import Revision
from operations.models import Job
from practices import clock, months

STATES = {
    WorkshopReport.State.MAKING: {"text": "Being made", "colour": "blue"},
    WorkshopReport.State.DRAFT: {"text": "Draft", "colour": "yellow"},
    WorkshopReport.State.FROZEN: {"text": "Frozen", "colour": "green"},
}
RELEASED = {"text": "Released to the wave", "colour": "white"}
KINDS = WorkshopReport.Kind


@dataclass(frozen=True)
class EventReports:
    """One event with its reports, the newest first. `button` is "" where this person makes none."""

    title: str
    day: str
    table: dict
    offers: list[dict]


def event_reports(events: list[Event], reports: list[WorkshopReport], *, may_make: bool) -> list[EventReports]:
    """In the order of the calendar; a wave book belongs to the last event."""
    last = events[-1] if events else None
    held = [event for event in events if event.held_on <= clock.today()]
    return [
        EventReports(
            title=event.title,
            day=f"{event.held_on:%-d %B %Y}",
            table=reports_table(event, [one for one in reports if one.event_id == event.pk], with_names=may_make),
            offers=offers(event, reports, is_last=event == last, is_due=event in held[-1:]) if may_make else [],
        )
        for event in events
    ]


def offers(event: Event, reports: list[WorkshopReport], *, is_last: bool, is_due: bool) -> list[dict]:
    """What can be made of an event; where one is not frozen yet that one is opened instead. `is_due`: the latest event held."""
    found = []
    for kind in [KINDS.WORKSHOP, *([KINDS.WAVE_BOOK] if is_last else [])]:
        of_kind = [one for one in reports if one.event_id == event.pk and one.kind == kind]
        if all(one.is_frozen for one in of_kind):
            word = "Make the wave book" if kind == KINDS.WAVE_BOOK else "Make the report"
            found.append(
                {"kind": kind.value, "event": event.pk, "text": f"{word}{' anew' if of_kind else ''}", "is_due": is_due}
            )
    return found


def reports_table(event: Event, reports: list[WorkshopReport], *, with_names: bool) -> dict:
    return {
        "caption": f"Reports of {event.title}",
        "caption_hidden": True,
        "first_is_header": True,
        "empty": "No report of this event yet.",
        "head": ["Report", "State", "Data as at", *(["Made by"] if with_names else [])],
        "rows": [report_row(one, with_names=with_names) for one in reports],
    }


def report_row(report: WorkshopReport, *, with_names: bool) -> list:
    return [
        {"text": name_of(report), "href": reverse("report_detail", args=[report.pk])},
        {"tag": state_tag(report)},
        moment(report.data_as_at) or "not made yet",
        *([str(report.made_by)] if with_names else []),
    ]


def name_of(report: WorkshopReport) -> str:
    return f"{report.get_kind_display()} {report.number}"


def state_tag(report: WorkshopReport) -> dict:
    return RELEASED if report.is_released else STATES[WorkshopReport.State(report.state)]


def moment(value) -> str:
    return f"{value.astimezone(months.LONDON):%-d %B %Y, %H:%M}" if value else ""


# ---- one report


def facts(report: WorkshopReport, copy: str, *, with_names: bool) -> list[dict]:
    """When what was done with it, by whom for those who prepare it, and the digest by which anybody can tell that it is the same."""

    def said(person, at) -> str:
        return f"{person}, {moment(at)}" if with_names else moment(at)

    rows = [
        {"key": "State", "value": state_tag(report)["text"]},
        {"key": "Copy", "value": copies.COPY_WORDS[copy]},
        {"key": "Data as at", "value": moment(report.data_as_at) or "nothing computed yet"},
        {"key": "Made", "value": said(report.made_by, report.made_at)},
    ]
    if report.is_frozen:
        rows.append({"key": "Frozen", "value": said(report.frozen_by, report.frozen_at)})
        rows.append({"key": "Digest (SHA-256)", "value": getattr(report, f"{copy}_sha256")})
    if report.is_released:
        rows.append({"key": "Released", "value": said(report.released_by, report.released_at)})
    return rows


def making_progress(report: WorkshopReport, poll: str) -> dict | None:
    """How far the making is; None when it has ended or was never begun."""
    job = Job.objects.filter(key=making.key_of(report)).first()
    if job is None or job.state in FINISHED:
        return None
    return {"text": job.progress_text or "Waiting for the worker.", "percent": job.progress, "poll_href": poll}


def making_trouble(report: WorkshopReport) -> str:
    """What went wrong and what to do; "" while all is well."""
    job = Job.objects.filter(key=making.key_of(report)).first()
    if job is not None and job.state not in FINISHED:
        return ""
    said = files.said_of(job) if job else ""
    return f"The report could not be made. {said} Nothing is lost: make it again. If it fails again, tell the administrator.".replace(
        "  ", " "
    )


def files_of(report: WorkshopReport, copy: str) -> list[dict]:
    """Each kind of file: to fetch, under way, or to ask for."""
    return [file_row(report, copy, kind) for kind in files.ENDINGS]


def file_row(report: WorkshopReport, copy: str, kind: str) -> dict:
    path = files.path_of(report, copy, kind)
    is_there = path.is_file()
    return {
        "kind": kind,
        "text": files.NAMES[kind],
        "href": f"{reverse('report_file', args=[report.pk, kind])}?copy={copy}" if is_there else "",
        "size": path.stat().st_size if is_there else None,
        "progress": files.progress(path),
        "trouble": files.trouble(path),
    }


def files_progress(found: list[dict], page: str, waiting: str) -> dict | None:
    """All files under way in one bar: that of the slowest."""
    under_way = [(one["kind"].upper(), *one["progress"]) for one in found if one["progress"]]
    if not under_way:
        return None
    text = "; ".join(f"{kind}: {words}" for kind, words, _ in under_way)
    percent = min(percent for *_, percent in under_way)
    return {"text": text, "percent": percent, "poll_href": f"{page}&waiting={waiting}", "reload_href": page}


def commentary_table(report: WorkshopReport, contents: Report, address_of) -> dict:
    """Every page, whether something is said of it, and the way to say it."""
    return {
        "caption": "Pages of the report and their commentary",
        "caption_hidden": True,
        "first_is_header": True,
        "empty": "The report has no pages.",
        "head": ["Page", "Under", "Commentary"],
        "rows": [
            [{"text": page.title, "href": address_of(page.key)}, page.section, report.commentary.get(page.key, "none")]
            for page in contents.pages
        ],
    }


def revised_since(report: WorkshopReport, copy: str) -> list[Revision]:
    return today.revised_since(report, copy, copies.contents(report, copy))


def revisions_table(found: list[Revision]) -> dict:
    return {
        "caption": "Figures revised since the report was made",
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "empty": "No figure of this report has been revised since.",
        "head": ["Chart", "Month", "Figure", {"text": "In the report", "numeric": True}, {"text": "Today", "numeric": True}],
        "rows": [
            [one.chart, one.month, one.figure, {"text": shown(one.was), "numeric": True}, {"text": shown(one.now), "numeric": True}]
            for one in found
        ],
    }  # fmt: skip


def shown(value) -> str:
    if value is None:
        return "none"
    return f"{value:,}" if isinstance(value, int | float) else value
