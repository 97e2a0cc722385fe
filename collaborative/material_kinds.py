"""What a hand-out may be, told by its bytes and never by its name or what the browser says. Pure, standard library only."""

import io
import zipfile
from dataclasses import dataclass

from practices.spreadsheets.identifiers import has_nhs_number
from practices.spreadsheets.reader import MARKUP, is_binary
from practices.spreadsheets.workbooks import DAMAGED_ARCHIVE

LARGEST = 20_000_000
ENTRIES = 5_000


@dataclass(frozen=True)
class MaterialKind:
    ending: str
    words: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.ending: kind
    for kind in [
        MaterialKind("pdf", "PDF", "application/pdf"),
        MaterialKind("pptx", "PowerPoint", f"{OFFICE}presentationml.presentation"),
        MaterialKind("docx", "Word", f"{OFFICE}wordprocessingml.document"),
        MaterialKind("xlsx", "Excel", f"{OFFICE}spreadsheetml.sheet"),
        MaterialKind("csv", "CSV", "text/csv; charset=utf-8"),
        MaterialKind("png", "Picture (PNG)", "image/png"),
        MaterialKind("jpeg", "Picture (JPEG)", "image/jpeg"),
    ]
}
SIGNATURES = [(b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg")]
# The part by which each of the three kinds of document is known.
PARTS = {"ppt/presentation.xml": "pptx", "word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


class NotAMaterial(ValueError):
    """The file is of no kind that may be handed out; the text says why and what to do."""


def kind_of(content: bytes) -> MaterialKind:
    """The kind of a file. Raises NotAMaterial for anything else, empty and over-large files included."""
    if not content:
        raise NotAMaterial("The selected file is empty")
    if len(content) > LARGEST:
        raise NotAMaterial("The selected file must be smaller than 20 MB")
    for signature, ending in SIGNATURES:
        if content.startswith(signature):
            return KINDS[ending]
    if content.startswith(b"PK\x03\x04"):
        return KINDS[document_kind(content)]
    return KINDS[text_kind(content)]


def document_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (*DAMAGED_ARCHIVE, ValueError, OSError):
        raise NotAMaterial("The file is damaged. Save it again and retry") from None
    if len(names) > ENTRIES:
        raise NotAMaterial("The file has too many parts. Save it as PDF and retry")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotAMaterial("The file holds macros. Save it without macros, or as PDF, and retry")
    for part, ending in PARTS.items():
        if part in names and "[Content_Types].xml" in names:
            return ending
    raise NotAMaterial(WRONG_KIND)


WRONG_KIND = "The selected file must be a PDF, PowerPoint, Word, Excel or CSV file, or a PNG or JPEG picture"


def text_kind(content: bytes) -> str:
    """A CSV is text that is no markup; one with what looks like an NHS number is refused (G6)."""
    start = content[:4000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"\0" in content or is_binary(content[:4000]) or any(pattern.match(start) for pattern, _ in MARKUP):
        raise NotAMaterial(WRONG_KIND)
    text = content.decode("utf-8", "replace")
    if not any(mark in text for mark in ",;\t"):
        raise NotAMaterial(WRONG_KIND)
    if has_nhs_number(text):
        raise NotAMaterial(
            "The file contains what looks like an NHS number. It was not kept. Remove the number everywhere"
        )
    return "csv"
