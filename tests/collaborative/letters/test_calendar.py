"""On which days letters go, in London, in both clock changes, and after a time without a worker (C12, D30)."""

from datetime import UTC, date, datetime

import pytest

from collaborative.letters.calendar import DIGESTS, REMINDERS, Step, next_step, step_of, steps_due
from practices.months import LONDON

JANUARY = date(2007, 1, 1)


def at(month, day, hour=9, minute=0, year=2007):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def due(now, rounds=REMINDERS):
    return [step.period for step in steps_due(now, rounds)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(2, 5, 7, 59), []),
        (at(2, 5, 8), ["2007-01:-5"]),
        (at(2, 10, 7, 59), ["2007-01:-5"]),
        (at(2, 10, 8), ["2007-01:0"]),
        (at(2, 13, 8), ["2007-01:+3"]),
        (at(2, 20, 8), ["2007-01:+10"]),
        (at(2, 27, 7, 59), ["2007-01:+10"]),
        (at(2, 27, 8), []),
    ],
)
def test_c12_reminders_go_five_days_before_on_the_day_and_three_and_ten_days_after(now, expected):
    assert due(now) == expected


def test_c12_the_facilitator_is_told_the_day_after_and_three_and_ten_days_after():
    assert [due(at(2, day), DIGESTS) for day in (10, 11, 13, 20)] == [
        [],
        ["2007-01:+1"],
        ["2007-01:+3"],
        ["2007-01:+10"],
    ]


def test_d30_a_week_without_a_worker_sends_the_round_of_today_and_not_each_that_was_missed():
    assert due(at(2, 14)) == ["2007-01:+3"]


@pytest.mark.parametrize(
    ("step", "moment"),
    [
        (Step(date(2007, 2, 1), 10), datetime(2007, 3, 20, 8, tzinfo=UTC)),
        (Step(date(2007, 2, 1), 0), datetime(2007, 3, 10, 8, tzinfo=UTC)),
        (Step(date(2007, 3, 1), -5), datetime(2007, 4, 5, 7, tzinfo=UTC)),
        (Step(date(2007, 9, 1), 10), datetime(2007, 10, 20, 7, tzinfo=UTC)),
        (Step(date(2007, 10, 1), -5), datetime(2007, 11, 5, 8, tzinfo=UTC)),
    ],
)
def test_letters_go_at_eight_in_london_on_both_sides_of_each_clock_change(step, moment):
    """The clocks changed on 25 March and 28 October 2007."""
    assert step.at == moment


@pytest.mark.parametrize("days", [-5, 0, 3, 10])
def test_a_step_is_written_and_read_back(days):
    step = Step(JANUARY, days)

    assert step_of(step.period) == step


def test_the_next_round_is_the_first_that_has_not_come():
    assert next_step(at(2, 8), REMINDERS, date(2007, 2, 1)) == Step(JANUARY, 0)
    assert next_step(at(2, 21), REMINDERS, date(2007, 2, 1)) == Step(date(2007, 2, 1), -5)
    assert next_step(at(2, 21), REMINDERS, JANUARY) is None
