"""Who is on the list when, by months, beside a plain count day by day."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from registers.counting.lists import Episodes, Practices
from registers.counting.months import NEVER, MonthGrid, day_number, day_of

GRID = MonthGrid.between(date(2006, 11, 1), date(2007, 2, 1))
FIRST = day_number(date(2006, 10, 20))
# (person, first day, last day or NEVER); the first two people are of the first practice.
STAYS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 140), st.one_of(st.just(NEVER), st.integers(0, 60))), max_size=8
)


def episodes(stays):
    rows = [
        (person, FIRST + start, NEVER if length == NEVER else FIRST + start + length) for person, start, length in stays
    ]
    return Episodes.of(*np.array(rows, dtype=np.int64).reshape(-1, 3).T), rows


def on_list(rows, person, day):
    return any(who == person and since <= day <= until for who, since, until in rows)


def days_of(month):
    return range(int(GRID.first_days[month]), int(GRID.last_days[month]) + 1)


@given(STAYS)
def test_days_on_the_list_are_those_of_a_count_day_by_day(stays):
    found, rows = episodes(stays)

    days = np.zeros((4, len(GRID)), dtype=int)
    np.add.at(days, found.person, found.days(GRID))
    assert days.tolist() == [
        [sum(on_list(rows, person, day) for day in days_of(month)) for month in range(len(GRID))] for person in range(4)
    ]


@given(STAYS)
def test_people_at_the_close_are_those_of_its_last_day(stays):
    found, rows = episodes(stays)

    at_close = found.of_people(4, found.at_close(GRID))
    assert at_close.tolist() == [[on_list(rows, person, last) for last in GRID.last_days] for person in range(4)]


@given(STAYS)
def test_opening_and_movements_lead_to_the_close(stays):
    """E6: close = open + added - removed, and a month opens as the one before closed."""
    found, _ = episodes(stays)
    opening, added, removed, close = (
        marks(GRID).sum(axis=0) for marks in (found.at_open, found.added, found.removed, found.at_close)
    )

    assert (opening + added - removed == close).all()
    assert (opening[1:] == close[:-1]).all()


@given(STAYS, st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 200)), max_size=10))
def test_active_on_a_day_is_what_the_entries_say(stays, asked):
    found, rows = episodes(stays)
    person, day = np.array([(who, FIRST + day) for who, day in asked], dtype=np.int64).reshape(-1, 2).T

    assert found.are_active(person, day).tolist() == [on_list(rows, who, FIRST + day) for who, day in asked]


def test_list_ends_with_the_last_day_that_counts():
    found, _ = episodes(
        [(0, 0, day_number(date(2006, 11, 30)) - FIRST), (1, 0, day_number(date(2006, 11, 29)) - FIRST)]
    )

    assert found.at_close(GRID)[:, 0].tolist() == [True, False]
    assert found.removed(GRID)[:, :2].tolist() == [[False, True], [True, False]]


def test_throughout_allows_no_day_between_two_episodes():
    whole, broken = [(0, 0, 20), (0, 21, NEVER)], [(1, 0, 20), (1, 22, NEVER)]
    found, _ = episodes(whole + broken)
    first, last = np.full((2, 2), [[FIRST], [FIRST + 60]])

    assert found.throughout(2, first, last).tolist() == [True, False]


def test_sums_keep_a_practice_without_people():
    split = Practices.of(3, np.array([0, 0, 2]))

    assert split.sums(np.array([[1], [1], [1]])).tolist() == [[2], [0], [1]]


def test_days_are_numbered_there_and_back():
    leap = date(2004, 2, 29)

    assert day_of(day_number(leap)) == leap
    assert day_of(day_number(leap) + 1) == leap + timedelta(days=1)
    assert day_of(day_number(date(2999, 12, 31))) is None
