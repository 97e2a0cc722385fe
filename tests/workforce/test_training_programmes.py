"""Programmes of training as data: what the sources say is there, what they leave open stays open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workforce import training_programmes
from workforce.catalogue import catalogue, roles
from workforce.training_programmes import band_standing, due_on, has_all_days, is_below, months_after

ALL = training_programmes.training_programmes()
BEGAN = date(2006, 1, 9)


def test_every_programme_of_the_catalogue_is_there_and_physician_associates_besides():
    listed = {found["code"] for found in catalogue()["reference"]["training_programmes"]}

    assert listed == set(ALL) - {"PA_POLICY"}


def test_programmes_name_roles_of_the_catalogue_only():
    named = {role for training in ALL.values() for role in (*training.roles, *training.mandatory_for)}

    assert named <= set(roles())


def test_no_role_has_two_mandatory_courses():
    """One list of what is missing has one course for each role (P3)."""
    mandatory = [role for training in ALL.values() for role in training.mandatory_for]

    assert len(mandatory) == len(set(mandatory))


def test_what_was_published_of_the_diploma():
    diploma = ALL["MHP_DIP"]

    assert (diploma.length_months, diploma.places_a_year) == (24, 25)
    assert diploma.days == {"university": 30, "placement": 30}
    assert [step.band for step in diploma.bands] == ["3", "4", "5"]
    assert "whole course" in diploma.not_verified[0]


@pytest.mark.parametrize("code", ["LI_PGCERT", "HI_PGDIP", "PSW_COHORT", "QUEST"])
def test_a_length_that_no_source_gives_is_not_made_up(code):
    assert due_on(code, BEGAN) is None
    assert ALL[code].not_verified


def test_graduate_worker_course_takes_a_year():
    assert due_on("GMHW_PG", BEGAN) == date(2007, 1, 9)


def test_quest_is_listed_under_school_nurses():
    """Row 40."""
    assert [training.code for training in training_programmes.for_role("SN")] == ["QUEST"]


def test_special_interest_practitioners_see_the_state_of_their_course():
    """Row 37."""
    (course,) = training_programmes.for_role("GPWSI")

    assert "primhe" in course.state


def test_months_after_the_end_of_a_month_stay_within_the_next():
    assert months_after(date(2006, 1, 31), 1) == date(2006, 2, 28)
    assert months_after(date(2004, 2, 29), 12) == date(2005, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2010, 12, 31)), st.integers(0, 36))
def test_the_latest_start_is_the_last_day_from_which_the_months_have_passed(on, count):
    """Asked of many people in the database, it says the same as asked of one."""
    latest = training_programmes.latest_start(on, count)

    assert months_after(latest, count) <= on < months_after(latest + timedelta(days=1), count)


# ------------------------------------------------------------------ days (row 39)


def test_cornwall_is_complete_with_two_and_three_days():
    assert not has_all_days("CORNWALL_CBT", {"core": 2, "further": 2.5})
    assert has_all_days("CORNWALL_CBT", {"core": 2, "further": 3})


def test_five_core_days_do_not_stand_for_further_ones():
    assert not has_all_days("CORNWALL_CBT", {"core": 5})


def test_training_without_a_number_of_days_is_never_complete_by_them():
    assert not has_all_days("GMHW_PG", {"taught": 100})


def test_days_beyond_what_is_counted_are_shown_without_a_number():
    found = training_programmes.progress("MHP_DIP", {"university": 12, "taught": 1})

    assert [(one.kind, one.done, one.required) for one in found] == [
        ("university", 12, 30),
        ("placement", 0, 30),
        ("taught", 1, None),
    ]


# ------------------------------------------------------------------ bands (row 9)


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2007, 1, 8), "3"), (date(2007, 1, 9), "4"), (date(2008, 12, 31), "4")]
)
def test_month_13_asks_for_band_4(on, expected):
    assert band_standing("MHP_DIP", BEGAN, on).expected == expected


def test_band_5_comes_upon_completion_however_late():
    waiting = band_standing("MHP_DIP", BEGAN, date(2008, 6, 1))
    completed = band_standing("MHP_DIP", BEGAN, date(2008, 6, 1), completed_on=date(2008, 5, 1))

    assert (waiting.next_band, waiting.due_on) == ("5", None)
    assert (completed.expected, completed.since, completed.next_band) == ("5", date(2008, 5, 1), "")


def test_there_is_no_band_before_the_start_nor_in_training_without_steps():
    assert band_standing("MHP_DIP", BEGAN, date(2006, 1, 8)) is None
    assert band_standing("GMHW_PG", BEGAN, date(2007, 1, 9)) is None


def test_a_grade_of_another_scheme_is_not_compared():
    assert is_below("3", "4")
    assert not is_below("8a", "7")
    assert is_below("Whitley scale 4", "4") is None


def test_training_that_a_later_list_no_longer_has_keeps_its_code():
    assert training_programmes.training_name("GONE") == "GONE"
    assert due_on("GONE", BEGAN) is None
