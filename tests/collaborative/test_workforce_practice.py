"""The posts of a practice: names for who may know them, compliance as per cent, counts for the practice alone."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.collaborative.pages import words_of
from tests.conftest import make_person
from tests.measures.test_monthly_return import make_return
from tests.workforce import roster
from workforce.models import SupervisionMonth


@pytest.fixture
def graduates(practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def worker(graduates, trust, practice):
    """In post P1, half of which Ash Surgery hosts; P2 is vacant."""
    worker = roster.make_worker(graduates, trust, name="Quillan Vantongeren")
    roster.hold(roster.make_post(graduates, trust, practice, share=50), worker, band="7")
    roster.make_post(graduates, trust, practice, number="P2")
    for month, held in ((date(2006, 11, 1), 120), (date(2006, 12, 1), 60), (date(2007, 1, 1), 0)):
        SupervisionMonth.objects.create(
            worker=worker, month=month, expected_minutes=240, planned_minutes=240, held_minutes=held,
            sessions_planned=4, sessions_held=1, sessions_missed=1,
        )  # fmt: skip
    return worker


def answer(client, person, code="A99001"):
    client.force_login(person)
    return client.get(reverse("practice_workforce", args=[code]))


def test_the_host_sees_posts_holders_and_vacancies(client, worker, manager):
    words = words_of(answer(client, manager))

    assert "P1 Primary care graduate mental health worker 1.00 50% Quillan Vantongeren, since 9 January 2006" in words
    assert "P2 Primary care graduate mental health worker 1.00 100% Vacant" in words


def test_the_manager_sees_compliance_as_per_cent_alone(client, worker, manager):
    words = words_of(answer(client, manager))

    assert "Supervision held, 3 months" in words
    assert "25%" in words
    assert "240" not in words
    assert "180" not in words


def test_the_clinician_does_not_see_compliance(client, worker, clinician):
    words = words_of(answer(client, clinician))

    assert "Quillan Vantongeren" in words
    assert "Supervision" not in words


def test_the_lead_sees_the_posts_and_not_the_practices_own_counts(client, worker, graduates, wave, practice):
    make_return(wave, practice, month=date(2006, 12, 1))

    words = words_of(answer(client, roster.lead_of(graduates)))

    assert "Quillan Vantongeren" in words
    assert "The practice's own counts, for the practice alone" in words
    assert "GP consultations" not in words


def test_wte_per_thousand_is_the_hosts_share_over_the_list(client, worker, manager, wave, practice):
    returned = make_return(wave, practice, month=date(2006, 12, 1))

    words = words_of(answer(client, manager))

    assert "0.50, on 31 December 2006" in words
    assert (
        f"{1000 * 0.5 / returned.list_close:.2f}, with {returned.list_close} on the list at the end of Dec 2006"
        in words
    )


def test_attached_contacts_stand_beside_measure_2_and_not_in_it(client, worker, manager, wave, practice):
    """P8, with the rate of each; the return's other contacts stay as they were sent."""
    counts = {"other_staff_consultations": 50, "attached_mh_contacts": 17}
    listed = make_return(wave, practice, month=date(2006, 12, 1), **counts).list_close

    assert f"Dec 2006 50 {5000 / listed:.1f} 17 {1700 / listed:.1f}" in words_of(answer(client, manager))


def test_attached_contacts_that_were_not_counted_have_a_reason_and_no_rate(client, worker, manager, wave, practice):
    make_return(
        wave,
        practice,
        month=date(2006, 12, 1),
        attached_mh_contacts=None,
        not_available={"attached_mh_contacts": "not_collected"},
    )

    assert "No value not collected No value one of the two is not known" in words_of(answer(client, manager))


def test_without_a_list_the_reason_is_named(client, worker, manager):
    words = words_of(answer(client, manager))

    assert "No value: no return of this practice says how many people are on the list." in words


def test_nobody_sees_pay_there(client, worker, manager, clinician, graduates):
    """D13."""
    for person in (manager, clinician, roster.lead_of(graduates)):
        text = words_of(answer(client, person))
        assert "Band" not in text
        assert "Fixed term" not in text


def test_a_supervisor_of_somebody_else_sees_no_post_and_no_counts(client, worker, graduates, trust, practice):
    other = roster.make_worker(graduates, trust, "S9")
    words = words_of(answer(client, roster.supervisor_at(trust, other)))

    assert "No post that you may see is hosted here today." in words
    assert "Vantongeren" not in words


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.TEAM_MEMBER, Role.FACILITATOR])
def test_who_looks_after_the_practice_may_not(client, worker, trust, role):
    person = make_person("person@example.org", role, organisation=trust)

    assert answer(client, person).status_code in (403, 404)


def test_another_practice_is_not_found(client, worker, neighbour, manager):
    assert answer(client, manager, "A99002").status_code == 404
