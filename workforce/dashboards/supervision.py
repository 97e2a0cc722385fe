"""The page of a programme's supervision: by role and by PCT, exactly for whoever leads them, and protected for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from measures.disclosure import SUPPRESSED, protect
from measures.statistics.intervals import wilson
from operations.first_use import when_first_used
from practices import months
from workforce.catalogue import role_name
from workforce.computing.kept import keep, kept
from workforce.computing.supervision_levels import summed, supervision_levels
from workforce.computing.supervision_weeks import last_full_months
from workforce.dashboards.led_places import Led, led_by, rest_is_few
from workforce.disclosure import TOLD_BY_OWN, shown, why_withheld
from workforce.supervision_standards import standard_words, standards
from workforce.variation import LEVEL_BANDS, level_band

pd = when_first_used("pandas")

KIND = "supervision"
ON_LEAVE = "on leave all of the time"
NO_STANDARD = "no standard for anybody here"
MINUTES = (
    "Minutes held: clinical supervision held in the last three full months, of what the standard of the role asks for then, by the "
    "day: in proportion to WTE where the standard says so, without days of leave, of the people of whom any was expected. It "
    "means the same on the page of a wave, and among managers' engagement."
)
WEEKS = (
    "Weeks: of those in which the worker was there on three working days or more, bank holidays not among them, the ones in which "
    "any was held. A week without is amber on the worker's page."
)
TOGETHER = (
    "Two supervisors in one week add up. A group counts in full for each trainee who came, as its standard says, and once for "
    "who led it."
)
HOW = [
    MINUTES,
    "Bank holidays do not make the minutes fewer: a standard names a week, and not its days.",
    WEEKS,
    TOGETHER,
    "Management supervision is counted apart, as sessions: no standard asks for it, and it fills no week and no minute.",
    "Intervals are of 95%, by Wilson, as if each week were a chance of its own.",
    "What was talked about is stored nowhere.",
]


@dataclass(frozen=True)
class Level:
    """One row. Minutes and weeks as parts of what was expected, None with `reason`; `interval` 95% by Wilson, of the weeks.

    `management`: sessions of management supervision, held of planned, in words.
    """

    name: str
    standard: str
    people: object
    minutes: float | None
    weeks: float | None
    interval: tuple[float, float] | None
    reason: str = ""
    management: str = ""


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


@dataclass(frozen=True)
class Group:
    """A role or a PCT (`key`), and its sums: the columns of workforce.computing.supervision_levels.summed."""

    key: object
    sums: dict[str, float]


@dataclass(frozen=True)
class Behind:
    """Of a programme, as it is; kept until its roster changes. `people`, `employers`: those of whom anything was expected."""

    roles: tuple[Group, ...]
    trusts: tuple[Group, ...]
    bands: dict[str, int]
    people: int
    employers: int


def figures(user, programme) -> SupervisionFigures:
    over, led = last_full_months(), led_by(user, programme)
    behind = kept(programme, KIND, Behind) or behind_of(programme, over)
    told = TOLD_BY_OWN if rest_is_few(led, programme) else ""
    bands, why = ([], told) if led.whole or told else bands_of(behind)
    by_role = levels_of(behind.roles, led.whole)
    own = (
        [] if led.whole or not led.trusts else groups_of(supervision_levels(programme, over, list(led.trusts)), "role")
    )
    return SupervisionFigures(
        over,
        led.whole,
        by_role=[without_figures(one, told) for one in by_role] if told else by_role,
        by_trust=trust_levels(behind.trusts, led),
        own=levels_of(own, True),
        bands=bands,
        why_no_bands=why,
    )


def keep_behind(programme, number: int) -> int:
    """Returns 1 where it is another than before."""
    return keep(programme, number, KIND, behind_of(programme, last_full_months()))


def behind_of(programme, over) -> Behind:
    levels = supervision_levels(programme, over)
    due = levels[levels["expected"] > 0]
    table = summed(due, "commissioner")
    bands = Counter(map(level_band, table["held"] / table["expected"]))
    counts = {name: bands[name] for name in LEVEL_BANDS}
    trusts = groups_of(levels, "commissioner")
    return Behind(groups_of(levels, "role"), trusts, counts, len(due), int(due["employer"].nunique()))


def groups_of(levels: pd.DataFrame, by: str) -> tuple[Group, ...]:
    table = summed(levels, by)
    rows = table.itertuples(index=False)
    return tuple(
        Group(key, dict(zip(table.columns, map(float, row), strict=True)))
        for key, row in zip(table.index.tolist(), rows, strict=True)
    )


def levels_of(groups: Sequence[Group], exact: bool) -> list[Level]:
    rows = [level_of(role_name(one.key), standard_words(one.key), sums_of(one), exact) for one in groups]
    return sorted(rows, key=lambda row: row.name)


def without_figures(level: Level, why: str) -> Level:
    return Level(level.name, level.standard, level.people, None, None, None, why, "Not shown")


def trust_levels(groups: Sequence[Group], led: Led) -> list[Level]:
    """The PCTs that somebody leads, by name."""
    own = [one for one in groups if one.key in led.trusts]
    return sorted((level_of(led.trusts[one.key].name, "", sums_of(one), True) for one in own), key=lambda row: row.name)


def sums_of(group: Group) -> SimpleNamespace:
    return SimpleNamespace(**group.sums)


def level_of(name, standard, row, exact) -> Level:
    """The figures of a group; protected, from counts of weeks that are rounded themselves."""
    people = shown(int(row.people), exact=exact)
    reason = why_nothing(row) or why_withheld(int(row.with_expected), int(row.employers), exact=exact)
    management = management_words(row, exact)
    if reason:
        return Level(name, standard, people, None, None, None, reason, management)
    held, expected = int(row.weeks_expected - row.weeks_without), int(row.weeks_expected)
    minutes = row.held / row.expected
    weeks, interval = weeks_held(held, expected) if exact else protected_weeks(held, expected)
    return Level(name, standard, people, minutes, weeks, interval, management=management)


def management_words(row, exact: bool) -> str:
    """Held of planned sessions; of others from published counts alone, and no less than of anything else about staff."""
    why = why_withheld(int(row.managed), int(row.managed_employers), exact=exact)
    if why:
        return f"Not shown: {why.removeprefix('withheld: ')}"
    held, planned = (shown(int(number), exact=exact) for number in (row.management_held, row.management_planned))
    return f"{people_words(held)} of {people_words(planned)} held" if planned else "None planned"


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


def bands_of(behind: Behind) -> tuple[list[tuple[str, int]], str]:
    """How many PCTs lie in which band, without their names, once the programme as a whole may be shown; or why not."""
    why = why_withheld(behind.people, behind.employers)
    return ([], why) if why else (list(behind.bands.items()), "")


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
        "head": [first, *standard, *numbers, "Management supervision"],
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
        return [*start, {"text": with_capital(row.reason), "colspan": 2}, row.management]
    numbers = [{"text": text, "numeric": True} for text in (percent(row.minutes), weeks_words(row))]
    return [*start, *numbers, row.management]


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
    "management_supervision",
    "why_no_value",
]


def file_rows(page: SupervisionFigures) -> list[list]:
    """What the page shows, protected as it is there."""
    groups = [("role", page.by_role), ("own PCT, role", page.own), ("PCT", page.by_trust)]
    rows = [file_row(of, row) for of, levels in groups for row in levels]
    return rows + [["number of PCTs", name, count, *[None] * 5, ""] for name, count in page.bands]


def file_row(of: str, row: Level) -> list:
    low, high = row.interval or (None, None)
    parts = [None if part is None else round(100 * part) for part in (row.minutes, row.weeks, low, high)]
    return [of, row.name, row.people, *parts, row.management, row.reason]


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
