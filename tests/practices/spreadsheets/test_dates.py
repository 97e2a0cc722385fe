"""B57 to B65: months and days as they may be written, and nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.spreadsheets.dates import looks_american, read_date, read_month

FEBRUARY = date(2008, 2, 1)


def said(read):
    return read.problem and (read.problem.code, read.problem.message)


@pytest.mark.parametrize("text", ["2008-02", "Feb 2008", "February 2008", "feb 2008", " 2008-02 "])
def test_months_as_they_may_be_written_b57(text):
    assert read_month(text).value == FEBRUARY


def test_date_cell_is_a_month_on_its_first_day_only_b57():
    assert read_month("2008-02-01", kind="date").value == FEBRUARY
    assert said(read_month("2008-02-02", kind="date")) == ("B57", "Month must be written 2008-02")
    assert said(read_month("2008-02-01")) == ("B57", "Month must be written 2008-02")


def test_what_excel_makes_of_a_month_is_taken_where_it_fits_one_open_month_b57():
    read = read_month("Feb-08", open_months=[FEBRUARY, date(2008, 3, 1)])

    assert (read.value, read.note) == (FEBRUARY, "Feb-08 was read as 2008-02")
    assert read_month("Feb-08").problem.code == "B57"
    assert read_month("Feb-08", open_months=[date(2009, 2, 1)]).problem.code == "B57"


@pytest.mark.parametrize(
    "text", ["01/02/2008", "01AUG2008", "2008-13", "2008-2", "02-2008", "200802", "Fbe 2008", "２００８-02"]
)
def test_other_months_are_refused_b57(text):
    assert said(read_month(text)) == ("B57", "Month must be written 2008-02")


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_every_month_and_day_is_read_back(day):
    assert read_month(f"{day:%Y-%m}").value == day.replace(day=1)
    assert read_date(day.isoformat()).value == day
    assert read_date(f"{day:%d/%m/%Y}").value == day


@given(st.text(max_size=12))
def test_any_text_has_exactly_one_answer(text):
    for read in (read_month(text), read_date(text), read_month(text, kind="date")):
        assert (read.value is None) == (read.problem is not None)


def test_iso_date_is_never_swapped_b60():
    assert read_date("2008-02-01").value == FEBRUARY
    assert read_date("01/02/2008").value == FEBRUARY


@pytest.mark.parametrize("read", [read_date, read_month])
def test_american_date_is_refused_b58(read):
    assert said(read("02/13/2008")) == ("B58", "‘02/13/2008’ is not a day/month/year date")


def test_one_american_date_spoils_its_column_b59():
    assert looks_american(["03/04/2008", "02/13/2008"])
    assert not looks_american(["03/04/2008", "13/02/2008", "", "x"])


@pytest.mark.parametrize("read", [read_date, read_month])
def test_excel_serial_number_is_recognised_b61(read):
    assert said(read("39479")) == ("B61", "39479 looks like an Excel date number. Format the column as a date")


def test_years_have_four_digits_and_are_of_our_time_b63():
    assert said(read_date("01/02/08")) == ("B63", "Use four-digit years")
    assert said(read_date("0208-02-01")) == ("B63", "Use four-digit years")
    assert said(read_month("2108-02")) == ("B63", "2108 is in the future")
    assert said(read_date("1900-01-00")) == ("B63", "Use four-digit years")


@pytest.mark.parametrize("text", ["31/02/2008", "29/02/2009", "00/01/2008", "2008-02-30", "01/00/2008"])
def test_days_that_never_were_are_refused_b64(text):
    assert said(read_date(text)) == ("B64", f"{text} is not a real date")
    assert "such as 2008-02-29" in read_date(text).problem.fix


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2008-02-29T23:30:00Z", date(2008, 2, 29)),
        ("2008-06-30T23:30:00Z", date(2008, 7, 1)),
        ("2008-02-29 24:00", date(2008, 3, 1)),
        ("2008-03-01T00:30:00+02:00", date(2008, 2, 29)),
        ("29/02/2008 13:30", date(2008, 2, 29)),
    ],
)
def test_time_is_dropped_at_the_london_date_and_said_b65(text, day):
    read = read_date(text)

    assert read.value == day
    assert read.note.endswith(f"{day.isoformat()}, the date in London")


def test_blank_is_asked_for():
    assert read_month("").problem.code == "E10"
    assert read_date(" ").problem.code == "E10"
