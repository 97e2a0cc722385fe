"""Cohorts and employers of a programme: people are counted, each lead's own, and the table says whose."""

import pytest
from django.urls import reverse

from tests.workforce import roster
from workforce.models import Cohort


@pytest.fixture
def cohort(graduates, trust, other_trust):
    """Three began together: two at one PCT, one of whom has left, and one at another."""
    cohort = Cohort.objects.create(
        programme=graduates, code="2006", name="Graduates 2006", role="GMHW", starts_on=roster.BEGAN
    )
    for number, (place, end) in enumerate(((trust, None), (trust, roster.BEGAN), (other_trust, None))):
        worker = roster.make_worker(graduates, place, f"S{number}")
        post = roster.make_post(graduates, place, number=f"P{number}")
        roster.hold(post, worker, cohort=cohort, end=end, reason=end and "pay")
    return cohort


def rows_of(client_of, person):
    tables = client_of(person).get(reverse("cohort_list", args=["graduates"])).context["tables"]
    return [
        (table["caption"], [cell["text"] for cell in table["rows"][0] if isinstance(cell, dict)]) for table in tables
    ]


def test_the_lead_of_the_programme_counts_everybody(client_of, lead, cohort):
    (cohorts, counts), (employers, employs) = rows_of(client_of, lead)

    assert (cohorts, counts) == ("1 cohort", [3, 2])
    assert (employers, employs[1:]) == ("1 employer", [2])


def test_the_lead_of_one_pct_counts_the_own_people_and_is_told_so(client_of, trust, cohort):
    (cohorts, counts), (employers, employs) = rows_of(client_of, roster.local_lead_of(trust))

    assert (cohorts, counts) == ("1 cohort; people of your own PCT alone are counted", [2, 1])
    assert (employers, employs[1:]) == ("1 employer; people of your own PCT alone are counted", [1])
