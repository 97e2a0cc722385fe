"""The page of a programme's supervision: by role and by PCT, exactly for whoever leads them, and protected for others."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from measures.disclosure import SUPPRESSED, protect
from measures.statistics.intervals import wilson
from practices import months
from workforce.catalogue import role_name
from workforce.computing.supervision_levels import summed, supervision_levels
from workforce.computing.supervision_weeks import last_full_months
from workforce.dashboards.led_places import Led, led_by
from workforce.disclosure import shown, why_withheld
from workforce.supervision_standards import standard_words, standards

ON_LEAVE = "on leave all of the time"
NO_STANDARD = "no standard for anybody here"
# What a level is called; from a part of what was expected to the next one.
BANDS = [("80% or more", 0.8, None), ("50% to less than 80%", 0.5, 0.8), ("Less than 50%", None, 0.5)]
HOW = [
    "Minutes: individual case management held, of what the standard of the role asks for in these months without days of leave.",
    "Weeks: of those in which the worker was there on three working days or more, the ones in which any was held.",
    "Intervals are of 95%, by Wilson, as if each week were a chance of its own.",
    "What was talked about is stored nowhere.",
]


@dataclass(frozen=True)
class Level:
    """One row. Minutes and weeks as parts of what was expected, None with `reason`; `interval` 95% by Wilson, of the weeks."""

    name: str
    standard: str
    people: object
    minutes: float | None
    weeks: float | None
    interval: tuple[float, float] | None
    reason: str = ""


@dataclass(frozen=True)
class SupervisionFigures:
    """`by_role`: of the programme. `own`: the same of the PCTs that the reader leads, exactly; empty for others."""

    over: list[date]
    is_exact: bool
    by_role: list[Level]
    by_trust: list[Level]
    own: list[Level]
    bands: list[tuple[str, int]]
    why_no_bands: str

    @property
    def period(self) -> str:
        return f"{months.label(self.over[0])} to {months.label(self.over[-1])}"


def figures(user, programme) -> SupervisionFigures:
    over, led = last_full_months(), led_by(user, programme)
    levels = supervision_levels(programme, over)
    own = levels[levels["commissioner"].isin(list(led.trusts))]
    bands, why = ([], "") if led.whole else bands_of(levels)
    return SupervisionFigures(
        over,
        led.whole,
        by_role=levels_of(levels, "role", led.whole),
        by_trust=trust_levels(own, led),
        own=[] if led.whole else levels_of(own, "role", True),
        bands=bands,
        why_no_bands=why,
    )


def levels_of(levels: pd.DataFrame, by: str, exact: bool) -> list[Level]:
    table = summed(levels, by)
    rows = [level_of(role_name(row.Index), standard_words(row.Index), row, exact) for row in table.itertuples()]
    return sorted(rows, key=lambda row: row.name)


def trust_levels(own: pd.DataFrame, led: Led) -> list[Level]:
    """The PCTs that somebody leads, by name."""
    rows = summed(own, "commissioner").itertuples()
    return sorted((level_of(led.trusts[row.Index].name, "", row, True) for row in rows), key=lambda row: row.name)


def level_of(name, standard, row, exact) -> Level:
    """The figures of a group; protected, from counts of weeks that are rounded themselves."""
    people = shown(int(row.people), exact=exact)
    reason = why_nothing(row) or why_withheld(int(row.with_expected), int(row.employers), exact=exact)
    if reason:
        return Level(name, standard, people, None, None, None, reason)
    held, expected = int(row.weeks_expected - row.weeks_without), int(row.weeks_expected)
    minutes = row.held / row.expected
    weeks, interval = weeks_held(held, expected) if exact else protected_weeks(held, expected)
    return Level(name, standard, people, minutes, weeks, interval)


def why_nothing(row) -> str:
    if not row.with_standard:
        return NO_STANDARD
    return "" if row.expected > 0 else ON_LEAVE


def weeks_held(held: int, expected: int):
    if not expected:
        return None, None
    found = wilson(held, expected)
    return held / expected, (float(found.lower), float(found.upper))


def protected_weeks(held: int, expected: int):
    one, other = protect(held), protect(expected)
    return (None, None) if SUPPRESSED in (one, other) else weeks_held(min(one, other), other)


def bands_of(levels: pd.DataFrame) -> tuple[list[tuple[str, int]], str]:
    """How many PCTs lie in which band, without their names, once the programme as a whole may be shown; or why not."""
    counted = levels[levels["expected"] > 0]
    why = why_withheld(len(counted), counted["employer"].nunique())
    if why:
        return [], why
    table = summed(counted, "commissioner")
    part = table["held"] / table["expected"]
    return [(name, int(in_band(part, low, high).sum())) for name, low, high in BANDS], ""


def in_band(part: pd.Series, low, high) -> pd.Series:
    return (part >= (low or 0)) & (part < (high if high is not None else float("inf")))


def percent(part: float | None) -> str:
    return "" if part is None else f"{100 * part:.0f}%"


def weeks_words(level: Level) -> str:
    if level.weeks is None:
        return "Not available: too few weeks"
    low, high = level.interval
    return f"{percent(level.weeks)} ({percent(low)} to {percent(high)})"


def level_table(caption: str, first: str, rows: list[Level], *, with_standard=True) -> dict:
    """A table of levels; a row without a figure says why."""
    standard = ["Standard"] if with_standard else []
    numbers = [{"text": text, "numeric": True} for text in ("People", "Minutes held", "Weeks with supervision")]
    return {
        "caption": caption,
        "first_is_header": True,
        "head": [first, *standard, *numbers],
        "rows": [level_row(row, with_standard) for row in rows],
        "empty": "Nobody was in post in these months.",
    }


def level_row(row: Level, with_standard: bool) -> list:
    start = [
        row.name,
        *([with_capital(row.standard)] if with_standard else []),
        {"text": people_words(row.people), "numeric": True},
    ]
    if row.reason:
        return [*start, {"text": with_capital(row.reason), "colspan": 2}]
    return [*start, {"text": percent(row.minutes), "numeric": True}, {"text": weeks_words(row), "numeric": True}]


def people_words(people) -> str:
    return people if isinstance(people, str) else f"{people:,}"


def band_table(page: SupervisionFigures) -> dict:
    return {
        "caption": "PCTs by the part of the expected minutes that was held, without their names",
        "first_is_header": True,
        "head": ["Minutes held", {"text": "PCTs", "numeric": True}],
        "rows": [[name, {"text": f"{count:,}", "numeric": True}] for name, count in page.bands],
        "empty": f"The variation between PCTs is {page.why_no_bands}.",
    }


def sentence(page: SupervisionFigures) -> str:
    """What the tables come to."""
    with_value = [row for row in page.by_role if row.minutes is not None]
    if not with_value:
        return f"No figure can be shown for {page.period}."
    words = "; ".join(f"{row.name}: {percent(row.minutes)} of the expected minutes were held" for row in with_value)
    return f"{page.period}. {words}."


HEADINGS = [
    "of",
    "name",
    "people",
    "minutes_held_percent",
    "weeks_held_percent",
    "lower_95",
    "upper_95",
    "why_no_value",
]


def file_rows(page: SupervisionFigures) -> list[list]:
    """What the page shows, protected as it is there."""
    groups = [("role", page.by_role), ("own PCT, role", page.own), ("PCT", page.by_trust)]
    rows = [file_row(of, row) for of, levels in groups for row in levels]
    return rows + [["number of PCTs", name, count, *[None] * 4, ""] for name, count in page.bands]


def file_row(of: str, row: Level) -> list:
    low, high = row.interval or (None, None)
    parts = [None if part is None else round(100 * part) for part in (row.minutes, row.weeks, low, high)]
    return [of, row.name, row.people, *parts, row.reason]


def standards_table(page: SupervisionFigures) -> dict:
    """Where the standards of these roles come from; each role has its own on its page too."""
    shown_roles = {row.name for row in page.by_role}
    found = [(role_name(role), one) for role, one in standards().items()]
    rows = [[name, one.words, one.source, one.notes] for name, one in found if name in shown_roles]
    return {
        "caption": "Where the standards come from",
        "first_is_header": True,
        "head": ["Role", "Standard", "Source", "Notes"],
        "rows": rows,
        "empty": "No role here has a standard.",
    }


def with_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
