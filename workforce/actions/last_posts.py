"""With somebody's last post ends the supervision: nobody is expected to come any more, and nothing is overdue."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Max, Q

from workforce.models import NOT_LEAVING, Holding, SupervisionArrangement, SupervisionSession

State = SupervisionSession.State
# What did not take place, and will not.
NOT_TO_COME = (State.PLANNED, State.ON_LEAVE)


def end_supervision(workers: Iterable[int]) -> list[SupervisionArrangement]:
    """Arrangements of those (ids) who hold no post after a last day end on it, and what was planned for later goes.

    A session that took place later keeps its arrangement until then; who moves to another post in the same role, or is
    transferred, keeps the supervisor. Returns what has ended. Whoever calls this holds the workers' rows.
    """
    lasts = last_days(workers)
    open_ones = SupervisionArrangement.objects.filter(Q(end=None) | Q(end__gt=F("start")), worker__in=lasts)
    recorded = latest_records(open_ones)
    ended = []
    for one in open_ones.select_related("worker__commissioner").order_by("pk"):
        last = max(lasts[one.worker_id], one.start, recorded.get(one.pk, one.start))
        if one.end is None or one.end > last:
            one.end = last
            ended.append(one)
    SupervisionArrangement.objects.bulk_update(ended, ["end"], batch_size=500)
    later = SupervisionSession.objects.filter(worker__in=lasts, state__in=NOT_TO_COME, on__gt=F("arrangement__end"))
    later.delete()
    return ended


def last_days(workers: Iterable[int]) -> Mapping[int, date]:
    """Worker -> the last day in a post, of those whose last holding has one and with whom the role does not go on."""
    rows = Holding.objects.filter(worker__in=list(workers)).order_by(F("end").asc(nulls_last=True), "pk")
    found = {worker: last for worker, *last in rows.values_list("worker", "end", "leaving__reason")}
    return {worker: end for worker, (end, reason) in found.items() if end and reason not in NOT_LEAVING}


def latest_records(arrangements) -> dict[int, date]:
    """Arrangement -> the day of the last session of which it was said that it was held or missed."""
    sessions = SupervisionSession.objects.filter(arrangement__in=arrangements.order_by().values("pk"))
    taken = sessions.exclude(state__in=NOT_TO_COME).order_by()
    return dict(taken.values("arrangement").annotate(last=Max("on")).values_list("arrangement", "last"))
