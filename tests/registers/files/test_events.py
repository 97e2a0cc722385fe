"""What may stand in the files of events, rule by rule. Pure."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.uploads.columns import Columns, text_column
from registers.counting.months import NEVER, day_number, day_of
from registers.files.conversion import BLANK
from registers.files.events import Knowledge, packed, read_events
from registers.files.schemas import extract_schema
from registers.files.sick_notes import after
from tests.registers.files.made_extracts import row_of
from tests.registers.people import KEY_CHECK, key_of

KEY = key_of("A99001 1")
KNOWN = Knowledge(key_check=KEY_CHECK, people={KEY: 7, key_of("A99001 2"): 8}, today=day_number(date(2007, 2, 8)))


def columns_of(kind, rows):
    names = [column.name for column in extract_schema(kind).columns if any(column.name in row for row in rows)]
    columns = {name: text_column(row.get(name, "") for row in rows) for name in names}
    return Columns(columns=columns, row_numbers=np.arange(2, len(rows) + 2, dtype=np.int32))


def read(kind, *rows, knowledge=KNOWN):
    return read_events(kind, columns_of(kind, rows), knowledge)


def one(kind, **changes):
    return row_of(kind, KEY, **changes)


def only_problem(found):
    (problem,) = found.problems
    return problem


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("1234567890", "E14"),  # B87: ten digits that fail the modulus
        ("0101701234", "E14"),  # B89: a CHI number's form
        ("9434 NI 12", "E14"),
        ("d41d8cd98f00b204e9800998ecf8427e", "B95"),  # MD5
        ("da39a3ee5e6b4b0d3255bfef95601890afd80709", "B95"),  # SHA-1
        ("", "E10"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated_b87_b89_b95(key, code):
    problem = only_problem(read("consultations", {**one("consultations"), "patient_key": key}))

    assert (problem.code, problem.row, problem.column) == (code, 2, "patient_key")
    assert not key or key not in str(problem)


@pytest.mark.parametrize("written", [KEY.upper(), f" {KEY[:32]} {KEY[32:]} "])
def test_keys_in_capitals_or_with_spaces_are_keys_b98(written):
    found = read("consultations", {**one("consultations"), "patient_key": written})

    assert found.problems == []
    assert found.rows["person"].tolist() == [7]


@pytest.mark.parametrize(("value", "code"), [("deadbeef", "B96"), ("", "B95"), ("1.23E+45", "B95"), ("1a2b3c4", "B95")])
def test_every_row_was_made_with_the_practices_key_b95_b96_d40(value, code):
    problem = only_problem(read("consultations", one("consultations"), one("consultations", key_check=value)))

    assert (problem.code, problem.row) == (code, 3)


def test_practice_without_key_check_value_is_told_what_to_do_b95():
    found = read("consultations", one("consultations"), knowledge=Knowledge("", {}, NEVER))

    assert only_problem(found).code == "B95"
    assert "settings of the register" in only_problem(found).fix


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("consultations", {"date": "2007-02-09"}, "E4"),
        ("consultations", {"date": "31/31/2006"}, "B64"),
        ("consultations", {"role_code": "WIZARD"}, "B111"),
        ("consultations", {"mode": "telepathy"}, "B81"),
        ("consultations", {"attended": ""}, "E10"),
        ("referrals", {"service": "gym"}, "B81"),
        ("assessments", {"tool": "MMPI"}, "E17"),
        ("assessments", {"total": "28"}, "E17"),
        ("assessments", {"tool": "GAD7", "total": "22"}, "E17"),
        ("assessments", {"total": "14.5"}, "B73"),
        ("sick_notes", {"form": "med3", "end": "2006-10-31"}, "E15"),
        ("sick_notes", {"closed_return_date": "2006-10-01"}, "E15"),
        ("sick_notes", {"form": "med5"}, "E10"),
        ("sick_notes", {"duration_n": "0"}, "B105"),
        ("sick_notes", {"duration_unit": ""}, "E10"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(kind, changes, code):
    """E4, E10, E15, E17, B73, B105, B106, B111."""
    found = read(kind, one(kind), one(kind, **changes))

    assert (code, 3) in {(problem.code, problem.row) for problem in found.problems}
    assert found.rows == {}


def test_total_outside_the_tool_is_said_in_its_range_b106():
    found = read("assessments", one("assessments", total="28"))

    assert "PHQ-9 is 0 to 27" in only_problem(found).message


def test_event_after_death_or_leaving_is_refused_e16():
    known = Knowledge(KEY_CHECK, KNOWN.people, KNOWN.today, gone_on={7: day_number(date(2006, 11, 13))})

    problem = only_problem(read("consultations", one("consultations"), knowledge=known))

    assert (problem.code, problem.row) == ("E16", 2)


def test_event_on_the_last_day_is_taken():
    known = Knowledge(KEY_CHECK, KNOWN.people, KNOWN.today, gone_on={7: day_number(date(2006, 11, 14))})

    assert read("consultations", one("consultations"), knowledge=known).problems == []


@pytest.mark.parametrize(("tool", "warned"), [("PHQ9", []), ("GAD7", ["W11"]), ("HADS_A", ["W11"])])
def test_another_tool_than_the_practices_is_confirmed_w11(tool, warned):
    known = Knowledge(KEY_CHECK, KNOWN.people, KNOWN.today, tools=((day_number(date(2006, 1, 1)), 1),))

    found = read("assessments", one("assessments", tool=tool), knowledge=known)

    assert [problem.code for problem in found.problems] == warned


def test_both_halves_of_hads_are_one_tool_w11():
    known = Knowledge(KEY_CHECK, KNOWN.people, KNOWN.today, tools=((day_number(date(2006, 1, 1)), 3),))

    found = read("assessments", one("assessments", tool="HADS-A"), one("assessments", tool="HADS-D"), knowledge=known)

    assert found.problems == []


def test_days_and_cells_that_cannot_be_are_said_at_once():
    known = Knowledge(KEY_CHECK, KNOWN.people, KNOWN.today, gone_on={7: day_number(date(2006, 11, 13))})
    wrong = [one("consultations", date="2007-03-14"), one("consultations", role_code="WIZARD", date="2006-11-13")]

    found = read(
        "consultations", *wrong, one("consultations"), one("consultations", date="31/31/2006"), knowledge=known
    )

    said = sorted((problem.row, problem.code) for problem in found.problems)
    assert said == [(2, "E16"), (2, "E4"), (3, "B111"), (4, "E16"), (5, "B64")]


def test_a_contradiction_is_said_along_with_other_mistakes():
    rows = [one("assessments", total=total) for total in ("14", "9", "28", "many")]

    found = read("assessments", *rows, {**one("assessments"), "patient_key": "short"})

    assert "Rows 2 and 3: same person, day and tool, different total" in [one.message for one in found.problems]
    assert {(problem.row, problem.code) for problem in found.problems} >= {(4, "E17"), (5, "B76"), (6, "E14")}


def test_one_assessment_with_two_totals_is_a_contradiction():
    found = read("assessments", one("assessments", total="14"), one("assessments", total="9"))

    assert only_problem(found).message == "Rows 2 and 3: same person, day and tool, different total"


def test_rows_that_stand_there_twice_count_once_and_it_is_said():
    found = read("consultations", one("consultations"), one("consultations"))

    assert len(found) == 1
    assert found.notes == ["1 row that stood there twice counted once"]


@pytest.mark.parametrize(
    ("changes", "last_day"),
    [
        ({"duration_n": "10", "duration_unit": "days"}, date(2006, 11, 10)),
        ({"duration_n": "2", "duration_unit": "weeks"}, date(2006, 11, 14)),
        ({"duration_n": "1", "duration_unit": "months"}, date(2006, 11, 30)),
        ({"start": "2006-10-31", "duration_n": "1", "duration_unit": "months"}, date(2006, 11, 30)),
        ({"start": "2006-08-31", "duration_n": "6", "duration_unit": "months"}, date(2007, 2, 28)),
        ({"end": "2006-11-20"}, date(2006, 11, 20)),
    ],
)
def test_last_day_of_a_note_follows_from_its_duration(changes, last_day):
    """Days are inclusive; months go to the same day less one. Where the month has no such day, to its last day."""
    found = read("sick_notes", one("sick_notes", **{"duration_n": "", "duration_unit": "", **changes}))

    assert day_of(found.rows["ends_on"][0]) == last_day


def test_open_note_is_taken_as_28_days_and_confirmed_w8():
    found = read("sick_notes", one("sick_notes", duration_n="", duration_unit=""))

    assert only_problem(found).code == "W8"
    assert day_of(found.rows["ends_on"][0]) == date(2006, 11, 28)
    assert found.rows["is_open_ended"].tolist() == [1]


@pytest.mark.parametrize(("days", "warned"), [("91", []), ("92", ["W9"])])
def test_note_for_more_than_13_weeks_is_confirmed_w9(days, warned):
    found = read("sick_notes", one("sick_notes", duration_n=days, duration_unit="days"))

    assert [problem.code for problem in found.problems] == warned


def test_blank_words_of_a_note_have_their_meaning():
    rows = read("sick_notes", one("sick_notes")).rows

    assert (rows["fitness"][0], rows["diagnosis_group"][0], rows["return_on"][0]) == (1, 4, NEVER)


def test_many_rows_with_one_fault_are_named_and_counted():
    found = read("consultations", *[one("consultations", role_code="WIZARD")] * 50)

    assert len(found.problems) == 21
    assert found.problems[-1].message == "Column role_code: 30 more rows with the same problem"


def test_dates_that_look_american_are_refused_b59():
    found = read("consultations", one("consultations", date="11/14/2006"), one("consultations", date="03/04/2006"))

    assert "B59" in [problem.code for problem in found.problems]


@given(st.lists(st.tuples(*[st.integers(-(2**40), 2**40)] * 3), min_size=1, max_size=30))
def test_packed_numbers_are_equal_and_ordered_as_their_rows(rows):
    numbers = packed([np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)])

    assert sorted(range(len(rows)), key=rows.__getitem__) == np.argsort(numbers, kind="stable").tolist()
    assert len(set(numbers.tolist())) == len(set(rows))


@given(start=st.dates(date(1990, 1, 1), date(2060, 1, 1)), weeks=st.integers(1, 50))
def test_weeks_are_seven_days_each(start, weeks):
    last = after(np.array([day_number(start)]), np.array([weeks]), np.array([2]))

    assert (day_of(last[0]) - start).days == 7 * weeks - 1


def test_blank_is_no_number_of_anything():
    assert BLANK not in {0, 1, NEVER}
