"""How problems are said, grouped, listed and kept."""

import pytest

from practices.models import Upload
from practices.uploads.pages import problem_table
from practices.uploads.problems import (
    Level,
    Problem,
    error,
    grouped,
    has_errors,
    shown,
    warning,
)


def test_value_is_shown_on_one_line_and_short():
    assert shown("a\r\nb\u202ec") == "a b c"
    assert len(shown("x" * 500)) == 40


def test_personal_value_is_never_kept_d22():
    assert error("E14", "contains what looks like an NHS number", found="secret", forget=True).found == ""


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("John Smith", ""),
        ("Smith, John", ""),
        ("123456789", ""),
        ("n/a", "n/a"),
        ("A81OO1", "A81OO1"),
        ("31/02/2008", "31/02/2008"),
    ],
)
def test_what_may_be_a_name_or_a_number_of_a_person_is_not_repeated_d22(found, kept):
    assert error("B76", "must be written with the digits 0 to 9", found=found).found == kept


def test_place_is_said_in_full():
    problem = error("B27", "x", sheet="Return", row=4, line=6, column="added")

    assert problem.where == "Sheet Return, row 4 (line 6 of the file), column added"


def test_problem_survives_the_database():
    problem = warning("W2", "10% more than last month", row=3, column="list_close", found="198")

    assert Problem.from_dict(problem.as_dict()) == problem
    assert problem.key == "W2:3:list_close"


def test_groups_put_errors_first_and_count_rows():
    problems = [warning("W2", "w", row=2, column="a"), *(error("E5", "e", row=r, column="b") for r in (3, 4))]

    groups = grouped(problems)

    assert [(group.level, group.title) for group in groups] == [(Level.ERROR, "Column b: 2 rows"), (Level.WARNING, "w")]
    assert groups[0].rows == [3, 4]


def test_problems_about_the_whole_file_are_not_merged():
    assert len(grouped([error("B45", "sheet ‘x’"), error("B45", "sheet ‘y’")])) == 2


def test_only_errors_refuse():
    assert has_errors([error("E5", "x")])
    assert not has_errors([warning("W2", "x")])


def test_the_table_leaves_out_what_no_problem_says():
    """Files of patients have none of their values repeated, so nothing was found there that could be shown."""
    table = problem_table([error("E4", "is in the future", row=5, column="date")], Upload())

    assert table["head"] == ["Where", "What is wrong", "Kind"]
    assert [len(row) for row in table["rows"]] == [3]
