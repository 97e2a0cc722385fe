"""Large files by columns: the same as row by row, whatever the file holds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.spreadsheets.tables import Limits
from practices.uploads import columns_splitting
from practices.uploads.columns_checking import read_columns_of
from practices.uploads.columns_reading import read_columns
from practices.uploads.columns_splitting import gathered, same_values
from practices.uploads.rows import read_rows
from tests.practices.made_files import GOOD, NAMES, NHS_NUMBER, SCHEMA, csv_file, row

# Without free text, whose hidden characters are taken out and not refused, and without a version: extracts have neither.
PLAIN = replace(SCHEMA, columns=SCHEMA.columns[1:-1], version_column="")
COLUMNS = [column.name for column in PLAIN.columns]
VALUES = st.one_of(
    st.sampled_from(
        ["A99001", "2006-11", "4", "", " 7 ", "Total", "added", "\u00a05", "é", "x\u200by", "y" * 200, "a\0b"]
    ),
    st.text(alphabet="abc 19é", max_size=20),
)
ROWS = st.lists(st.lists(VALUES, min_size=0, max_size=len(COLUMNS) + 2), min_size=1, max_size=12)


def read_both(tmp_path, content, schema=PLAIN, name="return.csv"):
    path = tmp_path / "sent"
    path.write_bytes(content)
    return read_columns_of(name, path, schema), read_rows(name, content, schema)


def rows_of(columns):
    """As the plain reader gives them: row number -> values by name."""
    values = {name: [column.texts[code] for code in column.codes] for name, column in columns.columns.items()}
    return [
        (int(number), {name: texts[place] for name, texts in values.items()})
        for place, number in enumerate(columns.row_numbers)
    ]


def found(problems):
    """What was said, without the order; of a header without rows the advice differs by kind of file."""
    return {
        (problem.code, problem.row, problem.column, problem.message) for problem in problems if problem.code != "B3"
    }


def assert_the_same(columns, plain):
    assert found(columns.problems) == found(plain.problems)
    assert columns.is_refused == plain.is_refused
    assert rows_of(columns) == [(row.number, row.values) for row in plain.rows]
    assert (columns.rows_read, columns.rows_refused, columns.rows_ignored) == (
        plain.rows_read,
        plain.rows_refused,
        plain.rows_ignored,
    )


@given(
    rows=ROWS,
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=st.sampled_from([",", ";", "\t"]),
    bom=st.booleans(),
)
def test_columns_say_what_the_plain_reader_says(tmp_path_factory, rows, newline, delimiter, bom):
    """B34, B35, B101 to B104: ragged rows, blank ones, totals, repeated names; nothing shifts and nothing is dropped."""
    lines = [delimiter.join(COLUMNS), *(delimiter.join(values) for values in rows)]
    content = (b"\xef\xbb\xbf" if bom else b"") + newline.join(lines).encode()

    assert_the_same(*read_both(tmp_path_factory.mktemp("sent"), content))


@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]))
def test_quoted_files_go_the_slower_way_to_the_same_end(tmp_path_factory, rows, end):
    quoted = [",".join(f'"{value}"' for value in values) for values in rows]
    content = end.join([",".join(COLUMNS), *quoted, ""]).encode()

    assert_the_same(*read_both(tmp_path_factory.mktemp("sent"), content))


@given(rows=ROWS)
def test_windows_text_is_read_as_such(tmp_path_factory, rows):
    lines = [",".join(COLUMNS), *(",".join(values) for values in rows), "£,£"]
    content = "\n".join(lines).encode("cp1252", "ignore")

    assert_the_same(*read_both(tmp_path_factory.mktemp("sent"), content))


@given(st.lists(st.binary(max_size=30).filter(lambda text: not set(text) & {0, 10, 44}), min_size=1, max_size=50))
def test_equal_values_and_only_those_get_one_number(values):
    block = b",".join(values) + b"\n"
    ends = np.cumsum([len(value) + 1 for value in values]) - 1
    starts = ends - [len(value) for value in values]

    codes, representatives = same_values(gathered(block, starts, ends, 4))

    assert [values[representatives[code]] for code in codes] == values


def test_two_values_with_one_number_are_still_told_apart(monkeypatch):
    """The numbers are made so that they clash; the answer is exact all the same."""
    monkeypatch.setattr(columns_splitting, "FACTORS", np.zeros(16, dtype=np.uint64))
    block = b"2006-11-01,2006-11-02,2006-11-01\n"
    starts = np.array([0, 11, 22])

    codes, _ = same_values(gathered(block, starts, starts + 10, 2))

    assert codes[0] == codes[2] != codes[1]


@pytest.mark.parametrize("block", [7, 64, 1_000])
def test_blocks_of_any_size_give_the_same(tmp_path, monkeypatch, block):
    monkeypatch.setattr("practices.uploads.columns_cells.BLOCK", block)
    rows = [row(added=str(number))[1:-1] for number in range(40)]
    content = csv_file(*rows, names=COLUMNS)

    assert_the_same(*read_both(tmp_path, content))


def test_patient_key_is_no_telephone_number_and_holds_no_nhs_number(tmp_path):
    """One key in thirty has a run of digits like a telephone's; none can be told from chance."""
    key = "a0" + "1" * 9 + "b" + NHS_NUMBER + "c" * 42
    rows = [row(practice=key)[1:-1]]

    columns, plain = read_both(tmp_path, csv_file(*rows, names=COLUMNS))

    assert columns.problems == plain.problems == []


def test_number_in_an_unused_column_refuses_and_forgets_b86(tmp_path):
    rows = [[*GOOD, "x"], [*GOOD, f"see {NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}"]]
    columns, plain = read_both(tmp_path, csv_file(*rows, names=[*NAMES, "remark"]), SCHEMA)

    assert columns.forget
    assert plain.forget
    assert found(columns.problems) == found(plain.problems)
    assert not columns.columns


def test_too_many_rows_are_counted_and_refused_b14(tmp_path):
    rows = [row(added=str(number))[1:-1] for number in range(5)]
    columns, plain = read_both(tmp_path, csv_file(*rows, names=COLUMNS), replace(PLAIN, limits=Limits(rows=4)))

    assert found(columns.problems) == found(plain.problems)


def test_a_process_of_its_own_reads_the_stored_file(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(csv_file(row()[1:-1], row(added="5")[1:-1], names=COLUMNS))

    columns = read_columns(path, "return.csv", PLAIN)

    assert [values["added"] for _, values in rows_of(columns)] == ["4", "5"]


def test_a_reader_that_takes_too_long_is_ended_d18(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(csv_file(row()[1:-1], names=COLUMNS))

    columns = read_columns(path, "return.csv", replace(PLAIN, limits=Limits(seconds=0)))

    assert [problem.code for problem in columns.problems] == ["B10"]


def test_a_reader_without_memory_says_so_d18(tmp_path):
    path = tmp_path / "sent"
    path.write_bytes(csv_file(row()[1:-1], names=COLUMNS))

    columns = read_columns(path, "return.csv", replace(PLAIN, limits=Limits(memory_bytes=1_000_000)))

    assert [problem.code for problem in columns.problems] == ["B12"]
