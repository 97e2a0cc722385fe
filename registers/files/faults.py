"""Problems of many rows at once: the first of each sort named by their rows, the others counted. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from practices.uploads.problems import Level, Problem
from practices.wording import counted

NAMED = 20


@dataclass
class Faults:
    """What is wrong with the rows of one file. `row_numbers` are those that the person sees in the sheet."""

    row_numbers: np.ndarray
    problems: list[Problem] = field(default_factory=list)

    def rows(
        self, code: str, rows: np.ndarray, words: str | Callable[[int], str], *, column="", level=Level.ERROR, **where
    ):
        """`rows`: bool [rows]. `words` follow the row and column, or are worked out from the row's place."""
        places = np.flatnonzero(rows)
        for place in places[:NAMED].tolist():
            said = words(place) if callable(words) else words
            number = int(self.row_numbers[place])
            at = f"Row {number}, {column}: " if column else f"Row {number}: "
            self.problems.append(Problem(code, level, at + said, row=number, column=column, **where))
        if (more := len(places) - NAMED) > 0:
            self.more(code, level, column, more, **where)

    def more(self, code: str, level: Level, column: str, count: int, **where):
        about = f"Column {column}: " if column else ""
        message = f"{about}{counted(count, 'more row')} with the same problem"
        self.problems.append(Problem(code, level, message, column=column, key=f"{code}:more:{column}", **where))

    def warn_rows(self, code: str, rows: np.ndarray, words, **where):
        """Something to confirm once for all its rows, however many."""
        count = int(np.count_nonzero(rows))
        if count:
            first = ", ".join(str(int(number)) for number in self.row_numbers[rows][:5])
            more = f" and {count - 5:,} more" if count > 5 else ""
            message = f"{words} (row {first}{more})" if count == 1 else f"{words} (rows {first}{more})"
            self.warn(code, message, **where)

    def warn(self, code: str, message: str, *, key: str = "", **where):
        where = {"key": key or f"{code}:file:{where.get('column', '')}"} | where
        self.problems.append(Problem(code, Level.WARNING, message, **where))

    def refuse(self, code: str, message: str, **where):
        self.problems.append(Problem(code, Level.ERROR, message, **where))

    @property
    def has_errors(self) -> bool:
        return any(problem.level is Level.ERROR for problem in self.problems)
