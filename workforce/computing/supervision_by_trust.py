"""Supervision held, of everybody in some holdings and by PCT. Every page of a wave asks for it, so it does without pandas.

"Supervision held" is one thing on every page: minutes held of those that the standards ask for in the last three full months,
of the people of whom any were expected; so many people and their employers decide who may see it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from practices import months
from workforce.computing.staff_rows import latest_employers
from workforce.computing.supervision_weeks import last_full_months
from workforce.models import SupervisionMonth
from workforce.supervision_held import Held


@dataclass(frozen=True)
class Due:
    """Minutes of a worker of whom some were expected; PCT and employer (ids) of the last holding in these months."""

    trust: int
    employer: int | None
    expected: float
    held: float


def held_by_trust(holdings) -> tuple[Held, dict[int, Held]]:
    """Of everybody in some holdings (a queryset), and by PCT (id), in the last three full months. Three queries."""
    due, by_trust = due_in(holdings, last_full_months()), defaultdict(list)
    for one in due:
        by_trust[one.trust].append(one)
    return held_of(due), {trust: held_of(mine) for trust, mine in by_trust.items()}


def due_in(holdings, over) -> list[Due]:
    """A month without a standard is left out, with what was held in it."""
    within = holdings.filter(start__lte=months.last_day(over[-1])).exclude(end__lt=over[0])
    ordered = within.order_by("worker", "start", "pk").values_list("worker", "pk", "post__commissioner")
    latest = {worker: (holding, trust) for worker, holding, trust in ordered}
    employers = latest_employers(holdings)
    found = SupervisionMonth.objects.filter(
        worker__in=holdings.order_by().values("worker"), month__in=over, expected_minutes__isnull=False
    )
    sums = found.order_by().values_list("worker").annotate(Sum("expected_minutes"), Sum("held_minutes"))
    return [
        Due(latest[worker][1], employers.get(latest[worker][0]), expected, held)
        for worker, expected, held in sums
        if expected > 0 and worker in latest
    ]


def held_of(due: Sequence[Due]) -> Held:
    employers = {one.employer for one in due} - {None}
    return Held(float(sum(one.expected for one in due)), float(sum(one.held for one in due)), len(due), len(employers))
