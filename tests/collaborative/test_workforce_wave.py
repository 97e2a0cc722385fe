"""The workforce of a wave: exact for its lead, protected for everybody else, in the page and in the file alike."""

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from tests.collaborative.pages import words_of
from tests.collaborative.workforce import NAMES, staff, three_trusts
from tests.conftest import make_organisation, make_person
from tests.workforce import roster
from workforce.jobs.recompute import recompute_programme
from workforce.models import CaseloadMonth, Holding


@pytest.fixture
def trusts(trust, other_trust):
    return [trust, other_trust, make_organisation("5W2", "Cherry PCT", "commissioner")]


@pytest.fixture
def graduates(wave, trusts):
    return three_trusts(wave, trusts)


@pytest.fixture
def lead(graduates):
    return roster.lead_of(graduates)


@pytest.fixture
def g1_facilitator(graduates):
    return make_person("facilitator@example.org", Role.FACILITATOR, wave=graduates.waves.get())


def page(client, person, code="G1"):
    client.force_login(person)
    return client.get(reverse("wave_workforce", args=[code]))


def lines(client, person, code="G1"):
    """(table, place, what) -> value of the file."""
    client.force_login(person)
    text = client.get(reverse("wave_workforce_csv", args=[code])).content.decode("utf-8-sig")
    return {
        (row["table"], row["month"], row["place"], row["what"]): row["value"]
        for row in csv.DictReader(text.splitlines())
    }


def whole(found, what):
    return next(value for (table, _, _, named), value in found.items() if table == "whole" and named == what)


def test_the_page_begins_with_what_matters(client, lead):
    assert "16.7% of the posts are vacant; 2 left the role in twelve months" in words_of(page(client, lead))


def test_the_lead_sees_posts_and_vacancies_as_they_are(client, lead):
    found = lines(client, lead)

    assert [whole(found, what) for what in ("Posts", "Vacant posts", "WTE in post", "Leavers")] == [
        "12",
        "2",
        "10.0",
        "2",
    ]


def test_the_lead_sees_each_pct_by_name(client, lead):
    words = words_of(page(client, lead))

    assert all(name in words for name in ("Alder PCT", "Birch PCT", "Cherry PCT"))
    assert "Exact figures, for the workforce lead" in words


def test_others_see_protected_counts_and_no_pct(client, g1_facilitator):
    words = words_of(page(client, g1_facilitator))
    found = lines(client, g1_facilitator)

    assert [whole(found, what) for what in ("Posts", "Vacant posts", "WTE in post", "Leavers")] == [
        "10",
        "*",
        "10",
        "*",
    ]
    assert "PCT" in words
    assert not any(name in words for name in ("Alder PCT", "Birch PCT", "Cherry PCT"))


def test_pcts_appear_as_bands_without_names(client, g1_facilitator):
    """Row 6: how far they lie apart is seen, which one lies where is not."""
    bands = {what: value for (table, _, _, what), value in lines(client, g1_facilitator).items() if table == "bands"}

    assert bands["Posts vacant: under 10%"] == "2"
    assert bands["Posts vacant: 50 to under 75%"] == "1"


def test_page_and_file_hold_the_same_values(client, g1_facilitator):
    """P11."""
    words = words_of(page(client, g1_facilitator))

    assert all(
        f"{what} {value}" in words
        for (table, _, _, what), value in lines(client, g1_facilitator).items()
        if table == "whole" and value
    )


def test_patients_of_one_who_said_are_the_leads_alone(client, graduates, lead, g1_facilitator):
    """D13: twelve people are in post, and one of them said how many."""
    holding = Holding.objects.filter(end=None).earliest("pk")
    CaseloadMonth.objects.create(
        holding=holding, month=date(2006, 11, 1), new_patients=44, active=33, recorded_on=date(2006, 12, 1)
    )
    recompute_programme(graduates)

    outside, inside = (lines(client, person) for person in (g1_facilitator, lead))

    assert [whole(outside, what) for what in ("New patients of one WTE a year", "Active patients")] == ["", ""]
    assert not any("New patients" in what for table, _, _, what in outside if table == "bands")
    assert whole(inside, "New patients of one WTE a year") == "528.0"


def test_fewer_than_three_pcts_are_withheld_from_others(client, wave, trusts, g1_facilitator, graduates):
    """P12."""
    graduates.posts.filter(commissioner=trusts[2]).update(commissioner=trusts[1])
    recompute_programme(graduates)

    words = words_of(page(client, g1_facilitator))

    assert "withheld: fewer than 3 PCTs contribute" in words
    assert whole(lines(client, g1_facilitator), "Posts") == ""


def test_the_lead_of_one_pct_sees_that_pct_exactly_and_the_rest_protected(client, graduates, trusts):
    found = lines(client, roster.local_lead_of(trusts[0]))

    assert {place for table, _, place, _ in found if table == "place"} == {"Alder PCT"}
    assert whole(found, "Vacant posts") == "*"


def test_a_wave_of_measures_speaks_of_all_posts_of_its_pcts(client, graduates, facilitator):
    assert whole(lines(client, facilitator, "W1"), "Posts") == "10"


def test_a_wave_without_posts_says_so(client, facilitator):
    assert "Nothing has been computed of the posts" in words_of(page(client, facilitator, "W1"))


def test_the_benchmark_is_shown_as_derived(client, lead):
    """Row 46."""
    assert "benchmark 300, derived from 300,000 new patients for 1,000 workers" in words_of(page(client, lead))


def test_wte_per_listed_person_names_why_there_is_none(client, lead, facilitator):
    assert "this wave sends no returns" in words_of(page(client, lead))
    assert "no practice has said how many people are on its list" in words_of(page(client, facilitator, "W1"))


def test_taking_the_file_is_written_down(client, lead):
    lines(client, lead)

    event = AuditEvent.objects.filter(event="figures.exported").latest("pk")
    assert event.details["file"] == "workforce-G1.csv"


@pytest.mark.parametrize("role", [Role.LAY_MEMBER, Role.FACILITATOR])
def test_a_wave_of_others_is_not_found(client, graduates, wave, role):
    stranger = make_person("other@example.org", role, wave=wave)

    assert page(client, stranger).status_code == 404


def test_a_lay_member_of_the_wave_may_not(client, graduates):
    member = make_person("lay@example.org", Role.LAY_MEMBER, wave=graduates.waves.get())

    assert page(client, member).status_code == 403


def test_no_name_reaches_anybody_by_a_wave(client, lead, g1_facilitator):
    """D13."""
    for person in (lead, g1_facilitator):
        assert not any(name in page(client, person).content.decode() for name in NAMES)


def test_queries_do_not_grow_with_posts(client, lead, graduates, trusts):
    queries(client, lead)
    before = queries(client, lead)
    staff(graduates, trusts[1], graduates.waves.get().memberships.last().practice, most=5, first=30)
    recompute_programme(graduates)

    assert queries(client, lead) == before


def queries(client, person):
    client.force_login(person)
    with CaptureQueriesContext(
        connection,
    ) as found:
        client.get(reverse("wave_workforce", args=["G1"]))
    return len(found)
