"""The cells in question of a file, and the file with other values in them (V7)."""

from practices.spreadsheets.tables import Cell
from practices.uploads import mending
from practices.uploads.mending import first_cells, in_question, mended
from practices.uploads.problems import error, warning
from practices.uploads.rows import read_rows, read_whole
from tests.practices.made_files import SCHEMA, csv_file, row

TWO_ROWS = csv_file(row(added="-5"), row(month="2006-12", comment="fine"))


def questions(content, *problems):
    reading = read_rows("return.csv", content, SCHEMA)
    table = read_whole("return.csv", content, SCHEMA)
    return in_question(table, problems or reading.problems, reading.headings, SCHEMA)


def bad(number, column="added", **more):
    return error("E5", more.pop("message", "cannot be less than 0"), row=number, column=column, **more)


def test_only_rows_with_a_problem_are_asked_for():
    (found,) = questions(TWO_ROWS, bad(2))

    assert (found.number, found.label) == (2, [("practice", "A99001"), ("month", "2006-11")])
    assert [(cell.name, cell.address, cell.text) for cell in found.cells] == [("added", "D2", "-5")]


def test_what_is_only_said_is_not_asked_for():
    said = warning("A1", "taken as it is", row=2, column="added")

    assert questions(TWO_ROWS, error("E1", "the whole file")) == []
    assert [one.cells[0].problems for one in questions(TWO_ROWS, said)] == [(said,)]


def test_column_that_a_message_names_may_be_changed_too():
    (found,) = questions(TWO_ROWS, bad(2, fix="Correct added or referrals"))

    assert [(cell.name, len(cell.problems)) for cell in found.cells] == [("added", 1), ("referrals", 0)]


def test_two_problems_of_a_cell_are_one_field():
    (found,) = questions(TWO_ROWS, bad(2), warning("W1", "odd", row=2, column="added"))

    assert [len(cell.problems) for cell in found.cells] == [2]


def test_row_that_may_not_be_in_the_file_can_be_left_out():
    total = csv_file(row(), ["Total", "", "", "4", "2", "", "", ""])

    assert [one.may_be_left_out for one in questions(total)] == [True]
    assert [one.may_be_left_out for one in questions(TWO_ROWS, bad(2, column="month"))] == [True]
    assert [one.may_be_left_out for one in questions(TWO_ROWS, bad(2))] == [False]


def test_heading_is_a_cell_like_any_other_b43():
    names = csv_file(row(), names=["version", "practice", "month", "addded", *[c.name for c in SCHEMA.columns][4:]])

    (found,) = questions(names)

    assert [(cell.address, cell.text) for cell in found.cells] == [("D1", "addded")]
    assert not found.may_be_left_out


def test_patient_key_is_shown_by_its_beginning_d37():
    assert mending.short("ab12" * 16) == mending.short("ab12" * 10) == "ab12ab12…"


def test_so_many_cells_stand_on_a_page_and_the_rest_is_counted():
    rows = questions(csv_file(*[row(added="-5")] * 5), *[bad(number) for number in range(2, 7)])

    some, more = first_cells(rows, 3)

    assert ([one.number for one in some], more) == ([2, 3, 4], 2)


def changed(typed, left_out=()):
    return mended(read_whole("return.csv", TWO_ROWS, SCHEMA), typed, left_out)


def test_typed_text_takes_the_place_of_what_stood_there():
    first = changed({(2, 4): " 5 "}).rows[1]

    assert first.cells[4] == Cell("5")
    assert first.cells[5] == Cell("2")


def test_cell_that_was_cleared_is_blank():
    assert 8 not in changed({(3, 8): ""}).rows[2].cells


def test_cell_whose_line_breaks_the_browser_wrote_its_own_way_is_as_it_was():
    table = read_whole("return.csv", csv_file(row(comment='"one\ntwo"')), SCHEMA)

    assert mended(table, {(2, 8): "one\r\ntwo"}).rows[1].cells[8] == Cell("one\ntwo")


def test_row_left_out_moves_no_other_row():
    assert [one.number for one in changed({}, left_out=[2]).rows] == [1, 3]


def test_names_of_the_columns_are_never_left_out():
    assert [one.number for one in changed({}, left_out=[1]).rows] == [1, 2, 3]


def test_value_beside_the_table_may_be_typed_into_a_row_that_was_blank():
    assert changed({(9, 2): "A99001"}).rows[-1].cells == {2: Cell("A99001")}
