"""What is done with a report: asked for, commented, frozen, released. Once it is frozen nothing here changes its contents (M7)."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from collaborative.models import Event, WorkshopReport
from collaborative.reports import snapshot
from collaborative.reports.assembling.source import consents_of, shared_source
from collaborative.reports.copies import EXACT, SHARED, packed, with_commentary
from operations import audit

State = WorkshopReport.State
IS_FROZEN = "This report is frozen: what is in it does not change any more. Make a new one instead."
NOT_READY = "This report is still being made. Wait until it is a draft."


class ChangedMeanwhile(ValidationError):
    """Somebody else wrote the same commentary first; `theirs` is what stands there now."""

    def __init__(self, theirs: str):
        super().__init__(
            "Somebody else has changed this commentary since you opened it. Both texts are below: put them together."
        )
        self.theirs = theirs


@transaction.atomic
def start_report(*, event: Event, kind: str, by) -> WorkshopReport:
    """The report of an event to be made; the one that is not frozen yet where there is one, so that two clicks make one."""
    Event.objects.select_for_update().get(pk=event.pk)
    earlier = WorkshopReport.objects.filter(event=event, kind=kind)
    found = earlier.exclude(state=State.FROZEN).without_contents().first()
    if found:
        return found
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    report = WorkshopReport.objects.create(event=event, kind=kind, number=number, made_by=by)
    audit.record("workshop_report.asked_for", by=by, about=report, event_title=event.title, kind=kind, number=number)
    return report


@transaction.atomic
def make_anew(*, report: WorkshopReport, by) -> WorkshopReport:
    """With today's figures; commentary stays. What an earlier making still brings is not taken. Raises ValidationError."""
    report = locked(report)
    refuse_frozen(report)
    report.state, report.makings = State.MAKING, report.makings + 1
    report.made_by, report.made_at = by, timezone.now()
    report.save(update_fields=["state", "makings", "made_by", "made_at"])
    audit.record("workshop_report.asked_for_anew", by=by, about=report, makings=report.makings)
    return report


@transaction.atomic
def comment(*, report: WorkshopReport, page: str, text: str, seen: str, by) -> WorkshopReport:
    """Write what the facilitator says of a page. `seen` is the stamp of what stood there when it was opened; raises ChangedMeanwhile."""
    report = locked(report)
    refuse_frozen(report)
    theirs = report.commentary.get(page, "")
    if theirs != text and stamp(theirs) != seen:
        raise ChangedMeanwhile(theirs)
    kept = {key: words for key, words in report.commentary.items() if key != page}
    report.commentary = kept | ({page: text} if text else {})
    report.save(update_fields=["commentary"])
    audit.record("workshop_report.commented", by=by, about=report, page=page, letters=len(text))
    return report


@transaction.atomic
def freeze(*, report: WorkshopReport, by) -> WorkshopReport:
    """Contents and commentary as they are now, for good. Raises ValidationError unless it is a draft."""
    report = locked(report)
    refuse_frozen(report)
    if report.state != State.DRAFT:
        raise ValidationError(NOT_READY)
    for copy in (EXACT, SHARED):
        contents = with_commentary(snapshot.unpack(packed(report, copy)), report.commentary)
        frozen, digest = snapshot.pack(contents)
        setattr(report, f"{copy}_contents", frozen)
        setattr(report, f"{copy}_sha256", digest)
    report.state, report.frozen_by, report.frozen_at = State.FROZEN, by, timezone.now()
    report.save()
    audit.record("workshop_report.frozen", by=by, about=report, exact=report.exact_sha256, shared=report.shared_sha256)
    return report


@transaction.atomic
def release(*, report: WorkshopReport, by) -> WorkshopReport:
    """Let the copy for the wave out: by somebody else than froze it. Raises ValidationError."""
    report = locked(report)
    if not report.is_frozen:
        raise ValidationError("Only a frozen report is released. Ask whoever prepares it to freeze it first.")
    if report.is_released:
        raise ValidationError("This report is released already.")
    if report.frozen_by_id == by.pk:
        raise ValidationError("You have frozen this report, so a second person looks at it and releases it.")
    refuse_what_was_taken_back(report)
    report.released_by, report.released_at = by, timezone.now()
    report.save(update_fields=["released_by", "released_at"])
    audit.record("workshop_report.released", by=by, about=report, shared=report.shared_sha256)
    return report


def stamp(text: str) -> str:
    """By which a form knows whether a text is still the one that it showed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def locked(report: WorkshopReport) -> WorkshopReport:
    """As it is now, with its event; nobody else changes it until this transaction ends."""
    return WorkshopReport.objects.select_for_update(of=("self",)).select_related("event__wave").get(pk=report.pk)


def refuse_what_was_taken_back(report: WorkshopReport) -> None:
    """What a team or practice shares no more is not let out, although it stands in the frozen copy."""
    taken_back = set(report.consented).difference(consents_of(shared_source(report.event)))
    if taken_back:
        number = len(taken_back)
        raise ValidationError(
            f"Of what was shared with the wave when this report was made, {number} {'item was' if number == 1 else 'items were'} "
            "taken back since. Make a new report, freeze it, and release that one."
        )


def refuse_frozen(report: WorkshopReport) -> None:
    if report.is_frozen:
        raise ValidationError(IS_FROZEN)
