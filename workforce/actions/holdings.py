"""Who holds a post, and on which terms: begun, changed, ended. Terms follow one another without a gap or an overlap.

What is paid, under which contract, and why somebody left never goes on the audit trail: others read it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from operations import audit
from practices.models import Programme
from workforce.actions.last_posts import end_supervision
from workforce.actions.posts import locked
from workforce.actions.seen import refuse_changed
from workforce.actions.stored import stored
from workforce.jobs.recompute import put_down
from workforce.models import (
    Cohort,
    Employer,
    EndReason,
    Holding,
    Leaving,
    Post,
    SupervisionArrangement,
    Terms,
    Worker,
)
from workforce.models.scope import ends_from, in_force
from workforce.wte import FULL, Stretch, first_excess, without

ERASED = "This record was erased. Add the person under a new staff number"
ONE_DAY = timedelta(days=1)
HELD = ("start", "end", "cohort_id")
# A holding's terms as a form was opened with them.
TERMS = ("start", "end", "wte", "band", "scheme", "employer_id", "contract", "contract_ends_on")


@dataclass(frozen=True)
class Agreed:
    """What is agreed with the holder. `over_reason` says why somebody works more than 1.0 WTE in all."""

    employer: Employer
    wte: Decimal
    scheme: str
    band: str
    contract: str
    contract_ends_on: date | None = None
    over_reason: str = ""

    @property
    def fields(self) -> dict:
        names = ("employer", "wte", "scheme", "band", "contract", "contract_ends_on", "over_reason")
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def start(*, post: Post, worker: Worker, start: date, agreed: Agreed, cohort: Cohort | None = None, by) -> Holding:
    """The worker holds the post from a day on. Raises ValidationError where post, person or WTE do not allow it."""
    post, worker = locked(post), locked_worker(worker)
    refuse_outside(post, start)
    if post.holdings.filter(ends_from(start), worker=worker).exists():
        raise ValidationError({"worker": "This person holds this post then already. Choose another day"})
    refuse_excess(post, worker, Stretch(start, post.end, agreed.wte), agreed.over_reason)
    holding = stored(
        Holding(post=post, worker=worker, cohort=cohort, start=start, end=None),
        {"worker": "This person holds this post already"},
    )
    Terms.objects.create(holding=holding, start=start, **agreed.fields)
    keep_record_with(post, worker)
    record("holding.started", holding, by, start=start.isoformat())
    return holding


def locked_worker(worker: Worker) -> Worker:
    """Held first and read then, as posts are. Raises ValidationError for a record that was erased: it is nobody's any more."""
    Worker.objects.select_for_update().get(pk=worker.pk)
    fresh = Worker.objects.select_related("commissioner").get(pk=worker.pk)
    if fresh.erased_on:
        raise ValidationError(ERASED)
    return fresh


def refuse_outside(post: Post, start: date) -> None:
    if start < post.start:
        raise ValidationError({"start": f"Choose a day from {post.start:%-d %B %Y} on, when the post opened"})
    if post.end is not None:
        raise ValidationError("This post is closed, and takes nobody")


def keep_record_with(post: Post, worker: Worker) -> None:
    """The PCT of somebody's only post keeps the record."""
    elsewhere = worker.holdings.filter(in_force()).exclude(post__commissioner=post.commissioner_id)
    if worker.commissioner_id != post.commissioner_id and not elsewhere.exists():
        worker.commissioner = post.commissioner
        worker.save(update_fields=["commissioner"])


@transaction.atomic
def change_terms(*, holding: Holding, seen: str, start: date, agreed: Agreed, by) -> Terms:
    """New terms from a day on; those before end the day before. On the very first day of the terms in force: they are corrected.

    Raises ValidationError when somebody came first, when the holding has ended, and for a day before the terms in force.
    """
    post, worker = locked(holding.post), locked_worker(holding.worker)
    fresh = Holding.objects.select_for_update(of=("self",)).get(pk=holding.pk)
    current = list(fresh.terms.select_for_update().order_by("start"))
    refuse_changed(current, TERMS, seen)
    refuse_order(fresh, current, start)
    new = Stretch(start, fresh.end, agreed.wte)
    refuse_excess(post, worker, new, agreed.over_reason, instead_of=fresh)
    terms = follow(fresh, current[-1] if current else None, start, agreed)
    record("terms.changed", fresh, by, start=start.isoformat(), corrected=bool(current and terms.pk == current[-1].pk))
    return terms


def refuse_order(holding: Holding, current: list[Terms], start: date) -> None:
    if holding.end is not None:
        raise ValidationError("This person no longer holds the post. Terms that have ended do not change")
    first = current[-1].start if current else holding.start
    if start < first:
        raise ValidationError({"start": f"Choose a day from {first:%-d %B %Y} on, when the terms before began"})


def follow(holding: Holding, last: Terms | None, start: date, agreed: Agreed) -> Terms:
    if last is not None and last.start == start:
        for name, value in agreed.fields.items():
            setattr(last, name, value)
        last.save()
        return last
    if last is not None:
        last.end = start - ONE_DAY
        last.save(update_fields=["end"])
    return Terms.objects.create(holding=holding, start=start, end=holding.end, **agreed.fields)


def refuse_excess(
    post: Post, worker: Worker, new: Stretch, over_reason: str, instead_of: Holding | None = None
) -> None:
    """Nobody holds more of a post than there is, and nobody works more than 1.0 WTE without a reason."""
    excess = first_excess(new, stretches(post.holdings.all(), new, instead_of), post.wte)
    if excess:
        text = (
            f"From {excess.on:%-d %B %Y} this post of {post.wte} WTE would be filled with {excess.wte} WTE. Enter less"
        )
        raise ValidationError({"wte": text})
    excess = first_excess(new, stretches(worker.holdings.all(), new, instead_of), FULL)
    if excess and not over_reason:
        text = f"From {excess.on:%-d %B %Y} this person would work {excess.wte} WTE in all. Enter less, or say why"
        raise ValidationError({"over_reason": text})


def stretches(holdings, new: Stretch, instead_of: Holding | None) -> list[Stretch]:
    """The terms of holdings over time; of the holding that is changed only what stays."""
    rows = list(Terms.objects.filter(holding__in=holdings).values_list("holding", "start", "end", "wte"))
    changed = instead_of.pk if instead_of else None
    others = [Stretch(*row[1:]) for row in rows if row[0] != changed]
    own = [Stretch(*row[1:]) for row in rows if row[0] == changed]
    return others + without(own, new.start, new.end)


@transaction.atomic
def end(
    *, holding: Holding, seen: str, end: date, reason: str, destination: str = "", next_role: str = "", by
) -> Holding:
    """`end` is the last day; the terms end with it. A promotion says to which role; it is no leaving.

    With the last post ends the supervision. Raises ValidationError when it has ended already, for a day before it began, or
    before the terms in force.
    """
    # Post and person first, as everywhere: a transfer that writes new terms at this moment goes before or after.
    locked(holding.post), locked_worker(holding.worker)
    fresh = Holding.objects.select_for_update(of=("self",)).select_related("post__commissioner").get(pk=holding.pk)
    refuse_changed([fresh], HELD, seen)
    refuse_end(fresh, end)
    refuse_promotion_to_nothing(reason, next_role)
    fresh.end = end
    fresh.save(update_fields=["end"])
    fresh.terms.filter(end=None).update(end=end)
    next_role = next_role if reason == EndReason.PROMOTION else ""
    Leaving.objects.create(holding=fresh, reason=reason, destination=destination, next_role=next_role)
    ended = end_supervision([fresh.worker_id])
    record("holding.ended", fresh, by, end=end.isoformat())
    for one in ended:
        audit.record("supervision.ended", by=by, about=one, organisation=one.worker.commissioner)
    return fresh


def refuse_promotion_to_nothing(reason: str, next_role: str) -> None:
    if reason == EndReason.PROMOTION and not next_role:
        raise ValidationError({"next_role": "Choose the role that the person is promoted to"})


def refuse_end(holding: Holding, end: date) -> None:
    if holding.end is not None:
        raise ValidationError("This holding has ended already")
    last = holding.terms.order_by("-start").values_list("start", flat=True).first()
    first = max(filter(None, (holding.start, last)))
    if end < first:
        raise ValidationError({"end": f"Choose a day from {first:%-d %B %Y} on, when the terms in force began"})


def record(event, holding, by, **details):
    """The post and the person by their numbers; why and on which terms is nobody else's business."""
    audit.record(
        event,
        by=by,
        about=holding,
        organisation=holding.post.commissioner,
        post=holding.post.number,
        staff_number=holding.worker.staff_number,
        **details,
    )
    for programme in touched(holding):
        put_down(programme)


def touched(holding) -> QuerySet:
    """The programme of the post, and those whose people the holder supervises: a supervisor without a post is overdue there."""
    supervised = SupervisionArrangement.objects.filter(supervisor=holding.worker_id).order_by()
    programmes = {holding.post.programme_id, *supervised.values_list("worker__programme", flat=True).distinct()}
    return Programme.objects.filter(pk__in=programmes).order_by("pk")
