"""What people decided about a wave's charts, from the database as the computation takes it: new phases, and targets."""

from collections import defaultdict
from datetime import date

from measures.computing.standing import NOW, Standing
from measures.models import MeasureTarget, Rebase, Series, rebased_level


def read_rebases(wave, standing: Standing = NOW) -> dict[tuple[str, int | None, str], list[date]]:
    """(level, organisation id or None, measure) -> the months in which phases begin, in order. One query.

    A commissioner with the practices that it has now follows the commissioner's rebases, so both levels have them.
    """
    found = defaultdict(list)
    rows = Rebase.objects.filter(standing.decided("created_at", "withdrawn_at"), wave=wave).order_by("starts")
    rebases = rows.values_list("level", "organisation", "measure", "starts")
    for rebased, organisation, measure, starts in rebases:
        for level in Series.Level.values:
            if rebased_level(level) == rebased:
                found[level, organisation, measure].append(starts)
    return dict(found)


def read_targets(wave, standing: Standing = NOW) -> dict[str, float]:
    """Measure -> the target in force, in the unit of the measure (per 100, per 1,000, %). One query."""
    targets = MeasureTarget.objects.filter(standing.decided("set_at", "ended_at"), wave=wave)
    return {measure: float(value) for measure, value in targets.values_list("measure", "value")}
