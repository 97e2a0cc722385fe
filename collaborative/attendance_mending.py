"""A list of who came that was refused: its cells in question typed anew, or marked in a workbook.

Such a list is kept nowhere: it goes with the page, sealed for this event and this person, until it can be stored.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.core import signing

from collaborative.attendance_sheets import SCHEMA
from practices.forms.mending import MendForm
from practices.uploads.annotated import annotated_workbook
from practices.uploads.mending import first_cells, in_question, mended
from practices.uploads.problems import Problem
from practices.uploads.reading import read_whole_table
from practices.uploads.rows import Reading
from practices.uploads.written import workbook_of

LARGEST_HELD = 300_000
CELLS_ON_A_PAGE = 100
LIST = ["Row", "What is wrong", "What to do", "Found", "Example or allowed", "Cell", "Column", "Code"]


@dataclass(frozen=True)
class Held:
    """A list as it was sent."""

    name: str
    content: bytes

    def table(self):
        return read_whole_table(self.content, self.name, SCHEMA)


def held(name: str, content: bytes, reading: Reading) -> Held | None:
    """The list, to go with the page; None for one that is too large, is no table, or seems to hold something personal."""
    fits = len(content) <= LARGEST_HELD and reading.headings and not reading.forget
    return Held(name, content) if fits else None


def sealed(held: Held, salt: str) -> str:
    payload = {"name": held.name, "content": base64.b64encode(held.content).decode()}
    return signing.dumps(payload, salt=salt, compress=True)


def opened(sealed: str, salt: str, seconds: int) -> Held:
    """Raises signing.BadSignature for what was not sealed so, or too long ago."""
    payload = signing.loads(sealed, salt=salt, max_age=seconds)
    return Held(payload["name"], base64.b64decode(payload["content"]))


def form_of(held: Held, reading: Reading, problems: Sequence[Problem], data=None) -> MendForm:
    """The cells in question: as they were sent, or with what was typed."""
    rows, _ = first_cells(in_question(held.table(), problems, reading.headings, SCHEMA), CELLS_ON_A_PAGE)
    return MendForm.as_found(rows, 0) if data is None else MendForm(data, rows=rows)


def as_file(held: Held, reading: Reading, form: MendForm) -> tuple[str, bytes]:
    """(name, bytes) of the list with what was typed."""
    table = mended(held.table(), form.typed, form.left_out)
    return f"{PurePath(held.name).stem}.xlsx", workbook_of(table, SCHEMA, reading.headings)


def marked(held: Held, reading: Reading, problems: Sequence[Problem]) -> bytes:
    """The list as a workbook with its cells in question marked."""
    rows = [[p.row or "", p.message, p.fix, p.found, p.expected, "", p.column, p.code] for p in problems]
    return annotated_workbook(held.table(), SCHEMA, reading.headings, problems, listed=(LIST, rows))
