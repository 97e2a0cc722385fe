"""The figures of a wave as one long table: a row per organisation, measure and month, each as its reader may see it."""

from collections.abc import Callable, Iterator

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown, states
from collaborative.dashboards.standing_words import facts
from measures import chart_annotations
from measures.chart_annotations import Calendar
from measures.chart_words import reason_words
from measures.definitions import all_definitions
from measures.disclosure import RULE
from measures.models import Series
from practices import months

COLUMNS = (
    "level",
    "ods_code",
    "name",
    "parent_ods_code_in_month",
    "parent_name_in_month",
    "month",
    "measure",
    "numerator",
    "denominator",
    "rate",
    "unit",
    "on_the_list_at_month_end",
    "registered",
    "state",
    "why_no_value",
    "audience",
    "what_happened",
)
EXACT, PROTECTED = "exact", "protected"


def places(gathered: Gathered) -> list[tuple]:
    """(level, organisation or None) of everybody whom the wave's page lists for this person, in its order."""
    return [
        (Series.Level.WAVE, None),
        *((Series.Level.COMMISSIONER, one) for one in gathered.commissioners),
        *((Series.Level.PRACTICE, one.practice) for one in gathered.visible_memberships),
    ]


def rows(gathered: Gathered, report: Callable[[int, int], None] = lambda done, of: None) -> list[list]:
    """All rows by COLUMNS. None where there is no value; zero is 0. `report(done, of)` hears of every organisation."""
    listed, found = places(gathered), []
    for done, (level, organisation) in enumerate(listed):
        report(done, len(listed))
        for measure in all_definitions():
            series = gathered.series(level, organisation, measure)
            if series is not None:
                found += series_rows(gathered, series, organisation)
    return found


def series_rows(gathered: Gathered, series: Shown, organisation) -> Iterator[list]:
    """One row per month, of the release alone."""
    release, definition = series.release, series.definition
    code, name = (organisation.ods_code, organisation.name) if organisation else (None, gathered.wave.name)
    happened = chart_annotations.column(Calendar(release.months, series.annotations))
    columns = (
        release.months, release.numerators, release.denominators, release.rates, release.lists, release.registered,
        states(series.data), release.reasons, happened,
    )  # fmt: skip
    for month, numerator, denominator, rate, listed, registered, state, reason, what in zip(*columns, strict=True):
        yield [
            str(series.level),
            code,
            name,
            *parent_in(gathered, series, organisation, month),
            months.period(month),
            definition.code,
            numerator,
            denominator,
            rate,
            definition.unit,
            listed,
            registered,
            state.replace("_", " "),
            reason_words(reason) or None if rate is None else None,
            PROTECTED if release.is_protected else EXACT,
            what or None,
        ]


def parent_in(gathered: Gathered, series: Shown, organisation, month) -> tuple[str | None, str | None]:
    """(code, name) of a practice's commissioner in a month; of the others none is asked."""
    parent = gathered.parent_in(organisation.pk, month) if series.level == Series.Level.PRACTICE else None
    return (parent.ods_code, parent.name) if parent else (None, None)


def about(gathered: Gathered) -> list[tuple]:
    """What the table is of, by which rule, and how each measure is defined."""
    wave = gathered.wave
    return [
        ("wave", wave.code),
        ("wave_name", wave.name),
        ("programme", wave.programme.name),
        ("data_as_at", f"{gathered.pointer.data_as_at.astimezone(months.LONDON):%Y-%m-%d %H:%M}"),
        ("computation", gathered.pointer.pk),
        *facts(gathered),
        ("rule", RULE),
        ("protected", "* is 0 to 7, other counts to the nearest 5, rates from those; totals need not add up"),
        ("exact", "small numbers: do not share"),
        ("empty_cell", "no value; why_no_value says why. Zero is 0"),
        ("commissioners", "made of the practices that they had in each month"),
        *(line for definition in all_definitions().values() for line in definition_lines(definition)),
    ]


def definition_lines(definition) -> list[tuple]:
    name = definition.code
    return [
        (f"{name}.title", definition.title),
        (f"{name}.definition_version", definition.version),
        (f"{name}.numerator", definition.numerator_text),
        (f"{name}.denominator", definition.denominator_text),
        (f"{name}.rate_is", f"numerator / denominator * {definition.per}; protected: to the nearest whole number"),
    ]
