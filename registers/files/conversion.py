"""Columns of text -> columns of whole numbers, each different text read once by the strict rules. Pure.

Days are numbered as registers.counting.months numbers them, words by registers.codes; BLANK stands for an empty cell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from practices.spreadsheets.counts import read_count
from practices.spreadsheets.dates import AMERICAN, looks_american, read_date
from practices.uploads.columns import Columns, TextColumn
from practices.uploads.problems import shown
from practices.uploads.schema import FileSchema
from practices.wording import counted
from registers.counting.months import day_number
from registers.files.faults import Faults

BLANK = -1
YES_NO = {"N": 0, "Y": 1}
WRONG = -2
KEY = re.compile(r"[0-9a-f]{64}\Z")
OTHER_HASH = re.compile(r"[0-9a-f]{32}\Z|[0-9a-f]{40}\Z")
KEY_CHECK = re.compile(r"[0-9a-f]{8}\Z")
SPACES = re.compile(r"[\s\u00a0-]+")
NOT_A_WORD = re.compile(r"[\W_]+")
YES_WORDS = {"yes": "Y", "no": "N", "true": "Y", "false": "N", "1": "Y", "0": "N"}


@dataclass(frozen=True)
class Fault:
    """Why a text is not taken; `message` follows "Row 4, date: "."""

    code: str
    message: str
    fix: str = ""


class Converter:
    """The columns of one file, converted; what cannot be is said with its rows."""

    def __init__(self, schema: FileSchema, columns: Columns, faults: Faults):
        self.schema, self.columns, self.faults = schema, columns, faults

    def texts(self, name: str) -> TextColumn | None:
        """What stands in a column; None for one that is not there."""
        return self.columns.columns.get(name)

    def numbers(self, name: str, read: Callable[[str], int | Fault]) -> np.ndarray:
        """int32 [rows]. `read` gives the number of a text, or its fault; a blank is asked of the schema."""
        column = self.texts(name)
        if column is None:
            return np.full(len(self.columns), BLANK, dtype=np.int32)
        found = [self.number_of(name, text, read) for text in column.texts]
        lookup = np.array([WRONG if isinstance(one, Fault) else one for one in found], dtype=np.int32)
        numbers = lookup[column.codes]
        if (lookup == WRONG).any():
            self.say(name, column, found, numbers == WRONG)
        return numbers

    def number_of(self, name: str, text: str, read) -> int | Fault:
        if text:
            return read(text)
        if self.schema.column(name).may_be_blank:
            return BLANK
        return Fault("E10", "must not be blank")

    def say(self, name, column, found, wrong) -> None:
        """One group for each code of fault, so that no sort of fault is crowded out by another."""
        codes = sorted({one.code for one in found if isinstance(one, Fault)})
        for code in codes:
            texts = np.array([isinstance(one, Fault) and one.code == code for one in found])
            fix = next(one.fix for one in found if isinstance(one, Fault) and one.code == code)
            rows = wrong & texts[column.codes]
            self.faults.rows(code, rows, lambda place: found[column.codes[place]].message, column=name, fix=fix)

    def days(self, name: str) -> np.ndarray:
        column = self.texts(name)
        if column is not None and looks_american(column.texts):
            self.faults.refuse(AMERICAN.code, f"Column {name}: {AMERICAN.message}", column=name, fix=AMERICAN.fix)
        return self.numbers(name, read_day)

    def counts(self, name: str) -> np.ndarray:
        maximum = self.schema.column(name).maximum

        def read(text):
            count = read_count(text, maximum=maximum)
            return count.value if count.problem is None else Fault(*count.problem)

        return self.numbers(name, read)

    def words(self, name: str, numbers: Mapping[str, int], *, code: str = "B81", fix: str = "") -> np.ndarray:
        """A choice as its number. Case, spaces and hyphens make no difference: "PHQ-9" is PHQ9."""
        known = {bare(word): number for word, number in numbers.items()}
        allowed = ", ".join(numbers)

        def read(text):
            number = known.get(bare(text), known.get(bare(YES_WORDS.get(bare(text), "-"))))
            if number is not None:
                return number
            return Fault(code, f"‘{shown(text)}’ is not one of {allowed}", fix or f"Write one of {allowed}")

        return self.numbers(name, read)


def bare(text: str) -> str:
    return NOT_A_WORD.sub("", text).casefold()


def read_day(text: str) -> int | Fault:
    day = read_date(text)
    return Fault(*day.problem) if day.problem else day_number(day.value)


def plain_key(text: str) -> str:
    """Lower case, without spaces: B98."""
    return text if KEY.match(text) else SPACES.sub("", text).lower()


def read_key(text: str) -> int | Fault:
    """1, or why the text is no key. What stands there is never repeated: it may be a patient's number."""
    key = plain_key(text)
    if KEY.match(key):
        return 1
    if OTHER_HASH.match(key):
        return Fault("B95", "not made with your practice's key tool (a key has 64 characters)", USE_THE_TOOL)
    return Fault("E14", "is not a valid key (64 characters 0-9 a-f)", USE_THE_TOOL)


def check_key_check(converter: Converter, expected: str) -> None:
    """Every row was made with the practice's own key (D40, B95, B96): said once for the file, with the first row."""
    column = converter.texts("key_check")
    if column is None:
        return
    if not expected:
        fix = "Enter it in the settings of the register, then send the file again"
        converter.faults.refuse("B95", "Your practice has not entered its key-check value yet", fix=fix)
        return
    for code, texts in sorted(wrong_values(column.texts, expected).items()):
        rows = column.where(np.array([text in texts for text in column.texts]))
        if rows.any():
            row, message, fix = int(converter.columns.row_numbers[rows][0]), *KEY_CHECK_WORDS[code]
            said = f"{counted(int(rows.sum()), 'row')}, first row {row}: {message}"
            converter.faults.refuse(code, said, row=row, column="key_check", fix=fix)


def wrong_values(texts: list[str], expected: str) -> dict[str, set[str]]:
    found = {"B95": set(), "B96": set()}
    for text in texts:
        if (value := plain_key(text)) != expected:
            found["B96" if KEY_CHECK.match(value) else "B95"].add(text)
    return found


KEY_CHECK_WORDS = {
    "B95": (
        "not made with your practice's key: the key-check value has 8 characters, 0-9 and a-f",
        "Make the file with the key tool, and format the column as text: Excel changes values such as 1e234567",
    ),
    "B96": (
        "made with a different key from the one that your practice has entered",
        "If you changed the key on purpose, enter the new key-check value in the settings of the register first",
    ),
}
USE_THE_TOOL = "Make the file again with the key tool; never send NHS or hospital numbers"
