"""Versions of the clinical codes by which people are found, and what is wrong with a code (E18, B107). Pure.

Read codes have five characters, with dots to fill them up; SNOMED CT has 6 to 18 digits, the last of which checks the others.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "code_lists"
SYSTEMS = {"read2": "Read v2", "ctv3": "CTV3", "snomed": "SNOMED CT"}
CONCEPTS = {
    "depression": "Depression",
    "anxiety": "Anxiety",
    "mixed": "Anxiety with depression",
    "resolved": "Resolved",
    "unsuitable": "Unsuitable for the indicators",
    "dissent": "Dissent",
    "severity_score": "Severity score",
    "review": "Review",
    "certificate": "Certificate",
    "referral": "Referral",
}
VERIFIED, UNVERIFIED = "verified", "unverified"
READ_LENGTH = 5
# Excel keeps fifteen digits of a number and writes noughts for the rest.
EXCEL_DIGITS = 15
READ = re.compile(r"[0-9A-Za-z.]{1,7}\Z")
DIGITS = re.compile(r"[0-9]{6,18}\Z")
SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+\Z", re.IGNORECASE)
TEXT_HINT = "Excel keeps only 15 digits; format the column as text"

# Verhoeff's check (group of the pentagon), which ends every SNOMED CT identifier.
TURNS = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4))


@dataclass(frozen=True)
class Code:
    concept: str
    system: str
    code: str
    term: str
    status: str
    source: str


@dataclass(frozen=True)
class CodeVersion:
    """One published version; `codes` in the order of the file."""

    version: str
    title: str
    published_on: date
    note: str
    codes: tuple[Code, ...]

    @cached_property
    def known(self) -> "KnownCodes":
        return KnownCodes.of((code.system, code.code) for code in self.codes)


@dataclass(frozen=True)
class KnownCodes:
    """What a check needs: system -> its codes."""

    by_system: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> "KnownCodes":
        """From (system, code) pairs."""
        found: dict[str, set[str]] = {}
        for system, code in pairs:
            found.setdefault(system, set()).add(code)
        return cls({system: frozenset(codes) for system, codes in found.items()})

    def systems_of(self, code: str) -> list[str]:
        return [system for system, codes in self.by_system.items() if code in codes]


@dataclass(frozen=True)
class CodeFault:
    """Why a code cannot be taken (a whole message) and what to do."""

    message: str
    fix: str = ""


def shipped_versions() -> list[CodeVersion]:
    """All versions that come with the application, the oldest first."""
    found = [parsed(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return sorted(found, key=lambda one: (one.published_on, one.version))


def parsed(text: str) -> CodeVersion:
    """One file. Raises ValueError for a concept, system or status that nobody knows, or a code that stands twice."""
    values = tomllib.loads(text)
    codes = tuple(Code(**entry) for entry in values.pop("entry"))
    for code in codes:
        if code.concept not in CONCEPTS or code.system not in SYSTEMS or code.status not in {VERIFIED, UNVERIFIED}:
            raise ValueError(f"unknown concept, system or status: {code}")
    if len({(code.concept, code.system, code.code) for code in codes}) < len(codes):
        raise ValueError(f"a code stands twice in {values['version']}")
    return CodeVersion(**values, codes=codes)


def read_codes(text: str, known: KnownCodes) -> tuple[list[list[str]], list[CodeFault]]:
    """A cell such as "read2:E112. snomed:35489007" -> ([[system, code], ...], what is wrong with others).

    A code is known or it is a fault; without any known code (a practice that has chosen no list) only its form is looked at.
    """
    found, faults = [], []
    for word in re.split(r"[\s;,]+", text.strip()):
        if word:
            code, fault = read_code(word, known)
            faults.append(fault) if fault else found.append(code)
    return found, faults


def read_code(word: str, known: KnownCodes) -> tuple[list[str], CodeFault | None]:
    """([system, code], None), or ([], why not)."""
    system, colon, code = word.partition(":")
    system = system.lower()
    if not colon or system not in SYSTEMS:
        return [], CodeFault(
            f"‘{shortened(word)}’ does not say its system", f"Write {', '.join(SYSTEMS)} before the code"
        )
    fault = fault_in(system, code, known)
    return ([], fault) if fault else ([system, code], None)


def fault_in(system: str, code: str, known: KnownCodes) -> CodeFault | None:
    if code in known.by_system.get(system, ()):
        return None
    if fault := fault_of_form(system, code, known):
        return fault
    if not known.by_system:
        return None
    if elsewhere := known.systems_of(code):
        named = SYSTEMS[elsewhere[0]]
        return CodeFault(f"{code} is a code of {named}, not of {SYSTEMS[system]}", f"Write {elsewhere[0]}:{code}")
    return CodeFault(f"{shortened(code)} is not in the practice's code list ({SYSTEMS[system]})")


def fault_of_form(system: str, code: str, known: KnownCodes) -> CodeFault | None:
    return snomed_fault(code, known) if system == "snomed" else read_fault(system, code, known)


def read_fault(system: str, code: str, known: KnownCodes) -> CodeFault | None:
    """A Read code of fewer than five characters has lost its dots; of seven, it carries the number of its term."""
    if DIGITS.match(code) and len(code) > READ_LENGTH + 2:
        return CodeFault(f"{code} looks like SNOMED CT, not {SYSTEMS[system]}", f"Write snomed:{code}")
    if not READ.match(code):
        return CodeFault(f"‘{shortened(code)}’ is not a code of {SYSTEMS[system]}")
    if len(code) < READ_LENGTH:
        full = code.ljust(READ_LENGTH, ".")
        sure = " " if full in known.by_system.get(system, ()) else " probably "
        return CodeFault(f"{code} has lost its dots:{sure}{full}", "Format the column as text before pasting")
    if len(code) > READ_LENGTH:
        return CodeFault(f"{code} has {len(code)} characters", f"Write the first five: {code[:READ_LENGTH]}")
    return None


def snomed_fault(code: str, known: KnownCodes) -> CodeFault | None:
    if SHORTENED.match(code):
        return CodeFault(f"{code} is a number that Excel has shortened", TEXT_HINT)
    if not DIGITS.match(code):
        return CodeFault(f"‘{shortened(code)}’ is not SNOMED CT: 6 to 18 digits", read_hint(code, known))
    if len(code) > EXCEL_DIGITS and not code[EXCEL_DIGITS:].strip("0"):
        return CodeFault(f"{code} seems to be rounded: it ends in noughts after its fifteenth digit", TEXT_HINT)
    if not passes_verhoeff(code):
        return CodeFault(f"{code} does not pass the check of SNOMED CT", "Copy it again; " + TEXT_HINT)
    return None


def read_hint(code: str, known: KnownCodes) -> str:
    systems = known.systems_of(code)
    return f"Write {systems[0]}:{code}" if systems else ""


def passes_verhoeff(digits: str) -> bool:
    """The last digit of a SNOMED CT identifier checks the others (Verhoeff 1969)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(place % 8):
            value = TURNS[1][value]
        check = dihedral(check, value)
    return check == 0


def dihedral(first: int, second: int) -> int:
    """The product in the group of turns (0 to 4) and turnings-over (5 to 9) of a pentagon."""
    if first < 5:
        return (first + second) % 5 if second < 5 else 5 + (first + second) % 5
    return 5 + (first - second) % 5 if second < 5 else (first - second) % 5


def shortened(text: str) -> str:
    """As it may stand in a message: no more than a code's length, nothing that cannot be printed."""
    return "".join(character for character in text[:20] if character.isprintable())
