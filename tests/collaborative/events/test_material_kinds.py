"""Hand-outs are judged by their bytes (W4)."""

import io
import zipfile

import pytest

from collaborative.material_kinds import LARGEST, NotAMaterial, kind_of


def archive(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\xff\xd8\xff\xe0...", "jpeg"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        ("Idea;Who\nCall first;Zoë\n".encode(), "csv"),
    ],
)
def test_w4_kind_is_told_by_the_bytes(content, ending):
    assert kind_of(content).ending == ending


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF" + b"x" * LARGEST, "smaller than 20 MB"),
        (b"MZ\x90\x00\x03\x00", "must be a PDF"),
        (b"<html><script>alert(1)</script>, ;</html>", "must be a PDF"),
        (b"<svg xmlns='x'>,</svg>", "must be a PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (archive("anything.txt"), "must be a PDF"),
        (archive("[Content_Types].xml", "ppt/presentation.xml", "ppt/vbaProject.bin"), "macros"),
        (b"name,number\nx,943 476 5919\n", "NHS number"),
    ],
    ids=["empty", "large", "program", "web page", "svg", "damaged", "other zip", "macros", "identifier"],
)
def test_w4_anything_else_is_refused_in_words(content, said):
    with pytest.raises(NotAMaterial, match=said):
        kind_of(content)
