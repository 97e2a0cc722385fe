"""Months of supervision, from the rows to what is stored (P5, row 44)."""

from datetime import date, timedelta

import pytest

from tests.workforce import roster
from workforce.computing import supervision_months
from workforce.computing.supervision_weeks import last_weeks
from workforce.models import Enrolment, Leave, SupervisionMonth

HOUR_A_WEEK = 60 / 7


def in_post(graduates, trust, number="1", role="GMHW", **terms):
    """A worker who holds a post from 9 January 2006."""
    worker = roster.make_worker(graduates, trust, f"S{number}")
    roster.hold(roster.make_post(graduates, trust, number=f"P{number}", role=role), worker, **terms)
    return worker


def month_of(worker, year, month):
    supervision_months.refresh(worker.programme)
    return SupervisionMonth.objects.get(worker=worker, month=date(year, month, 1))


def test_a_whole_month_expects_the_standard_of_each_day(graduates, trust):
    worker = in_post(graduates, trust)

    assert month_of(worker, 2006, 3).expected_minutes == pytest.approx(31 * HOUR_A_WEEK, abs=1e-4)


def test_the_first_and_the_last_day_in_post_count(graduates, trust):
    worker = in_post(graduates, trust, end=date(2006, 4, 3), reason="other")

    assert month_of(worker, 2006, 1).expected_minutes == pytest.approx(23 * HOUR_A_WEEK, abs=1e-4)
    assert month_of(worker, 2006, 4).expected_minutes == pytest.approx(3 * HOUR_A_WEEK, abs=1e-4)


def test_nothing_is_written_after_the_last_day(graduates, trust):
    worker = in_post(graduates, trust, end=date(2006, 4, 30), reason="other")

    supervision_months.refresh(graduates)

    assert SupervisionMonth.objects.filter(worker=worker).latest("month").month == date(2006, 4, 1)


def test_days_of_leave_expect_nothing_to_the_day(graduates, trust):
    worker = in_post(graduates, trust)
    Leave.objects.create(worker=worker, start=date(2006, 2, 27), end=date(2006, 3, 4))

    assert month_of(worker, 2006, 2).expected_minutes == pytest.approx(26 * HOUR_A_WEEK, abs=1e-4)
    assert month_of(worker, 2006, 3).expected_minutes == pytest.approx(27 * HOUR_A_WEEK, abs=1e-4)


def test_a_month_of_leave_expects_zero_and_not_nothing(graduates, trust):
    worker = in_post(graduates, trust)
    Leave.objects.create(worker=worker, start=date(2006, 3, 1), end=date(2006, 3, 31))

    found = month_of(worker, 2006, 3)

    assert (found.expected_minutes, found.weeks_expected) == (0, 0)


def test_a_change_of_wte_in_mid_month_counts_by_the_day(graduates, trust):
    worker = in_post(graduates, trust, wte=1)
    terms = worker.holdings.get().terms.get()
    terms.end = date(2006, 3, 10)
    terms.save()
    roster.make_terms(worker.holdings.get(), start=date(2006, 3, 11), wte="0.5")

    assert month_of(worker, 2006, 3).expected_minutes == pytest.approx((10 + 21 * 0.5) * HOUR_A_WEEK, abs=1e-4)


def test_a_role_without_a_standard_expects_nothing_which_is_not_zero(graduates, trust):
    worker = in_post(graduates, trust, role="PCC")

    found = month_of(worker, 2006, 3)

    assert (found.expected_minutes, found.weeks_expected) == (None, 0)


def test_groups_are_expected_of_a_trainee_on_top_and_whatever_the_wte(graduates, trust):
    worker = in_post(graduates, trust, role="LI", wte="0.5")
    Enrolment.objects.create(worker=worker, training="LI_PG", started_on=date(2006, 3, 1))

    assert month_of(worker, 2006, 3).expected_minutes == pytest.approx(31 * (30 + 90) / 7, abs=1e-4)


def test_minutes_held_are_of_the_kinds_to_which_the_standard_gives_a_length(graduates, trust):
    worker, supervisor = in_post(graduates, trust), roster.make_worker(graduates, trust, "S9")
    arrangement = roster.make_arrangement(worker, supervisor)
    management = roster.make_arrangement(worker, supervisor, kind="management")
    roster.make_session(arrangement, date(2006, 3, 6), minutes=45)
    roster.make_session(arrangement, date(2006, 3, 13), state="missed_by_supervisor")
    roster.make_session(arrangement, date(2006, 3, 20), state="on_leave")
    roster.make_session(management, date(2006, 3, 7))

    found = month_of(worker, 2006, 3)

    assert (found.planned_minutes, found.held_minutes) == (105, 45)
    assert (found.sessions_planned, found.sessions_held, found.sessions_missed) == (3, 2, 1)


def test_two_supervisors_add_up(graduates, trust):
    worker = in_post(graduates, trust)
    for number in ("S8", "S9"):
        arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, number))
        roster.make_session(arrangement, date(2006, 3, 6), minutes=30)

    found = month_of(worker, 2006, 3)

    assert (found.held_minutes, found.weeks_without) == (60, 3)


def test_a_week_belongs_to_the_month_of_its_sunday(graduates, trust):
    """1 October 2006 is a Sunday: a session on 27 September is in the first week of October."""
    worker = in_post(graduates, trust)
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))
    roster.make_session(arrangement, date(2006, 9, 27))

    found = month_of(worker, 2006, 10)

    assert (found.weeks_expected, found.weeks_without, found.held_minutes) == (5, 4, 0)


@pytest.mark.parametrize(("days_away", "expected"), [(2, True), (3, False)])
def test_a_week_is_expected_of_whoever_is_there_on_three_working_days(graduates, trust, days_away, expected):
    worker = in_post(graduates, trust)
    monday = date(2007, 1, 29)
    Leave.objects.create(worker=worker, start=monday, end=monday + timedelta(days=days_away - 1))

    assert last_weeks(worker)[-1].is_expected is expected


def test_the_week_just_ended_shows_before_its_month_does(graduates, trust):
    """Row 44: the clock stands at Thursday 8 February 2007."""
    worker = in_post(graduates, trust, role="LI")
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))
    roster.make_session(arrangement, date(2007, 1, 26))

    found = [(week.monday, week.is_held) for week in last_weeks(worker, 2)]

    assert found == [(date(2007, 1, 22), True), (date(2007, 1, 29), False)]


def test_nothing_changed_writes_nothing(graduates, trust):
    worker = in_post(graduates, trust)
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))
    roster.make_session(arrangement, date(2006, 3, 6))

    assert supervision_months.refresh(graduates) == 13
    assert supervision_months.refresh(graduates) == 0


def test_only_the_month_that_changed_is_written(graduates, trust):
    worker = in_post(graduates, trust)
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"))
    supervision_months.refresh(graduates)
    roster.make_session(arrangement, date(2006, 3, 6))

    assert supervision_months.refresh(graduates, [worker.pk]) == 1


def test_months_before_a_corrected_start_go(graduates, trust):
    worker = in_post(graduates, trust)
    supervision_months.refresh(graduates)
    worker.holdings.update(start=date(2006, 3, 1))

    assert supervision_months.refresh(graduates) == 2
    assert SupervisionMonth.objects.filter(worker=worker).earliest("month").month == date(2006, 3, 1)


def test_months_of_whoever_began_this_month_are_not_there_yet(graduates, trust):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust), worker, start=date(2007, 2, 1))

    assert supervision_months.refresh(graduates) == 0


def test_how_many_workers_there_are_does_not_change_the_number_of_queries(graduates, trust, django_assert_num_queries):
    for number in range(12):
        in_post(graduates, trust, str(number))
    supervision_months.refresh(graduates)

    with django_assert_num_queries(11):
        supervision_months.refresh(graduates)


def test_management_supervision_is_counted_apart(graduates, trust):
    """P5: it fills no minute and no week."""
    worker = in_post(graduates, trust)
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S9"), kind="management")
    roster.make_session(arrangement, date(2006, 3, 7))
    roster.make_session(arrangement, date(2006, 3, 14), state="missed_by_supervisor")

    found = month_of(worker, 2006, 3)

    assert (found.management_planned, found.management_held) == (2, 1)
    assert (found.held_minutes, found.weeks_without) == (0, found.weeks_expected)


def test_a_bank_holiday_is_no_working_day_of_a_week(graduates, trust):
    """25 and 26 December 2006 are bank holidays: one day of leave leaves two working days, and nothing is expected."""
    worker = in_post(graduates, trust)
    assert month_of(worker, 2006, 12).weeks_expected == 5
    Leave.objects.create(worker=worker, start=date(2006, 12, 27), end=date(2006, 12, 27))

    assert month_of(worker, 2006, 12).weeks_expected == 4
