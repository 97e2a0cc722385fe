"""The text of a cell -> a count, or the words for why it is none (B72 to B81). Pure, standard library only.

Python's own `int` takes "1_000", "١٢" and " 5 "; a count here is written with the digits 0 to 9 and nothing else.
"""

import re
from typing import NamedTuple

from practices.uploads.problems import shown

LARGEST = 1_000_000
DIGITS = re.compile(r"[0-9]{1,7}\Z")
LONG_DIGITS = re.compile(r"[0-9]{8,}\Z")
THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\Z")
OTHER_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u2009\u202f'’][0-9]{3})+\Z")
NEGATIVE = re.compile(r"[-−–]\s*[0-9][0-9.,]*\Z|\(\s*[0-9][0-9.,]*\s*\)\Z|[0-9][0-9.,]*\s*[-−–]\Z")
MINUS_ZERO = re.compile(r"-0+\Z")
FRACTION = re.compile(r"[0-9]*[.,][0-9]+\Z|[0-9]+[.,]\Z")
PERCENT = re.compile(r"[-−]?[0-9.,]+\s*[%٪％]\Z")
HIDDEN = re.compile(r"\*+\Z|[<≤]\s*[0-9]+\Z|\.\.\.?\Z|:\Z")
FORMULA_ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|#+|SPILL!|CALC!)\Z", re.IGNORECASE)
NOT_GIVEN = {"-", "--", "–", "—", ".", "n/a", "na", "none", "nil", "null", "nan", "not available", "unknown", "tbc"}


class CountProblem(NamedTuple):
    """Why a text is no count: the code of the rule, a message that follows "Row 4, Added: ", what to do."""

    code: str
    message: str
    fix: str = ""


class Count(NamedTuple):
    """Exactly one of these holds: a value, a reason for having none, or a problem. Zero is a value."""

    value: int | None = None
    not_available: str = ""
    problem: CountProblem | None = None
    note: str = ""


def read_count(text: str, *, kind: str = "text", reasons: tuple[str, ...] = (), maximum: int = LARGEST) -> Count:
    """Read a cell as a count of people or contacts.

    `kind` is the cell's kind in a workbook; `reasons` are those that may follow "NA:". Blank is a problem, never 0.
    """
    if DIGITS.match(text):  # nearly all are
        return within(int(text), maximum)
    text = text.strip(" \t\r\n\u00a0")
    if not text:
        return refused("E10", "enter a number. If none, enter 0")
    if text[:3].upper() == "NA:" or (reasons and text.upper() == "NA"):
        return read_reason(text[3:], reasons)
    if DIGITS.match(text):
        return within(int(text), maximum)
    if MINUS_ZERO.match(text):
        return Count(0)
    if THOUSANDS.match(text):
        return noted(within(int(text.replace(",", "")), maximum), f"{text} was read as {text.replace(',', '')}")
    return Count(problem=why_not(text, kind))


def read_reason(text: str, reasons: tuple[str, ...]) -> Count:
    """`NA:not_collected` -> that reason, if it is one of the list."""
    reason = "_".join(text.strip().casefold().split())
    if reason in reasons:
        return Count(not_available=reason)
    if not reasons:
        return refused("B79", "a number is needed here; ‘NA:’ cannot be used")
    return refused("B79", f"after ‘NA:’ write one of {', '.join(reasons)}")


def within(value: int, maximum: int) -> Count:
    if value > maximum:
        return refused("B77", f"larger than {maximum:,}. Check the figure")
    return Count(value)


def noted(count: Count, note: str) -> Count:
    return count if count.problem else Count(count.value, note=note)


def why_not(text: str, kind: str) -> CountProblem:
    """The most helpful thing to say about a text that is no count; the first rule that fits."""
    if PERCENT.match(text):
        return CountProblem("B74", "enter the number of people, not a percentage")
    if kind == "boolean" or text.upper() in {"TRUE", "FALSE", "Y", "N", "YES", "NO"}:
        return CountProblem("B81", f"‘{shown(text)}’ is not a number")
    if kind == "date":
        return CountProblem("B76", "this cell is formatted as a date. Format it as a number and type the figure again")
    if HIDDEN.match(text):
        return CountProblem("B79", "Send the true number. Small numbers are hidden by us")
    if FORMULA_ERROR.match(text) or text.casefold() in NOT_GIVEN:
        return CountProblem("B79", f"‘{shown(text)}’ is not a number", "If it is not known, write NA: and the reason")
    return why_not_digits(text)


def why_not_digits(text: str) -> CountProblem:
    if NEGATIVE.match(text):
        return CountProblem("E5", "cannot be less than 0")
    if LONG_DIGITS.match(text):
        return CountProblem("B77", f"larger than {LARGEST:,}. Check the figure")
    if OTHER_THOUSANDS.match(text):
        digits = re.sub(r"[^0-9]", "", text)
        return CountProblem("B72", f"Write {digits} without separators")
    if FRACTION.match(text):
        return CountProblem("B73", "must be a whole number")
    return CountProblem("B76", "must be written with the digits 0 to 9")


def refused(code: str, message: str, fix: str = "") -> Count:
    return Count(problem=CountProblem(code, message, fix))
