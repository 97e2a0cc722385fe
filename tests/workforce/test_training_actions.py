"""Enrolling people, writing down days, how training ends."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.actions import training as actions
from workforce.models import Enrolment

BEGAN = roster.BEGAN


@pytest.fixture
def graduates(db):
    graduates = roster.make_programme()
    graduates.workforce.trainings = ["MHP_DIP", "GMHW_PG", "CORNWALL_CBT", "PSW_COHORT"]
    graduates.workforce.save()
    return graduates


@pytest.fixture
def worker(graduates, trust):
    return roster.make_worker(graduates, trust)


def enrol(worker, lead, training="GMHW_PG", **fields):
    return actions.enrol(worker=worker, training=training, by=lead, **{"started_on": BEGAN, **fields})


def test_enrolment_is_due_when_the_course_is_over(worker, lead):
    assert enrol(worker, lead).due_on == date(2007, 1, 9)


def test_enrolment_without_a_known_length_has_no_day_of_its_own(worker, lead):
    assert enrol(worker, lead, "PSW_COHORT").due_on is None


def test_a_fourth_cohort_can_be_added(graduates, worker, lead):
    """Row 64."""
    fourth = roster.make_cohort(graduates, "PSW4", role="PSW")

    assert enrol(worker, lead, "PSW_COHORT", cohort=fourth).cohort == fourth


@pytest.mark.parametrize(
    ("training", "fields", "field"),
    [
        ("HI_PGDIP", {}, "training"),
        ("GMHW_PG", {"started_on": date(2007, 2, 9)}, "started_on"),
        ("GMHW_PG", {"due_on": date(2006, 1, 8)}, "due_on"),
    ],
)
def test_enrolment_refuses_what_cannot_be(worker, lead, training, fields, field):
    with pytest.raises(ValidationError) as refusal:
        enrol(worker, lead, training, **fields)

    assert list(refusal.value.error_dict) == [field]
    assert not Enrolment.objects.exists()


def test_nobody_is_on_the_same_course_twice_at_once(worker, lead):
    enrol(worker, lead)

    with pytest.raises(ValidationError, match="under way already"):
        enrol(worker, lead, started_on=date(2006, 9, 1))


def test_five_days_complete_the_course_in_cornwall(worker, lead):
    """Row 39: two core days and three further ones, then it is done on the last."""
    enrolment = enrol(worker, lead, "CORNWALL_CBT")

    for number, kind in enumerate(["core", "core", "further", "further", "further"], start=1):
        enrolment.refresh_from_db()
        assert enrolment.outcome == ""
        actions.log_day(enrolment=enrolment, kind=kind, on=date(2006, 3, number), by=lead)

    enrolment.refresh_from_db()
    assert (enrolment.outcome, enrolment.ended_on) == ("completed", date(2006, 3, 5))


def test_half_days_count_as_halves(worker, lead):
    enrolment = enrol(worker, lead, "CORNWALL_CBT")

    actions.log_day(enrolment=enrolment, kind="core", on=BEGAN, days=Decimal("0.5"), by=lead)

    assert actions.days_by_kind(enrolment) == {"core": Decimal("0.5")}


@pytest.mark.parametrize("on", [date(2006, 1, 8), date(2007, 2, 9)])
def test_a_day_lies_within_the_time_of_the_course(worker, lead, on):
    enrolment = enrol(worker, lead, "MHP_DIP")

    with pytest.raises(ValidationError):
        actions.log_day(enrolment=enrolment, kind="university", on=on, by=lead)


def test_a_day_is_written_down_once(worker, lead):
    enrolment = enrol(worker, lead, "MHP_DIP")
    actions.log_day(enrolment=enrolment, kind="university", on=BEGAN, by=lead)

    with pytest.raises(ValidationError, match="already"):
        actions.log_day(enrolment=enrolment, kind="university", on=BEGAN, by=lead)


def test_a_day_can_be_taken_back_until_the_course_has_ended(worker, lead):
    enrolment = enrol(worker, lead, "MHP_DIP")
    first = actions.log_day(enrolment=enrolment, kind="university", on=BEGAN, by=lead)
    second = actions.log_day(enrolment=enrolment, kind="placement", on=BEGAN, by=lead)

    actions.remove_day(day=first, by=lead)
    actions.change_enrolment(enrolment=enrolment, outcome="withdrew", ended_on=date(2006, 6, 1), by=lead)

    assert actions.days_by_kind(enrolment) == {"placement": 1}
    with pytest.raises(ValidationError, match="ended"):
        actions.remove_day(day=second, by=lead)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": "completed"}, "ended_on"),
        ({"ended_on": date(2006, 6, 1)}, "outcome"),
        ({"outcome": "completed", "ended_on": date(2006, 1, 1)}, "ended_on"),
        ({"outcome": "completed", "ended_on": date(2007, 3, 1)}, "ended_on"),
        ({"outcome": "withdrew", "ended_on": date(2006, 6, 1), "expires_on": date(2007, 6, 1)}, "expires_on"),
        ({"outcome": "completed", "ended_on": date(2006, 6, 1), "expires_on": date(2006, 5, 1)}, "expires_on"),
    ],
)
def test_an_end_has_a_day_and_an_outcome_in_order(worker, lead, fields, field):
    enrolment = enrol(worker, lead)

    with pytest.raises(ValidationError) as refusal:
        actions.change_enrolment(enrolment=enrolment, by=lead, **fields)

    assert list(refusal.value.error_dict) == [field]


def test_the_trail_names_nobody(worker, lead):
    """D13: by the id of the row, never by name."""
    enrolment = enrol(worker, lead, "MHP_DIP")
    actions.log_day(enrolment=enrolment, kind="university", on=BEGAN, by=lead)
    actions.change_enrolment(enrolment=enrolment, outcome="completed", ended_on=date(2006, 6, 1), by=lead)

    events = AuditEvent.objects.filter(about_kind="workforce.enrolment")
    assert [event.event for event in events.order_by("pk")] == [
        "enrolment.created",
        "training_day.logged",
        "enrolment.changed",
    ]
    assert worker.name not in str(list(events.values("details", "about_id")))
