"""What a file is, and how a CSV becomes numbered rows. Numbers such as B23 are those of the reader's specification."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.spreadsheets.reader import read_table
from practices.spreadsheets.tables import Limits, SpreadsheetError, column_letter

ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le")


def refusal(content, name="return.csv", **limits):
    with pytest.raises(SpreadsheetError) as caught:
        read_table(name, content, limits=Limits(**limits))
    return caught.value.problems[0]


def texts(content, **options):
    table = read_table("return.csv", content, **options)
    return [[cell.text for cell in row.cells.values()] for row in table.rows]


def a_zip(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def test_empty_file_is_refused_b2():
    assert refusal(b"").message == "The selected file is empty"


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"  \r\n \r\n", b"\xff\xfe", b"\t\n"])
def test_file_of_nothing_but_blanks_is_refused_b3(content):
    assert refusal(content).code == "B3"


def test_too_large_file_is_refused_with_both_sizes_b4():
    assert "smaller than 5 MB. Yours is 7.2 MB" in refusal(b"x" * 7_200_000).message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"\n <html><table>", "a web page"),
        (b"<?xml version='1.0'?><Workbook>", "an XML file"),
        (b'{"rows": []}', "a JSON file"),
        (b"[[1, 2]]", "a JSON file"),
        (b"\x1f\x8b\x08\0\0", "gzip"),
        (a_zip("word/document.xml", "[Content_Types].xml"), "a Word document"),
        (a_zip("mimetype", "META-INF/manifest.xml"), "OpenDocument"),
        (a_zip("Index/Document.iwa"), "Numbers"),
        (a_zip("xl/workbook.bin", "[Content_Types].xml"), "xlsb"),
        (a_zip("holiday.txt"), "a ZIP file"),
        (b"PK\x05\x06" + bytes(18), "a ZIP file"),
        (bytes(range(1, 9)) * 20, "some other program"),
    ],
)
def test_other_kinds_of_file_are_named_b5(content, words):
    problem = refusal(content)

    assert problem.code == "B5"
    assert words in problem.message


def test_old_and_protected_excel_files_have_their_own_words_b6_b7():
    assert "old Excel file (.xls)" in refusal(OLD_EXCEL).message
    assert "password protected" in refusal(ENCRYPTED).message


def test_virus_test_string_is_refused_b17():
    assert refusal(rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").code == "B17"


def test_csv_named_xlsx_is_read_by_its_content_b8():
    table = read_table("return.xlsx", b"a,b\n1,2\n")

    assert table.kind == "csv"
    assert "Read as CSV" in table.notes[0]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfa,b\n1,\xc2\xa3\n",
        "a\tb\n1\t£\n".encode("utf-16"),
        b"\xfe\xff" + "a\tb\n1\t£\n".encode("utf-16-be"),
        "a,b\n1,£\n".encode("utf-16-le"),
        b"a,b\n1,\xa3\n",
        b"a,b\r1,\xa3\r",
        b"a,b\r\n1,\xa3",
        b'"a","b"\n"1","\xa3"\r\n',
        b"sep=;\na;b\n1;\xa3\n",
    ],
)
def test_encodings_line_ends_and_quotes_give_the_same_rows_b23_b24_b25_b30_b31(content):
    assert texts(content) == [["a", "b"], ["1", "£"]]


def test_mixture_of_encodings_is_refused_with_its_row_b26():
    problem = refusal("a,b\n1,£\n".encode() + b"2,\xa3\n")

    assert problem.message == "Row 3 contains characters we cannot read. Save as CSV UTF-8"


def test_bytes_without_meaning_are_refused_with_their_row_b26():
    assert refusal(b"a,b\n1,\xa3\n2,\x81\n").row == 3


def test_unclosed_quotation_mark_is_named_by_its_row_b32():
    assert refusal(b'a,b\n1,2\n3,"4\n5,6\n').message == "A quotation mark opened in row 3 is never closed"


def test_rows_keep_their_number_and_their_line_b33_b101():
    table = read_table("r.csv", b'a,b\n1,"x\ny"\n\n3,4\n')

    assert [(row.number, row.line) for row in table.rows] == [(1, 1), (2, 2), (4, 5)]
    assert table.blank_rows == 1


def test_header_names_carry_their_letters():
    assert [(h.name, h.letter) for h in read_table("r.csv", b"a,,c\n1,2,3\n").header] == [("a", "A"), ("c", "C")]


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_column_letters(number, letters):
    assert column_letter(number) == letters


def test_rows_beyond_the_limit_are_counted_and_not_kept_b14():
    table = read_table("r.csv", b"a\n" + b"1\n" * 100, limits=Limits(rows=10))

    assert (len(table.rows), table.rows_beyond_limit) == (11, 90)


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="\ufeff"), max_size=8
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_is_written_quoted_is_read_back_as_it_was(rows):
    lines = [",".join('"' + value.replace('"', '""') + '"' for value in row) for row in [["a", "b", "c"], *rows]]

    table = read_table("r.csv", "\r\n".join(lines).encode())

    read = {row.number: [row.cells[c].text if c in row.cells else "" for c in (1, 2, 3)] for row in table.rows}
    expected = {place: row for place, row in enumerate(rows, start=2) if any(value.strip() for value in row)}
    assert {number: row for number, row in read.items() if number > 1} == expected


@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_refusal(content):
    try:
        read_table("r.csv", content)
    except SpreadsheetError as refused:
        assert refused.problems
