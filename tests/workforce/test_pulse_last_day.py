"""A round is closed early or left open for longer, and a closed one is not opened again (row 4)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.workforce import roster
from workforce.actions import pulses as actions
from workforce.models import PulseLink

TODAY, TOMORROW = date(2007, 2, 8), "2007-02-09T00:00"
PARTS = {"closes_on-day": "8", "closes_on-month": "2", "closes_on-year": "2007"}


@pytest.fixture
def worker(graduates, trust, practice):
    return roster.make_team(graduates, trust, practice, 1)[0]


@pytest.fixture
def pulse(graduates, lead, worker):
    pulse = actions.create_pulse(
        programme=graduates, by=lead, name="Winter", opens_on=date(2007, 2, 1), closes_on=date(2007, 2, 28)
    )
    actions.make_links(pulse=pulse, by=lead)
    return pulse


def test_a_round_that_is_closed_early_takes_no_answer_from_the_next_day_on(
    client_of, client, pulse, worker, lead, settings
):
    link = reverse("pulse_answer", args=[actions.token_for(PulseLink.objects.get())])

    client_of(lead).post(reverse("pulse_last_day", args=[pulse.pk]), PARTS)

    assert client.get(link).status_code == 200
    settings.BUSINESS_CLOCK = TOMORROW
    assert client.get(link).status_code == 410


def test_nothing_is_shown_on_the_last_day(client_of, pulse, lead):
    """However it came to be the last: whoever answers in the evening would be the difference to the morning."""
    actions.change_last_day(pulse=pulse, closes_on=TODAY, by=lead)

    page = client_of(lead).get(reverse("pulse_detail", args=[pulse.pk]))

    assert not page.context["page"].is_closed
    assert "Answered" not in {fact["key"] for fact in page.context["page"].facts}


def test_a_closed_round_is_not_opened_again(pulse, lead, settings):
    actions.change_last_day(pulse=pulse, closes_on=TODAY, by=lead)
    settings.BUSINESS_CLOCK = TOMORROW

    with pytest.raises(ValidationError, match="not opened again"):
        actions.change_last_day(pulse=pulse, closes_on=date(2007, 2, 28), by=lead)


def test_the_last_day_is_not_gone_by(pulse, lead):
    with pytest.raises(ValidationError, match="8 February 2007 on"):
        actions.change_last_day(pulse=pulse, closes_on=date(2007, 2, 7), by=lead)


def test_the_lead_of_one_pct_does_not_close_it_for_all(client_of, pulse, trust):
    client_of(roster.local_lead_of(trust)).post(reverse("pulse_last_day", args=[pulse.pk]), PARTS)

    pulse.refresh_from_db()
    assert pulse.closes_on == date(2007, 2, 28)


def test_the_last_day_is_offered_to_whoever_may_change_it(client_of, pulse, lead, trust):
    address = reverse("pulse_detail", args=[pulse.pk])

    assert client_of(lead).get(address).context["last_day_href"]
    assert not client_of(roster.local_lead_of(trust)).get(address).context["last_day_href"]


def test_the_page_of_an_open_round_is_the_same_before_and_after_an_answer(client_of, pulse, lead):
    """Row 4: nobody tells from a running count who has answered."""
    client, address = client_of(lead), reverse("pulse_detail", args=[pulse.pk])
    before = client.get(address).context["page"]
    PulseLink.objects.update(is_used=True)

    assert client.get(address).context["page"] == before
