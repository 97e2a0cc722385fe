"""The cycles that may be the reason of a new phase: of the chart's measure and place, begun, and readable by whoever decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from collaborative.dashboards.annotations import Annotations, CycleNote, is_of_team
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from measures.models import Series

# As long as the field of a rebase that names its cycle.
LONGEST_NAME = 120


@dataclass(frozen=True)
class Cause:
    """A cycle as a reason. Beyond its name and first day nothing of it is written anywhere."""

    pk: int
    label: str
    start: date
    href: str

    @property
    def name(self) -> str:
        return self.label[:LONGEST_NAME].rstrip()

    @property
    def words(self) -> str:
        return f"{self.label}, since {self.start:%-d %b %Y}"

    @property
    def reason(self) -> str:
        return f"Change tested in the PDSA cycle {self.label}, from {self.start:%-d %B %Y}"


def causes_of(gathered: Gathered, series: Shown, organisation) -> list[Cause]:
    """Alphabetical. Of the wave's own charts all its cycles of that measure."""
    cycles = gathered.annotations.by_measure.get(series.definition.code, [])
    found = [one for one in cycles if is_at(gathered.annotations, one, series.level, organisation)]
    causes = [Cause(one.pk, one.label, one.start, one.href) for one in found]
    return sorted(causes, key=lambda one: (one.label, one.start, one.pk))


def is_at(annotations: Annotations, cycle: CycleNote, level: str, organisation) -> bool:
    """Whether a cycle stands on the chart of this place."""
    if organisation is None:
        return True
    if level == Series.Level.PRACTICE:
        return annotations.is_tested_in(cycle, organisation.pk)
    return is_of_team(cycle, organisation.pk)


def hrefs_by_name(causes: Sequence[Cause]) -> dict[str, str]:
    """Name -> page, for those names that one cycle alone has."""
    names = [one.name for one in causes]
    return {one.name: one.href for one in causes if names.count(one.name) == 1 and one.href}
