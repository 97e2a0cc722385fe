"""What is wrong with a file, said so that its sender can mend it. Pure: no Django."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum

FOUND_MAX = 40
TWO_WORDS = re.compile(r"[^\W\d_]{2,}[\s,.]+[^\W\d_]{2,}")
INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}


class Level(StrEnum):
    ERROR = "E"
    """The whole file is refused."""
    WARNING = "W"
    """Taken once the sender has confirmed it and said why."""
    ACCEPTED = "A"
    """Taken, and said so."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong at one place.

    `row` is the number the person sees in the sheet; `line` is the line of the text file where that differs
    (a cell with a line break before it). `found` is never filled when it may be personal. `key` names the
    problem for confirmations and must stay the same when the same file is checked again.
    """

    code: str
    level: Level
    message: str
    fix: str = ""
    sheet: str = ""
    row: int | None = None
    line: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    key: str = ""
    forget: bool = False
    """The file seems to hold something personal: not even its name is kept."""

    def __post_init__(self):
        object.__setattr__(self, "level", Level(self.level))
        object.__setattr__(self, "found", "" if self.forget or may_be_personal(self.found) else shown(self.found))
        if not self.key:
            object.__setattr__(self, "key", ":".join([self.code, str(self.row or ""), self.column]))

    @property
    def where(self) -> str:
        """As in "Sheet Return, row 4, column Added"; as much of it as is known."""
        row = f"row {self.row}" if self.row else ""
        if row and self.line and self.line != self.row:
            row += f" (line {self.line} of the file)"
        parts = [f"sheet {self.sheet}" if self.sheet else "", row, f"column {self.column}" if self.column else ""]
        text = ", ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    def as_dict(self) -> dict:
        """Plain values for a JSON field; empty ones left out."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None, False)}

    @classmethod
    def from_dict(cls, values: dict) -> "Problem":
        return cls(**values)


def error(code: str, message: str, **where) -> Problem:
    return Problem(code, Level.ERROR, message, **where)


def warning(code: str, message: str, **where) -> Problem:
    return Problem(code, Level.WARNING, message, **where)


def may_be_personal(text: str) -> bool:
    """Two words or many digits where a figure or code belongs may be somebody's name or number: not to be repeated."""
    return bool(TWO_WORDS.search(text)) or sum(character.isdigit() for character in text) > 8


def shown(text: str) -> str:
    """A value as it may stand in a message: one line, at most 40 characters, nothing invisible.

    Escaping for HTML is the template's, for spreadsheets that of `practices.exports`.
    """
    visible = "".join(character if character.isprintable() else " " for character in str(text))
    visible = " ".join("".join(c for c in visible if c not in INVISIBLE).split())
    return visible if len(visible) <= FOUND_MAX else visible[: FOUND_MAX - 1] + "…"


@dataclass
class ProblemGroup:
    """Problems of one kind in one column, for a list that stays short."""

    code: str
    level: Level
    column: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def title(self) -> str:
        if len(self.problems) == 1:
            return self.problems[0].message
        what = f"Column {self.column}" if self.column else self.problems[0].message
        return f"{what}: {len(self.problems)} rows"

    @property
    def rows(self) -> list[int]:
        return [problem.row for problem in self.problems if problem.row]


def grouped(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Groups in order of first appearance, errors before warnings before remarks."""
    groups: dict[tuple, ProblemGroup] = {}
    for problem in problems:
        # Problems without a row are about the file, and each is its own message.
        place = (problem.code, problem.level, problem.column, "" if problem.row else problem.message)
        group = groups.setdefault(place, ProblemGroup(problem.code, problem.level, problem.column))
        group.problems.append(problem)
    return sorted(groups.values(), key=lambda group: "EWA".index(group.level))


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.level is Level.ERROR for problem in problems)


def must_forget(problems: Iterable[Problem]) -> bool:
    return any(problem.forget for problem in problems)


LEVEL_WORDS = {Level.ERROR: "Must be fixed", Level.WARNING: "Must be confirmed", Level.ACCEPTED: "For information"}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then warnings, then what was accepted; each by its row."""
    return sorted(problems, key=lambda problem: ("EWA".index(problem.level), problem.row or 0))
