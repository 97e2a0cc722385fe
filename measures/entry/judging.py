"""What the checks of return files say of cells that are being typed. There is no second set of rules.

The cells are written as the file that they will be, read by the same reader and checked by the same validators; what
cannot be judged before everything is there waits until then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from measures.actions.checking import Checked, check_rows, schema_of_programmes
from measures.entry.cells import IDENTITY, Place, activity_is_whole, row_of
from measures.entry.rows import COLUMNS, csv_of
from practices import months
from practices.models import Upload
from practices.uploads.problems import Level, Problem
from practices.uploads.rows import read_rows

# What only a whole month can tell: nothing happened, or the same as last month.
OF_THE_WHOLE_MONTH = {"W5", "W6"}


@dataclass(frozen=True)
class Judged:
    """What is wrong with the cells so far, by cell; what keeps the whole month from being sent; when it closed."""

    problems: dict[str, list[Problem]] = field(default_factory=dict)
    of_the_month: list[Problem] = field(default_factory=list)
    closed_on: date | None = None

    @property
    def errors(self) -> list[tuple[str, Problem]]:
        """(cell, problem) of all that must be mended before the return can go."""
        return [(name, one) for name, found in self.problems.items() for one in found if one.level is Level.ERROR]

    @property
    def is_open(self) -> bool:
        """Whether this month of this practice can be sent at all."""
        return self.closed_on is None and not any(one.level is Level.ERROR for one in self.of_the_month)


def judge(place: Place, texts: Mapping[str, str], *, is_whole: bool = False) -> Judged:
    """Check the cells; `is_whole` when they are to be sent, so that what is missing counts as well."""
    found = checked(place, texts)
    problems = [one for one in found.problems if is_whole or is_due(one, texts)]
    by_cell: dict[str, list[Problem]] = {}
    for one in problems:
        if one.column not in IDENTITY:
            by_cell.setdefault(one.column, []).append(one)
    return Judged(by_cell, [one for one in problems if one.column in IDENTITY], closed_on(place, found))


def checked(place: Place, texts: Mapping[str, str]) -> Checked:
    """The file is our own writing, so it is read here and not in a process of its own."""
    reading = read_rows("typed.csv", csv_of(COLUMNS, [row_of(place, texts)]), schema_of_programmes())
    if reading.is_refused:
        return Checked(reading.problems)
    return check_rows(Upload(may_send_for=[place.practice]), reading)


def is_due(problem: Problem, texts: Mapping[str, str]) -> bool:
    """Whether a problem can be spoken of while the month is still being typed."""
    if problem.code == "E10" and problem.column not in IDENTITY and not texts.get(problem.column):
        return False
    return problem.code not in OF_THE_WHOLE_MONTH or activity_is_whole(texts)


def closed_on(place: Place, found: Checked) -> date | None:
    """A closed month is shown, and takes no figure, even where they say what is there already."""
    if found.knowledge is None:
        return None
    return found.knowledge.locks.closed_on(place.wave, place.practice, months.parse_period(place.period))
