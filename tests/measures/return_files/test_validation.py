"""What is said about whose a line is, about its month and its numbers: each rule at its edge. Pure, no database."""

from dataclasses import replace
from datetime import date

import pytest

from tests.measures.made_returns import line, quiet
from tests.measures.return_files.checking import (
    KNOWN,
    PRACTICE,
    TAKING,
    codes,
    message,
    problems,
)


def test_a_good_line_has_no_problem():
    assert problems(line()) == []


def test_the_worked_example_raises_no_growth_warning():
    """W2: 180 to 198 is exactly a tenth; more than a tenth is the trigger."""
    assert "W2" not in codes(line(list_open=180, list_added=24, list_removed=6, list_close=198))
    assert codes(line(list_open=180, list_added=25, list_removed=6, list_close=199)) == ["W2"]


# ------------------------------------------------------------------ whose and when


def test_another_practice_is_named_once_however_many_rows():
    """B47, C13."""
    assert message(line(practice_ods="A99002"), line(practice_ods="A99002", period="2006-12", list_close=0)) == (
        "Rows 2, 3 are for practice A99002. You are signed in for A99001. Nothing was saved"
    )


def test_another_practice_is_not_said_to_take_part_or_not():
    """B47: the same words for one that takes part and one that does not."""
    taking_part = message(line(practice_ods="A99002"))
    not_taking_part = message(line(practice_ods="A99002"), known=replace(KNOWN, waves={}))

    assert taking_part == not_taking_part


def test_an_unknown_practice_code():
    """B48, E2."""
    assert message(line(practice_ods="Z99999")) == "We do not know practice code Z99999"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Ash Surgery", "B55"), ("A99OO1", "B51"), ("А99001", "B51"), ("Q99", "B54"), ("X98", "B54"), ("", "E10")],
)
def test_what_is_no_practice_code(text, code):
    """B51, B54, B55."""
    assert codes(line(practice_ods=text)) == [code]


def test_a_code_is_taken_in_small_letters_and_full_width():
    """B50, B51."""
    assert codes(line(practice_ods=" a99001 ")) == []
    assert codes(line(practice_ods="Ａ９９００１")) == []


def test_a_closed_practice_is_told_when_it_closed():
    """B49."""
    known = replace(KNOWN, practices={"A99001": replace(PRACTICE, closed=date(2006, 10, 31))})

    assert message(line(), known=known) == "A99001 closed on 31 Oct 2006"


def test_a_month_before_the_membership():
    """E3, B69."""
    assert codes(line(period="2005-01")) == ["E3"]
    assert codes(line(period="2005-02")) == []


def test_a_month_after_leaving():
    """E3, B69."""
    left = replace(PRACTICE, waves={"W1": replace(TAKING, last_month=date(2006, 10, 1))})

    assert codes(line(), known=replace(KNOWN, practices={"A99001": left})) == ["E3"]


def test_an_unknown_wave():
    assert message(line(wave_code="W9")) == "A99001 does not take part in a wave W9"


def test_a_month_that_has_not_ended():
    """E4, B66, B67."""
    assert codes(line(period="2007-03")) == ["E4"]
    assert message(line(period="2007-02")) == "Feb 2007 has not ended yet"


def test_on_its_last_day_a_month_has_not_ended():
    """E4, in London time."""
    assert "E4" in codes(
        line(period="2007-01", extract_date="2007-01-31"), known=replace(KNOWN, today=date(2007, 1, 31))
    )
    assert "E4" not in codes(
        line(period="2007-01", extract_date="2007-02-01"), known=replace(KNOWN, today=date(2007, 2, 1))
    )


def test_an_extract_before_the_month_ended():
    """E12, B67."""
    assert codes(line(extract_date="2006-11-29")) == ["E12"]
    assert codes(line(extract_date="2006-11-30")) == []


def test_an_extract_in_the_future():
    """E12."""
    assert message(line(extract_date="2007-02-09")) == "2007-02-09 is in the future"


def test_the_same_month_twice_names_both_rows():
    """E11, B71, V9."""
    assert message(line(), line()) == "Rows 2 and 3 are both Nov 2006 of A99001"


@pytest.mark.parametrize("text", ["2006-11", "Nov 2006", "November 2006", "Nov-06"])
def test_months_that_are_taken(text):
    """B57."""
    assert codes(line(period=text)) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("01/11/2006", "B57"), ("11/2006", "B57"), ("Nov-05", "B57"), ("39022", "B61"), ("", "E10"), ("13/11/06", "B57")],
)
def test_months_that_are_refused(text, code):
    """B57, B61."""
    assert codes(line(period=text)) == [code]


def test_american_dates_are_said_once_for_the_column():
    """B59."""
    assert codes(
        line(extract_date="12/13/2006"),
        line(period="2006-12", list_open=198, list_close=216, extract_date="01/02/2007", gp_consultations=150),
    ) == ["B59"]


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E10"),
        ("-5", "E5"),
        ("(5)", "E5"),
        ("3.5", "B73"),
        ("45%", "B74"),
        ("1e3", "B76"),
        ("٣", "B76"),
        ("1_000", "B76"),
        ("2000000", "B77"),
        ("n/a", "B79"),
        ("*", "B79"),
        ("NA:because", "B79"),
        ("TRUE", "B81"),
        ("1 234", "B72"),
    ],
)
def test_what_is_no_count(text, code):
    """B72 to B81: each with its own message, in its cell."""
    (problem,) = problems(line(attached_mh_contacts=text))

    assert (problem.code, problem.row, problem.column) == (code, 2, "attached_mh_contacts")
    assert problem.fix


def test_zero_and_minus_zero_are_numbers():
    """B75, B78."""
    assert codes(line(attached_mh_contacts="0")) == codes(line(attached_mh_contacts="-0")) == []


def test_not_available_needs_a_reason_of_the_list():
    """B79: and is no error then."""
    assert codes(line(attached_mh_contacts="NA:not_collected")) == []


def test_other_reasons_are_given_in_the_comment():
    assert codes(line(attached_mh_contacts="NA:other")) == ["E10"]
    assert codes(line(attached_mh_contacts="NA:other", comment="the worker left")) == []


def test_a_sum_that_needs_what_is_not_available_is_skipped():
    """Domain, section 4."""
    assert codes(line(list_removed="NA:cannot_count_yet", list_close=500)) == ["W2"]


def test_the_list_adds_up():
    """E6, B83: with the sum shown."""
    assert message(line(list_close=190)) == "The list does not add up: 180 + 24 - 6 is 198, but list_close is 190"


def test_the_list_is_within_the_registered():
    """E7: equality is allowed."""
    whole = {"list_open": 5330, "list_added": 0, "list_removed": 0, "list_close": 5330, "gp_consultations": 3000}

    assert "E7" not in codes(line(**whole))
    assert "E7" in codes(line(**whole, registered_all=5329, registered_16_64=5329))


def test_people_of_working_age_are_within_all():
    """E7."""
    assert codes(line(registered_all=5000)) == ["E7"]


def test_absences_are_within_the_list():
    """E8, B82."""
    assert message(
        line(
            list_open=38,
            list_added=0,
            list_removed=0,
            list_close=38,
            people_13w=41,
            gp_consultations=30,
            registered_16_64=3000,
        )
    ) == ("41 people with 13 weeks is more than 38 on the list")
    assert codes(line(people_13w=198)) == []


def test_new_absences_are_within_absences():
    """E9."""
    assert codes(line(people_13w_new=12)) == ["E9"]
    assert codes(line(people_13w_new=11)) == []


def test_consultations_may_exceed_people():
    """B82: an event rate is no share of people."""
    assert codes(line(gp_consultations=378)) == []


def test_a_nil_return_has_no_figures():
    """E13, B84."""
    assert codes(quiet()) == ["W3"]
    assert codes(line(nil_return="Y")) == ["E13"]


def test_all_zero_without_saying_so():
    """W6, B84."""
    assert "W6" in codes(quiet() | {"nil_return": "N"})


def test_nobody_on_the_list_has_no_contacts():
    """B84."""
    empty = {"list_open": 0, "list_added": 0, "list_removed": 0, "list_close": 0, "people_13w": 0, "people_13w_new": 0}

    assert "B84" in codes(line(**empty))
