"""What of a line is worth a second look: each warning at its edge, and beside errors. Pure, no database."""

from dataclasses import replace
from datetime import date

import pytest

from measures.fields import COUNT_FIELDS
from measures.return_files.lines import WaveFacts
from tests.measures.made_returns import line, quiet
from tests.measures.return_files.checking import (
    KNOWN,
    REST,
    codes,
    message,
    past,
    problems,
    with_past,
)


@pytest.mark.parametrize(("consultations", "found"), [(18, ["W3"]), (19, []), (378, []), (379, ["W3"])])
def test_consultations_outside_10_to_200_per_100(consultations, found):
    """W3: the list is 189 on average."""
    assert codes(line(gp_consultations=consultations)) == found


@pytest.mark.parametrize(("either", "found"), [(1, ["W10"]), (2, []), (3, []), (4, ["W10"])])
def test_people_referred_lie_between_the_larger_and_the_sum(either, found):
    """W10."""
    assert codes(line(referrals_dedup=either)) == found


def test_another_tool_than_the_registered_one():
    """W11; none at all is no warning."""
    assert codes(line(severity_tool="HADS")) == ["W11"]
    assert codes(line(severity_tool="NONE")) == []


def test_a_tool_that_the_programme_does_not_use():
    """E17."""
    assert "E17" in codes(line(severity_tool="GAD7"))
    assert codes(line(severity_tool="ABC")) == ["E17"]


def test_a_tool_is_known_however_it_is_written():
    assert codes(line(severity_tool="phq-9")) == []


@pytest.mark.parametrize(("registered", "found"), [(19800, ["W14"]), (19799, []), (792, []), (791, ["W14"])])
def test_the_list_is_1_to_25_per_cent_of_the_registered(registered, found):
    """W14: at most 1% or more than 25%."""
    assert codes(line(registered_16_64=registered, registered_all=30000)) == found


def test_a_rule_that_the_programme_has_switched_off_is_silent():
    off = replace(KNOWN, waves={"W1": WaveFacts("W1", ("PHQ9",), frozenset({"W14"}))})

    assert codes(line(registered_16_64=791), known=off) == []


def test_the_list_opens_where_it_last_closed():
    """W1, B85: with both numbers."""
    assert message(line(), known=with_past(past(list_close=176))) == (
        "The list opens with 180, but Oct 2006 closed with 176"
    )
    assert codes(line(), known=with_past(past())) == []


def test_the_months_of_one_file_are_past_for_one_another():
    """W1."""
    december = line(
        period="2006-12",
        list_open=190,
        list_added=0,
        list_removed=0,
        list_close=190,
        extract_date="2007-01-05",
        gp_consultations=150,
    )

    assert codes(line(), december) == ["W1"]


def test_the_same_as_last_month():
    """W5."""
    same = past(gp_consultations=142)

    assert codes(line(), known=with_past(same)) == ["W5"]


def test_far_from_its_own_past_is_explained_in_a_sentence():
    """W4, V4: median of the last months, not their mean."""
    steady = [past(date(2006, month, 1), list_open=180, gp_consultations=120 + month) for month in range(3, 11)]

    (found,) = problems(line(gp_consultations=290), known=with_past(*steady))

    assert found.code == "W4"
    assert found.message == (
        "290 is unlike the months before: about 133 would be usual for this list, by the last 8 months"
    )


def test_half_as_many_again_as_last_month():
    """W4, with too few months for a centre."""
    assert codes(line(gp_consultations=200), known=with_past(past())) == ["W4"]
    assert codes(line(gp_consultations=180), known=with_past(past())) == []


def test_small_numbers_are_no_finding():
    """W4: a doubling of five is chance."""
    assert codes(line(referrals_cmht=4, referrals_psychiatrist=2, referrals_dedup=6), known=with_past(past())) == []


def test_replacing_accepted_figures_says_whose_and_when():
    """B70."""
    accepted = replace(past(date(2006, 11, 1)), is_accepted=True)

    assert "This replaces the figures sent by Manager on 8 Nov 2006, which were accepted" in [
        problem.message for problem in problems(line(), known=with_past(accepted))
    ]


def test_warnings_of_a_line_that_is_there_already_are_not_asked_again():
    """V3: they were confirmed when it was sent."""
    few = {"gp_consultations": 15}
    sent = past(date(2006, 11, 1), **{**line(**few), "nil_return": False, "extract_date": date(2007, 2, 5)})
    values = {name: sent.values[name] for name in (*COUNT_FIELDS, *REST)} | {"code_list": ""}

    assert codes(line(**few), known=with_past(replace(sent, values=values))) == []
    assert codes(line(**few, comment="x"), known=with_past(replace(sent, values=values))) == ["W3"]


def test_every_problem_of_every_row_at_once():
    """V1."""
    found = problems(line(list_close=190, people_13w_new=12), line(period="2006-12", extract_date="2006-12-01"))

    assert [problem.code for problem in found if problem.level == "E"] == ["E6", "E9", "E12"]


def test_problems_say_sheet_row_and_column():
    """V1: the row as the person sees it."""
    (found,) = problems(
        line(), line(period="2006-12", list_open=198, list_close=999, extract_date="2007-01-04", gp_consultations=160)
    )[:1]

    assert (found.row, found.column, found.expected) == (3, "list_close", "216")


# ------------------------------------------------------------------ warnings that rest on an error


def test_a_list_that_does_not_add_up_raises_no_warning_that_needs_its_close():
    """V1: the error is what to mend; growth, rates and share of the registered follow from it (W2, W3, W4, W14)."""
    wrong = line(list_close=1980)

    assert codes(wrong, known=with_past(past())) == ["E6"]


def test_the_opening_number_is_still_compared_where_only_the_close_is_in_doubt():
    """W1 beside E6 tells which of the four numbers is wrong."""
    assert codes(line(list_open=150), known=with_past(past())) == ["E6", "W1"]


def test_the_month_after_a_wrong_close_is_not_compared_with_it():
    december = line(period="2006-12", list_open=198, list_added=2, list_removed=0, list_close=200, gp_consultations=150)

    assert codes(line(list_close=500), december) == ["E6"]


def test_a_warning_about_other_figures_stands_beside_an_error():
    """V1: everything that is true is told at once."""
    assert codes(line(list_close=500, referrals_dedup=9)) == ["E6", "W10"]


def test_leaving_out_a_doubted_figure_makes_no_new_warning():
    """W6: all activity but the wrong one is 0, which is not all of it."""
    found = codes(quiet() | {"people_13w": 200, "nil_return": "N"})

    assert "E8" in found and "W6" not in found


def test_a_rule_that_is_switched_off_puts_no_figure_in_doubt():
    off = replace(KNOWN, waves={"W1": WaveFacts("W1", ("PHQ9",), frozenset({"E7"}))})

    assert codes(line(registered_16_64=190)) == ["E7"]
    assert codes(line(registered_16_64=190), known=off) == ["W14"]
