"""The code list of a return: optional, known, and kept where a file says nothing about it."""

from datetime import date

import pytest

from measures.models import MonthlyReturn
from registers.models import CodeList
from tests.measures.made_returns import COLUMNS, line, return_file


@pytest.fixture
def versions(db):
    for version in ("2006-1", "2006-2"):
        CodeList.objects.create(version=version, title="Codes", published_on=date(2006, 1, 1))


def naming(version, **changes):
    return return_file({**line(**changes), "code_list": version}, columns=[*COLUMNS, "code_list"])


def test_a_return_may_name_its_code_list(versions, practice, check):
    upload = check(content=naming("2006-1"))

    assert upload.rows[0]["code_list"] == "2006-1"


def test_e18_a_code_list_that_nobody_knows_is_refused(versions, practice, check):
    upload = check(content=naming("2005-9"))

    (problem,) = upload.problems
    assert (problem["code"], problem["column"], problem["expected"]) == ("E18", "code_list", "2006-1, 2006-2")


def test_a_file_without_the_column_leaves_what_was_said(versions, practice, submit):
    submit()
    MonthlyReturn.objects.update(code_list="2006-1")

    (version,) = submit(line(comment="again"))

    assert version.code_list == "2006-1"


def test_the_same_figures_without_the_column_make_no_new_version(versions, practice, submit):
    submit()
    MonthlyReturn.objects.update(code_list="2006-1")

    assert submit() == []
