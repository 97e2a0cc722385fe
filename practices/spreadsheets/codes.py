"""The text of a cell -> the code of a practice, by its form alone (B50 to B55). Pure, standard library only."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from practices.uploads.problems import shown

PRACTICE = re.compile(r"[A-Z][0-9]{5}\Z")
EXPONENT = re.compile(r"[0-9](?:\.[0-9]+)?E[+-]?[0-9]+\Z", re.IGNORECASE)
MEANINGS = {"Q99": "not known", "X98": "not applicable"}
# Letters of other alphabets, and digits typed for letters, that look right and are not.
LOOKALIKES = str.maketrans("АВЕКМНОРСТУХавекмнорстухΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXABEKMHOPCTYXABEZHIKMNOPTYX")
FOR_DIGITS = str.maketrans("OIlSBZ", "011582")


class CodeProblem(NamedTuple):
    code: str
    message: str
    fix: str = ""


@dataclass(frozen=True)
class CodeRead:
    """A code in capitals, or why the text is none."""

    value: str = ""
    problem: CodeProblem | None = None


def read_practice_code(text: str) -> CodeRead:
    """A letter and five digits. Case, spaces at the ends and full-width forms are made good; nothing is guessed."""
    text = unicodedata.normalize("NFKC", text).strip(" \t\r\n\u00a0")
    if not text:
        return CodeRead(problem=CodeProblem("E10", "enter the practice code, such as A81001"))
    if PRACTICE.match(text.upper()) and text.isascii():
        return CodeRead(text.upper())
    return CodeRead(problem=why_no_code(text))


def why_no_code(text: str) -> CodeProblem:
    if text.upper() in MEANINGS:
        return CodeProblem("B54", f"{text.upper()} means ‘{MEANINGS[text.upper()]}’ and cannot be used here")
    if meant := lookalike(text):
        return CodeProblem("B51", f"{shown(text)} contains {odd_character(text, meant)}. Did you mean {meant}?")
    if EXPONENT.match(text) or re.match(r"[0-9.]+\Z", text):
        message = f"Practice code ‘{shown(text)}’ is not valid. Excel may have changed it"
        return CodeProblem("B52", message, "Format the column as text and type the code again")
    return CodeProblem("B55", "Use the code (letter and 5 digits)", "Find the code on the practice's own page")


def lookalike(text: str) -> str:
    """The code that the text looks like, or nothing when it looks like none."""
    latin = text.translate(LOOKALIKES)
    meant = latin[:1].upper() + latin[1:].translate(FOR_DIGITS)
    return meant if PRACTICE.match(meant) else ""


def odd_character(text: str, meant: str) -> str:
    """Words for the first character that is not what it looks like."""
    found = next(f for f, m in zip(text, meant, strict=True) if f.upper() != m)
    return f"the letter {found}" if found.isascii() else "a letter of another alphabet"
