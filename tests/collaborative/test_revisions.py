"""Figures since revised: which figures say something else than on an earlier day, why, and to whom what is told."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from measures.actions.returns import withdraw_return
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn
from practices.months import LONDON
from tests.collaborative.conftest import agree

OCTOBER, NOVEMBER = date(2006, 10, 1), date(2006, 11, 1)
DAYS = {"from": "2007-01-10", "to": "2007-02-08"}
SECRET = "Counted by another clerk"


def correct(practice, month, **changes):
    """A version that replaces the one there on 20 January, with its reason."""
    moment = datetime(2007, 1, 20, 9, tzinfo=LONDON)
    before = MonthlyReturn.objects.get(practice=practice, month=month, is_current=True)
    MonthlyReturn.objects.filter(pk=before.pk).update(state="corrected", is_current=False, superseded_at=moment)
    values = {
        "state": "submitted",
        "submitted_at": moment,
        "accepted_at": None,
        "correction_reason": SECRET,
        "version": 2,
    }
    for name, value in (values | changes).items():
        setattr(before, name, value)
    before.pk, before.is_current = None, True
    before.save(force_insert=True)


@pytest.fixture
def revised(returned, wave, practice, neighbour, settings):
    """October corrected by one practice; November withdrawn by it; another one's return came late."""
    agree(wave, practice)
    november = MonthlyReturn.objects.filter(practice=practice, month=NOVEMBER)
    november.update(state="submitted", accepted_at=None)
    correct(practice, OCTOBER, gp_consultations=100)
    settings.BUSINESS_CLOCK = "2007-01-21T09:00"
    withdraw_return(version=november.get(), by=None, reason="A wrong file")
    settings.BUSINESS_CLOCK = "2007-02-08T09:00"
    late = datetime(2007, 1, 25, 9, tzinfo=LONDON)
    MonthlyReturn.objects.filter(practice=neighbour, month=date(2006, 12, 1)).update(submitted_at=late)
    recompute_wave(wave=wave)


@pytest.fixture
def rows_for(client_of):
    """The rows of the file that a person gets, as lists."""

    def read(person, **days):
        file = client_of(person).get(reverse("wave_revisions_csv", args=["W1"]), DAYS | days)
        lines = file.content.decode("utf-8-sig").split("\r\n\r\n")[-1].splitlines()
        return [line.split(",") for line in lines[1:]]

    return read


def of(rows, name, month, measure="GP consultations"):
    return [row for row in rows if row[2] == name and row[4] == month and row[3] == measure]


def test_a_correction_is_told_with_its_reason_to_whoever_sees_exact_figures(rows_for, revised, facilitator):
    (row,) = of(rows_for(facilitator), "Ash Surgery", "Oct 2006")

    assert row[6].endswith("(100 of 400)")
    assert row[8] == f"correction: {SECRET}"
    assert row[9] == "exact"


def test_a_withdrawal_and_a_late_return_are_named(rows_for, revised, facilitator):
    rows = rows_for(facilitator)

    (withdrawn,), (late,) = of(rows, "Ash Surgery", "Nov 2006"), of(rows, "Beech Surgery", "Dec 2006")
    assert withdrawn[6] == "no return"
    assert withdrawn[8] == "withdrawal: A wrong file"
    assert late[5] == "no return"
    assert late[8] == "late return"


def test_without_the_practice_s_agreement_neither_exact_figures_nor_words_are_told(
    rows_for, revised, practice, facilitator
):
    practice.sharing_agreements.update(revoked_on=date(2007, 2, 1))

    (row,) = of(rows_for(facilitator), "Ash Surgery", "Oct 2006")

    assert row[8:] == ["correction", "protected"]
    assert SECRET not in str(rows_for(facilitator))


def test_of_a_total_the_kinds_are_counted(rows_for, revised, facilitator):
    rows = rows_for(facilitator)

    assert [row[8] for row in rows if row[0] == "Wave" and row[4] == "Nov 2006"] in ([], ["1 withdrawal"] * 4)
    assert {row[8] for row in rows if row[2] == "Alder PCT" and row[4] == "Oct 2006"} <= {"1 correction"}


def test_a_lay_member_is_told_of_no_practice(rows_for, revised, lay_member):
    assert {row[0] for row in rows_for(lay_member)} <= {"Wave", "PCT"}


def test_between_two_days_on_which_nothing_happened_nothing_is_listed(rows_for, revised, facilitator):
    assert rows_for(facilitator, **{"from": "2007-01-26"}) == []


def test_the_page_counts_and_lists_them(client_of, revised, facilitator):
    shown = client_of(facilitator).get(reverse("wave_revisions", args=["W1"]), DAYS).content.decode()

    assert "that stood on 10 Jan 2007 said something else on 8 Feb 2007" in shown
    assert f"correction: {SECRET}" in shown


@pytest.mark.parametrize("days", [{"from": "2007-02-01", "to": "2007-01-01"}, {"to": "2009-01-01"}, {"from": "x"}])
def test_days_that_cannot_be_compared_get_a_page_that_says_why(client_of, returned, facilitator, days):
    assert client_of(facilitator).get(reverse("wave_revisions", args=["W1"]), days).status_code == 400


def test_the_queries_do_not_grow_with_the_practices(client_of, crowd, facilitator, django_assert_max_num_queries):
    crowd(12)
    client = client_of(facilitator)

    with django_assert_max_num_queries(52):
        client.get(reverse("wave_revisions", args=["W1"]), DAYS)


def test_before_anything_was_computed_the_page_is_empty_and_there_is_no_file(client_of, facilitator):
    client = client_of(facilitator)

    assert client.get(reverse("wave_revisions", args=["W1"])).status_code == 200
    assert client.get(reverse("wave_revisions_csv", args=["W1"])).status_code == 404
