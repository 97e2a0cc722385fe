"""D13: pay, contract and why somebody left are on no page, in no search and in no filter of those who may not know them."""

from datetime import date

import pytest

from tests.workforce.roster import (
    hold,
    join,
    lead_of,
    local_lead_of,
    make_arrangement,
    make_employer,
    make_post,
    make_programme,
    make_worker,
    staff_member_at,
    supervisor_at,
)
from workforce.models import Leaving, Terms, Worker

# Each stands in one field alone, so that whatever shows it gives the field away.
GRADE, EMPLOYER, OVER = "Sentinelgrade", "Sentinel Employer Trust", "Sentinel reason for more"
REASON, DESTINATION, CONTRACT = "Training place", "Clinical psychology training", "Honorary"
SECRETS = (GRADE, EMPLOYER, OVER, REASON, DESTINATION, CONTRACT)
LISTS = ["", "graduates/posts/", "graduates/people/", "graduates/vacancies/", "graduates/posts/?state=all"]


@pytest.fixture
def graduates(db, practice, neighbour):
    programme = make_programme()
    join(programme, practice)
    join(programme, neighbour)
    return programme


@pytest.fixture
def worker(graduates, trust, practice):
    """Holds P1 on secret terms, after another post that was left for a secret reason."""
    worker = make_worker(graduates, trust)
    before = make_post(graduates, trust, practice, number="P0")
    secret = {"employer": make_employer(EMPLOYER), "scheme": "other", "contract": "honorary", "over_reason": OVER}
    ended = {"end": date(2006, 5, 31), "reason": "training_place", "destination": "clinical_training"}
    hold(before, worker, band=GRADE, **ended, **secret)
    hold(make_post(graduates, trust, practice), worker, start=date(2006, 6, 1), band=GRADE, **secret)
    return worker


def pages_for(client, worker):
    posts = [held.post_id for held in worker.holdings.all()]
    rows = [f"workers/{worker.pk}/", *[f"posts/{pk}/" for pk in posts]]
    for address in [*LISTS, *rows]:
        response = client.get(f"/workforce/{address}")
        yield address, response.content.decode()
    for text in SECRETS:
        # What was searched for stands in the box, and nowhere else.
        content = client.post("/workforce/graduates/posts/", {"text": text}).content.decode()
        yield f"search for {text}", content.replace(f'value="{text}"', "")


def told(client, worker):
    return [(address, text) for address, page in pages_for(client, worker) for text in SECRETS if text in page]


@pytest.mark.parametrize("role", ["manager", "clinician", "commissioner", "facilitator", "administrator", "lay_member"])
def test_no_page_tells_pay_or_why_somebody_left(client_of, request, worker, role):
    """D13."""
    assert told(client_of(request.getfixturevalue(role)), worker) == []


def test_no_page_tells_the_supervisor(client_of, graduates, trust, worker):
    """D13."""
    boss = make_worker(graduates, trust, "V1")
    make_arrangement(worker, boss)

    client = client_of(supervisor_at(trust, boss))

    assert told(client, worker) == []
    assert client.get(f"/workforce/workers/{worker.pk}/").status_code == 200


def test_no_page_tells_another_worker(client_of, graduates, trust, worker):
    """D13."""
    assert told(client_of(staff_member_at(trust, make_worker(graduates, trust, "S9"))), worker) == []


def test_no_page_tells_the_lead_of_another_pct(client_of, other_trust, worker):
    """D13."""
    assert told(client_of(local_lead_of(other_trust)), worker) == []


@pytest.mark.parametrize("whom", ["lead of the programme", "lead of the PCT", "the worker"])
def test_those_who_may_know_are_told(client_of, graduates, trust, worker, whom):
    """Else the tests above would pass on empty pages."""
    match whom:
        case "lead of the programme":
            person = lead_of(graduates)
        case "lead of the PCT":
            person = local_lead_of(trust)
        case _:
            person = staff_member_at(trust, worker)

    page = client_of(person).get(f"/workforce/workers/{worker.pk}/").content.decode()

    assert [text for text in SECRETS if text not in page] == []


def test_a_filter_by_employer_is_offered_to_the_lead_alone(client_of, graduates, manager, worker):
    offered = client_of(lead_of(graduates)).get("/workforce/graduates/posts/").context["filter_form"].fields
    withheld = client_of(manager).get("/workforce/graduates/posts/").context["filter_form"].fields

    assert ("employer" in offered, "employer" in withheld) == (True, False)


def test_an_employer_in_the_address_tells_a_manager_nothing(client_of, manager, worker):
    """R4: a number of results would tell who works for whom."""
    mine, other = make_employer(EMPLOYER).pk, make_employer("Another").pk
    client = client_of(manager)

    counts = [
        client.get("/workforce/graduates/posts/", {"employer": pk}).context["page"].paginator.count
        for pk in (mine, other)
    ]

    assert counts[0] == counts[1]


def test_a_manager_sees_the_holder_of_today_and_not_those_before(client_of, graduates, trust, practice, manager):
    post = make_post(graduates, trust, practice)
    hold(post, make_worker(graduates, trust, "S1", name="Former Holder"), end=date(2006, 5, 31), reason="pay")
    hold(post, make_worker(graduates, trust, "S2", name="Present Holder"), start=date(2006, 6, 1))

    page = client_of(manager).get(f"/workforce/posts/{post.pk}/").content.decode()

    assert ("Present Holder" in page, "Former Holder" in page, "Pay" in page) == (True, False, False)


def test_a_manager_does_not_see_what_somebody_holds_elsewhere(
    client_of, graduates, trust, practice, neighbour, manager
):
    worker = make_worker(graduates, trust)
    hold(make_post(graduates, trust, practice, number="P1", wte="0.5"), worker, wte="0.5")
    hold(make_post(graduates, trust, neighbour, number="Elsewhere2"), worker, wte="0.5")
    client = client_of(manager)

    pages = [client.get(f"/workforce/{one}").content.decode() for one in (f"workers/{worker.pk}/", LISTS[2])]

    assert ["Elsewhere2" in page for page in pages] == [False, False]


def test_the_title_of_a_page_names_nobody(client_of, graduates, worker):
    page = client_of(lead_of(graduates)).get(f"/workforce/workers/{worker.pk}/").content.decode()

    title = page.split("<title>")[1].split("</title>")[0]
    assert (worker.name in title, worker.staff_number in title) == (False, True)


@pytest.mark.parametrize("role", ["manager", "clinician", "facilitator", "commissioner", "administrator"])
@pytest.mark.parametrize("page", ["posts/{post}/edit/", "holdings/{holding}/end/", "holdings/{holding}/terms/"])
def test_forms_of_the_roster_are_open_to_the_lead_alone(client_of, request, worker, role, page):
    holding = worker.holdings.get(end=None)
    address = f"/workforce/{page.format(post=holding.post_id, holding=holding.pk)}"

    answer = client_of(request.getfixturevalue(role)).get(address)

    hosts = {"manager", "clinician"}
    assert answer.status_code == (403 if role in hosts else 404)


def test_the_sentinels_are_stored_at_all(worker):
    assert set(Terms.objects.values_list("band", flat=True)) == {GRADE}
    assert Leaving.objects.get().destination == "clinical_training"
    assert Worker.objects.count() == 1
