"""The icon matrix (L6): practices by four measures on one page that prints, with PCTs and the wave on top. No rank."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.readings import (
    Reading,
    completeness,
    completeness_words,
    expected_by_chance,
    reading,
)
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import as_at_with_returns
from measures.definitions import all_definitions
from measures.models import Series

SPECIAL = "special"


@dataclass(frozen=True)
class MatrixRow:
    """One organisation. `returned` and `expected` are its returns until now; `series` what its readings were made from."""

    level: str
    name: str
    code: str
    href: str
    under: str
    returned: int
    expected: int
    readings: list[Reading]
    series: list[Shown | None]
    # Beside each reading with a special cause, for whoever may ask about it.
    ask_hrefs: list[str]

    @property
    def returns(self) -> str:
        return completeness_words(self.returned, self.expected)

    @property
    def cells(self) -> list[tuple[Reading, str]]:
        return list(zip(self.readings, self.ask_hrefs, strict=True))

    @property
    def has_special_cause(self) -> bool:
        return any(one.is_special for one in self.readings)


@dataclass(frozen=True)
class MatrixPage:
    as_at: str
    computation: int | None
    is_protected: bool
    measures: list[str]
    totals: list[MatrixRow]
    practices: list[MatrixRow]
    summary: str
    empty: str


def matrix_page(gathered: Gathered, *, show: str = "", pct: str = "") -> MatrixPage:
    """`show` "special" leaves the practices with a special cause; `pct` those now under one commissioner."""
    gathered.analyse_listed(all_definitions())
    totals = total_rows(gathered, pct) if gathered.rows else []
    listed = practice_rows(gathered, pct)
    practices = [row for row in listed if row.has_special_cause] if show == SPECIAL else listed
    return MatrixPage(
        as_at=as_at_with_returns(gathered),
        computation=gathered.pointer.pk if gathered.pointer else None,
        is_protected=any(one.line.is_protected for row in [*totals, *practices] for one in row.series if one),
        measures=[definition.title_with_unit for definition in all_definitions().values()],
        totals=totals,
        practices=practices,
        summary=summary_words(listed),
        empty=empty_words(gathered, listed, practices),
    )


def summary_words(listed: list[MatrixRow]) -> str:
    """Of all practices in view before the filter: what chance explains does not change with what is shown."""
    return expected_by_chance([one for row in listed for one in row.readings]) if listed else ""


def empty_words(gathered: Gathered, listed: list[MatrixRow], practices: list[MatrixRow]) -> str:
    if practices:
        return ""
    if listed:
        return "None of these practices has a special cause at present: what varies is what chance explains."
    if gathered.visible_memberships:
        return "None of the practices that you may see by name is under it at present."
    return "None of the practices lies in your scope, so none is shown by name."


# ---- rows


def total_rows(gathered: Gathered, pct: str) -> list[MatrixRow]:
    """The wave, then its commissioners as they were in each month, alphabetical; with `pct` that one alone."""
    commissioners = [one for one in gathered.commissioners if pct in ("", one.ods_code)]
    wave = row_of(gathered, Series.Level.WAVE, None, wave_href(gathered.wave))
    return [wave] + [
        row_of(gathered, Series.Level.COMMISSIONER, one, commissioner_href(gathered.wave, one)) for one in commissioners
    ]


def practice_rows(gathered: Gathered, pct: str) -> list[MatrixRow]:
    """Those of this person's scope only, alphabetical."""
    return [
        row_of(gathered, Series.Level.PRACTICE, one.practice, practice_href(gathered.wave, one.practice), one)
        for one in gathered.visible_memberships
        if is_under(gathered, one, pct)
    ]


def is_under(gathered: Gathered, membership, pct: str) -> bool:
    parent = gathered.parent_of.get(membership.practice_id)
    return not pct or (parent is not None and parent.ods_code == pct)


def row_of(gathered: Gathered, level: str, organisation, href: str, membership=None) -> MatrixRow:
    series = [gathered.series(level, organisation, code) for code in all_definitions()]
    returned, expected = completeness(next((one for one in series if one), None), membership)
    parent = gathered.parent_of.get(membership.practice_id) if membership else None
    readings = [reading(one) for one in series]
    return MatrixRow(
        level=str(level),
        name=organisation.name if organisation else "The wave",
        code=organisation.ods_code if organisation else gathered.wave.code,
        href=href,
        under=parent.name if parent else "",
        returned=returned,
        expected=expected,
        readings=readings,
        series=series,
        ask_hrefs=[ask_href(gathered, *pair) for pair in zip(series, readings, strict=True)],
    )


def ask_href(gathered: Gathered, series: Shown | None, found: Reading) -> str:
    return gathered.asking.latest_link(gathered.wave, series) if series and found.is_special else ""


def wave_href(wave) -> str:
    return reverse("wave_dashboard", args=[wave.code])


def commissioner_href(wave, commissioner) -> str:
    return reverse("commissioner_dashboard", args=[wave.code, commissioner.ods_code])


def practice_href(wave, practice) -> str:
    return reverse("practice_dashboard", args=[wave.code, practice.ods_code])


def commissioners_in_view(gathered: Gathered) -> list:
    """Those under whom a practice of this person's scope stands at present: what the matrix can be narrowed to."""
    found = {gathered.parent_of.get(one.practice_id) for one in gathered.visible_memberships}
    return [one for one in gathered.commissioners if one in found]
