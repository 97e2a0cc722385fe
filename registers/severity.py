"""Severity tools: bands, caseness and reliable change, from fixtures/severity_tools.toml. Pure.

Totals of one tool are never turned into those of another: a change is that of two totals of the same tool.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "fixtures" / "severity_tools.toml"


@dataclass(frozen=True)
class Band:
    """From `lowest` to `highest`, both included."""

    lowest: int
    highest: int
    name: str


@dataclass(frozen=True)
class SeverityTool:
    """`case_from` and `reliable_change` are None where none is published; points, a higher total is worse."""

    number: int
    code: str
    name: str
    measures: str
    highest: int
    bands: tuple[Band, ...]
    bands_verified: bool
    case_from: int | None
    case_verified: bool
    reliable_change: int | None
    change_verified: bool
    source: str

    def holds(self, total: int) -> bool:
        return 0 <= total <= self.highest

    def band_of(self, total: int) -> Band:
        """Raises ValueError for a total outside the tool's range."""
        if not self.holds(total):
            raise ValueError(f"{self.name} is 0 to {self.highest}")
        return next(band for band in reversed(self.bands) if band.lowest <= total)

    def is_case(self, total: int) -> bool | None:
        """None where no threshold is known."""
        return None if self.case_from is None else total >= self.case_from

    @property
    def tells_change(self) -> bool:
        """Whether a verified size of reliable change and a verified threshold are known."""
        return self.change_verified and self.case_verified and None not in (self.case_from, self.reliable_change)


@lru_cache(maxsize=1)
def severity_tools() -> dict[int, SeverityTool]:
    """All tools by their number, in the order of the file."""
    rows = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["tool"]
    return {row["number"]: tool_of(row) for row in rows}


def tool_of(row: dict) -> SeverityTool:
    starts = [start for start, _ in row["bands"]]
    ends = [*(start - 1 for start in starts[1:]), row["highest"]]
    names = [name for _, name in row["bands"]]
    bands = tuple(Band(*parts) for parts in zip(starts, ends, names, strict=True))
    optional = {"case_from": None, "case_verified": False, "reliable_change": None, "change_verified": False}
    return SeverityTool(**(optional | row | {"bands": bands}))


def tools_that_tell_change() -> list[SeverityTool]:
    return [tool for tool in severity_tools().values() if tool.tells_change]


class Verdict(StrEnum):
    IMPROVED = "Reliable improvement"
    UNCHANGED = "No reliable change"
    WORSE = "Reliable deterioration"
    NOT_KNOWN = "Cannot be said"


@dataclass(frozen=True)
class Change:
    """From the first to the last total of one tool. `points` below zero is better; `reason` where nothing can be said."""

    tool: SeverityTool
    first: int
    last: int
    verdict: Verdict
    reason: str = ""

    @property
    def points(self) -> int:
        return self.last - self.first


def change_between(tool: SeverityTool, first: int, last: int) -> Change:
    """Source of the rule: a change counts as reliable from the tool's published size on, in either direction."""
    if tool.reliable_change is None:
        reason = f"no size of reliable change of {tool.name} is verified"
        return Change(tool, first, last, Verdict.NOT_KNOWN, reason)
    verdict = Verdict.UNCHANGED
    if abs(last - first) >= tool.reliable_change:
        verdict = Verdict.IMPROVED if last < first else Verdict.WORSE
    reason = "" if tool.change_verified else f"{tool.reliable_change} points is not verified"
    return Change(tool, first, last, verdict, reason)


@dataclass(frozen=True)
class Score:
    """One total on one day."""

    day: date
    total: int
    band: str
    is_case: bool | None


@dataclass(frozen=True)
class Course:
    """All totals of one tool in order of their days; `change` is None while there is one total only."""

    tool: SeverityTool
    scores: tuple[Score, ...]
    change: Change | None


def course_of(tool: SeverityTool, totals: list[tuple[date, int]]) -> Course:
    """`totals`: (day, total), at least one, in any order."""
    ordered = sorted(totals)
    scores = tuple(Score(day, total, tool.band_of(total).name, tool.is_case(total)) for day, total in ordered)
    change = change_between(tool, ordered[0][1], ordered[-1][1]) if len(ordered) > 1 else None
    return Course(tool, scores, change)


def courses_of(totals: list[tuple[int, date, int]]) -> list[Course]:
    """`totals`: (number of the tool, day, total). One course for each tool, in the order of the catalogue."""
    by_tool = {number: [(day, total) for tool, day, total in totals if tool == number] for number in severity_tools()}
    return [course_of(severity_tools()[number], found) for number, found in by_tool.items() if found]
