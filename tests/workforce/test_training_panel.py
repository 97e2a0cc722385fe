"""The training on a worker's page: who sees it, days as bars, bands for whoever may see pay."""

from datetime import date

import pytest

from tests.workforce import roster
from workforce.dashboards.training_panel import training_panel
from workforce.models import TrainingDay


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice, role="MHP"), worker, band="3")
    return worker


@pytest.fixture
def enrolment(worker):
    return roster.make_enrolment(worker, due_on=date(2008, 1, 9))


def supervisor_of(graduates, trust, worker):
    supervising = roster.make_worker(graduates, trust, "S8")
    roster.make_arrangement(worker, supervising)
    return roster.supervisor_at(trust, supervising)


def course_of(user, worker):
    return training_panel(user, worker).context["courses"][0]


def test_lead_sees_days_and_the_overdue_band(graduates, worker, enrolment):
    """Row 9."""
    TrainingDay.objects.create(enrolment=enrolment, kind="university", on=date(2006, 2, 1))

    course = course_of(roster.lead_of(graduates), worker)

    assert [bar["text"] for bar in course["days"]] == ["University days: 1 of 30", "Placement days: 0 of 30"]
    assert course["band"]["text"] == "Band 3; should be Band 4 since 9 Jan 2007"


def test_worker_sees_the_own_band(trust, worker, enrolment):
    person = roster.staff_member_at(trust, worker)

    assert course_of(person, worker)["band"]["tag"]["text"] == "Band overdue"


def test_supervisor_sees_the_course_without_the_band(graduates, trust, worker, enrolment):
    """D13: pay is for the lead and the worker."""
    course = course_of(supervisor_of(graduates, trust, worker), worker)

    assert course["name"] == "Mental Health Practitioner postgraduate diploma"
    assert course["band"] is None
    assert course["change_href"] == ""


def test_manager_of_the_host_practice_sees_no_training(manager, worker, enrolment):
    assert training_panel(manager, worker) is None


def test_a_course_of_the_role_that_was_not_begun_is_named_with_its_state(graduates, trust):
    """Row 37: who has a special interest sees the state of the course."""
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, role="GPWSI"), worker)

    (course,) = training_panel(roster.lead_of(graduates), worker).context["not_begun"]

    assert "primhe" in course["state"]


def test_whoever_withdrew_waits_for_no_band(graduates, worker, enrolment):
    enrolment.outcome, enrolment.ended_on = "withdrew", date(2006, 6, 1)
    enrolment.save()

    assert course_of(roster.lead_of(graduates), worker)["band"] is None
