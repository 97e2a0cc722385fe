"""The cells of a return on the screen: their order, how each is written, what stands in them before anybody types. Pure.

A cell's text is what the file would have: 12, 0, "NA:not_collected", "Y", "2006-12-04". Blank is "", and is not zero.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from measures.fields import ACTIVITY_FIELDS, COUNT_FIELDS, NOT_AVAILABLE_REASONS, REGISTERED_FIELDS
from measures.return_files.return_schema import IDENTITY_COLUMNS, NO, NO_TOOL, REMARK_COLUMNS, VERSION
from measures.return_files.wording import as_written

LISTS = ("list_open", "list_added", "list_removed", "list_close")
ABSENCES = ("people_13w", "people_13w_new")
REFERRALS = ("referrals_cmht", "referrals_psychiatrist", "referrals_dedup")
CONTACTS = tuple(name for name in ACTIVITY_FIELDS if name not in (*REFERRALS, *ABSENCES))
REMARKS = ("severity_tool", *(column.name for column in REMARK_COLUMNS))
GROUPS = (
    ("The practice", REGISTERED_FIELDS),
    ("The list", LISTS),
    ("Contacts in the month", CONTACTS),
    ("Referrals in the month", REFERRALS),
    ("Certified absence", ABSENCES),
    ("About these figures", REMARKS),
)
TYPED = tuple(name for _, names in GROUPS for name in names)
IDENTITY = tuple(column.name for column in IDENTITY_COLUMNS)
# What carries over from the month before, and is never taken over unseen (C9).
CARRIED_OVER = (*REGISTERED_FIELDS, "list_open", "severity_tool")
COMMENT = "comment"
LONGEST = 1_000

NUMBER_AND_REASON = re.compile(rf"(.*?)\s*NA:({'|'.join(NOT_AVAILABLE_REASONS)})\Z", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Whose return of which month, by codes: wave "W1", practice "A99001", period "2006-11"."""

    wave: str
    practice: str
    period: str

    def columns(self) -> dict[str, str]:
        values = (str(VERSION), self.wave, self.practice, self.period)
        return dict(zip(IDENTITY, values, strict=True))


@dataclass(frozen=True)
class Start:
    """What stands in the cells before anybody types; `carried` are those that were taken from the month before."""

    texts: Mapping[str, str] = field(default_factory=dict)
    carried: frozenset[str] = frozenset()


def as_typed(text: str) -> str:
    """One line, without the space around it and without what no database keeps: NUL, and half of a pair of UTF-16."""
    return " ".join(text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8").split())


def joined(number: str, reason: str) -> str:
    """A number's cell from its two inputs; both together are kept as they are, for the check to refuse."""
    return as_typed(f"{number} NA:{reason}" if reason else number)


def parted(text: str) -> tuple[str, str]:
    """The two inputs of a number's cell: "NA:other" is ("", "other"), "12" is ("12", "")."""
    found = NUMBER_AND_REASON.match(text)
    return (found[1], found[2].lower()) if found else (text, "")


def start_of(sent: Mapping | None, before: Mapping | None, tool: str) -> Start:
    """The month as it was sent, for a correction; else what carries over from the month before and from the membership.

    `sent` and `before` are values as measures.return_files.lines.Line.values() has them, or None.
    """
    if sent:
        written = as_written(sent)
        return Start({name: text_of(written.get(name)) for name in TYPED})
    texts = {"severity_tool": tool or NO_TOOL, "nil_return": NO}
    if before:
        carried = {name: before.get(name) for name in REGISTERED_FIELDS} | {"list_open": before.get("list_close")}
        texts |= {name: str(value) for name, value in carried.items() if value is not None}
    return Start(texts, frozenset(texts) & frozenset(CARRIED_OVER))


def text_of(value: int | str | None) -> str:
    return "" if value is None else str(value)


def row_of(place: Place, texts: Mapping[str, str]) -> dict[str, str]:
    """The row of the file, by column."""
    return {**place.columns(), **{name: texts.get(name, "") for name in TYPED}}


def is_count(name: str) -> bool:
    return name in COUNT_FIELDS


def activity_is_whole(texts: Mapping[str, str]) -> bool:
    """Whether every activity has something in its cell: only then can be said what they say together."""
    return all(texts.get(name) for name in ACTIVITY_FIELDS)


def to_confirm(start: Start, cells: Mapping[str, Mapping], confirmed: Collection[str]) -> list[str]:
    """Cells that carry over, that nobody has typed, and that nobody has yet said to be right still."""
    return [
        name
        for name in CARRIED_OVER
        if name in start.carried and name not in confirmed and cells.get(name, {}).get("by") is None
    ]
