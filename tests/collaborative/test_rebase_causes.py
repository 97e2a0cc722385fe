"""A new phase takes its reason from a cycle of its chart's measure and place."""

from datetime import date

import pytest
from django.urls import reverse

from collaborative.models import ReadingLevel
from measures.models import Rebase
from tests.collaborative.improvement import make_cycle
from tests.measures.test_rebases import MEASURE

NAME = "Telephone review, cycle 1"


@pytest.fixture
def cycle(team, practice, manager):
    return make_cycle(team, manager, practices=[practice], state="doing", measure=MEASURE, started_on=date(2006, 4, 18))


def href(level="practice", code="A99001", measure=MEASURE, query=""):
    return reverse("series_rebase", args=["W1", level, code, measure]) + query


def test_i9_a_cycle_gives_the_new_phase_its_reason_and_its_name(client_of, returned, cycle, manager):
    client_of(manager).post(href(), {"cause": cycle.pk, "starts": "2006-05", "reason": "", "cycle": ""})

    rebase = Rebase.objects.get()
    assert rebase.cycle == NAME
    assert rebase.reason == f"Change tested in the PDSA cycle {NAME}, from 18 April 2006"


def test_what_a_person_wrote_stands_before_what_the_cycle_would_say(client_of, returned, cycle, manager):
    client_of(manager).post(
        href(), {"cause": cycle.pk, "starts": "2006-05", "reason": "Calls first", "cycle": "PDSA 3"}
    )

    rebase = Rebase.objects.get()
    assert (rebase.reason, rebase.cycle) == ("Calls first", "PDSA 3")


def test_an_address_that_names_a_cycle_fills_in_its_words_and_month(client_of, returned, cycle, manager):
    page = client_of(manager).get(href(query=f"?cycle={cycle.pk}")).content.decode()

    assert f'<option value="{cycle.pk}" selected' in page
    assert '<option value="2006-04" selected' in page
    assert f"Change tested in the PDSA cycle {NAME}" in page


def test_a_phase_cannot_begin_before_the_cycle_that_is_its_reason(client_of, returned, cycle, manager):
    response = client_of(manager).post(href(), {"cause": cycle.pk, "starts": "2006-03", "reason": "", "cycle": ""})

    assert "This cycle began in Apr 2006" in response.content.decode()
    assert not Rebase.objects.exists()


@pytest.mark.parametrize(
    ("level", "code", "measure"), [("practice", "A99002", MEASURE), ("practice", "A99001", "referrals")]
)
def test_only_cycles_of_the_chart_are_offered(client_of, returned, cycle, facilitator, level, code, measure):
    assert (
        "Which PDSA cycle is the reason?" not in client_of(facilitator).get(href(level, code, measure)).content.decode()
    )


def test_a_cycle_that_is_not_shared_is_neither_offered_nor_taken(client_of, returned, cycle, facilitator):
    """G9"""
    cycle.shared_with = ReadingLevel.TEAM
    cycle.save()
    client = client_of(facilitator)

    page = client.get(href(query=f"?cycle={cycle.pk}")).content.decode()
    client.post(href(), {"cause": cycle.pk, "starts": "2006-05", "reason": "", "cycle": ""})

    assert "Telephone review" not in page
    assert not Rebase.objects.exists()


def test_the_history_leads_to_the_cycle(client_of, returned, cycle, manager):
    client = client_of(manager)
    client.post(href(), {"cause": cycle.pk, "starts": "2006-05", "reason": "", "cycle": ""})

    page = client.get(href()).content.decode()

    assert f'<a href="{reverse("cycle_detail", args=[cycle.pk])}">{NAME}</a>' in page
