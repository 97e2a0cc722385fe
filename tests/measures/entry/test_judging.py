"""Cells are judged by the checks of files, and by no others; what is missing is no mistake until it is sent."""

import pytest

from accounts.permissions import Role
from measures.entry.cells import Place
from measures.entry.judging import judge
from measures.fields import ACTIVITY_FIELDS
from measures.models import LockException
from tests.measures.entry.typing import cells
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
PLACE = Place("W1", "A99001", "2006-11")


def codes(judged):
    return sorted(one.code for found in judged.problems.values() for one in found)


def test_good_cells_have_no_problem(practice):
    judged = judge(PLACE, cells(), is_whole=True)

    assert (judged.problems, judged.of_the_month, judged.is_open) == ({}, [], True)


def test_c3_a_typed_cell_is_told_what_a_file_is_told(practice, check):
    upload = check(line(list_close=999, gp_consultations="n/a"))

    judged = judge(PLACE, cells(list_close=999, gp_consultations="n/a"), is_whole=True)

    typed = {(one.column, one.code, one.message) for found in judged.problems.values() for one in found}
    assert typed == {(one["column"], one["code"], one["message"]) for one in upload.problems}


def test_c8_blank_is_no_mistake_before_sending(practice):
    texts = cells(gp_consultations="", extract_date="", severity_tool="")

    assert judge(PLACE, texts).problems == {}
    assert set(judge(PLACE, texts, is_whole=True).problems) == {"gp_consultations", "extract_date", "severity_tool"}


def test_a_sum_is_judged_as_soon_as_its_numbers_are_there(practice):
    texts = dict.fromkeys(cells(), "") | {
        "list_open": "180",
        "list_added": "1",
        "list_removed": "0",
        "list_close": "190",
    }

    assert codes(judge(PLACE, texts)) == ["E6"]


def test_w6_nothing_at_all_is_said_only_when_every_activity_is_there(practice):
    nothing = cells(**dict.fromkeys(ACTIVITY_FIELDS, 0))

    assert "W6" in codes(judge(PLACE, nothing))
    assert "W6" not in codes(judge(PLACE, nothing | {"people_13w_new": ""}))


def test_d22_a_number_of_a_patient_is_named_and_never_repeated(practice):
    judged = judge(PLACE, cells(comment="943 476 5919"))

    (problem,) = judged.problems["comment"]
    assert (problem.code, problem.found) == ("E14", "")


def test_b68_a_month_that_has_closed_is_not_open(practice, programme):
    programme.lock_after_days = 40
    programme.save()

    judged = judge(PLACE, cells())

    assert judged.closed_on is not None
    assert not judged.is_open


def test_b68_a_closed_month_that_was_reopened_is_open(practice, wave, programme, manager, facilitator, administrator):
    programme.lock_after_days = 40
    programme.save()
    LockException.objects.create(
        wave=wave,
        practice=practice,
        month="2006-11-01",
        until="2007-02-20",
        reason="system",
        asked_by=manager,
        first_by=facilitator,
        first_as=Role.FACILITATOR,
        second_by=administrator,
        second_as=Role.PROGRAMME_ADMINISTRATOR,
    )

    assert judge(PLACE, cells()).is_open


def test_e4_a_month_that_runs_is_not_open(practice):
    judged = judge(Place("W1", "A99001", "2007-02"), cells())

    assert [one.code for one in judged.of_the_month] == ["E4"]
    assert not judged.is_open
