"""A register file -> people and their entries, merged with what is stored and checked. Pure, NumPy.

Both sides are columns of whole numbers, BLANK where nothing is known. What the file leaves blank stays as the practice has
it; an entry that is not in the file stays too. The state of an entry follows from its days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from practices.uploads.columns import Columns
from practices.wording import counted
from registers.codes import LISTED_TYPES, Sex
from registers.files.conversion import BLANK, WRONG, Converter, Fault, check_key_check, plain_key, read_key
from registers.files.events import packed
from registers.files.faults import Faults
from registers.files.schemas import (
    DEPRIVATION_BANDS,
    END_REASONS,
    ETHNIC_GROUPS,
    KEY,
    REGISTER,
    SOURCES,
    extract_schema,
)

FIRST_BIRTH_YEAR = 1880
YOUNGEST, OLDEST = 16, 64
WAITING_SHARE = 0.2
ENDINGS = END_REASONS[:7]
RECOVERIES = ("below_caseness", "clinician")
# A wrong entry never was on the list; "dissent" is a reason for both.
EXCLUSIONS = (*END_REASONS[7:], "dissent")
STATES = ("identified", "validated", "active", "recovered", "left", "excluded")
SEXES = tuple(sex.value for sex in Sex)

ENTRY_FIELDS = (
    "identified_on", "validated_on", "active_from", "ended_on", "reason", "presentation_type", "source", "codes",
)  # fmt: skip
PERSON_FIELDS = ("birth_year", "sex", "ethnic_group", "deprivation_band")


@dataclass(frozen=True)
class StoredRegister:
    """What a practice's register holds: `entries` by field, with `pk`, `person` (id), `episode`; `people` with `pk`."""

    entries: dict[str, np.ndarray]
    people: dict[str, np.ndarray]
    ids: Mapping[str, int]
    """Patient key -> the person's id."""
    codes: list[str]
    """Texts of the entries' `codes`, which are numbers here."""


@dataclass(frozen=True)
class RegisterKnowledge:
    stored: StoredRegister
    key_check: str
    today: int
    year: int
    erased: frozenset[str] = frozenset()
    read_codes: object = None
    """text -> (plain text of the codes, [fault, ...]), by the practice's own code list."""


@dataclass
class RegisterFile:
    """A file's rows merged with what is stored; all arrays [rows], in the order of the file."""

    keys: list[str] = field(default_factory=list)
    person: np.ndarray = None
    """The person's id, or minus (one more than the place in `keys`) of somebody new."""
    entry: np.ndarray = None
    """The place among the stored entries, BLANK for a new one."""
    entry_ids: np.ndarray = None
    merged: dict[str, np.ndarray] = field(default_factory=dict)
    episode: np.ndarray = None
    codes: list[str] = field(default_factory=list)
    row_numbers: np.ndarray = None
    problems: list = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: int = 0
    is_good: bool = False
    has_all_rows: np.ndarray = None
    """bool: all rows of the same person could be read, so that its episodes can be set in order."""

    def __len__(self) -> int:
        return 0 if self.person is None else len(self.person)


def read_register(columns: Columns, knowledge: RegisterKnowledge) -> RegisterFile:
    """Every problem of the rows at once; merged rows when there is no error."""
    faults = Faults(columns.row_numbers)
    converter = Converter(extract_schema(REGISTER), columns, faults)
    check_key_check(converter, knowledge.key_check)
    rows, codes = convert(converter, knowledge)
    found = RegisterFile(problems=faults.problems)
    if not len(columns):
        return found
    found.keys, key = keys_of(converter)
    check_values(rows, knowledge, faults)
    check_people(key, rows, faults)
    readable = np.logical_and.reduce([values != WRONG for values in rows.values()])
    kept = keep(found, key, knowledge, faults) & readable
    found.has_all_rows = ~np.isin(key, key[~readable])[kept]
    merge(found, {name: values[kept] for name, values in rows.items()}, codes, key[kept], knowledge.stored)
    faults.row_numbers = found.row_numbers = columns.row_numbers[kept]
    check_merged(found, knowledge.stored, faults)
    found.is_good = not faults.has_errors
    return found


def convert(converter: Converter, knowledge: RegisterKnowledge):
    """(all columns but the key as numbers, the texts of `codes`)."""
    rows = {KEY: converter.numbers(KEY, read_key)}
    rows |= {name: converter.days(name) for name in ("identified_on", "validated_on", "active_from")}
    rows["ended_on"] = converter.days("active_to")
    rows["birth_year"] = converter.counts("birth_year")
    words = {
        "sex": SEXES, "reason": END_REASONS, "source": SOURCES, "ethnic_group": ETHNIC_GROUPS,
        "presentation_type": ("1", "2", "3", "4", "5"), "deprivation_band": DEPRIVATION_BANDS,
    }  # fmt: skip
    for name, choices in words.items():
        column = "end_reason" if name == "reason" else name
        start = 1 if choices[0] == "1" else 0
        rows[name] = converter.words(column, {word: number for number, word in enumerate(choices, start)})
    rows["codes"], texts = read_all_codes(converter, knowledge)
    return rows, texts


def read_all_codes(converter: Converter, knowledge: RegisterKnowledge):
    """`codes` as numbers of texts that are written in one way, as stored."""
    known = {text: number for number, text in enumerate(knowledge.stored.codes)}

    def read(text):
        plain, faults = knowledge.read_codes(text)
        if faults:
            return Fault("E18", faults[0].message, faults[0].fix)
        return known.setdefault(plain, len(known))

    return converter.numbers("codes", read), list(known) if known else []


def keys_of(converter: Converter) -> tuple[list[str], np.ndarray]:
    """(the different keys, which of them each row has)."""
    column = converter.texts(KEY)
    known: dict[str, int] = {}
    lookup = np.array([known.setdefault(plain_key(text), len(known)) for text in column.texts], dtype=np.int64)
    if any(key != text for key, text in zip(map(plain_key, column.texts), column.texts, strict=True)):
        converter.columns.notes.append("Keys in capitals or with spaces were read as keys")
    return list(known), lookup[column.codes]


def check_values(rows, knowledge: RegisterKnowledge, faults: Faults) -> None:
    year = rows["birth_year"]
    faults.rows(
        "B63", (year != WRONG) & (year < FIRST_BIRTH_YEAR), "write the year with four digits", column="birth_year"
    )
    faults.rows("E4", year > knowledge.year, "is in the future", column="birth_year")
    for name in ("identified_on", "validated_on", "active_from", "ended_on"):
        column = "active_to" if name == "ended_on" else name
        faults.rows("E4", rows[name] > knowledge.today, "is in the future", column=column)
    unlisted = ~np.isin(rows["presentation_type"], (*LISTED_TYPES, WRONG))
    words = "Presentation types 4 and 5 are not on the list by default: confirm that these people belong there"
    faults.warn_rows("B81", unlisted, words, column="presentation_type")
    age = knowledge.year - year
    outside = (year != WRONG) & ((age < YOUNGEST) | (age > OLDEST + 1))
    is_open = rows["ended_on"] == BLANK
    faults.warn_rows("W13", outside & is_open, f"Age outside {YOUNGEST} to {OLDEST}", column="birth_year")


def check_people(key, rows, faults: Faults) -> None:
    """B97: one key, one person."""
    by_key = np.lexsort((np.arange(len(key)), key))
    for name, words in (("birth_year", "year of birth"), ("sex", "sex")):
        order = by_key[((rows[KEY] != WRONG) & (rows[name] != WRONG))[by_key]]
        same = key[order][1:] == key[order][:-1]
        differs = same & (rows[name][order][1:] != rows[name][order][:-1])
        for place in np.flatnonzero(differs)[:20].tolist():
            both = sorted(faults.row_numbers[order[place : place + 2]].tolist())
            message = f"Rows {both[0]} and {both[1]}: same key, different {words}"
            faults.refuse("B97", message, row=both[1], column=name)


def keep(found: RegisterFile, key, knowledge: RegisterKnowledge, faults: Faults) -> np.ndarray:
    """bool [rows]: all but those of people whose data were erased at their wish."""
    erased = np.array([one in knowledge.erased for one in found.keys], dtype=bool)
    kept = ~erased[key]
    found.left_out = int(len(kept) - np.count_nonzero(kept))
    if found.left_out:
        words = f"{counted(found.left_out, 'row')} of people whose data were erased: left out and not kept"
        faults.warn("B110", words, column=KEY)
    return kept


def merge(found: RegisterFile, rows, codes: list[str], key, stored: StoredRegister) -> None:
    """Set each row beside the entry of the same person and day, and let what the file leaves blank stand."""
    ids = np.array([stored.ids.get(one, -place - 1) for place, one in enumerate(found.keys)] or [0], dtype=np.int64)
    found.person, found.codes = ids[key], codes
    found.entry = places(
        [found.person, rows["identified_on"]], [stored.entries["person"], stored.entries["identified_on"]]
    )
    found.entry_ids = looked_up(stored.entries["pk"], found.entry)
    person = places([found.person], [stored.people["pk"]])
    for names, there, side in ((ENTRY_FIELDS, found.entry, stored.entries), (PERSON_FIELDS, person, stored.people)):
        for name in names:
            before = looked_up(side[name], there)
            found.merged[name] = np.where(rows[name] == BLANK, before, rows[name])
    found.merged["state"] = states(found.merged)


def places(these: list[np.ndarray], those: list[np.ndarray]) -> np.ndarray:
    """For each row of `these` its place in `those`, BLANK where it is not among them."""
    count = len(these[0])
    ranks = packed([np.concatenate([a, b]) for a, b in zip(these, those, strict=True)])
    mine, theirs = ranks[:count], ranks[count:]
    if not len(theirs):
        return np.full(count, BLANK, dtype=np.int64)
    order = np.argsort(theirs, kind="stable")
    place = order[np.minimum(np.searchsorted(theirs, mine, sorter=order), len(theirs) - 1)]
    return np.where(theirs[place] == mine, place, BLANK)


def looked_up(values: np.ndarray, there: np.ndarray) -> np.ndarray:
    if not len(values):
        return np.full(len(there), BLANK, dtype=np.int64)
    return np.where(there == BLANK, BLANK, values[np.maximum(there, 0)])


def states(rows) -> np.ndarray:
    """Numbers of STATES, from the days and the reason."""
    validated, active, ended = (rows[name] != BLANK for name in ("validated_on", "active_from", "ended_on"))
    recovered = np.isin(rows["reason"], [END_REASONS.index(reason) for reason in RECOVERIES])
    open_state = np.where(active, 2, np.where(validated, 1, 0))
    return np.where(ended, np.where(active, np.where(recovered, 3, 4), 5), open_state)


def check_merged(found: RegisterFile, stored: StoredRegister, faults: Faults) -> None:
    check_reasons(found.merged, faults)
    check_order(found.merged, faults)
    check_episodes(found, stored, faults)
    if not faults.has_errors:
        warn_changed_people(found, stored, faults)
        warn_waiting(found, faults)


def warn_waiting(found: RegisterFile, faults: Faults) -> None:
    waiting = int(np.count_nonzero(found.merged["state"] == 0))
    if waiting > WAITING_SHARE * len(found):
        faults.warn("W12", f"{waiting:,} of {len(found):,} entries wait for validation, more than 20%")


def check_reasons(rows, faults: Faults) -> None:
    reason, ended = rows["reason"], rows["ended_on"] != BLANK
    active, validated = rows["active_from"] != BLANK, rows["validated_on"] != BLANK
    excluding = np.isin(reason, [END_REASONS.index(one) for one in EXCLUSIONS])
    only_excluding = np.isin(reason, [END_REASONS.index(one) for one in EXCLUSIONS if one != "dissent"])
    faults.rows("E10", ended & (reason == BLANK), "say why: one of " + ", ".join(END_REASONS), column="end_reason")
    faults.rows("E10", ~ended & (reason != BLANK), "say on which day", column="active_to")
    faults.rows("E10", active & ~validated, "an active entry was validated on some day", column="validated_on")
    faults.rows(
        "B81", ended & active & only_excluding, "is no reason for somebody who was on the list", column="end_reason"
    )
    never = ended & ~active & (reason != BLANK)
    faults.rows("E10", never & ~excluding, "say from when the person was on the list", column="active_from")
    words = "a validated entry cannot be excluded: give the day from which it was on the list, or leave this blank"
    faults.rows("B81", never & excluding & validated, words, column="validated_on")


def check_order(rows, faults: Faults) -> None:
    """identified <= validated <= active from <= active to."""
    pairs = (
        ("validated_on", "identified_on"), ("active_from", "validated_on"), ("active_from", "identified_on"),
        ("ended_on", "active_from"), ("ended_on", "identified_on"),
    )  # fmt: skip
    for later, earlier in pairs:
        wrong = (rows[later] != BLANK) & (rows[earlier] != BLANK) & (rows[later] < rows[earlier])
        column = "active_to" if later == "ended_on" else later
        faults.rows("E15", wrong, f"is before {'active_to' if earlier == 'ended_on' else earlier}", column=column)


def check_episodes(found: RegisterFile, stored: StoredRegister, faults: Faults) -> None:
    """Each entry of a person begins after the one before it has ended; new ones come after those that are stored."""
    others = np.ones(len(stored.entries["pk"]), dtype=bool)
    others[found.entry[found.entry != BLANK]] = False
    person = np.concatenate([found.person, stored.entries["person"][others]])
    begins = np.concatenate([found.merged["identified_on"], stored.entries["identified_on"][others]])
    ended = np.concatenate([found.merged["ended_on"], stored.entries["ended_on"][others]])
    before = np.concatenate([looked_up(stored.entries["episode"], found.entry), stored.entries["episode"][others]])
    order = np.lexsort((before == BLANK, begins, person))
    same = person[order][1:] == person[order][:-1]
    open_before = same & ((ended[order][:-1] == BLANK) | (ended[order][:-1] > begins[order][1:]))
    say_places(order, open_before, found, "B97", OVERLAP, faults)
    twice = same & (begins[order][1:] == begins[order][:-1]) & ~open_before
    say_places(order, twice, found, "B97", "the same person and day stand in another row", faults)
    too_late = same & (before[order][:-1] == BLANK) & (before[order][1:] != BLANK)
    say_places(order, too_late, found, "E15", "is before an entry of the same person that is stored", faults)
    found.episode = numbered(person[order], before[order], order)[: len(found)]


OVERLAP = "an earlier entry of the same person has not ended by then"


def say_places(order, pairs, found: RegisterFile, code: str, words: str, faults: Faults) -> None:
    """`pairs`: bool, between neighbours in `order`; said of the later if it is a row of the file, else of the earlier."""
    rows = len(found)
    wrong = np.zeros(rows, dtype=bool)
    for place in np.flatnonzero(pairs):
        later, earlier = order[place + 1], order[place]
        wrong[later if later < rows else earlier] |= min(later, earlier) < rows
    faults.rows(code, wrong & found.has_all_rows, words, column="identified_on")


def numbered(person, before, order) -> np.ndarray:
    """The episode of each entry: as stored, and for new ones the next after those before it."""
    first = np.ones(len(person), dtype=bool)
    first[1:] = person[1:] != person[:-1]
    start = np.maximum.accumulate(np.where(first, np.arange(len(person)), 0))
    count = np.arange(len(person)) - start + 1
    episode = np.empty(len(person), dtype=np.int64)
    episode[order] = np.where(before == BLANK, count, before)
    return episode


def warn_changed_people(found: RegisterFile, stored: StoredRegister, faults: Faults) -> None:
    person = places([found.person], [stored.people["pk"]])
    for name, words in (("birth_year", "year of birth"), ("sex", "sex")):
        before = looked_up(stored.people[name], person)
        differs = (before != BLANK) & (before != found.merged[name])
        faults.warn_rows("B97", differs, f"Another {words} than is stored for the same key", column=name)
