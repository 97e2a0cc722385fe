"""When months close and when returns are due, in London, through both changes of the clock (S2, C12)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from measures.closing import Closing, Locks
from measures.return_files.lines import Knowledge, Line, Stored
from measures.return_files.locks import locked
from practices import months

MARCH = date(2006, 3, 1)
PLACE = ("W1", "A99001", MARCH)


def locks(now, **more):
    return Locks(now=now, closing={"W1": Closing(days=71, first_month=date(2006, 2, 1))}, **more)


def london(*when):
    return datetime(*when, tzinfo=months.LONDON)


def test_a_month_closes_when_its_day_is_over_in_london():
    """S2: 71 days after 31 March is 10 June, to its last second."""
    assert locks(london(2006, 6, 10, 23, 59, 59)).closed_on(*PLACE) is None
    assert locks(london(2006, 6, 11, 0, 0, 0)).closed_on(*PLACE) == date(2006, 6, 10)


def test_in_summer_time_london_is_ahead_of_utc():
    """23:59:59 in London is 22:59:59 UTC in June."""
    assert locks(datetime(2006, 6, 10, 22, 59, 59, tzinfo=UTC)).closed_on(*PLACE) is None
    assert locks(datetime(2006, 6, 10, 23, 0, 0, tzinfo=UTC)).closed_on(*PLACE) == date(2006, 6, 10)


@pytest.mark.parametrize(
    ("day", "hour_after_in_utc"),
    [(date(2006, 10, 28), 23), (date(2006, 10, 29), 24), (date(2007, 3, 24), 24), (date(2007, 3, 25), 23)],
)
def test_the_last_second_is_right_on_the_days_of_both_clock_changes(day, hour_after_in_utc):
    """The clocks went back on 29 October 2006 and forward on 25 March 2007."""
    days = (day - months.last_day(MARCH)).days
    closing = {"W1": Closing(days=days, first_month=MARCH)}
    over = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour_after_in_utc)

    assert Locks(now=over - timedelta(seconds=1), closing=closing).closed_on(*PLACE) is None
    assert Locks(now=over, closing=closing).closed_on(*PLACE) == day


@pytest.mark.parametrize(
    ("month", "last_second_in_utc"),
    [
        (date(2006, 9, 1), datetime(2006, 10, 10, 22, 59, 59, tzinfo=UTC)),
        (date(2006, 10, 1), datetime(2006, 11, 10, 23, 59, 59, tzinfo=UTC)),
        (date(2007, 2, 1), datetime(2007, 3, 10, 23, 59, 59, tzinfo=UTC)),
        (date(2007, 3, 1), datetime(2007, 4, 10, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_deadline_is_the_tenth_in_london_before_and_after_both_clock_changes(month, last_second_in_utc):
    assert months.due_at(month) == last_second_in_utc


@pytest.mark.parametrize(("zone_change", "hours"), [(date(2006, 10, 29), 25), (date(2007, 3, 25), 23)])
def test_the_day_of_a_clock_change_has_its_own_length(zone_change, hours, monkeypatch):
    """A deadline on the day of the change itself: from one end of day to the next the hours are not 24."""
    monkeypatch.setattr(months, "DUE_DAY", zone_change.day)
    months.due_at.cache_clear()
    month = months.add_months(months.first_of(zone_change), -1)

    due = months.due_at(month)
    months.due_at.cache_clear()

    day_before = datetime.combine(zone_change - timedelta(days=1), due.time(), months.LONDON)
    assert due.astimezone(UTC) - day_before.astimezone(UTC) == timedelta(hours=hours)


def test_a_programme_without_days_never_closes_a_month():
    assert Locks(now=london(2036, 1, 1)).closed_on(*PLACE) is None


def test_an_exception_opens_one_month_of_one_practice_to_the_end_of_its_day():
    """S2: dated exceptions, for a practice-month."""
    reopened = {PLACE: date(2006, 6, 30)}

    assert locks(london(2006, 6, 30, 23, 59, 59), reopened=reopened).reopened_until(*PLACE) == date(2006, 6, 30)
    assert locks(london(2006, 7, 1), reopened=reopened).closed_on(*PLACE) == date(2006, 6, 10)
    assert locks(london(2006, 6, 30), reopened=reopened).closed_on("W1", "A99002", MARCH) == date(2006, 6, 10)


def test_months_before_taking_part_stay_open_as_long_as_the_first():
    """Twelve retrospective months are welcome at orientation: they cannot have closed before it."""
    early = ("W1", "A99001", date(2005, 3, 1))

    assert locks(london(2006, 5, 10)).closed_on(*early) is None
    assert locks(london(2006, 5, 11)).closed_on(*early) == date(2006, 5, 10)


def test_a_practice_that_joined_later_has_its_own_first_month():
    joined = {("W1", "A99001"): date(2006, 8, 1)}

    assert locks(london(2006, 6, 20), joined=joined).closed_on(*PLACE) is None


def line(**values):
    return Line(row=4, wave_code="W1", practice_code="A99001", month=MARCH, extract_date=date(2006, 4, 3), **values)


def test_a_line_of_a_closed_month_is_refused_and_says_when_it_closed():
    """B68."""
    knowledge = Knowledge(date(2006, 7, 1), "", {}, {}, locks=locks(london(2006, 7, 1)))

    (problem,) = locked(line(), knowledge)

    assert (problem.code, problem.level, problem.row) == ("B68", "E", 4)
    assert problem.message == "Mar 2006 closed on 10 Jun 2006. Ask your facilitator to reopen it"


def test_a_line_that_says_what_is_there_may_stand_in_a_closed_month():
    """A file of many months goes on being taken when its old rows are as they were."""
    same = line(counts={"gp_consultations": 3})
    stored = Stored(1, MARCH, 1, True, "", "", same.values())
    knowledge = Knowledge(
        date(2006, 7, 1), "", {}, {}, history={("W1", "A99001"): {MARCH: stored}}, locks=locks(london(2006, 7, 1))
    )

    assert list(locked(same, knowledge)) == []
