"""What waits for somebody in the workforce, on the first page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collaborative.dashboards import workforce_steps
from collaborative.dashboards.workforce_steps import next_steps
from practices import clock
from tests.collaborative.pages import words_of
from tests.workforce import roster
from workforce.actions import pulses
from workforce.models import Dispute, EarlyWarning, PulseLink


@pytest.fixture(autouse=True)
def every_page(monkeypatch):
    """Each address that a step leads to, whether its page is there or not."""
    monkeypatch.setattr(workforce_steps, "href", lambda name, *given: f"/{name}/{'/'.join(map(str, given))}")


@pytest.fixture
def graduates(practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust, name="Quillan Vantongeren")
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    return worker


def headings(user):
    return [step["heading"] for step in next_steps(user)]


def test_the_lead_is_told_of_disputes_warnings_and_vacancies(graduates, worker, trust, practice):
    roster.make_post(graduates, trust, practice, number="P2")
    Dispute.objects.create(worker=worker, about="leave", entry="June", text="Wrong", raised_on=date(2007, 2, 1))
    EarlyWarning.objects.create(holding=worker.holdings.get(), kind="alone", reason="Alone", since=date(2007, 2, 1))

    assert headings(roster.lead_of(graduates)) == [
        "1 dispute waits for an answer", "1 early warning", "1 post is vacant",
    ]  # fmt: skip


def test_an_answered_dispute_waits_no_more(graduates, worker):
    lead = roster.lead_of(graduates)
    Dispute.objects.create(
        worker=worker, about="leave", entry="June", text="Wrong", raised_on=date(2007, 2, 1), answer="Put right",
        answered_on=date(2007, 2, 2), answered_by=lead,
    )  # fmt: skip

    assert headings(lead) == []


def test_less_wte_than_established_is_a_vacancy(graduates, trust, practice):
    post = roster.make_post(graduates, trust, practice)
    roster.hold(post, roster.make_worker(graduates, trust), wte="0.50")

    assert headings(roster.lead_of(graduates)) == ["1 post is vacant"]


def test_a_lead_of_another_pct_is_told_nothing(worker, graduates, trust, other_trust, practice):
    roster.make_post(graduates, trust, practice, number="P2")

    assert headings(roster.local_lead_of(other_trust)) == []


def test_early_warnings_are_for_the_lead_alone(worker, trust, manager, clinician):
    EarlyWarning.objects.create(holding=worker.holdings.get(), kind="alone", reason="Alone", since=date(2007, 2, 1))
    people = [manager, clinician, roster.staff_member_at(trust, worker)]

    assert not any("warning" in heading for person in people for heading in headings(person))


def test_the_supervisor_is_told_how_many_sessions_to_record(graduates, worker, trust):
    senior = roster.make_worker(graduates, trust, "S9", name="Val Senior")
    arrangement = roster.make_arrangement(worker, senior)
    roster.make_session(arrangement, clock.today(), state="planned")
    roster.make_session(arrangement, date(2007, 2, 15), state="planned")

    assert headings(roster.supervisor_at(trust, senior)) == ["1 session waits to be recorded"]


def test_the_worker_is_led_to_the_own_record(worker, trust):
    assert headings(roster.staff_member_at(trust, worker)) == ["Your own record"]


def test_row_4_an_open_round_comes_first_until_it_is_answered(graduates, trust, worker):
    staff_member = roster.staff_member_at(trust, worker)
    days = {"opens_on": date(2007, 2, 1), "closes_on": date(2007, 2, 28)}
    lead = roster.lead_of(graduates)
    pulse = pulses.create_pulse(programme=graduates, by=lead, name="Winter 2007", **days)
    pulses.make_links(pulse=pulse, by=lead)

    assert headings(staff_member) == ["How is your work going?", "Your own record"]

    PulseLink.objects.update(is_used=True)
    assert headings(staff_member) == ["Your own record"]


def test_steps_name_nobody(client, graduates, worker):
    """D13."""
    Dispute.objects.create(worker=worker, about="leave", entry="June", text="Wrong", raised_on=date(2007, 2, 1))
    client.force_login(roster.lead_of(graduates))

    words = words_of(client.get(reverse("home")))

    assert "1 dispute waits" in words
    assert "Vantongeren" not in words


def test_who_has_no_part_in_the_workforce_is_asked_nothing(manager):
    manager.acting_grants  # noqa: B018 (asked once a request, by whatever comes first)
    with CaptureQueriesContext(connection) as found:
        next_steps(manager)

    assert len(found) == 0
