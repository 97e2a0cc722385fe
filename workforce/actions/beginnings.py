"""A beginning that was said wrongly: another first day of a holding, or another cohort. The trail keeps which day it was before."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from workforce.actions.endings import refuse_excess
from workforce.actions.holdings import HELD, locked_worker, record
from workforce.actions.posts import locked
from workforce.actions.seen import refuse_changed
from workforce.models import Cohort, Holding, Post, Terms
from workforce.models.scope import ends_from
from workforce.wte import Stretch


@transaction.atomic
def correct(*, holding: Holding, seen: str, start: date, cohort: Cohort | None, over_reason: str = "", by) -> Holding:
    """The first terms begin with the holding. Raises ValidationError for a day that post, person or terms do not allow."""
    post, worker = locked(holding.post), locked_worker(holding.worker)
    found = Holding.objects.select_for_update(of=("self",)).select_related("post__commissioner", "worker")
    fresh = found.get(pk=holding.pk)
    refuse_changed([fresh], HELD, seen)
    first = fresh.terms.select_for_update().order_by("start").first()
    refuse_days(post, fresh, first, start)
    if first:
        first.over_reason = over_reason or first.over_reason
        refuse_excess(post, worker, fresh, Stretch(start, first.end, first.wte), first.over_reason)
        first.start = start
        first.save(update_fields=["start", "over_reason"])
    before = fresh.start
    fresh.start, fresh.cohort = start, cohort
    fresh.save(update_fields=["start", "cohort"])
    record("holding.start_corrected", fresh, by, start=start.isoformat(), start_before=before.isoformat())
    return fresh


def refuse_days(post: Post, holding: Holding, first: Terms | None, start: date) -> None:
    if start < post.start:
        raise ValidationError({"start": f"Choose a day from {post.start:%-d %B %Y} on, when the post opened"})
    last = min(filter(None, (holding.end, first and first.end)), default=None)
    if last and start > last:
        raise ValidationError({"start": f"Choose a day up to {last:%-d %B %Y}, when the first terms end"})
    others = post.holdings.filter(ends_from(start), worker=holding.worker_id, start__lt=holding.start)
    if others.exclude(pk=holding.pk).exists():
        raise ValidationError({"start": "The same person holds this post then already. Choose a later day"})
