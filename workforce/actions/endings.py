"""An end that was said wrongly: another last day or reason, or no end at all. What stood there before is kept.

Supervision that ended with it goes on only where somebody says so; sessions that were planned beyond the end are planned anew.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from operations import audit
from practices import clock
from workforce.actions.holdings import (
    HELD,
    keep_record_with,
    locked_worker,
    record,
    refuse_promotion_to_nothing,
    stretches,
)
from workforce.actions.last_posts import end_supervision
from workforce.actions.posts import locked
from workforce.actions.seen import CHANGED, stamp
from workforce.actions.supervision import hold_workers
from workforce.models import EndReason, FormerEnd, Holding, Leaving, Post, SupervisionArrangement, Terms, Worker
from workforce.models.scope import ends_from
from workforce.wte import FULL, Stretch, first_excess

LEFT = ("reason", "destination", "next_role")
# One arrangement of a kind is open at once between two people.
BETWEEN = ("worker", "supervisor", "kind")


def seen_of(holding: Holding) -> str:
    """What a form was opened with: the days, and why it ended."""
    return stamp([holding], HELD) + stamp(Leaving.objects.filter(holding=holding), LEFT)


def ended_with(holding: Holding) -> QuerySet:
    """Supervision that the worker got or gave until the last day of this holding or later, not arranged anew since."""
    if holding.end is None:
        return SupervisionArrangement.objects.none()
    theirs = SupervisionArrangement.objects.filter(Q(worker=holding.worker_id) | Q(supervisor=holding.worker_id))
    taken = set(theirs.filter(end=None).values_list(*BETWEEN))
    found = theirs.filter(end__gte=holding.end)
    free = [pk for pk, *who in found.values_list("pk", *BETWEEN) if tuple(who) not in taken]
    return SupervisionArrangement.objects.filter(pk__in=free)


@transaction.atomic
def correct(
    *,
    holding: Holding,
    seen: str,
    end: date,
    reason: str,
    destination: str = "",
    next_role: str = "",
    over_reason: str = "",
    resumed: Iterable[SupervisionArrangement] = (),
    by,
) -> Holding:
    """Another last day, reason or destination. `resumed` supervision goes on, until the new last day where it is a leaving.

    Raises ValidationError when somebody came first, when the holding has no end, and for a day that post, person or terms
    do not allow.
    """
    resumed = list(resumed)
    post, worker, fresh = held(holding, seen, resumed)
    refuse_promotion_to_nothing(reason, next_role)
    resumed = resumable(fresh, resumed)
    before = fresh.end
    move(post, worker, fresh, end, over_reason, by)
    next_role = next_role if reason == EndReason.PROMOTION else ""
    said = {"reason": reason, "destination": destination, "next_role": next_role}
    Leaving.objects.update_or_create(holding=fresh, defaults=said)
    record("holding.end_corrected", fresh, by, end=end.isoformat(), end_before=before.isoformat())
    resume(worker, resumed, by)
    return fresh


@transaction.atomic
def reopen(
    *, holding: Holding, seen: str, over_reason: str = "", resumed: Iterable[SupervisionArrangement] = (), by
) -> Holding:
    """Nobody left: the holding and its last terms go on without an end, and so does `resumed` supervision.

    Raises ValidationError as correct() does.
    """
    resumed = list(resumed)
    post, worker, fresh = held(holding, seen, resumed)
    resumed = resumable(fresh, resumed)
    before = fresh.end
    move(post, worker, fresh, None, over_reason, by)
    Leaving.objects.filter(holding=fresh).delete()
    keep_record_with(post, worker)
    record("holding.reopened", fresh, by, end_before=before.isoformat())
    resume(worker, resumed, by)
    return fresh


def held(holding: Holding, seen: str, resumed: list[SupervisionArrangement]) -> tuple[Post, Worker, Holding]:
    """Post and people first, as everywhere, those too whose supervision goes on; then the holding as it stands."""
    post = locked(holding.post)
    hold_workers({holding.worker_id}.union(*((one.worker_id, one.supervisor_id) for one in resumed)))
    worker = locked_worker(holding.worker)
    fresh = (
        Holding.objects.select_for_update(of=("self",))
        .select_related("post__commissioner", "worker")
        .get(pk=holding.pk)
    )
    if seen_of(fresh) != seen:
        raise ValidationError(CHANGED)
    if fresh.end is None:
        raise ValidationError("This holding has no end that could be corrected")
    return post, worker, fresh


def move(post: Post, worker: Worker, holding: Holding, end: date | None, over_reason: str, by) -> None:
    """The end of the holding and of its last terms, with what it was kept."""
    last = holding.terms.select_for_update().order_by("start").last()
    refuse_days(post, holding, last, end)
    if last:
        last.over_reason = over_reason or last.over_reason
        refuse_excess(post, worker, holding, Stretch(last.start, end, last.wte), last.over_reason)
    keep(holding, by)
    holding.end = end
    holding.save(update_fields=["end"])
    if last:
        last.end = end
        last.save(update_fields=["end", "over_reason"])


def refuse_days(post: Post, holding: Holding, last: Terms | None, end: date | None) -> None:
    first = max(filter(None, (holding.start, last and last.start)))
    if end and end < first:
        raise ValidationError({"end": f"Choose a day from {first:%-d %B %Y} on, when the last terms began"})
    if post.end and (end is None or end > post.end):
        raise ValidationError({"end": f"This post closed on {post.end:%-d %B %Y}. Open the post again first"})
    later = post.holdings.filter(ends_from(holding.start), worker=holding.worker_id, start__gt=holding.start)
    again = later.order_by("start").values_list("start", flat=True).first()
    if again and (end is None or end >= again):
        raise ValidationError({"end": f"The same person holds this post again from {again:%-d %B %Y}"})


def refuse_excess(post: Post, worker: Worker, holding: Holding, new: Stretch, over_reason: str) -> None:
    """As when a holding begins: others may have come in the meantime, and the person may have begun elsewhere."""
    excess = first_excess(new, stretches(post.holdings.all(), new, holding), post.wte)
    if excess:
        text = f"From {excess.on:%-d %B %Y} this post of {post.wte} WTE would be filled with {excess.wte} WTE"
        raise ValidationError({"end": f"{text}. End the holding of whoever followed, or choose an earlier day"})
    excess = first_excess(new, stretches(worker.holdings.all(), new, holding), FULL)
    if excess and not over_reason:
        text = (
            f"From {excess.on:%-d %B %Y} this person would work {excess.wte} WTE in all. Say why, or end the other post"
        )
        raise ValidationError({"over_reason": text})


def keep(holding: Holding, by) -> None:
    """What is about to be replaced."""
    said = Leaving.objects.filter(holding=holding).values(*LEFT).first() or {}
    FormerEnd.objects.create(holding=holding, end=holding.end, replaced_on=clock.today(), replaced_by=by, **said)


def resumable(holding: Holding, chosen: Iterable[SupervisionArrangement]) -> list[SupervisionArrangement]:
    """Those of the chosen that ended with the holding, before its end is another."""
    found = ended_with(holding).filter(pk__in=[one.pk for one in chosen])
    return list(found.select_related("worker__commissioner").order_by("pk"))


def resume(worker: Worker, resumed: list[SupervisionArrangement], by) -> None:
    """They go on; of whom of the two has no post any more, until the last day of the last one, as always."""
    SupervisionArrangement.objects.filter(pk__in=[one.pk for one in resumed]).update(end=None)
    for one in resumed:
        audit.record("supervision.resumed", by=by, about=one, organisation=one.worker.commissioner)
    people = {worker.pk}.union(*((one.worker_id, one.supervisor_id) for one in resumed))
    for one in end_supervision(people):
        audit.record("supervision.ended", by=by, about=one, organisation=one.worker.commissioner)
