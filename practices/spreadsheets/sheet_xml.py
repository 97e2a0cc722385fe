"""The XML inside a workbook, streamed. Pure, standard library only.

openpyxl's read-only mode sees neither merged cells, hidden rows and comments, nor a formula together with its value,
so the parts are read here, each in one pass. No document type, entity or outside reference is ever followed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

CHUNK = 1 << 16
LARGEST_COLUMN = 16_384


class UnsafeXml(Exception):
    """The part declares a document type or entities, or is no XML at all."""


def refuse(*_):
    raise UnsafeXml


def parse_part(part: BinaryIO, start: Callable, end: Callable, text: Callable) -> None:
    """Feed a part to three handlers. Raises UnsafeXml for anything but plain, well-formed XML."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise UnsafeXml from None


def local(name: str) -> str:
    """The name without its prefix: some writers say `x:row`."""
    return name.rpartition(":")[2]


@dataclass(slots=True)
class RawCell:
    """A cell as stored: `type` and `style` are the XML's; `value` is None without a <v>."""

    column: int
    type: str
    style: int
    value: str | None = None
    formula: str | None = None


@dataclass
class SheetParts:
    """What a sheet holds beside its cells."""

    merged: list[str] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    rows_hidden_by_default: bool = False
    texts: list[str] = field(default_factory=list)


TEXT_ATTRIBUTES = {
    "hyperlink": ("display", "tooltip", "location"),
    "dataValidation": ("prompt", "promptTitle", "error", "errorTitle"),
}
HEADER_PARTS = {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}


class SheetReader:
    """Reads one worksheet and hands over each row: take(number, hidden, [RawCell, ...])."""

    def __init__(self, take: Callable[[int, bool, list[RawCell]], None]):
        self.take = take
        self.parts = SheetParts()
        self.row_number = 0
        self.row_hidden = False
        self.cells: list[RawCell] = []
        self.cell: RawCell | None = None
        self.chunks: list[str] | None = None
        self.inside_phonetic = False
        self.columns: dict[str, int] = {}
        self.starts = {
            "row": self.start_row,
            "c": self.start_cell,
            "v": self.start_text,
            "f": self.start_text,
            "t": self.start_text,
            "rPh": self.start_phonetic,
            "col": self.start_column,
            "mergeCell": self.start_merge,
            "sheetFormatPr": self.start_format,
            **dict.fromkeys(HEADER_PARTS, self.start_text),
            **dict.fromkeys(TEXT_ATTRIBUTES, self.start_attributes),
        }
        self.ends = {
            "row": self.end_row,
            "c": self.end_cell,
            "v": self.end_value,
            "f": self.end_formula,
            "t": self.end_inline,
            "rPh": self.end_phonetic,
            **dict.fromkeys(HEADER_PARTS, self.end_header),
        }

    def read(self, part: BinaryIO) -> SheetParts:
        parse_part(part, self.start, self.end, self.text)
        return self.parts

    def start(self, name, attributes):
        if name == "v":  # the two names that are nearly all of a sheet go first
            self.chunks = []
        elif name == "c":
            self.start_cell(name, attributes)
        elif handler := self.starts.get(name) or (":" in name and self.starts.get(local(name))):
            handler(name, attributes)

    def end(self, name):
        handler = self.ends.get(name) or (":" in name and self.ends.get(local(name)))
        if handler:
            handler()

    def text(self, data):
        if self.chunks is not None:
            self.chunks.append(data)

    def taken(self) -> str:
        chunks, self.chunks = self.chunks or (), None
        return chunks[0] if len(chunks) == 1 else "".join(chunks)

    def start_row(self, _, attributes):
        number = attributes.get("r", "")
        self.row_number = int(number) if number.isdecimal() and len(number) < 8 else self.row_number + 1
        self.row_hidden = is_true(attributes.get("hidden")) or is_zero(attributes.get("ht"))
        self.cells = []

    def end_row(self):
        self.take(self.row_number, self.row_hidden, self.cells)
        self.cells = []

    def start_cell(self, _, attributes):
        style = attributes.get("s", "0")
        column = self.column_of(attributes.get("r", ""))
        self.cell = RawCell(column, attributes.get("t", "n"), int(style) if style.isdecimal() else 0)

    def column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        number = self.columns.get(letters)
        if number is None:
            number = self.columns[letters] = column_number(letters)
        # A cell without a reference stands beside the one before it.
        return number or (self.cells[-1].column + 1 if self.cells else 1)

    def end_cell(self):
        if self.cell.value is not None or self.cell.formula is not None:
            self.cells.append(self.cell)
        self.cell = None

    def start_text(self, *_):
        if not self.inside_phonetic:
            self.chunks = []

    def end_value(self):
        if self.cell:
            self.cell.value = self.taken()

    def end_formula(self):
        if self.cell:
            self.cell.formula = self.taken()

    def end_inline(self):
        if self.cell and self.chunks is not None:
            self.cell.value = (self.cell.value or "") + self.taken()

    def start_phonetic(self, *_):
        self.inside_phonetic = True

    def end_phonetic(self):
        self.inside_phonetic = False

    def start_column(self, _, attributes):
        if is_true(attributes.get("hidden")) or is_zero(attributes.get("width")):
            self.parts.hidden_columns.append(
                (int(attributes.get("min", 1)), int(attributes.get("max", LARGEST_COLUMN)))
            )

    def start_merge(self, _, attributes):
        self.parts.merged.append(attributes.get("ref", ""))

    def start_format(self, _, attributes):
        self.parts.rows_hidden_by_default = is_true(attributes.get("zeroHeight"))

    def start_attributes(self, name, attributes):
        self.parts.texts.extend(attributes[key] for key in TEXT_ATTRIBUTES[local(name)] if key in attributes)

    def end_header(self):
        self.parts.texts.append(self.taken())


def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16384; 0 for what is no column."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            return 0
        number = number * 26 + ord(letter) - 64
    return number if number <= LARGEST_COLUMN else 0


def is_true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def is_zero(value: str | None) -> bool:
    return value is not None and value.strip("0.") == "" and "0" in value


def shared_strings(part: BinaryIO, keep: Callable[[str], str]) -> list[str]:
    """The workbook's strings, without the phonetic guides; `keep` sees each whole and may shorten it."""
    strings: list[str] = []
    chunks: list[str] = []
    state = {"phonetic": False, "text": False}

    def start(name, _):
        name = local(name)
        if name == "si":
            chunks.clear()
        elif name == "rPh":
            state["phonetic"] = True
        elif name == "t":
            state["text"] = not state["phonetic"]

    def end(name):
        name = local(name)
        if name == "si":
            strings.append(keep("".join(chunks)))
        elif name == "rPh":
            state["phonetic"] = False
        elif name == "t":
            state["text"] = False

    def text(data):
        if state["text"]:
            chunks.append(data)

    parse_part(part, start, end, text)
    return strings


def elements(part: BinaryIO, wanted: set[str]) -> list[tuple[str, dict[str, str]]]:
    """(local name, attributes) of the wanted elements in document order; attribute prefixes are dropped."""
    found = []

    def start(name, attributes):
        if local(name) in wanted:
            found.append((local(name), {local(key): value for key, value in attributes.items()}))

    parse_part(part, start, lambda name: None, lambda data: None)
    return found


WRITTEN_ATTRIBUTES = {
    "v", "name", "descr", "title", "caption", "prompt", "promptTitle", "error", "errorTitle", "display", "tooltip",
    "Target", "author", "displayName",
}  # fmt: skip


def written_texts(part: BinaryIO, *, skip: set[str] = frozenset()) -> list[str]:
    """Every text that somebody may have written in a part: one string for each paragraph, and telling attributes."""
    texts: list[str] = []
    chunks: list[str] = []
    path: list[str] = []

    def flush():
        if chunks:
            texts.append("".join(chunks))
            chunks.clear()

    def start(name, attributes):
        path.append(local(name))
        texts.extend(value for key, value in attributes.items() if local(key) in WRITTEN_ATTRIBUTES)

    def end(name):
        # Runs of one paragraph are joined, so that a number in two fonts is still one number.
        if path.pop() not in {"t", "r"}:
            flush()

    def text(data):
        if path and path[-1] not in skip:
            chunks.append(data)

    parse_part(part, start, end, text)
    flush()
    return texts
