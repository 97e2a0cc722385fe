"""XLSX bytes -> numbered rows of text. Pure, standard library only.

First the archive is judged without unpacking it, then the workbook's parts, and only a workbook without macros,
links, hidden sheets and the like is read. Everything a person may have written anywhere in it goes into `texts`.
"""

import io
import posixpath
import re
import struct
import zipfile
import zlib

from practices.spreadsheets.cell_values import Styles, cell_text, read_styles, unescape
from practices.spreadsheets.identifiers import is_fraction, worth_searching
from practices.spreadsheets.sheet_xml import (
    RawCell,
    SheetParts,
    SheetReader,
    UnsafeXml,
    elements,
    is_true,
    shared_strings,
    written_texts,
)
from practices.spreadsheets.tables import (
    MARKS_SHEET,
    Cell,
    Limits,
    Place,
    Row,
    SpreadsheetError,
    Table,
    column_letter,
    megabytes,
)
from practices.uploads.problems import Problem, error, shown

MACRO_PARTS = re.compile(r"vbaProject|vbaData|macrosheets/|dialogsheets/|activeX|ctrlProps/", re.IGNORECASE)
LINKED_PARTS = re.compile(r"externalLinks/|embeddings/|connections\.xml|queryTables/|oleObject", re.IGNORECASE)
ACTIVE_FORMULA = re.compile(
    r"\|.*!|\[\d+\]|\[[^\]]+\.xl\w+\]|WEBSERVICE\(|\bDDE\b|\bCALL\(|REGISTER\.ID\(", re.IGNORECASE
)
WORDLESS_PARTS = re.compile(r"theme/|calcChain|Content_Types")
SMALL = 1_000_000  # parts below this size may compress well without being a bomb
LONGEST_FORMULA = 8_192  # Excel's own limit
LAST_ROW = 1_048_576
AUTHORS = {"creator", "lastModifiedBy"}
# What zipfile raises for an archive that is broken, cut off or packed in a way that it does not know.
DAMAGED_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error)


class Workbook:
    """An opened archive whose parts are known; reads one sheet into a Table."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits):
        self.archive = archive
        self.limits = limits
        self.texts: list[tuple[str, str]] = []
        self.problems: list[Problem] = []
        self.is_active = False
        self.main = self.main_part()
        self.links = self.relations(self.main)
        self.sheets = self.sheet_list()

    # parts

    def names(self) -> list[str]:
        return self.archive.namelist()

    def main_part(self) -> str:
        """Where the workbook is: `xl/workbook.xml` nearly always, else what the package's relations say."""
        for link in self.relations("").values():
            if link[0].endswith("/officeDocument"):
                return link[1]
        return "xl/workbook.xml"

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """id -> (type, path in the archive) of the parts that a part refers to."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self.names():
            return {}
        found = {}
        with self.archive.open(rels) as stream:
            for _, link in elements(stream, {"Relationship"}):
                target = link.get("Target", "")
                if link.get("TargetMode") == "External":
                    self.texts.append((Place.LINK, target))
                else:
                    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                    found[link.get("Id", "")] = (link.get("Type", ""), posixpath.normpath(path))
        return found

    def sheet_list(self) -> list[tuple[str, str, str]]:
        """(name, "visible", "hidden" or "veryHidden", path) of every sheet; sets the date system on the way."""
        self.uses_1904 = False
        sheets = []
        with self.archive.open(self.main) as stream:
            for kind, attributes in elements(stream, {"sheet", "workbookPr"}):
                if kind == "workbookPr":
                    self.uses_1904 = is_true(attributes.get("date1904"))
                else:
                    path = self.links.get(attributes.get("id", ""), ("", ""))[1]
                    sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), path))
        return sheets

    def part_of_type(self, ending: str) -> str | None:
        return next((path for kind, path in self.links.values() if kind.endswith(ending)), None)

    # judging

    def judge(self, wanted: str) -> str:
        """The name of the sheet to read; problems with the workbook as a whole are collected."""
        self.is_active = any(MACRO_PARTS.search(name) or LINKED_PARTS.search(name) for name in self.names())
        for name, state, _ in self.sheets:
            if state != "visible":
                self.problems.append(hidden_sheet(name))
        names = without_marks([name for name, state, _ in self.sheets if state == "visible"])
        matching = [name for name in names if name.strip().casefold() == wanted.casefold()]
        if len(names) != 1 and len(matching) != 1:
            self.problems.append(several_sheets(names, wanted))
        return matching[0] if len(matching) == 1 else (names or [""])[0]

    # reading

    def read(self, wanted: str) -> Table:
        sheet = self.judge(wanted)
        table = Table("xlsx", sheet, [], texts=self.texts, problems=self.problems)
        self.texts.extend((Place.SHEET_NAME, name) for name, *_ in self.sheets)
        self.search_other_parts()
        self.strings = self.read_strings()
        self.styles = self.read_styles()
        for name, state, path in self.sheets:
            if "worksheets/" in path or path in self.names():
                reading = SheetReading(self, name, table if name == sheet and state == "visible" else None)
                reading.read(path)
        if self.is_active:
            self.problems.insert(0, active_content())
        return table

    def search_other_parts(self) -> None:
        """Whatever is written in parts that are not read as sheets or strings, left-over sheets among them."""
        read_elsewhere = {path for *_, path in self.sheets} | {self.part_of_type("/sharedStrings")}
        for name in self.names():
            if (
                name.endswith((".xml", ".vml", ".rels"))
                and name not in read_elsewhere
                and not WORDLESS_PARTS.search(name)
            ):
                self.search_part(name)

    def search_part(self, name: str) -> None:
        place = Place.COMMENT if "omment" in name else Place.FILE
        if "docProps" in name:
            # A workbook names its author, who is not a patient; the other properties should name nobody.
            self.add_texts(Place.PROPERTIES, name, skip=AUTHORS)
        self.add_texts(place, name)

    def add_texts(self, place: str, name: str, *, skip: set[str] = frozenset()) -> None:
        with self.archive.open(name) as stream:
            self.texts.extend((place, text) for text in written_texts(stream, skip=skip) if text.strip())

    def read_strings(self) -> list[str]:
        path = self.part_of_type("/sharedStrings")
        if not path:
            return []
        with self.archive.open(path) as stream:
            return shared_strings(stream, self.keep)

    def keep(self, text: str) -> str:
        """A string shortened to what is needed to say that it is too long; the whole of it is searched first."""
        text = unescape(text)
        self.texts.append((Place.FILE, text))
        return text[: self.limits.characters + 1]

    def read_styles(self) -> Styles:
        path = self.part_of_type("/styles")
        if not path:
            return Styles()
        with self.archive.open(path) as stream:
            return read_styles(stream)


class SheetReading:
    """Turns the raw cells of one sheet into rows of a table; without a table only searches them."""

    def __init__(self, workbook: Workbook, name: str, table: Table | None):
        self.workbook = workbook
        self.name = name
        self.table = table
        self.limits = workbook.limits
        self.filled = 0
        self.hidden_rows: list[int] = []
        self.used_columns: set[int] = set()
        self.formulas: list[str] = []

    def read(self, path: str) -> None:
        with self.workbook.archive.open(path) as stream:
            parts = SheetReader(self.take).read(stream)
        self.workbook.texts.extend((Place.HEADER, text) for text in parts.texts)
        if self.table is not None:
            self.finish(parts)

    def take(self, number: int, hidden: bool, raw_cells: list[RawCell]) -> None:
        if self.table is not None and self.filled > self.limits.rows:
            self.count_only(number, raw_cells)
            return
        cells = {}
        for raw in raw_cells:
            cell = self.cell(number, raw)
            if cell.text.strip():
                cells[raw.column] = cell
        if self.table is None or not cells:
            return
        if hidden:
            self.hidden_rows.append(number)
        self.used_columns.update(cells)
        self.filled += 1
        self.table.rows.append(Row(number, number, cells))

    def count_only(self, number: int, raw_cells: list[RawCell]) -> None:
        """A row beyond the limit: counted and searched, not kept. Strings are searched where they are stored."""
        if any(raw.value and not raw.value.isspace() for raw in raw_cells):
            self.table.rows_beyond_limit += 1
        for raw in raw_cells:
            if raw.formula is not None or (raw.value and raw.type != "s" and worth_searching(raw.value)):
                self.search_later(Place.FILE, self.cell(number, raw))

    def cell(self, number: int, raw: RawCell) -> Cell:
        workbook = self.workbook
        cell = cell_text(raw, workbook.strings, workbook.styles, uses_1904=workbook.uses_1904)
        if self.table is None or number > LAST_ROW:
            self.search_later(Place.OTHER_SHEET, cell)
        if raw.formula is not None:
            self.note_formula(number, raw)
        return cell

    def search_later(self, place: Place, cell: Cell) -> None:
        if worth_searching(cell.text) and not is_fraction(cell):
            self.workbook.texts.append((place, cell.text))

    def note_formula(self, number: int, raw: RawCell) -> None:
        self.search_later(Place.FORMULA, Cell(raw.formula))
        if ACTIVE_FORMULA.search(raw.formula[:LONGEST_FORMULA]):
            self.workbook.is_active = True
        elif self.table is not None and (raw.value is None or raw.value == ""):
            self.table.formulas_without_value.append((number, raw.column))
        elif self.table is not None:
            self.table.formulas.append((number, raw.column))

    def finish(self, parts: SheetParts) -> None:
        """Problems of the sheet's shape: what is hidden, what is merged."""
        if self.hidden_rows or (parts.rows_hidden_by_default and self.filled):
            self.table.problems.append(hidden_rows(self.name, self.hidden_rows))
        for first, last in parts.hidden_columns:
            used = [column for column in sorted(self.used_columns) if first <= column <= last]
            if used:
                self.table.problems.append(hidden_columns(self.name, used))
        for reference in parts.merged[:100]:
            self.table.problems.append(merged(self.name, reference))
        last = self.table.rows[-1].number if self.table.rows else 0
        self.table.blank_rows = max(0, last - len(self.table.rows))


def without_marks(names: list[str]) -> list[str]:
    """The sheets that may be the table: what we wrote ourselves beside it, when it went back to be mended, is none."""
    others = [name for name in names if name != MARKS_SHEET]
    return others or names


def read_xlsx(content: bytes, *, limits: Limits, sheet: str = "") -> Table:
    """The rows of the workbook's one sheet, or of the one named `sheet`. Raises SpreadsheetError."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        judge_archive(archive, limits)
        return Workbook(archive, limits).read(sheet)
    except UnsafeXml:
        raise SpreadsheetError(unsafe()) from None
    except (*DAMAGED_ARCHIVE, KeyError, OSError, ValueError):
        raise SpreadsheetError(damaged()) from None


def judge_archive(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse by the table of contents alone: too much, encrypted, or squeezed too well to be honest."""
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise SpreadsheetError(password_protected())
    total = sum(entry.file_size for entry in entries)
    squeezed = any(e.file_size > SMALL and e.file_size > limits.ratio * max(e.compress_size, 1) for e in entries)
    if total > limits.unpacked_bytes or len(entries) > limits.entries or squeezed:
        raise SpreadsheetError(unpacks_to_too_much(limits))
    usual = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if len({e.filename for e in entries}) != len(entries) or {e.compress_type for e in entries} - usual:
        raise SpreadsheetError(damaged())


def password_protected() -> Problem:
    return error("B7", "The selected file is password protected. Remove the password and upload it again")


def active_content() -> Problem:
    return error(
        "B9",
        "The file contains macros or links to other files. Save a plain .xlsx or CSV copy",
        fix="In Excel: Data, Edit Links, Break Link; then Save As, Excel Workbook (.xlsx)",
    )


def unpacks_to_too_much(limits: Limits) -> Problem:
    size = megabytes(limits.unpacked_bytes)
    return error("B10", f"The file unpacks to more than {size}. Delete unused sheets and rows")


def unsafe() -> Problem:
    return error("B11", "The file is damaged or unsafe and was not opened", fix="Save it again in Excel and retry")


def damaged() -> Problem:
    return error("B12", "The file is damaged. Save it again in Excel and retry")


def hidden_sheet(name: str) -> Problem:
    name = shown(name)
    return error("B45", f"The file has a hidden sheet ‘{name}’. Delete it or unhide it", sheet=name)


def several_sheets(names: list[str], wanted: str) -> Problem:
    found = ", ".join(f"‘{shown(name)}’" for name in names[:5]) or "none that can be seen"
    return error("B44", f"Keep one sheet named ‘{wanted or 'Return'}’. The file has these: {found}")


def hidden_rows(sheet: str, rows: list[int]) -> Problem:
    which = f" ({', '.join(map(str, rows[:10]))})" if rows else ""
    return error("B45", f"The sheet has hidden rows{which}. Delete them or unhide them", sheet=sheet)


def hidden_columns(sheet: str, columns: list[int]) -> Problem:
    letters = ", ".join(column_letter(number) for number in columns[:10])
    return error("B45", f"The sheet has hidden columns ({letters}). Delete them or unhide them", sheet=sheet)


def merged(sheet: str, reference: str) -> Problem:
    return error("B46", f"Cells {shown(reference)} are merged. Unmerge and fill each row", sheet=sheet)
