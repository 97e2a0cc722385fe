"""D13: a practice that employs somebody itself sees band and contract of that person, and of nobody else."""

from datetime import date

import pytest

from accounts.permissions import Role
from operations.models import AuditEvent
from tests.conftest import make_person
from tests.workforce.roster import hold, lead_of, local_lead_of, make_employer, make_post, make_terms, make_worker
from workforce.models import Employer, Post, Terms, Worker

PANEL = "Terms with your practice"
# A band as no random form token can hold it.
BAND = "Zq7 band"
SECRETS = {"scheme": "other", "band": BAND, "contract": "secondment"}


@pytest.fixture
def own(practice):
    return Employer.objects.create(name="Ash Surgery", organisation=practice)


@pytest.fixture
def post(graduates, trust, practice):
    return make_post(graduates, trust, practice)


@pytest.fixture
def worker(graduates, trust):
    return make_worker(graduates, trust)


def pages(client, holding):
    addresses = (f"/workforce/workers/{holding.worker_id}/", f"/workforce/posts/{holding.post_id}/")
    return [client.get(address).content.decode() for address in addresses]


def shows_pay(page):
    return BAND in page or "Secondment" in page


def test_d13_the_manager_sees_band_and_contract_of_an_own_employee(client_of, manager, own, post, worker):
    found = pages(client_of(manager), hold(post, worker, employer=own, **SECRETS))

    assert [(PANEL in page, BAND in page, "Secondment" in page) for page in found] == [(True, True, True)] * 2


def test_d13_of_a_hosted_worker_whom_another_employs_the_manager_sees_neither(client_of, manager, own, post, worker):
    found = pages(client_of(manager), hold(post, worker, **SECRETS))

    assert [(PANEL in page, shows_pay(page)) for page in found] == [(False, False)] * 2


def test_d13_why_somebody_works_more_than_full_time_is_not_told_to_the_employer(client_of, manager, own, post, worker):
    """It says what is done for others."""
    found = pages(client_of(manager), hold(post, worker, employer=own, over_reason="zq7 at Birch", **SECRETS))

    assert [(PANEL in page, "zq7" in page) for page in found] == [(True, False)] * 2


def test_d13_the_clinician_of_the_employing_practice_sees_neither(client_of, clinician, own, post, worker):
    found = pages(client_of(clinician), hold(post, worker, employer=own, **SECRETS))

    assert [(PANEL in page, shows_pay(page)) for page in found] == [(False, False)] * 2


def test_d13_the_manager_of_another_practice_finds_no_such_person(client_of, neighbour, own, post, worker):
    holding = hold(post, worker, employer=own, **SECRETS)
    client = client_of(make_person("next@example.org", Role.PRACTICE_MANAGER, organisation=neighbour))

    assert client.get(f"/workforce/workers/{holding.worker_id}/").status_code == 404


def test_d13_terms_of_the_same_person_with_another_employer_stay_hidden(client_of, manager, own, post, worker):
    holding = hold(post, worker, end=date(2006, 12, 31), **SECRETS)
    make_terms(holding, employer=own, start=date(2007, 1, 1), band="4")
    holding.end = None
    holding.save()

    found = pages(client_of(manager), holding)

    assert [(PANEL in page, shows_pay(page)) for page in found] == [(True, False)] * 2


def test_d13_with_the_employment_ends_the_sight_of_it(client_of, manager, own, post, worker):
    holding = hold(post, worker, employer=own, end=date(2007, 2, 7), reason="pay", **SECRETS)

    assert not Terms.objects.of_own_employees(manager).exists()
    assert client_of(manager).get(f"/workforce/workers/{holding.worker_id}/").status_code == 404


def test_an_employee_who_works_elsewhere_is_known_with_that_post_alone(
    manager, own, neighbour, graduates, trust, worker
):
    there = make_post(graduates, trust, neighbour, number="P2")
    other = make_post(graduates, trust, neighbour, number="P3", wte="0.5")
    hold(there, worker, employer=own, wte="0.5")
    hold(other, worker, wte="0.5")

    assert list(Post.objects.visible_to(manager)) == [there]
    assert list(Worker.objects.visible_to(manager)) == [worker]


def test_d13_why_an_employee_left_and_all_other_terms_are_asked_of_the_lead_alone(manager, own, post, worker):
    hold(post, worker, employer=own, **SECRETS)

    assert not Terms.objects.visible_to(manager).exists()


def test_the_lead_says_which_practice_an_employer_is(client_of, lead, practice, post, worker):
    hold(post, worker)
    employer = make_employer()
    address = f"/workforce/graduates/employers/{employer.pk}/edit/"

    client_of(lead).post(address, {"organisation": practice.ods_code})

    employer.refresh_from_db()
    assert employer.organisation == practice
    assert AuditEvent.objects.get(event="employer.linked").details["code"] == practice.ods_code


def test_d13_nobody_opens_terms_to_a_practice_that_the_own_scope_does_not_hold(
    client_of, graduates, trust, other_trust, practice, post, worker
):
    """An employer may be named in two PCTs: the lead of one cannot say for the other who sees pay there."""
    hold(post, worker)
    elsewhere = make_post(graduates, other_trust, number="P9")
    hold(elsewhere, make_worker(graduates, other_trust, "S9"))
    employer = make_employer()
    client = client_of(local_lead_of(trust))

    page = client.post(f"/workforce/graduates/employers/{employer.pk}/edit/", {"organisation": practice.ods_code})

    assert "Terms that you do not lead name this employer" in page.content.decode()
    employer.refresh_from_db()
    assert employer.organisation is None


def test_the_directory_knows_the_code_or_the_form_says_so(client_of, graduates):
    employer = make_employer()

    page = client_of(lead_of(graduates, "second@example.org")).post(
        f"/workforce/graduates/employers/{employer.pk}/edit/", {"organisation": "ZZZ"}
    )

    assert "organisation" in page.context["form"].errors
