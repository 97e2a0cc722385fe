"""From the series of a wave to what is asked of the data of its cycles, as one reader may see them. Reads nothing itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.evaluations.asked import (
    COMMISSIONER,
    PRACTICES,
    Asked,
    Case,
    Columns,
    PracticeCounts,
    less,
    summed,
    with_rates_only,
)
from collaborative.models import PdsaCycle
from measures.definitions import BETTER_SIDE, all_definitions
from measures.disclosure import Audience
from measures.models import Series
from measures.special_causes import special_causes
from practices import months

OUT_OF_SCOPE, NOT_COMPUTED, NO_SHARED_FIGURES, NO_MEASURE = (
    "out_of_scope",
    "not_computed",
    "no_shared_figures",
    "no_measure",
)
# Enough months before these for three in a row to be by chance the highest only once in hundreds (dashboards.changes).
ENOUGH_EARLIER, LOOKED_AT = 10, 3


def asked_of(cycle: PdsaCycle) -> Asked:
    """What a started cycle asks. Its practices and its team's organisation have been fetched."""
    practices = tuple(sorted(practice.ods_code for practice in cycle.practices.all()))
    percent = cycle.predicted_percent
    return Asked(
        cycle=cycle.pk,
        measure=cycle.measure,
        started=cycle.started_on,
        ended=cycle.ended_on,
        direction=cycle.predicted_direction,
        percent=None if percent is None else float(percent),
        by=months.first_of(cycle.predicted_by) if cycle.predicted_by else None,
        place_kind=PRACTICES if practices else COMMISSIONER,
        places=practices or (cycle.team.organisation.ods_code,),
    )


def can_be_evaluated(cycle: PdsaCycle) -> bool:
    return cycle.started_on is not None and cycle.measure in all_definitions()


def columns_of(series: Shown) -> Columns:
    release = series.release
    columns = release.months, release.numerators, release.denominators, release.lists, release.reasons
    return with_rates_only(Columns(*columns, breaks=tuple(day for day, _ in series.breaks)))


@dataclass
class Cases:
    """Makes the case of each cycle of a wave; columns and counts that several ask for are made once.

    `may_see_shared`: this person may see figures of PCTs and of the wave.
    """

    gathered: Gathered
    may_see_shared: bool = True
    _columns: dict = field(default_factory=dict)
    _counts: dict = field(default_factory=dict)

    @classmethod
    def of_user(cls, gathered: Gathered, user) -> "Cases":
        return cls(gathered, may_see_shared=has_permission(user, Permission.VIEW_SHARED_FIGURES, gathered.wave))

    @cached_property
    def practices(self) -> dict:
        return {one.practice.ods_code: one.practice for one in self.gathered.memberships}

    @cached_property
    def commissioners(self) -> dict:
        return {one.ods_code: one for one in self.gathered.commissioners}

    def of(self, cycle: PdsaCycle) -> Case:
        asked = asked_of(cycle)
        definition = all_definitions()[asked.measure]
        series, why_not = self.series_of(asked)
        given = {"asked": asked, "definition": definition}
        if why_not:
            return Case(**given, own=None, why_not=why_not)
        is_exact = all(one.audience.is_exact for one in series)
        if not is_exact and len(series) > 1:
            # One practice that is seen exactly would tell what is withheld of the others.
            series = [replace(one, audience=Audience.OTHER) for one in series]
        own = summed([self.columns(one) for one in series], asked.started)
        return Case(
            **given,
            own=own,
            is_protected=not is_exact,
            was_list_building=is_exact and any(was_building(one, asked.started) for one in series),
            was_extreme=extreme_before(series, own, asked.started),
            **self.compared_with(asked, own, is_exact),
        )

    def series_of(self, asked: Asked) -> tuple[list[Shown], str]:
        """(the series of the place, "") or ([], why this reader has none)."""
        if asked.place_kind == COMMISSIONER:
            organisation = self.commissioners.get(asked.places[0])
            if not self.may_see_shared:
                return [], NO_SHARED_FIGURES
            found = organisation and self.gathered.series(Series.Level.COMMISSIONER, organisation, asked.measure)
            return ([found], "") if found else ([], NOT_COMPUTED)
        practices = [self.practices.get(code) for code in asked.places]
        if any(practice is None for practice in practices):
            return [], NOT_COMPUTED
        if any(practice.pk not in self.gathered.in_scope for practice in practices):
            return [], OUT_OF_SCOPE
        found = [self.gathered.series(Series.Level.PRACTICE, practice, asked.measure) for practice in practices]
        return (found, "") if all(found) and all(one.data.months for one in found) else ([], NOT_COMPUTED)

    def columns(self, series: Shown) -> Columns:
        key = series.level, series.code, series.definition.code, series.audience
        if key not in self._columns:
            self._columns[key] = columns_of(series)
        return self._columns[key]

    # ---- the wave's other practices

    def compared_with(self, asked: Asked, own: Columns, is_exact: bool) -> dict:
        wave = self.gathered.series(Series.Level.WAVE, None, asked.measure) if self.may_see_shared else None
        if wave is None:
            return {"control_why": NO_SHARED_FIGURES if not self.may_see_shared else NOT_COMPUTED}
        if is_exact and wave.audience.is_exact:
            counts = self.counts(asked.measure)
            chosen = counts.marked(self.codes_of(asked))
            parts = chosen if asked.place_kind == COMMISSIONER or len(asked.places) > 1 else None
            return {"counts": counts, "parts": parts, "others": ~chosen}
        # As released, also to whoever sees the own place exactly.
        rest = less(self.columns(wave), own)
        return {"control": rest, "is_control_protected": True} | self.own_parts(asked, is_exact)

    def own_parts(self, asked: Asked, is_exact: bool) -> dict:
        """Whoever sees several places exactly, and the wave not: their practices' own counts for the interval."""
        codes = self.codes_of(asked)
        if not is_exact or len(codes) < 2:
            return {}
        counts = self.counts(asked.measure, codes)
        return {"counts": counts, "parts": counts.marked(codes)}

    def codes_of(self, asked: Asked) -> frozenset[str]:
        if asked.place_kind == PRACTICES:
            return frozenset(asked.places)
        organisation, month = self.commissioners[asked.places[0]], months.first_of(asked.started)
        return self.members(organisation, month)

    def members(self, organisation, month: date) -> frozenset[str]:
        """The practices that stood under a commissioner in a month."""
        key = "members", organisation.pk, month
        if key not in self._counts:
            self._counts[key] = frozenset(
                one.practice.ods_code
                for one in self.gathered.members_of(organisation, now=False)
                if self.gathered.parent_in(one.practice_id, month) == organisation
            )
        return self._counts[key]

    def counts(self, measure: str, codes: Iterable[str] | None = None) -> PracticeCounts:
        """The true counts of all practices, or of some; asked only where this reader sees each of them exactly."""
        key = measure, codes
        if key not in self._counts:
            chosen = [
                self.gathered.series(Series.Level.PRACTICE, practice, measure)
                for code, practice in self.practices.items()
                if codes is None or code in codes
            ]
            self._counts[key] = counts_of([one for one in chosen if one is not None and one.data.months])
        return self._counts[key]


def counts_of(series: Sequence[Shown]) -> PracticeCounts:
    columns = [columns_of(one) for one in series]

    def matrix(name: str) -> np.ndarray:
        values = [[np.nan if value is None else value for value in getattr(one, name)] for one in columns]
        return np.array(values, dtype=float).T

    return PracticeCounts(tuple(one.code for one in series), matrix("numerators"), matrix("denominators"))


# ---- what to beware of


def was_building(series: Shown, started: date) -> bool:
    """The list was still being built when the cycle began. Asked of exact series only: it is a finding about true lists."""
    established = series.data.established_month
    return series.data.list_status == "building" or (
        series.data.list_status == "established" and established is not None and established >= months.first_of(started)
    )


def extreme_before(series: Sequence[Shown], own: Columns, started: date) -> int:
    """On which side the three months before the start stood out: 1 high, -1 low, 0 neither.

    Only the worse side counts, where there is one: there a change looks like an improvement (dashboards.changes). On the chart of a single place, a special cause that reaches into them; of any, that they lie beyond all months before.
    """
    better = BETTER_SIDE.get(series[0].definition.direction)
    side = side_before(series, own, started)
    return 0 if better is not None and side == better else side


def side_before(series: Sequence[Shown], own: Columns, started: date) -> int:
    before = [row for row, month in enumerate(own.months) if months.last_day(month) < started][-LOOKED_AT:]
    if len(series) == 1:
        causes = [cause for cause in special_causes(series[0].line) if set(cause.rows) & set(before)]
        if causes:
            return causes[-1].side
    return beyond_earlier(own, before)


def beyond_earlier(own: Columns, rows: Sequence[int]) -> int:
    if not rows or not all(own.has_value[row] for row in rows):
        return 0
    rates = [
        None if above is None else above / below for above, below in zip(own.numerators, own.denominators, strict=True)
    ]
    earlier = [rate for rate in rates[: rows[0]] if rate is not None]
    if len(earlier) < ENOUGH_EARLIER:
        return 0
    latest = [rates[row] for row in rows]
    return int(min(latest) > max(earlier)) - int(max(latest) < min(earlier))
