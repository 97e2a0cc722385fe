"""Working days in England, against the published bank holidays."""

from datetime import date

import pytest

from measures.working_days import add_working_days, bank_holidays, easter_sunday, latest_day_before


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2006, date(2006, 4, 16)), (2007, date(2007, 4, 8)), (2008, date(2008, 3, 23)), (2038, date(2038, 4, 25))],
)
def test_easter(year, easter):
    assert easter_sunday(year) == easter


def test_bank_holidays_of_a_year_are_those_published():
    """2005: Christmas and Boxing Day fell on a Sunday and a Monday."""
    assert sorted(bank_holidays(2005)) == [
        date(2005, 1, 3), date(2005, 3, 25), date(2005, 3, 28), date(2005, 5, 2), date(2005, 5, 30),
        date(2005, 8, 29), date(2005, 12, 26), date(2005, 12, 27),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "after_five"),
    [
        (date(2007, 2, 8), date(2007, 2, 15)),
        (date(2007, 4, 3), date(2007, 4, 12)),
        (date(2006, 12, 22), date(2007, 1, 3)),
    ],
)
def test_five_working_days_skip_weekends_and_holidays(day, after_five):
    assert add_working_days(day, 5) == after_five


@pytest.mark.parametrize("day", [date(2007, 2, 16), date(2007, 4, 13), date(2007, 1, 4), date(2007, 2, 12)])
def test_the_latest_day_before_is_the_last_whose_five_days_are_over(day):
    """The two functions agree, counted one day at a time."""
    latest = latest_day_before(day, 5)

    assert add_working_days(latest, 5) < day
    assert add_working_days(date.fromordinal(latest.toordinal() + 1), 5) >= day
