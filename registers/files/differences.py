"""What a file will change: its rows beside those that are stored, set against set. Pure, NumPy.

Examples are for the page on which the change is confirmed: local numbers, never a key; which tool was used, never a score.
"""

import hashlib
from dataclasses import dataclass, field

import numpy as np

from registers.codes import ContactMode, NoteForm, ReferralService, Tool, Urgency
from registers.counting.months import NEVER, day_of
from registers.files.events import EventTable, packed
from registers.roles import contact_roles

EXAMPLES = 100
Rows = dict[str, np.ndarray]


@dataclass
class Differences:
    """`added` and `removed` by field, each in the order of the key; a changed event is in both."""

    added: Rows
    removed: Rows
    changed: int
    unchanged: int
    months: list[str] = field(default_factory=list)
    left_out: int = 0
    is_whole: bool = False
    """All that the file says lies in `months`, which are over: none of it can have been sent anew unseen."""

    @property
    def summary(self) -> dict:
        return {
            "added": count_of(self.added) - self.changed,
            "removed": count_of(self.removed) - self.changed,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "months": self.months,
            "left_out": self.left_out,
        }

    @property
    def digest(self) -> str:
        """Of what will be written: the same when nothing has changed since the check."""
        found = hashlib.sha256(repr(self.months).encode())
        for rows in (self.added, self.removed):
            for name, values in rows.items():
                found.update(name.encode() + np.ascontiguousarray(values, dtype="<i8").tobytes())
        return found.hexdigest()


def count_of(rows: Rows) -> int:
    return len(next(iter(rows.values()))) if rows else 0


def compare(table: EventTable, new: Rows, stored: Rows) -> Differences:
    """Both without doubles. `stored` are the rows of the same practice in the months that the file covers."""
    names = list(table.fields)
    count = count_of(new)
    ranks = packed([np.concatenate([new[name], stored[name]]) for name in names])
    is_new = only_in_one(ranks[:count], ranks[count:])
    is_gone = only_in_one(ranks[count:], ranks[:count])
    added = {name: new[name][is_new] for name in names}
    removed = sorted_rows({name: stored[name][is_gone] for name in names})
    return Differences(added, removed, changed_events(table, added, removed), int(count - np.count_nonzero(is_new)))


def only_in_one(these: np.ndarray, others: np.ndarray) -> np.ndarray:
    """bool: those of `these` that are not among the others."""
    if not len(others):
        return np.ones(len(these), dtype=bool)
    others = np.sort(others)
    place = np.minimum(np.searchsorted(others, these), len(others) - 1)
    return others[place] != these


def sorted_rows(rows: Rows) -> Rows:
    order = np.argsort(packed(list(rows.values())), kind="stable")
    return {name: values[order] for name, values in rows.items()}


def changed_events(table: EventTable, added: Rows, removed: Rows) -> int:
    names = list(table.fields)[: table.identity]
    if table.identity == len(table.fields):
        return 0
    return int(np.count_nonzero(is_among(added, removed, names)))


def is_among(rows: Rows, others: Rows, names: list[str]) -> np.ndarray:
    """bool: those of `rows` whose named fields are also those of one of the others."""
    count = count_of(rows)
    ranks = packed([np.concatenate([rows[name], others[name]]) for name in names])
    return ~only_in_one(ranks[:count], ranks[count:])


def examples_of(table: EventTable, found: Differences, local_numbers: dict[int, int]) -> list[dict]:
    """The first hundred of each sort. `local_numbers`: of the people, by their ids."""
    names = list(table.fields)[: table.identity]
    changed = is_among(found.added, found.removed, names) if found.changed else np.zeros(count_of(found.added), bool)
    gone = ~is_among(found.removed, found.added, names) if found.changed else np.ones(count_of(found.removed), bool)
    sorts = (("removed", found.removed, gone), ("changed", found.added, changed), ("added", found.added, ~changed))
    return [
        {"kind": sort, "number": local_numbers.get(int(rows["person"][place])), "text": words_for(rows, place)}
        for sort, rows, chosen in sorts
        for place in np.flatnonzero(chosen)[:EXAMPLES].tolist()
    ]


def people_in(found: Differences) -> set[int]:
    """Those of whom examples are given."""
    return {
        int(person) for rows in (found.added, found.removed) for person in np.unique(rows["person"][: 4 * EXAMPLES])
    }


def words_for(rows: Rows, place: int) -> str:
    """14 November 2006, GP, surgery. Without a score: this is kept until the file is submitted."""
    return ", ".join(words for name, values in rows.items() if (words := WORDS.get(name, nothing)(int(values[place]))))


def nothing(_number: int) -> str:
    return ""


def day_words(number: int) -> str:
    return "" if number >= NEVER else f"{day_of(number):%-d %B %Y}"


ROLE_NAMES = {role.number: role.name for role in contact_roles().values()}
WORDS = {
    "day": day_words,
    "starts_on": day_words,
    "ends_on": lambda number: f"to {day_words(number)}",
    "role": lambda number: ROLE_NAMES[number],
    "mode": lambda number: ContactMode(number).label.lower(),
    "attended": lambda number: "" if number else "did not attend",
    "service": lambda number: ReferralService(number).label,
    "urgency": lambda number: Urgency(number).label.lower(),
    "form": lambda number: NoteForm(number).label,
    "tool": lambda number: Tool(number).name,
    "is_duplicate": lambda number: "duplicate" if number else "",
}
