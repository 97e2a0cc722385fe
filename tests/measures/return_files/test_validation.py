"""What is said about a line of a return: each rule at its edge. Pure, no database."""

from dataclasses import replace
from datetime import date

import pytest

from measures.fields import COUNT_FIELDS
from measures.return_files.line_reading import LineReader
from measures.return_files.lines import Knowledge, PracticeFacts, Stored, Taking, WaveFacts
from measures.return_files.return_schema import return_schema
from measures.return_files.validation import check_lines
from practices.uploads.rows import read_rows
from tests.measures.made_returns import line, quiet, return_file

SCHEMA = return_schema()
REST = ("not_available", "severity_tool", "nil_return", "extract_date", "comment")
TAKING = Taking(date(2005, 2, 1), date(2007, 2, 1), "PHQ9")
PRACTICE = PracticeFacts("A99001", "Ash Surgery", waves={"W1": TAKING})
KNOWN = Knowledge(
    today=date(2007, 2, 8),
    signed_in_for="A99001",
    practices={"A99001": PRACTICE},
    waves={"W1": WaveFacts("W1", ("PHQ9", "HADS"))},
    others=frozenset({"A99002"}),
)


def problems(*lines, known=KNOWN):
    """All problems of a file of these lines: of cells and of rows."""
    reading = read_rows("return.csv", return_file(*lines), SCHEMA)
    assert not reading.problems
    reader = LineReader(SCHEMA, open_months=[date(2006, 11, 1), date(2006, 12, 1)])
    read = reader.read(reading.rows)
    return [*reader.problems, *check_lines(read, known)]


def codes(*lines, known=KNOWN):
    return [problem.code for problem in problems(*lines, known=known)]


def message(*lines, known=KNOWN):
    (problem,) = problems(*lines, known=known)
    return problem.message


def past(month=date(2006, 10, 1), **changes):
    """The current version of a month, as sent before."""
    before = {"list_open": 170, "list_added": 10, "list_removed": 0, "list_close": 180, "gp_consultations": 120}
    good = line(**{**before, **changes})
    values = {name: good[name] for name in COUNT_FIELDS if isinstance(good[name], int)}
    rest = {"not_available": {}, "severity_tool": "PHQ9", "nil_return": False, "extract_date": None, "comment": ""}
    return Stored(1, month, 1, False, "Manager", "8 Nov 2006", {**values, **rest, **changes})


def with_past(*stored):
    return replace(KNOWN, history={("W1", "A99001"): {version.month: version for version in stored}})


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


# ------------------------------------------------------------------ worth a second look


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
    values = {name: sent.values[name] for name in (*COUNT_FIELDS, *REST)}

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
    off = replace(KNOWN, waves={"W1": WaveFacts("W1", ("PHQ9",), frozenset({"E6"}))})

    assert codes(line(list_close=300), known=off) == ["W2"]
