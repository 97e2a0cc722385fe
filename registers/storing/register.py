"""A register file beside what is stored: people and entries as columns, what will change, and the change."""

import hashlib
import json
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from practices import clock, months
from practices.uploads.columns import Columns
from registers.code_lists import KnownCodes, read_codes
from registers.counting.months import NEVER, day_number, day_of
from registers.erasures import erased_keys
from registers.files.conversion import BLANK
from registers.files.people import (
    END_REASONS,
    ENTRY_FIELDS,
    ETHNIC_GROUPS,
    PERSON_FIELDS,
    SEXES,
    SOURCES,
    STATES,
    RegisterFile,
    RegisterKnowledge,
    StoredRegister,
    looked_up,
    places,
    read_register,
)
from registers.models import EntrySource, EntryState, Person, PracticeRegister, RegisterEntry
from registers.storing.events import Finding, cover, is_over
from registers.storing.reading import Column, day, day_or_never, number, of_practices, read, wide

EXAMPLES = 100
DAYS = ("identified_on", "validated_on", "active_from", "ended_on")
TITLES = {
    "identified_on": "Identified on", "validated_on": "Validated on", "active_from": "Active from",
    "ended_on": "Last day", "reason": "Reason for the end", "presentation_type": "Type of presentation",
    "source": "Source", "codes": "Clinical codes", "birth_year": "Year of birth", "sex": "Sex",
    "ethnic_group": "Ethnic group", "deprivation_band": "Deprivation band",
}  # fmt: skip
WORDS = {"reason": END_REASONS, "source": SOURCES, "sex": SEXES, "ethnic_group": ETHNIC_GROUPS}


@dataclass
class RegisterDifferences:
    """Which rows of a file are new entries, which change an entry or its person, and nothing of the others."""

    file: RegisterFile
    is_new: np.ndarray
    entry_changed: np.ndarray
    person_changed: np.ndarray
    months: list[str] = field(default_factory=list)
    left_out: int = 0
    is_whole: bool = False

    @property
    def is_changed(self) -> np.ndarray:
        return (self.entry_changed | self.person_changed) & ~self.is_new

    @property
    def summary(self) -> dict:
        added, changed = int(np.count_nonzero(self.is_new)), int(np.count_nonzero(self.is_changed))
        return {
            "added": added,
            "removed": 0,
            "changed": changed,
            "unchanged": len(self.file) - added - changed,
            "months": self.months,
            "left_out": self.left_out,
        }

    @property
    def digest(self) -> str:
        """Of what will be written, and of what it will be written over."""
        found = hashlib.sha256(repr(self.months).encode())
        written = self.is_new | self.is_changed
        for values in (self.file.person, self.file.entry, self.file.episode, *self.file.merged.values()):
            found.update(np.ascontiguousarray(values[written], dtype="<i8").tobytes())
        keys = "".join(key for place, key in enumerate(self.file.keys) if place in set(new_people(self.file)))
        return hashlib.sha256(found.digest() + keys.encode()).hexdigest()


def new_people(file: RegisterFile) -> list[int]:
    """Places in `keys` of people whom the practice did not have, in the order of the file."""
    places_new = (-file.person[file.person < 0] - 1).tolist()
    return list(dict.fromkeys(places_new))


def find(practice, upload, columns: Columns) -> Finding:
    """Check the rows and set them beside what is stored. Reads, and writes nothing."""
    keys = columns.columns["patient_key"].texts if "patient_key" in columns.columns else []
    knowledge = knowledge_of(practice, keys)
    file = read_register(columns, knowledge)
    if not file.is_good:
        return Finding(file.problems, file.notes)
    found = compared(file, knowledge.stored)
    found.months = covered_months(file)
    return Finding(file.problems, file.notes, found)


def knowledge_of(practice, keys) -> RegisterKnowledge:
    register = PracticeRegister.objects.filter(practice=practice).first()
    code_list = register.code_list_on(clock.today()) if register else None
    pairs = code_list.entries.values_list("system", "code") if code_list else []
    return RegisterKnowledge(
        stored=stored_register(practice),
        key_check=register.key_check_value if register else "",
        today=day_number(clock.today()),
        year=clock.today().year,
        erased=frozenset(erased_keys(practice, keys)),
        read_codes=partial(plain_codes, known=KnownCodes.of(pairs)),
    )


def plain_codes(text: str, known: KnownCodes):
    codes, faults = read_codes(text, known)
    return written(codes), faults


def written(codes) -> str:
    return json.dumps(sorted(map(list, codes)))


def stored_register(practice) -> StoredRegister:
    """In five queries, however many people there are."""
    entries = read(entry_columns(), of_practices("registers_registerentry", [practice.pk], "TRUE ORDER BY id"))
    people = read(person_columns(), of_practices("registers_person", [practice.pk], "TRUE ORDER BY id"))
    entries["ended_on"] = np.minimum(entries.pop("active_to"), entries.pop("excluded_on"))
    for name in DAYS:
        entries[name] = np.where(entries[name] >= NEVER, BLANK, entries[name])
    texts = RegisterEntry.objects.filter(practice=practice).order_by("pk").values_list("codes", flat=True)
    known: dict[str, int] = {}
    numbers = [known.setdefault(written(codes), len(known)) if codes else BLANK for codes in texts]
    entries["codes"] = np.array(numbers, dtype=np.int64)
    ids = dict(Person.objects.filter(practice=practice).values_list("patient_key", "pk"))
    return StoredRegister(entries, people, ids, list(known))


def word(name: str, choices, expression: str = "") -> Column:
    """A column of words as the places of the words; any other, BLANK."""
    whens = " ".join(f"WHEN '{one}' THEN {place}" for place, one in enumerate(choices))
    return number(name, f"CASE {expression or name} {whens} ELSE {BLANK} END")


def entry_columns() -> list[Column]:
    return [
        wide("pk", "id"), wide("person", "person_id"), number("episode", "episode"), day("identified_on"),
        day_or_never("validated_on"), day_or_never("active_from"), day_or_never("active_to"), day_or_never("excluded_on"),
        word("reason", END_REASONS, "COALESCE(NULLIF(end_reason, ''), exclusion_reason)"),
        number("presentation_type", "presentation_type"), word("source", SOURCES),
    ]  # fmt: skip


def person_columns() -> list[Column]:
    return [
        wide("pk", "id"), number("local_number", "local_number"), number("birth_year", "birth_year"), word("sex", SEXES),
        word("ethnic_group", ETHNIC_GROUPS), number("deprivation_band", f"COALESCE(deprivation_band, {BLANK})"),
    ]  # fmt: skip


def compared(file: RegisterFile, stored: StoredRegister) -> RegisterDifferences:
    person = places([file.person], [stored.people["pk"]])
    return RegisterDifferences(
        file=file,
        is_new=file.entry == BLANK,
        entry_changed=any_differs(file, ENTRY_FIELDS, stored.entries, file.entry),
        person_changed=any_differs(file, PERSON_FIELDS, stored.people, person) & (person != BLANK),
        left_out=file.left_out,
    )


def any_differs(file: RegisterFile, names, side, there) -> np.ndarray:
    differs = np.zeros(len(file), dtype=bool)
    for name in names:
        differs |= file.merged[name] != looked_up(side[name], there)
    return differs


def covered_months(file: RegisterFile) -> list[str]:
    """The list says of every month since it began who was on it, up to the last that is over."""
    if not len(file):
        return []
    first = months.first_of(day_of(int(file.merged["identified_on"].min())))
    found = months.month_range(first, months.first_of(clock.today()))
    return [months.period(month) for month in found if is_over(month)]


def with_examples(practice, upload, found: Finding) -> Finding:
    """The first hundred of each sort, by local number; of changes every field, from old to new."""
    differences, stored = found.differences, stored_register(practice)
    file = differences.file
    person = places([file.person], [stored.people["pk"]])
    local_numbers = looked_up(stored.people["local_number"], person)
    for sort, rows in (("changed", differences.is_changed), ("added", differences.is_new)):
        for place in np.flatnonzero(rows)[:EXAMPLES].tolist():
            local = int(local_numbers[place])
            example = {"kind": sort, "number": None if local == BLANK else local, "text": row_words(file, place)}
            if sort == "changed":
                example["changes"] = changes_of(file, stored, place, int(person[place]))
            found.examples.append(example)
    return found


def row_words(file: RegisterFile, place: int) -> str:
    state = EntryState(STATES[file.merged["state"][place]]).label.lower()
    return f"identified {day_of(int(file.merged['identified_on'][place])):%-d %B %Y}, {state}"


def changes_of(file: RegisterFile, stored: StoredRegister, place: int, person: int) -> list[list[str]]:
    entry = int(file.entry[place])
    pairs = [(name, stored.entries[name][entry]) for name in ENTRY_FIELDS]
    pairs += [(name, stored.people[name][person]) for name in PERSON_FIELDS]
    return [
        [TITLES[name], field_words(file, name, int(old)), field_words(file, name, int(file.merged[name][place]))]
        for name, old in pairs
        if old != file.merged[name][place]
    ]


def field_words(file: RegisterFile, name: str, value: int) -> str:
    if value == BLANK:
        return ""
    if name in DAYS:
        return day_of(value).isoformat()
    if name == "codes":
        return " ".join(":".join(pair) for pair in json.loads(file.codes[value]))
    return WORDS[name][value] if name in WORDS else str(value)


# Storing


def store(practice, upload, found: Finding) -> None:
    """Write what differs and nothing else; the practice is locked and the comparison made under that lock."""
    differences = found.differences
    file = differences.file
    ids = add_people(practice, file)
    person_ids = [ids.get(-one - 1, one) for one in file.person.tolist()]
    rows = np.flatnonzero(differences.is_new).tolist()
    RegisterEntry.objects.bulk_create(
        [
            RegisterEntry(
                practice=practice,
                person_id=person_ids[row],
                episode=int(file.episode[row]),
                **entry_values(file, row),
            )
            for row in rows
        ],
        batch_size=2_000,
    )
    change_entries(file, np.flatnonzero(differences.entry_changed & ~differences.is_new).tolist())
    change_people(file, np.flatnonzero(differences.person_changed).tolist())
    cover(practice, upload, differences.months)


def add_people(practice, file: RegisterFile) -> dict[int, int]:
    """Make the new people with the next local numbers; place in the file's keys -> id."""
    new = new_people(file)
    first_rows = {}
    for row in np.flatnonzero(file.person < 0).tolist():
        first_rows.setdefault(int(-file.person[row] - 1), row)
    register = PracticeRegister.objects.get(practice=practice)
    people = [
        Person(
            practice=practice,
            patient_key=file.keys[place],
            local_number=register.next_local_number + count,
            **person_values(file, first_rows[place]),
        )
        for count, place in enumerate(new)
    ]
    Person.objects.bulk_create(people, batch_size=2_000)
    register.next_local_number += len(people)
    register.save(update_fields=["next_local_number"])
    return {place: person.pk for place, person in zip(new, people, strict=True)}


def change_entries(file: RegisterFile, rows: list[int]) -> None:
    if not rows:
        return
    changed = [RegisterEntry(pk=int(file.entry_ids[row]), **entry_values(file, row)) for row in rows]
    RegisterEntry.objects.bulk_update(changed, list(entry_values(file, rows[0])), batch_size=500)


def change_people(file: RegisterFile, rows: list[int]) -> None:
    if not rows:
        return
    changed = {int(file.person[row]): person_values(file, row) for row in rows}
    people = [Person(pk=pk, **values) for pk, values in changed.items()]
    Person.objects.bulk_update(people, list(PERSON_FIELDS), batch_size=500)


def entry_values(file: RegisterFile, row: int) -> dict:
    values = {name: int(file.merged[name][row]) for name in (*ENTRY_FIELDS, "state")}
    state, reason = STATES[values["state"]], as_word(END_REASONS, values["reason"])
    is_excluded = state == EntryState.EXCLUDED
    ended = as_day(values["ended_on"])
    return {
        "state": state,
        "source": as_word(SOURCES, values["source"]) or EntrySource.SEARCH,
        "presentation_type": values["presentation_type"],
        "codes": [] if values["codes"] == BLANK else json.loads(file.codes[values["codes"]]),
        "identified_on": as_day(values["identified_on"]),
        "validated_on": as_day(values["validated_on"]),
        "active_from": as_day(values["active_from"]),
        "active_to": None if is_excluded else ended,
        "end_reason": "" if is_excluded else reason,
        "excluded_on": ended if is_excluded else None,
        "exclusion_reason": reason if is_excluded else "",
    }


def person_values(file: RegisterFile, row: int) -> dict:
    values = {name: int(file.merged[name][row]) for name in PERSON_FIELDS}
    band = values["deprivation_band"]
    return {
        "birth_year": values["birth_year"],
        "sex": SEXES[values["sex"]],
        "ethnic_group": as_word(ETHNIC_GROUPS, values["ethnic_group"]),
        "deprivation_band": None if band == BLANK else band,
    }


def as_day(value: int):
    return None if value == BLANK else day_of(value)


def as_word(words, value: int) -> str:
    return "" if value == BLANK else words[value]
