"""Extracts for a visitor to send, as the practice's own tool would write them: right ones, and one with mistakes. Pure."""

from datetime import date

from collaborative.demonstration import plan
from collaborative.demonstration.registers.drawn import DrawnRegister, draw_register
from collaborative.demonstration.registers.keys import invented_key, key_check
from practices.exports import csv_bytes
from registers.codes import ContactMode

PRACTICE = "A99001"
JANUARY = date(2007, 1, 1)
CONSULTATIONS = ["patient_key", "date", "role_code", "mode", "attended", "key_check"]
REGISTER = [
    "patient_key", "birth_year", "sex", "identified_on", "validated_on", "active_from", "active_to", "end_reason",
    "presentation_type", "key_check",
]  # fmt: skip
# Not on the list yet: two people whom a search found in February.
NEWCOMERS = 2


def extract_files() -> dict[str, bytes]:
    """Name -> content, all of one practice."""
    drawn = draw_register(next(one for one in plan.first_wave() if one.ods_code == PRACTICE))
    january = consultations(drawn)
    return {
        f"{PRACTICE}-consultations-2007-01.csv": csv_bytes(CONSULTATIONS, january),
        f"{PRACTICE}-consultations-with-mistakes.csv": csv_bytes(CONSULTATIONS, with_mistakes(january[:40])),
        f"{PRACTICE}-register.csv": csv_bytes(REGISTER, register(drawn)),
    }


def consultations(drawn: DrawnRegister) -> list[list[str]]:
    """January once more, without its last two contacts and with three that had been forgotten."""
    rows = [row for row in drawn.contacts if row[1].replace(day=1) == JANUARY]
    forgotten = [(index, date(2007, 1, 30), "PN", int(ContactMode.TELEPHONE), True) for index in (0, 1, 2)]
    return [contact(row) for row in [*rows[:-2], *forgotten]]


def contact(row: tuple) -> list[str]:
    index, day, role, mode, attended = row
    key = invented_key(PRACTICE, str(index))
    return [key, day.isoformat(), role, ContactMode(mode).word, "Y" if attended else "N", key_check(PRACTICE)]


def with_mistakes(rows: list[list[str]]) -> list[list[str]]:
    """A month that has not been, a role that nobody knows, a key cut short."""
    wrong = [list(row) for row in rows]
    wrong[3][1], wrong[7][2], wrong[11][0] = "2007-03-14", "DOCTOR", wrong[11][0][:40]
    return wrong


def register(drawn: DrawnRegister) -> list[list[str]]:
    rows = [
        [
            invented_key(PRACTICE, str(person.index)), str(person.birth_year), person.sex, person.identified_on.isoformat(),
            person.validated_on.isoformat(), person.active_from.isoformat(),
            person.active_to.isoformat() if person.active_to else "", person.end_reason, str(person.presentation_type),
            key_check(PRACTICE),
        ]
        for person in drawn.people
    ]  # fmt: skip
    return rows + [newcomer(number) for number in range(NEWCOMERS)]


def newcomer(number: int) -> list[str]:
    found = date(2007, 2, 2 + number).isoformat()
    return [invented_key(PRACTICE, f"newcomer {number}"), "1968", "F", found, "", "", "", "", "1", key_check(PRACTICE)]
