"""What people decided about a wave's charts, from the database as the computation takes it: new phases, and targets."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import F, Window
from django.db.models.functions import Lag

from measures.models import MeasureTarget, MonthlyReturn, Rebase, Series, rebased_level


def read_rebases(wave) -> dict[tuple[str, int | None, str], list[date]]:
    """(level, organisation id or None, measure) -> the months in which phases begin, in order. One query.

    A commissioner with the practices that it has now follows the commissioner's rebases, so both levels have them.
    """
    found = defaultdict(list)
    rows = Rebase.objects.in_force().filter(wave=wave).order_by("starts")
    rebases = rows.values_list("level", "organisation", "measure", "starts")
    for rebased, organisation, measure, starts in rebases:
        for level in Series.Level.values:
            if rebased_level(level) == rebased:
                found[level, organisation, measure].append(starts)
    return dict(found)


class CodeListChange(NamedTuple):
    """From this month on a practice's people are found by another version of the code list."""

    month: date
    version: str
    before: str

    def __str__(self):
        return f"Code list {self.version} in place of {self.before}"


def read_code_list_changes(wave, practices=None) -> dict[int, list[CodeListChange]]:
    """Practice id -> its changes, in order; of these practices (ids), or of all. One query, which gives changes alone.

    A return that names no code list says nothing about it: what is compared is the version named last before.
    """
    named = MonthlyReturn.objects.current().filter(wave=wave).exclude(code_list="")
    if practices is not None:
        named = named.filter(practice__in=list(practices))
    before = Window(Lag("code_list"), partition_by="practice", order_by="month")
    changed = named.annotate(before=before).filter(before__isnull=False).exclude(before=F("code_list"))
    found = defaultdict(list)
    for practice, *change in changed.order_by("practice", "month").values_list(
        "practice_id", "month", "code_list", "before"
    ):
        found[practice].append(CodeListChange(*change))
    return dict(found)


def read_targets(wave) -> dict[str, float]:
    """Measure -> the target in force, in the unit of the measure (per 100, per 1,000, %). One query."""
    targets = MeasureTarget.objects.in_force().filter(wave=wave)
    return {measure: float(value) for measure, value in targets.values_list("measure", "value")}
