"""Arranging, planning and recording supervision; leave; disputes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.actions import supervision
from workforce.actions.disputes import answer_dispute, raise_dispute
from workforce.actions.leave import add_leave, correct_leave, remove_leave
from workforce.models import SupervisionMonth, SupervisionSession


@pytest.fixture
def worker(graduates, trust):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust), worker)
    return worker


@pytest.fixture
def supervisor(graduates, trust):
    return roster.make_worker(graduates, trust, "S9")


@pytest.fixture
def arrangement(worker, supervisor):
    return roster.make_arrangement(worker, supervisor)


def arrange(worker, supervisor, by, **fields):
    values = {"kind": "case_management", "minutes": 60, "every_days": 7, "is_pro_rata": True, "start": date(2007, 2, 1)}
    return supervision.arrange(worker=worker, supervisor=supervisor, by=by, **{**values, **fields})


def days_of(arrangement):
    return list(arrangement.sessions.order_by("on").values_list("on", flat=True))


def test_nobody_supervises_themselves(worker, lead):
    with pytest.raises(ValidationError, match="themselves"):
        arrange(worker, worker, lead)


def test_the_same_two_have_one_arrangement_of_a_kind_at_a_time(worker, supervisor, arrangement, lead):
    with pytest.raises(ValidationError, match="End it first"):
        arrange(worker, supervisor, lead)


def test_an_arrangement_does_not_begin_before_one_that_has_ended_since(worker, supervisor, lead):
    roster.make_arrangement(worker, supervisor, start=date(2007, 1, 1), end=date(2007, 1, 31))

    with pytest.raises(ValidationError, match="already"):
        arrange(worker, supervisor, lead, start=date(2006, 12, 1))


def test_an_arrangement_may_follow_the_one_that_ended_the_day_before(worker, supervisor, arrangement, lead):
    supervision.end_arrangement(arrangement=arrangement, end=date(2007, 1, 31), by=lead)

    assert arrange(worker, supervisor, lead).start == date(2007, 2, 1)


def test_sessions_are_planned_at_the_interval(arrangement, lead):
    planned = supervision.plan_sessions(arrangement=arrangement, first=date(2007, 2, 12), weeks=3, by=lead)

    assert planned.added == 3
    assert days_of(arrangement) == [date(2007, 2, 12), date(2007, 2, 19), date(2007, 2, 26)]


def test_planning_again_adds_none_twice(arrangement, lead):
    supervision.plan_sessions(arrangement=arrangement, first=date(2007, 2, 12), weeks=2, by=lead)

    again = supervision.plan_sessions(arrangement=arrangement, first=date(2007, 2, 12), weeks=3, by=lead)

    assert (again.added, again.there) == (1, 2)


def test_days_of_leave_are_passed_over(worker, arrangement, lead):
    add_leave(worker=worker, start=date(2007, 2, 19), end=date(2007, 2, 19), by=lead)

    planned = supervision.plan_sessions(arrangement=arrangement, first=date(2007, 2, 12), weeks=2, by=lead)

    assert (planned.added, planned.on_leave) == (1, 1)


def test_no_session_is_planned_after_the_arrangement(worker, supervisor, lead):
    ended = roster.make_arrangement(worker, supervisor, end=date(2007, 2, 19))

    supervision.plan_sessions(arrangement=ended, first=date(2007, 2, 12), weeks=4, by=lead)

    assert days_of(ended) == [date(2007, 2, 12), date(2007, 2, 19)]


def test_a_session_to_come_was_not_held(arrangement, lead):
    session = roster.make_session(arrangement, date(2007, 2, 9), state="planned")

    with pytest.raises(ValidationError, match="still to come"):
        supervision.record_session(session=session, state="held", minutes=60, by=lead)


def test_todays_session_may_be_recorded(arrangement, lead):
    session = roster.make_session(arrangement, date(2007, 2, 8), state="planned")

    assert supervision.record_session(session=session, state="held", minutes=50, by=lead).minutes == 50


def test_one_refused_session_keeps_all_of_the_week_as_it_was(arrangement, lead):
    past = roster.make_session(arrangement, date(2007, 2, 7), state="planned")
    ahead = roster.make_session(arrangement, date(2007, 2, 9), state="planned")
    records = [supervision.Record(past, "held", 60), supervision.Record(ahead, "held", 60)]

    with pytest.raises(ValidationError):
        supervision.record_sessions(records=records, by=lead)

    assert set(SupervisionSession.objects.values_list("state", flat=True)) == {"planned"}


def test_recording_brings_the_month_up_to_date_at_once(worker, arrangement, lead):
    session = roster.make_session(arrangement, date(2007, 1, 8), state="planned")

    supervision.record_session(session=session, state="held", minutes=55, by=lead)

    assert SupervisionMonth.objects.get(worker=worker, month=date(2007, 1, 1)).held_minutes == 55


def test_ending_an_arrangement_removes_what_was_planned_for_later(arrangement, lead):
    roster.make_session(arrangement, date(2007, 2, 8))
    roster.make_session(arrangement, date(2007, 2, 15), state="planned")

    supervision.end_arrangement(arrangement=arrangement, end=date(2007, 2, 8), by=lead)

    assert days_of(arrangement) == [date(2007, 2, 8)]


def test_an_arrangement_does_not_end_before_a_session_that_was_held(arrangement, lead):
    roster.make_session(arrangement, date(2007, 2, 8))

    with pytest.raises(ValidationError, match="later day"):
        supervision.end_arrangement(arrangement=arrangement, end=date(2007, 2, 7), by=lead)


@pytest.mark.parametrize(("start", "end"), [((2007, 3, 1), (2007, 3, 5)), ((2007, 3, 10), (2007, 3, 12))])
def test_leave_that_overlaps_by_a_day_is_refused(worker, lead, start, end):
    add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)

    with pytest.raises(ValidationError, match="already"):
        add_leave(worker=worker, start=date(*start), end=date(*end), by=lead)


@pytest.mark.parametrize("change", [remove_leave, correct_leave])
def test_leave_that_somebody_has_removed_stays_removed(worker, lead, change):
    leave = add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)
    seen = worker.leave.get()
    remove_leave(leave=leave, by=lead)

    with pytest.raises(ValidationError, match="removed already"):
        change(leave=seen, by=lead, **({} if change is remove_leave else {"start": seen.start, "end": seen.end}))

    assert not worker.leave.exists()


def test_leave_may_follow_leave(worker, lead):
    add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)

    add_leave(worker=worker, start=date(2007, 3, 11), end=date(2007, 3, 11), by=lead)

    assert worker.leave.count() == 2


def test_sessions_planned_in_leave_become_on_leave(worker, arrangement, lead):
    session = roster.make_session(arrangement, date(2007, 3, 5), state="planned")

    add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)

    session.refresh_from_db()
    assert session.state == "on_leave"


def test_leave_that_ends_earlier_gives_its_sessions_back(worker, arrangement, lead):
    session = roster.make_session(arrangement, date(2007, 3, 9), state="planned")
    leave = add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)

    correct_leave(leave=leave, start=date(2007, 3, 5), end=date(2007, 3, 8), by=lead)

    session.refresh_from_db()
    assert session.state == "planned"


def test_leave_that_was_not_taken_goes(worker, lead):
    leave = add_leave(worker=worker, start=date(2007, 3, 5), end=date(2007, 3, 10), by=lead)

    remove_leave(leave=leave, by=lead)

    assert AuditEvent.objects.filter(event="leave.removed").exists()
    assert not worker.leave.exists()


def test_a_dispute_is_answered_once(worker, lead):
    dispute = raise_dispute(worker=worker, about="leave", entry="June", text="I was there", by=lead)
    answer_dispute(dispute=dispute, answer="Put right", by=lead)

    with pytest.raises(ValidationError, match="already"):
        answer_dispute(dispute=dispute, answer="Or not", by=lead)


def test_nobody_answers_the_own_dispute(worker, lead):
    worker.user = lead
    worker.save()
    dispute = raise_dispute(worker=worker, about="terms", entry="June", text="It was more", by=lead)

    with pytest.raises(ValidationError, match="Ask another lead"):
        answer_dispute(dispute=dispute, answer="So it was", by=lead)


def test_what_is_disputed_stands_in_no_trail(worker, lead):
    """D13."""
    dispute = raise_dispute(worker=worker, about="terms", entry="SENTINEL-ENTRY", text="SENTINEL-TEXT", by=lead)
    answer_dispute(dispute=dispute, answer="SENTINEL-ANSWER", by=lead)

    trail = str(list(AuditEvent.objects.values("event", "details", "about_id")))

    assert "dispute.answered" in trail
    assert "SENTINEL" not in trail
    assert worker.name not in trail


def test_a_session_of_part_of_a_wte_lasts_as_long_as_that_part(worker, arrangement, lead):
    """P5: in proportion to WTE, where the arrangement says so."""
    worker.holdings.get().terms.update(wte="0.5")

    supervision.plan_sessions(arrangement=arrangement, first=date(2007, 2, 12), weeks=1, by=lead)

    assert arrangement.sessions.get().minutes == 30
