"""A checked file as a workbook with marks: every mark in its cell, every value where it was, and no mark read back (V7)."""

import io
import zipfile

import openpyxl
import pytest

from practices.uploads.annotated import COLOURS, UNSAID, annotated_workbook
from practices.uploads.problems import Level, error, warning
from practices.uploads.rows import read_rows, read_whole
from tests.practices.made_files import (
    DATE_STYLE,
    GOOD,
    NAMES,
    NHS_NUMBER,
    PERCENT_STYLE,
    SCHEMA,
    csv_file,
    number,
    row,
    workbook,
)

LIST = ["Row", "Month", "What is wrong", "What to do", "Found", "Example or allowed", "Cell", "Code"]
BLANK = [None] * len(NAMES)


def listed(problems):
    return LIST, [[p.row or "", "", p.message, p.fix, p.found, p.expected, "", p.code] for p in problems]


def marked(content, *problems, name="return.csv"):
    """The bytes of the marked workbook; without problems named, those of reading."""
    reading = read_rows(name, content, SCHEMA)
    table = read_whole(name, content, SCHEMA)
    problems = problems or reading.problems
    return annotated_workbook(table, SCHEMA, reading.headings, problems, listed=listed(problems))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def values(content, name="return.xlsx"):
    reading = read_rows(name, content, SCHEMA)
    return [(found.number, found.values, found.kinds) for found in reading.rows]


def bad(row_number, column="added", **more):
    return error("E5", f"Row {row_number}, {column}: cannot be less than 0", row=row_number, column=column, **more)


def test_comment_and_colour_stand_in_the_very_cell_v7():
    sheet = opened(marked(csv_file(row(), row(added="-5")), bad(3, fix="Write 5")))["Return"]

    cell = sheet["D3"]
    assert cell.value == "-5"
    assert cell.comment.text == "Must be fixed: Row 3, added: cannot be less than 0. Write 5"
    assert cell.fill.fgColor.rgb == "FF" + COLOURS[Level.ERROR].removeprefix("#")
    assert [found.coordinate for line in sheet for found in line if found.comment] == ["D3"]


def test_warning_has_another_colour_and_another_word():
    cell = opened(marked(csv_file(row()), warning("W4", "unusual", row=2, column="added")))["Return"]["D2"]

    assert cell.comment.text.startswith("Must be confirmed: unusual")
    assert cell.fill.fgColor.rgb == "FF" + COLOURS[Level.WARNING].removeprefix("#")


def test_blank_cell_in_question_is_marked_too():
    cell = opened(marked(csv_file(row(added="")), bad(2)))["Return"]["D2"]

    assert cell.value is None and cell.comment and cell.fill.fgColor.rgb != "00000000"


def test_address_follows_blank_rows_other_order_and_other_headings_b41_b42():
    names = ["Practice code *", "added", *[name for name in NAMES if name not in ("practice", "added")]]
    bad_row = ["A99001", "-5", *[value for name, value in zip(NAMES, GOOD, strict=True) if name in names]]
    content = workbook(BLANK, BLANK, bad_row, names=names)

    sheet = opened(marked(content, bad(4), name="return.xlsx"))["Return"]

    assert (sheet["A1"].value, sheet["B4"].value) == ("Practice code *", "-5")
    assert "cannot be less" in sheet["B4"].comment.text
    assert not any(cell.value for line in sheet["2:3"] for cell in line)


def test_cells_of_several_lines_move_no_row_b33():
    content = csv_file(row(comment='"one\ntwo\nthree"'), row(added="-5"))

    sheet = opened(marked(content, bad(3)))["Return"]

    assert sheet["H2"].value == "one\ntwo\nthree"
    assert (sheet["D3"].value, bool(sheet["D3"].comment)) == ("-5", True)


def test_misspelt_heading_is_marked_where_it_stands_b43():
    content = csv_file(row(), names=[*NAMES[:3], "addded", *NAMES[4:]])

    sheet = opened(marked(content))["Return"]

    assert (sheet["D1"].value, "Did you mean ‘added’" in sheet["D1"].comment.text) == ("addded", True)


def test_problem_of_a_whole_row_is_marked_at_its_first_cell_b102():
    content = csv_file(row(), ["Total", "", "", "4", "2", "", "", ""])

    sheet = opened(marked(content))["Return"]

    assert "totals row" in sheet["A3"].comment.text


def test_the_sheet_that_was_read_comes_back_under_its_name_b44():
    other = {"Notes": "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'/>"}
    content = workbook(row(added="-5"), sheet="return", others=other)

    assert opened(marked(content, bad(2), name="r.xlsx")).sheetnames == ["return", "To mend"]


def test_only_sheet_of_another_name_keeps_it_and_is_read_again_b44():
    content = marked(workbook(row(), sheet="Sheet1"), bad(2), name="r.xlsx")

    assert opened(content).sheetnames == ["Sheet1", "To mend"]
    assert read_rows("r.xlsx", content, SCHEMA).problems == []


def test_other_sheet_beside_our_marks_is_still_refused_b44():
    book = opened(marked(workbook(row(), sheet="Sheet1"), bad(2), name="r.xlsx"))
    book.create_sheet("Sheet2")
    stream = io.BytesIO()
    book.save(stream)

    assert [problem.code for problem in read_rows("r.xlsx", stream.getvalue(), SCHEMA).problems] == ["B44"]


def test_marks_say_nothing_when_they_come_back_v7():
    content = csv_file(row(), row(added="-5", comment="=1+1"))
    before = read_rows("return.csv", content, SCHEMA)

    after = read_rows("return.xlsx", marked(content, bad(3), warning("W4", "odd", row=2, column="added")), SCHEMA)

    assert (after.problems, after.notes, after.rows_ignored) == (before.problems, before.notes, before.rows_ignored)
    assert [found.values for found in after.rows] == [found.values for found in before.rows]


def test_number_typed_into_a_comment_of_ours_is_found_all_the_same_b86():
    book = opened(marked(csv_file(row(added="-5")), bad(2)))
    book["Return"]["D2"].comment = openpyxl.comments.Comment(f"see {NHS_NUMBER}", "")
    stream = io.BytesIO()
    book.save(stream)

    assert read_rows("return.xlsx", stream.getvalue(), SCHEMA).forget


def test_message_that_could_be_taken_for_a_name_is_not_written_b19():
    content = marked(
        csv_file(row()), warning("B70", "This replaces the figures of Mr John Smith", row=2, column="added")
    )

    assert opened(content)["Return"]["D2"].comment.text == UNSAID
    assert not read_rows("return.xlsx", content, SCHEMA).forget


@pytest.mark.parametrize(
    "value",
    [
        4,
        0.5,
        number("39022", DATE_STYLE),
        number("39022.75", DATE_STYLE),
        number("0.45", PERCENT_STYLE),
        number("12345678901234567"),
        number("59", DATE_STYLE),
        "004",
        "5E1",
        "2006-11",
        "=1+1",
        "_x0041_",
        " 7 ",
    ],
)
def test_value_is_written_as_it_was_read(value):
    """D20, B57, B61, B76, B99: read again it is the same, and a formula it never is."""
    content = workbook(row(added=value), row())

    again = marked(content, bad(3), name="r.xlsx")

    assert [found[:2] for found in values(again)] == [found[:2] for found in values(content)]
    assert all(cell.data_type != "f" for line in opened(again)["Return"] for cell in line)


def test_nothing_is_hidden_and_nobody_is_named_d21():
    content = marked(csv_file(row(added="-5")), bad(2))

    book = opened(content)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert b"<authors><author></author></authors>" in archive.read("xl/comments1.xml")
    assert not book.properties.creator
    assert not [name for name in archive.namelist() if "externalLink" in name or "custom" in name or "embed" in name]


def test_list_of_marks_has_record_and_message_first_and_links_to_the_cell_v1():
    sheet = opened(marked(csv_file(row(), row(added="-5")), bad(3, found="-5")))["To mend"]

    assert [cell.value for cell in sheet[1]] == LIST
    assert [cell.value for cell in sheet[2]][:3] == [3, None, "Row 3, added: cannot be less than 0"]
    assert (sheet["G2"].value, sheet["G2"].hyperlink.location) == ("D3", "'Return'!D3")


def test_file_of_the_largest_size_goes_in_again_d18():
    lines = [row(added="-5")] * 4_000
    problems = [bad(number) for number in range(2, len(lines) + 2)]

    content = marked(csv_file(*lines), *problems)

    again = read_rows("return.xlsx", content, SCHEMA)
    assert (len(again.rows), again.problems) == (len(lines), [])
