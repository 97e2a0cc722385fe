"""The cells of a large file -> its columns, and every problem of form. Pure.

Rows that could be wrong are found by columns; whether they are is judged by practices.uploads.rows, one after the other,
as in a small file: so both ways of reading say the same.
"""

from itertools import islice
from pathlib import Path

import numpy as np

from practices.spreadsheets.headings import Headings
from practices.spreadsheets.identifiers import PATIENT_KEY, signs_in, worth_searching
from practices.spreadsheets.tables import Place, SpreadsheetError, Table, column_letter
from practices.uploads import rows as by_rows
from practices.uploads.columns import Columns, TextColumn, narrowest
from practices.uploads.columns_cells import Cells, read_cells
from practices.uploads.problems import Problem, error, has_errors, must_forget, shown
from practices.uploads.rows import CONTROL, ENDS, TOTAL_AT_END, TOTALS, Reading, RowReader
from practices.uploads.schema import FileSchema

ROWS_JUDGED_AT_ONCE = 1_000
ROWS_LOOKED_AT = 30
MOST_TEXTS = 250_000


def read_columns_of(name: str, path: Path, schema: FileSchema) -> Columns:
    """Everything that can be said about a CSV file without knowing practices, months or history."""
    headings = Headings(schema)
    try:
        cells = read_cells(path, schema.limits, headings.recognise)
    except SpreadsheetError as refusal:
        reading = by_rows.unreadable(name, path.read_bytes(), refusal)
        return Columns(problems=reading.problems, kind="csv")
    return FormCheck(name, cells, headings).columns()


class FormCheck:
    """One file, checked."""

    def __init__(self, name: str, cells: Cells, headings: Headings):
        self.name, self.cells, self.headings, self.schema = name, cells, headings, headings.schema
        # Most texts of a large file are patient keys, of which nothing more need be asked.
        self.is_key = [text_flags(texts, lambda text: bool(PATIENT_KEY.match(text))) for texts in cells.texts]
        self.filled = [flags | self.is_key[column] for column, flags in enumerate(self.asked(has_value))]
        self.filled_count = self.count_filled()
        self.match = headings.match(self.sample())
        self.reading = Reading(notes=list(cells.notes), kind="csv")

    def asked(self, question) -> list[np.ndarray]:
        """bool [texts] for each column: the answers to a question; no for patient keys."""
        return [self.asked_of(column, question) for column in range(len(self.cells.texts))]

    def asked_of(self, column: int, question) -> np.ndarray:
        flags = np.zeros(len(self.cells.texts[column]), dtype=bool)
        others = np.flatnonzero(~self.is_key[column])
        texts = self.cells.texts[column]
        flags[others] = text_flags([texts[place] for place in others.tolist()], question)
        return flags

    def count_filled(self) -> np.ndarray:
        count = np.zeros(len(self.cells), dtype=np.int16)
        for codes, filled in zip(self.cells.codes, self.filled, strict=True):
            count += filled[codes]
        for row, values in self.cells.wide.items():
            count[row] = min(sum(bool(value.strip()) for value in values), np.iinfo(np.int16).max)
        return count

    def sample(self) -> Table:
        """The names, the first rows, and for each cell beyond the names the first row that has one."""
        rows = {0, *islice(np.flatnonzero(self.filled_count[1:]).tolist(), ROWS_LOOKED_AT)}
        rows = {0, *(row + 1 for row in rows if row + 1 < len(self.cells))}
        header = self.cells.values(0)
        for column, (codes, filled) in enumerate(zip(self.cells.codes, self.filled, strict=True)):
            if column >= len(header) or not header[column].strip():
                rows |= set(np.flatnonzero(filled[codes])[:2].tolist())
        beyond = len(header)
        wide = (row for row, values in self.cells.wide.items() if any(value.strip() for value in values[beyond:]))
        rows |= set(islice(wide, ROWS_LOOKED_AT))
        return self.table(sorted(rows))

    def table(self, rows) -> Table:
        return Table("csv", "", [self.cells.row(row) for row in rows])

    def columns(self) -> Columns:
        data = self.filled_count > 0
        data[0] = False
        self.reading.rows_ignored = int(len(data) - 1 - np.count_nonzero(data))
        rows = int(np.count_nonzero(data))
        refused = np.zeros(len(data), dtype=bool)
        self.find_personal()
        if not must_forget(self.reading.problems) and self.match.places:
            too_long = self.size_problems(rows)
            self.reading.problems += too_long
            refused |= data if too_long else self.judge(data)
        good = data & ~refused
        return self.answer(good, rows)

    def find_personal(self) -> None:
        """Every text of every column is searched, unused columns too."""
        flags = self.asked(self.is_sign)
        suspects = np.zeros(len(self.cells), dtype=bool)
        for codes, flag in zip(self.cells.codes, flags, strict=True):
            if flag.any():
                suspects |= flag[codes]
        wide = [row for row, values in self.cells.wide.items() if any(map(self.is_sign, values))]
        suspects[wide] = True
        table = self.table(np.flatnonzero(suspects)[: by_rows.PERSONAL_PROBLEMS_KEPT].tolist())
        found = list(islice(by_rows.personal_cells(table, self.match, self.schema), by_rows.PERSONAL_PROBLEMS_KEPT))
        found += by_rows.personal_places([(Place.FILE_NAME, self.name)], found)
        self.reading.problems += found + self.match.problems

    def is_sign(self, text: str) -> bool:
        return worth_searching(text) and bool(signs_in(text))

    def size_problems(self, rows: int) -> list[Problem]:
        limits = self.schema.limits
        if rows > limits.rows:
            return [error("B14", f"The file has {rows:,} rows; the limit is {limits.rows:,}")]
        if not rows:
            return [error("B3", "The file has a header but no rows")]
        many = [name for name, column in self.placed() if len(self.cells.texts[column]) > MOST_TEXTS]
        return [error("B14", f"Column {name} has more than {MOST_TEXTS:,} different values") for name in many]

    def placed(self) -> list[tuple[str, int]]:
        """(column of the schema, place in the file from 0), in the schema's order."""
        places = self.match.places
        return [(column.name, places[column.name] - 1) for column in self.schema.columns if column.name in places]

    def judge(self, data) -> np.ndarray:
        """bool [rows]: those that are no rows of figures. Their problems are noted, at most so many."""
        refused = np.zeros(len(data), dtype=bool)
        suspects = np.flatnonzero(self.suspects() & data)
        for first in range(0, len(suspects), ROWS_JUDGED_AT_ONCE):
            some = suspects[first : first + ROWS_JUDGED_AT_ONCE]
            reading = Reading()
            RowReader(self.table([0, *some.tolist()]), self.match, self.headings, reading).read()
            taken = {row.number - 1 for row in reading.rows}
            refused[[row for row in some.tolist() if row not in taken]] = True
            self.reading.problems += reading.problems
            self.reading.notes += [note for note in reading.notes if note not in self.reading.notes]
            if len(self.reading.problems) >= by_rows.PROBLEMS_KEPT:
                refused[suspects[first:]] = True
                break
        return refused

    def suspects(self) -> np.ndarray:
        """bool [rows]: short ones, totals, notes, repeated names, and values with characters that cannot be seen."""
        header = self.cells.row(0)
        last = max(header.filled(), default=0)
        found = (self.cells.widths < last) | ((self.filled_count == 1) & (len(self.placed()) > 2))
        found |= self.named_columns() * 2 > self.filled_count
        found |= self.totals()
        for _, column in self.placed():
            flags = self.asked_of(column, self.is_odd)
            if flags.any():
                found |= flags[self.cells.codes[column]]
        return found

    def is_odd(self, text: str) -> bool:
        text = text.strip(ENDS)
        return len(text) > self.schema.limits.characters or bool(CONTROL.search(text)) or "\0" in text

    def named_columns(self) -> np.ndarray:
        """How many cells of each row hold the name of a column."""
        named = np.zeros(len(self.cells), dtype=np.int16)
        answers = self.asked(lambda text: self.headings.recognise([text]) > 0)
        for codes, flags in zip(self.cells.codes, answers, strict=True):
            if flags.any():
                named += flags[codes]
        for row in self.cells.wide:
            named[row] = np.iinfo(np.int16).max // 2
        return named

    def totals(self) -> np.ndarray:
        """Rows whose first cell, or a cell that says what the row is about, is that of a total; or that say nothing of it."""
        names = dict(self.placed())
        keys = {names[name] for name in self.schema.key_columns if name in names}
        found = np.zeros(len(self.cells), dtype=bool)
        seen, about = found.copy(), found.copy()
        for column, (codes, flags) in enumerate(zip(self.cells.codes, self.asked(is_total), strict=True)):
            here = self.filled[column][codes]
            if flags.any():
                found |= flags[codes] & (here if column in keys else here & ~seen)
            seen |= here
            if column in keys:
                about |= here
        return found | ((self.filled_count > 1) & ~about if keys else False)

    def answer(self, good, rows: int) -> Columns:
        reading = self.reading
        if must_forget(reading.problems):
            by_rows.forgotten(reading)
        refused = has_errors(reading.problems) or not self.match.places
        taken = np.flatnonzero(good)
        read = len(taken) if self.match.places and not must_forget(reading.problems) else 0
        columns = {} if refused else {name: self.text_column(column, taken) for name, column in self.placed()}
        return Columns(
            columns=columns,
            row_numbers=(taken[:0] if refused else taken + 1).astype(np.int32),
            problems=reading.problems,
            notes=reading.notes,
            kind="csv",
            rows_read=read,
            rows_refused=rows - read,
            rows_ignored=reading.rows_ignored,
            headings={} if must_forget(reading.problems) else self.headings_found(),
        )

    def headings_found(self) -> dict[str, list[str]]:
        header = self.cells.values(0)
        return {name: [column_letter(place + 1), shown(header[place])] for name, place in self.placed()}

    def text_column(self, column: int, taken) -> TextColumn:
        """The stripped texts of the rows taken; those that were one but for spaces are one."""
        known: dict[str, int] = {}
        texts = self.cells.texts[column]
        lookup = np.array(
            [known.setdefault(CONTROL.sub("", text.strip(ENDS)), len(known)) for text in texts], dtype=np.int32
        )
        return TextColumn(narrowest(lookup[self.cells.codes[column][taken]], max(0, len(known) - 1)), list(known))


def has_value(text: str) -> bool:
    return bool(text.strip())


def is_total(text: str) -> bool:
    text = text.strip()
    return len(text) < 60 and bool(TOTALS.match(text) or TOTAL_AT_END.search(text[-20:]))


def text_flags(texts: list[str], question) -> np.ndarray:
    """The answer to a question for each of the different texts of a column."""
    return np.fromiter((question(text) for text in texts), dtype=bool, count=len(texts))
