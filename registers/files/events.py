"""A file of contacts, referrals, sick notes or assessments -> rows of numbers, as they are stored. Pure, NumPy.

Rows of people who are not on the practice's register are counted and left out here: they reach no table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from practices.uploads.columns import Columns
from practices.wording import counted
from registers.codes import (
    NEVER_RETURNED,
    ContactMode,
    ReferralService,
    Tool,
    Urgency,
)
from registers.counting.months import NEVER, day_number
from registers.files.conversion import BLANK, YES_NO, Converter, check_key_check, plain_key, read_key
from registers.files.faults import Faults
from registers.files.schemas import (
    ASSESSMENTS,
    CONSULTATIONS,
    KEY,
    REFERRALS,
    SICK_NOTES,
    extract_schema,
)
from registers.files.sick_notes import sick_notes
from registers.roles import contact_roles
from registers.severity import severity_tools

RISK_NOT_STATED = 2
NOBODY = 0
assert day_number(NEVER_RETURNED) == NEVER  # so that "no return date" is one number everywhere


@dataclass(frozen=True)
class EventTable:
    """How events of a kind are stored, in the order of the table's key: field -> "key", "day", "small" or "truth"."""

    fields: Mapping[str, str]
    day: str
    """The field by which an event falls into a month."""
    identity: int
    """How many of the fields, from the first, say which event it is; the others are its values."""


TABLES = {
    CONSULTATIONS: EventTable(
        {"person": "key", "day": "day", "role": "small", "mode": "small", "attended": "truth"}, "day", 5
    ),
    REFERRALS: EventTable({"person": "key", "day": "day", "service": "small", "urgency": "small"}, "day", 4),
    SICK_NOTES: EventTable(
        {
            "person": "key", "starts_on": "day", "ends_on": "day", "issued_on": "day", "form": "small",
            "fitness": "small", "diagnosis_group": "small", "is_duplicate": "truth", "is_open_ended": "truth",
            "return_on": "day",
        },
        "issued_on",
        10,
    ),
    ASSESSMENTS: EventTable(
        {"person": "key", "day": "day", "tool": "small", "total": "small", "risk_item": "small"}, "day", 3
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Knowledge:
    """What the practice's register says. Days are numbered as in registers.counting.months."""

    key_check: str
    people: Mapping[str, int]
    """Patient key -> the id of the person."""
    today: int
    gone_on: Mapping[int, int] = field(default_factory=dict)
    """Person's id -> the last day, of those who died or moved away and did not come back."""
    erased: frozenset[str] = frozenset()
    tools: tuple[tuple[int, int], ...] = ()
    """(first day, number of the tool) that the practice measures severity with, in the order of days."""


@dataclass
class EventFile:
    """What a file says: `rows` by field, int64 each, without those left out; nothing twice, in the order of the key."""

    kind: str
    rows: dict[str, np.ndarray] = field(default_factory=dict)
    problems: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0
    first_day: int = NEVER
    last_day: int = NEVER

    def __len__(self) -> int:
        return len(self.rows["person"]) if self.rows else 0


def read_events(kind: str, columns: Columns, knowledge: Knowledge) -> EventFile:
    """Every problem of the rows at once; without errors also the rows."""
    faults = Faults(columns.row_numbers)
    converter = Converter(extract_schema(kind), columns, faults)
    check_key_check(converter, knowledge.key_check)
    people = people_of(converter, knowledge)
    rows = {"person": people, **READERS[kind](converter, knowledge)}
    found = EventFile(kind, problems=faults.problems)
    if not len(columns):
        return found
    check_days(kind, rows, knowledge, faults)
    if faults.has_errors:
        check_contradictions_among_readable(TABLES[kind], rows, faults)
        return found
    days = rows[TABLES[kind].day]
    found.first_day, found.last_day = int(days.min()), int(days.max())
    leave_out(found, rows, faults)
    return found


def people_of(converter: Converter, knowledge: Knowledge) -> np.ndarray:
    """int64 [rows]: the id of the person, NOBODY for a key that is not on the register or was erased."""
    column = converter.texts(KEY)
    keys = [plain_key(text) for text in column.texts]
    known = [NOBODY if key in knowledge.erased else knowledge.people.get(key, NOBODY) for key in keys]
    converter.numbers(KEY, read_key)
    return np.array(known, dtype=np.int64)[column.codes]


def consultations(converter: Converter, _knowledge) -> dict[str, np.ndarray]:
    roles = {code: role.number for code, role in contact_roles().items()}
    fix = "Use the codes of the role catalogue, or map your own in an import profile"
    return {
        "day": converter.days("date"),
        "role": converter.words("role_code", roles, code="B111", fix=fix),
        "mode": converter.words("mode", ContactMode.words()),
        "attended": converter.words("attended", YES_NO),
    }


def referrals(converter: Converter, _knowledge) -> dict[str, np.ndarray]:
    return {
        "day": converter.days("date"),
        "service": converter.words("service", ReferralService.words()),
        "urgency": converter.words("urgency", Urgency.words()),
    }


def assessments(converter: Converter, knowledge: Knowledge) -> dict[str, np.ndarray]:
    tool = converter.words("tool", {member.name: int(member) for member in Tool}, code="E17")
    rows = {"day": converter.days("date"), "tool": tool, "total": converter.counts("total")}
    risk = converter.words("risk_item", YES_NO)
    rows["risk_item"] = np.where(risk == BLANK, RISK_NOT_STATED, risk)
    check_totals(rows, converter.faults)
    warn_other_tool(rows, knowledge.tools, converter.faults)
    return rows


def check_totals(rows, faults: Faults) -> None:
    for number, tool in severity_tools().items():
        outside = (rows["tool"] == number) & (rows["total"] > tool.highest)
        faults.rows("E17", outside, f"{tool.name} is 0 to {tool.highest}", column="total")


def warn_other_tool(rows, tools, faults: Faults) -> None:
    """Both halves of HADS are one tool of the practice's choice."""
    if not tools or not len(rows["tool"]):
        return
    since = np.array([day for day, _ in tools])
    chosen = np.array([0, *(family(tool) for _, tool in tools)])[np.searchsorted(since, rows["day"], side="right")]
    families = np.array([0, *(family(tool) for tool in sorted(Tool))])
    used = families[np.maximum(rows["tool"], 0)]
    faults.warn_rows(
        "W11",
        (chosen > 0) & (rows["tool"] > 0) & (used != chosen),
        "Not the tool that your practice uses",
        column="tool",
    )


def family(tool: int) -> int:
    return int(Tool.HADS_A) if tool == Tool.HADS_D else int(tool)


READERS = {
    CONSULTATIONS: consultations,
    REFERRALS: referrals,
    SICK_NOTES: sick_notes,
    ASSESSMENTS: assessments,
}


def check_days(kind: str, rows, knowledge: Knowledge, faults: Faults) -> None:
    """In the future, after death or leaving, or one event with two values."""
    table = TABLES[kind]
    name = "issued_on" if kind == SICK_NOTES else "date"
    day, person = rows[table.day], rows["person"]
    faults.rows("E4", day > knowledge.today, "is in the future", column=name)
    if knowledge.gone_on:
        gone = np.array(sorted(knowledge.gone_on.items()), dtype=np.int64)
        place = np.minimum(np.searchsorted(gone[:, 0], person), len(gone) - 1)
        late = (gone[place, 0] == person) & (day > gone[place, 1])
        faults.rows("E16", late, "is after the person died or left the practice", column=name)


def leave_out(found: EventFile, rows, faults: Faults) -> None:
    """Put the rows of people on the register into order, each once."""
    known = rows["person"] != NOBODY
    found.left_out = int(len(known) - np.count_nonzero(known))
    if found.left_out:
        words = f"{counted(found.left_out, 'row')} of people who are not on your register: left out and not kept"
        faults.warn("B110", words, column=KEY)
    table = TABLES[found.kind]
    places = np.flatnonzero(known)
    kept = {name: rows[name][places].astype(np.int64) for name in table.fields}
    order, first = in_order(kept)
    if doubles := len(order) - int(first.sum()):
        found.notes.append(f"{counted(doubles, 'row')} that stood there twice counted once")
        order = order[first]
    found.rows = {name: values[order] for name, values in kept.items()}
    check_contradictions(table, found.rows, faults.row_numbers[places[order]], faults)


def in_order(rows: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """(the places of the rows in the order of the key, bool: the first of those that are equal)."""
    ranks = packed(list(rows.values()))
    order = np.argsort(ranks)
    ranks = ranks[order]
    first = np.ones(len(ranks), dtype=bool)
    first[1:] = ranks[1:] != ranks[:-1]
    return order, first


def packed(columns: list[np.ndarray]) -> np.ndarray:
    """int64 [rows]: equal for equal rows, and in their order. Columns are whole numbers of any size."""
    numbers, size = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        if not len(column):
            return numbers
        low, high = int(column.min()), int(column.max())
        if size * (high - low + 1) >= 2**62:
            different, numbers = np.unique(numbers, return_inverse=True)
            size = len(different)
        numbers = numbers * (high - low + 1) + (column - low)
        size *= high - low + 1
    return numbers


def check_contradictions_among_readable(table: EventTable, rows, faults: Faults) -> None:
    """In a file with other mistakes: said along with them, of the rows that could be read."""
    places = np.flatnonzero(np.logical_and.reduce([rows[name] >= 0 for name in table.fields]))
    places = places[rows["person"][places] != NOBODY]
    kept = {name: rows[name][places].astype(np.int64) for name in table.fields}
    order, first = in_order(kept)
    order = order[first]
    check_contradictions(
        table, {name: values[order] for name, values in kept.items()}, faults.row_numbers[places[order]], faults
    )


def check_contradictions(table: EventTable, rows, row_numbers, faults: Faults) -> None:
    """One event with two values: the rows are in order, so that two of them stand side by side."""
    names = list(table.fields)
    if table.identity == len(names) or len(row_numbers) < 2:
        return
    same = np.logical_and.reduce([rows[name][1:] == rows[name][:-1] for name in names[: table.identity]])
    for place in np.flatnonzero(same)[:20].tolist():
        both = sorted(row_numbers[place : place + 2].tolist())
        message = f"Rows {both[0]} and {both[1]}: same person, day and tool, different total"
        faults.refuse("B97", message, row=both[1])
