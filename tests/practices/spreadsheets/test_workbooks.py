"""XLSX -> numbered rows, and what a workbook may not contain. Numbers such as B44 are the reader's specification."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from practices.spreadsheets.reader import read_table
from practices.spreadsheets.tables import Limits, SpreadsheetError
from tests.practices import made_files as made
from tests.practices.made_files import Raw, formula, number, workbook


def read(content, **options):
    return read_table("return.xlsx", content, sheet="Return", **options)


def refusal(content, **limits):
    with pytest.raises(SpreadsheetError) as caught:
        read(content, limits=Limits(**limits))
    return caught.value.problems[0]


def first_cell(value, **options):
    """The text and kind of a value in A2."""
    cell = read(workbook([value], names=["a"], **options)).rows[1].cells[1]
    return cell.text, cell.kind


def codes(content):
    return [problem.code for problem in read(content).problems]


def test_rows_and_numbers_are_those_of_the_sheet_b42():
    table = read(workbook(["x", 2], [None, None], ["y", 3], names=["a", "b"]))

    assert [row.number for row in table.rows] == [1, 2, 4]
    assert table.rows[2].cells[2] == ("3", "number")
    assert table.blank_rows == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, ("3", "number")),
        (number("3.0"), ("3", "number")),
        (number("38.000000000000007"), ("38", "number")),
        (number("9.434765919E9"), ("9434765919", "number")),
        (number("1E+400"), ("inf", "number")),
        (number("0.45", made.PERCENT_STYLE), ("45%", "percent")),
        (number("39479", made.DATE_STYLE), ("2008-02-01", "date")),
        (number("39479.5", made.MOMENT_STYLE), ("2008-02-01T12:00:00", "date")),
        (number("39479", made.DAYS_STYLE), ("39479", "number")),
        (number("0", made.DATE_STYLE), ("1900-01-00", "date")),
        (number("60", made.DATE_STYLE), ("1900-02-29", "date")),
        (Raw('<c r="{at}" t="b"><v>1</v></c>'), ("TRUE", "boolean")),
        (Raw('<c r="{at}" t="e"><v>#REF!</v></c>'), ("#REF!", "error")),
        (Raw('<c r="{at}" t="d"><v>2008-02-01T00:00:00</v></c>'), ("2008-02-01", "date")),
        (Raw('<c r="{at}" t="inlineStr"><is><r><t>two </t></r><r><t>fonts</t></r></is></c>'), ("two fonts", "text")),
        (Raw('<c r="{at}" t="inlineStr"><is><t>a_x0041_b</t></is></c>'), ("aAb", "text")),
    ],
)
def test_cells_show_what_a_person_sees_b73_b74_b57(value, expected):
    assert first_cell(value) == expected


def test_both_date_systems_give_the_same_day_b62():
    assert first_cell(number("39479", made.DATE_STYLE)) == ("2008-02-01", "date")
    assert first_cell(number("38017", made.DATE_STYLE), date1904=True) == ("2008-02-01", "date")


def test_shared_strings_leave_out_phonetic_guides():
    strings = f"<sst {made.WORKBOOK_NS}><si><r><t>to</t></r><r><t>kyo</t></r><rPh><t>TOKYO</t></rPh></si></sst>"

    value = first_cell(Raw('<c r="{at}" t="s"><v>0</v></c>'), parts={"xl/sharedStrings.xml": strings})

    assert value == ("tokyo", "text")


def test_elements_with_a_prefix_are_read_too():
    prefixed = made.sheet_xml([["a"], [7]]).replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")

    table = read(workbook(parts={"xl/worksheets/sheet1.xml": prefixed}))

    assert table.rows[1].cells[1].text == "7"


def test_formulas_are_read_by_their_value_or_listed_b80():
    table = read(workbook([formula("1+1", 2), formula("1+1")], names=["a", "b"]))

    assert table.rows[1].cells[1].text == "2"
    assert (table.formulas, table.formulas_without_value) == ([(2, 1)], [(2, 2)])


def test_value_in_the_last_cell_costs_nothing_b13():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    sheet = made.sheet_xml([["a"], [1]]).replace("</sheetData>", far)

    table = read(workbook(parts={"xl/worksheets/sheet1.xml": sheet}))

    assert [row.number for row in table.rows] == [1, 2, 1048576]


def test_styled_but_blank_tail_is_ignored_b13_b15():
    tail = "".join(f'<row r="{place}"><c r="A{place}" s="1"/></row>' for place in range(3, 30_000))
    sheet = made.sheet_xml([["a"], [1]]).replace("</sheetData>", f"{tail}</sheetData>")

    assert len(read(workbook(parts={"xl/worksheets/sheet1.xml": sheet})).rows) == 2


@pytest.mark.parametrize(
    "part",
    [
        "xl/vbaProject.bin",
        "xl/externalLinks/externalLink1.xml",
        "xl/embeddings/oleObject1.bin",
        "xl/macrosheets/sheet1.xml",
        "xl/connections.xml",
    ],
)
def test_macros_and_links_are_refused_b9(part):
    content = workbook(["x"], names=["a"], parts={part: "<x/>"})

    assert codes(content) == ["B9"]


def test_formula_that_calls_a_program_is_refused_b9():
    assert codes(workbook([formula("cmd|'/C calc'!A0", 1)], names=["a"])) == ["B9"]


def test_several_sheets_are_refused_unless_one_has_the_name_b44():
    other = made.sheet_xml([["notes"]])

    assert codes(workbook(["x"], names=["a"], others={"Notes": other})) == []
    assert codes(workbook(["x"], names=["a"], sheet="Sheet1", others={"Sheet2": other})) == ["B44"]
    assert codes(workbook(["x"], names=["a"], sheet="Sheet1")) == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_is_refused_and_not_read_b45(state):
    content = workbook(["x"], names=["a"], others={"Old": made.sheet_xml([["secret"]])}, states={"Old": state})

    problem = read(content).problems[0]

    assert problem.message == "The file has a hidden sheet ‘Old’. Delete it or unhide it"


@pytest.mark.parametrize(
    "shape",
    [
        {"row_attributes": {2: 'hidden="1"'}},
        {"row_attributes": {2: 'ht="0" customHeight="1"'}},
        {"before": '<cols><col min="1" max="1" hidden="1"/></cols>'},
        {"before": '<cols><col min="1" max="16384" width="0"/></cols>'},
        {"before": '<sheetFormatPr zeroHeight="1"/>'},
    ],
)
def test_hidden_rows_and_columns_with_values_are_refused_b45(shape):
    assert codes(workbook(["x"], names=["a"], **shape)) == ["B45"]


def test_hidden_columns_without_values_are_nobodys_harm_b45():
    assert codes(workbook(["x"], names=["a"], before='<cols><col min="5" max="16384" hidden="1"/></cols>')) == []


def test_merged_cells_are_named_b46():
    content = workbook(["x"], names=["a"], after='<mergeCells><mergeCell ref="A2:A5"/></mergeCells>')

    assert read(content).problems[0].message == "Cells A2:A5 are merged. Unmerge and fill each row"


def test_archive_that_unpacks_to_too_much_is_refused_unread_b10():
    bomb = workbook(["x"], names=["a"], parts={"xl/worksheets/sheet9.xml": "0" * 3_000_000})

    assert refusal(bomb).message == "The file unpacks to more than 50 MB. Delete unused sheets and rows"
    assert refusal(workbook(["x"]), unpacked_bytes=100).code == "B10"
    assert refusal(workbook(["x"]), entries=3).code == "B10"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_document_types_and_entities_are_never_followed_b11(declaration, part):
    content = workbook(["x"], names=["a"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}

    parts[part] = declaration + parts[part]

    assert refusal(made.packed(parts)).message == "The file is damaged or unsafe and was not opened"


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_truncated_archive_is_refused_b12(cut):
    assert refusal(workbook(["x"], names=["a"])[:cut]).code in {"B5", "B12"}


def test_missing_sheet_and_bad_checksum_are_refused_b12():
    content = workbook(["x"], names=["a"])
    spoilt = bytearray(content)
    spoilt[content.index(b"xl/worksheets/sheet1.xml") + 60] ^= 0xFF
    parts = made.workbook_parts({"Return": ""})
    del parts["xl/worksheets/sheet1.xml"]

    assert refusal(bytes(spoilt)).code in {"B11", "B12"}
    assert refusal(made.packed(parts)).code == "B12"


def test_encrypted_entries_are_called_protected_b7():
    content = bytearray(workbook(["x"], names=["a"]))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1

    assert refusal(bytes(content)).code == "B7"


def test_values_agree_with_openpyxl():
    """A second reader, written by others, sees the same in an ordinary workbook."""
    book = openpyxl.Workbook()
    values = ["text", 3, 3.5, date(2008, 2, 1), datetime(2008, 2, 1, 13, 30), True, "ünïcode", 0, -4, "  spaced "]
    book.active.append(["name"] * len(values))
    book.active.append(values)
    stream = io.BytesIO()
    book.save(stream)

    cells = read(stream.getvalue()).rows[1].cells

    shown = ["text", "3", "3.5", "2008-02-01", "2008-02-01T13:30:00", "TRUE", "ünïcode", "0", "-4", "  spaced "]
    assert [cells[number].text for number in sorted(cells)] == shown
