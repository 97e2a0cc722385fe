"""The text of a cell of a staff file -> its value, or the words for why it is none (B112). Pure.

Nothing is guessed: 60% and 22.5 h are not turned into WTE, V is not turned into 5; what was made of a cell is said.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from practices.exports import ACTIVE
from practices.spreadsheets.codes import EXPONENT, MEANINGS, read_practice_code
from practices.spreadsheets.counts import read_count
from practices.spreadsheets.dates import read_date
from practices.uploads.problems import shown
from practices.uploads.schema import Column, ColumnType
from workforce import catalogue
from workforce.files.staff_schema import LONGEST, OTHER_WORDS

NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,19}\Z")
TRUST = re.compile(r"[A-Z0-9]{3}\Z")
WTE = re.compile(r"(?:0|1)?(?:\.[0-9]{1,2})?\Z")
PLAIN_NUMBER = re.compile(r"[0-9]*\.?[0-9]+\Z")
BAND = re.compile(r"(?:band\s*)?([1-9])(?:\.0+)?\s*([a-d]?)\Z", re.IGNORECASE)
SHARE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*%?\Z")
WHOLE = Decimal(100)


class CellProblem(NamedTuple):
    """The rule's code, a message that follows "Row 4, wte: ", what to do."""

    code: str
    message: str
    fix: str = ""


@dataclass(frozen=True)
class CellRead:
    """A value, "" or None where the cell is blank, or a problem; `note` says what was made of the text."""

    value: Any = None
    problem: CellProblem | None = None
    note: str = ""


def refused(code: str, message: str, fix: str = "") -> CellRead:
    return CellRead(problem=CellProblem(code, message, fix))


def read_cell(column: Column, text: str, kind: str) -> CellRead:
    """One cell, whatever its column; `kind` is the cell's kind in a workbook. Bands are read with their scheme (read_band)."""
    text = without_apostrophe(unicodedata.normalize("NFC", text).strip(" \t\r\n\u00a0"))
    if not text:
        return CellRead(blank_of(column))
    if column.name in READERS:
        return READERS[column.name](text, kind)
    match column.type:
        case ColumnType.DATE:
            return dated(text)
        case ColumnType.COUNT:
            return counted(text, kind, column.maximum)
        case ColumnType.CHOICE:
            return chosen(text, tuple(column.choices))
    return worded(text, LONGEST[column.name])


def blank_of(column: Column) -> Any:
    """What stands for "no value" in a column."""
    if column.name == "hosts":
        return ()
    return None if column.type in (ColumnType.DATE, ColumnType.COUNT) else ""


def without_apostrophe(text: str) -> str:
    """Our own files lead what could act as a formula by an apostrophe; it is no part of the value."""
    return text[1:] if text.startswith("'") and ACTIVE.match(text[1:]) else text


def worded(text: str, longest: int) -> CellRead:
    return CellRead(text) if len(text) <= longest else refused("B16", f"longer than {longest} characters", "Shorten it")


def numbered(text: str, kind: str) -> CellRead:
    """A post number or staff number, as written."""
    text = unicodedata.normalize("NFKC", text)
    if NUMBER.match(text):
        return CellRead(text)
    fix = "Use letters and digits, at most 20; also a space, dot, hyphen, stroke or underline between them"
    return refused("B112", f"‘{shown(text)}’ is no number of a post or a person", fix)


def dated(text: str) -> CellRead:
    read = read_date(text)
    return CellRead(read.value, CellProblem(*read.problem) if read.problem else None, read.note)


def counted(text: str, kind: str, maximum: int) -> CellRead:
    count = read_count(text, kind=kind, maximum=maximum)
    if count.problem:
        return CellRead(problem=CellProblem(*count.problem))
    return CellRead(count.value, note=count.note) if count.value else refused("B112", "must be 1 or more")


def chosen(text: str, choices: tuple[str, ...]) -> CellRead:
    """One of the fixed words, however it is spaced or cased: "Fixed term" is fixed_term."""
    word = re.sub(r"[\s_-]+", "_", text.casefold())
    word = OTHER_WORDS.get(word, word)
    if word not in choices:
        return refused(
            "B112", f"‘{shown(text)}’ is not one of {', '.join(choices)}", f"Write one of {', '.join(choices)}"
        )
    return CellRead(word, note="" if word == text else f"‘{shown(text)}’ was read as {word}")


@lru_cache(maxsize=1)
def titles() -> dict[str, list[str]]:
    """Role codes by their code, name and other titles, in lower case: a title may stand for two roles."""
    found: dict[str, list[str]] = {}
    for role in catalogue.roles().values():
        for title in {role.code.casefold(), role.name.casefold(), *(alias.casefold() for alias in role.aliases)}:
            found.setdefault(title, []).append(role.code)
    return found


def a_role(text: str, kind: str) -> CellRead:
    """A role by its code, its name or another title; a code comes before a title."""
    if text.upper() in catalogue.roles():
        return CellRead(text.upper())
    codes = titles().get(" ".join(text.casefold().split()), [])
    if len(codes) == 1:
        return CellRead(codes[0], note=f"‘{shown(text)}’ was read as {codes[0]}")
    if codes:
        return refused("B111", f"‘{shown(text)}’ may be {' or '.join(codes)}", "Write the code of the role")
    near = [role.code for role in catalogue.found_by(text)[:5]]
    fix = f"Write the code of the role{': ' + ', '.join(near) if near else ', as the role catalogue has it'}"
    return refused("B111", f"‘{shown(text)}’ is no role of the catalogue", fix)


def a_trust(text: str, kind: str) -> CellRead:
    """The form of a PCT's code; whether there is such a PCT, and whose it is, is asked of what is known."""
    code = unicodedata.normalize("NFKC", text).upper()
    if code in MEANINGS:
        return refused("B54", f"{code} means ‘{MEANINGS[code]}’ and cannot be used here")
    if TRUST.match(code) and code.isascii() and not code.isdigit():
        return CellRead(code)
    if EXPONENT.match(text) or re.match(r"[0-9.]+\Z", text):
        fix = "Format the column as text and type the code again"
        return refused("B52", f"PCT code ‘{shown(text)}’ is not valid. Excel may have changed it", fix)
    if re.match(r"[A-Z0-9]{3}00\Z", code):
        return refused(
            "B53", f"PCT code ‘{shown(code)}’ is not valid. Did you mean {code[:3]}?", "Write three characters"
        )
    return refused("B55", "use the PCT's code (three characters)", "Find the code on the PCT's own page")


def a_wte(text: str, kind: str) -> CellRead:
    """More than 0 and at most 1, with at most two decimals."""
    if kind == "percent" or "%" in text:
        return refused("B112", "must be a part of full time, not a percentage", "Write 0.6 where somebody works 60%")
    if WTE.match(text) and text not in ("", "."):
        wte = Decimal(text)
        if 0 < wte <= 1:
            return CellRead(wte)
    if PLAIN_NUMBER.match(text):
        return refused("B112", *wte_out_of_range(text))
    if re.match(r"[0-9]*,[0-9]+\Z", text):
        return refused("B112", "must have a point, not a comma", f"Write {text.replace(',', '.')}")
    if re.search(r"\bh(?:ou)?rs?\b|\dh\b|\bh\b", text.casefold()):
        fix = "Write the part of full time: 0.6 for 22.5 of 37.5 hours a week"
        return refused("B112", "must be a part of full time, not hours", fix)
    return refused("B112", f"‘{shown(text)}’ is no WTE", "Write a number such as 0.6; 1 is full time")


def wte_out_of_range(text: str) -> tuple[str, str]:
    number = Decimal(text)
    if not number:
        return "must be more than 0", "Write the WTE worked, such as 0.6"
    if number > 1:
        return (
            "cannot be more than 1 in one post",
            "Write the part of full time, such as 0.6; not hours and not a percentage",
        )
    return "has more than two decimals", f"Write {number:.2f}"


def some_hosts(text: str, kind: str) -> CellRead:
    """ "A99001:60; A99002:40" -> (("A99001", 60), ("A99002", 40)), the largest share first."""
    found: dict[str, Decimal] = {}
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        code, _, share = (piece.strip() for piece in part.partition(":"))
        read = read_practice_code(code)
        if read.problem:
            return refused(*read.problem)
        if not SHARE.match(share) or not 0 < Decimal(SHARE.match(share)[1]) <= WHOLE:
            return refused(
                "B112", f"the share of {read.value} in per cent is missing or wrong", "Write A99001:60; A99002:40"
            )
        if read.value in found:
            return refused("E11", f"{read.value} stands there twice", "Write each practice once")
        found[read.value] = Decimal(SHARE.match(share)[1])
    if sum(found.values()) > WHOLE:
        return refused(
            "B112", f"the shares add up to {plain(sum(found.values()))}, more than 100", "Correct the shares"
        )
    return CellRead(in_order(found))


def in_order(shares: dict[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    return tuple(sorted(shares.items(), key=lambda host: (-host[1], host[0])))


def read_band(text: str, scheme: str) -> CellRead:
    """The band of Agenda for Change, or the grade of other terms as it is written."""
    text = without_apostrophe(text.strip(" \t\r\n\u00a0"))
    if not text:
        return CellRead("")
    if scheme != "agenda_for_change":
        return worded(text, LONGEST["band"])
    written = BAND.match(text)
    band = f"{written[1]}{written[2].lower()}" if written else ""
    if band in catalogue.bands():
        return CellRead(band, note="" if band == text else f"‘{shown(text)}’ was read as {band}")
    allowed = ", ".join(catalogue.bands())
    return refused("B112", f"‘{shown(text)}’ is not a band of Agenda for Change", f"Write one of {allowed}")


def as_it_is(text: str, kind: str) -> CellRead:
    return CellRead(text)


READERS = {
    "post_number": numbered,
    "staff_number": numbered,
    "supervisor": numbered,
    "role": a_role,
    "next_role": a_role,
    "commissioner": a_trust,
    "post_wte": a_wte,
    "wte": a_wte,
    "hosts": some_hosts,
    "band": as_it_is,
}


def plain(number: Decimal) -> str:
    """0.60 -> "0.6", 100.00 -> "100"."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def written(value: Any) -> str:
    """A value as the file has it."""
    match value:
        case None:
            return ""
        case date():
            return value.isoformat()
        case Decimal():
            return plain(value)
        case tuple():
            return "; ".join(f"{code}:{plain(share)}" for code, share in value)
    return str(value)
