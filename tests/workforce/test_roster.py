"""The roster's lists: who sees which posts, filters, finding, paging, and a number of queries that does not grow."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.workforce.roster import (
    hold,
    join,
    lead_of,
    local_lead_of,
    make_arrangement,
    make_cohort,
    make_employer,
    make_post,
    make_programme,
    make_worker,
    staff_member_at,
    supervisor_at,
)
from workforce.models import Holding, Post, PostHost, Terms, Worker

LIST = "/workforce/graduates/posts/"
ENDED = date(2006, 11, 30)


@pytest.fixture
def graduates(db, practice, neighbour, elsewhere):
    programme = make_programme()
    for one in (practice, neighbour, elsewhere):
        join(programme, one)
    return programme


@pytest.fixture
def posts(graduates, trust, other_trust, practice, neighbour, elsewhere):
    """P1 held at Ash Surgery, P2 vacant at its neighbour, P3 held elsewhere, P4 closed."""
    first = make_post(graduates, trust, practice, number="P1")
    hold(first, make_worker(graduates, trust, "S1", name="Ailsa Kettle"), cohort=make_cohort(graduates))
    second = make_post(graduates, trust, neighbour, number="P2", role="PCMHW")
    hold(second, make_worker(graduates, trust, "S2"), end=ENDED, reason="pay")
    third = make_post(graduates, other_trust, elsewhere, number="P3")
    hold(third, make_worker(graduates, other_trust, "S3"), employer=make_employer("Birch PCT"))
    make_post(graduates, trust, practice, number="P4", end=ENDED)
    return {post.number: post for post in Post.objects.all()}


def numbers(response):
    return [row[0]["text"] for row in response.context["table"]["rows"]]


def test_the_lead_sees_the_open_posts_of_the_programme(client_of, graduates, posts):
    """P1: vacant posts are visible."""
    response = client_of(lead_of(graduates)).get(LIST)

    assert numbers(response) == ["P1", "P2", "P3"]
    assert response.context["table"]["rows"][1][1]["hint"] == "since 1 Dec 2006"


def test_the_lead_of_a_pct_sees_its_posts_alone(client_of, trust, posts):
    assert numbers(client_of(local_lead_of(trust)).get(LIST)) == ["P1", "P2"]


def test_a_practice_sees_the_posts_that_it_hosts_and_who_holds_them(client_of, manager, posts):
    response = client_of(manager).get(LIST)

    assert numbers(response) == ["P1"]
    assert response.context["table"]["rows"][0][1] == "Ailsa Kettle (S1)"


def test_a_supervisor_sees_the_posts_of_supervisees(client_of, graduates, trust, posts):
    boss = make_worker(graduates, trust, "V1")
    make_arrangement(Worker.objects.get(staff_number="S1"), boss)

    assert numbers(client_of(supervisor_at(trust, boss)).get(LIST)) == ["P1"]


def test_a_worker_sees_the_own_post(client_of, trust, posts):
    worker = Worker.objects.get(staff_number="S1")

    assert numbers(client_of(staff_member_at(trust, worker)).get(LIST)) == ["P1"]


def test_figures_alone_open_no_list(client_of, commissioner, posts):
    assert client_of(commissioner).get(LIST).status_code == 403


def test_a_stranger_does_not_learn_that_there_is_a_programme(client_of, stranger, posts):
    assert client_of(stranger).get(LIST).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "vacant"}, ["P2"]),
        ({"state": "closed"}, ["P4"]),
        ({"state": "all"}, ["P1", "P2", "P3", "P4"]),
        ({"role": "PCMHW"}, ["P2"]),
    ],
)
def test_the_list_is_narrowed(client_of, graduates, posts, query, found):
    assert numbers(client_of(lead_of(graduates)).get(LIST, query)) == found


def test_the_list_is_narrowed_by_pct_cohort_and_employer(client_of, graduates, posts, other_trust):
    client = client_of(lead_of(graduates))
    cohort = graduates.cohorts.get().pk

    assert numbers(client.get(LIST, {"commissioner": other_trust.pk})) == ["P3"]
    assert numbers(client.get(LIST, {"cohort": cohort})) == ["P1"]
    assert numbers(client.get(LIST, {"employer": make_employer("Birch PCT").pk})) == ["P3"]


def test_the_list_is_narrowed_by_who_hosts_and_who_pays(client_of, graduates, posts, neighbour):
    """63: the source of money is asked of the lead alone."""
    Post.objects.filter(number="P3").update(funding="Growth money")
    client = client_of(lead_of(graduates))

    assert numbers(client.get(LIST, {"practice": neighbour.pk})) == ["P2"]
    assert numbers(client.get(LIST, {"funding": "Growth money"})) == ["P3"]


def test_a_practice_is_not_told_who_pays_for_what(client_of, manager, posts):
    """63, D13."""
    Post.objects.update(funding="Growth money")

    response = client_of(manager).get(LIST, {"funding": "Growth money"})

    assert "Growth money" not in response.content.decode()
    assert numbers(response) == ["P1"]


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("number", ["P1", "P2", "P3"]),
        ("role", ["P1", "P3", "P2"]),
        ("pct", ["P1", "P2", "P3"]),
        ("vacant", ["P2", "P1", "P3"]),
        ("opened", ["P3", "P1", "P2"]),
    ],
)
def test_the_list_has_the_order_that_is_asked_for(client_of, graduates, posts, order, found):
    Post.objects.filter(number="P3").update(start=date(2006, 2, 1))

    assert numbers(client_of(lead_of(graduates)).get(LIST, {"order": order})) == found


def test_a_condition_that_is_not_offered_narrows_nothing_and_is_said(client_of, graduates, posts):
    response = client_of(lead_of(graduates)).get(LIST, {"role": "NOBODY"})

    assert "Choose one of those listed" in response.content.decode()
    assert numbers(response) == ["P1", "P2", "P3"]


@pytest.mark.parametrize("text", ["P1", "s1", "kettle", "Kettle Ailsa"])
def test_a_post_is_found_by_its_number_and_its_holder(client_of, graduates, posts, text):
    assert numbers(client_of(lead_of(graduates)).post(LIST, {"text": text})) == ["P1"]


def test_nobody_is_found_by_the_name_of_one_whom_one_may_not_know(client_of, manager, posts):
    """R4: a search that finds says something."""
    Worker.objects.filter(staff_number="S2").update(name="Ailsa Other")

    assert numbers(client_of(manager).post(LIST, {"text": "Other"})) == []


def test_an_empty_list_says_what_to_do(client_of, graduates):
    assert "No post is found" in client_of(lead_of(graduates)).get(LIST).content.decode()


def test_vacancies_say_since_when_and_how_long(client_of, graduates, posts):
    response = client_of(lead_of(graduates)).get("/workforce/graduates/vacancies/")

    (row,) = response.context["table"]["rows"]
    assert (row[0]["text"], row[3]["text"], row[1], row[2]["text"]) == ("P2", "1.00", "1 Dec 2006", "2.3")


def test_a_post_held_in_part_is_a_vacancy_to_the_lead_alone(client_of, graduates, posts, manager):
    """How much somebody works is known to whoever knows the terms."""
    Terms.objects.filter(holding__post=posts["P1"]).update(wte=Decimal("0.6"))
    address = "/workforce/graduates/vacancies/"

    of_lead = client_of(lead_of(graduates)).get(address).context["table"]["rows"]
    of_manager = client_of(manager).get(address).context["table"]["rows"]

    assert [(row[0]["text"], row[3]["text"], row[1]) for row in of_lead][-1] == ("P1", "0.40", "Held in part")
    assert of_manager == []


def test_a_post_whose_holder_one_may_not_know_is_not_vacant(client_of, graduates, posts, trust):
    """A supervisor sees the post of a supervisee, and not who shares it."""
    boss = make_worker(graduates, trust, "V1")
    make_arrangement(Worker.objects.get(staff_number="S1"), boss)
    hold(posts["P1"], make_worker(graduates, trust, "S9"), wte=Decimal("0.2"))

    rows = client_of(supervisor_at(trust, boss)).get(LIST).context["table"]["rows"]

    assert rows[0][1] == "Ailsa Kettle (S1)"


def many(programme, trust, practice, count, begin=0):
    """Posts with a host and a holder on terms, in a few statements."""
    span = range(begin, begin + count)
    common = {"programme": programme, "commissioner": trust}
    posts = Post.objects.bulk_create(
        Post(**common, number=f"Q{n:05}", role="GMHW", wte=1, start=date(2006, 1, 9)) for n in span
    )
    workers = Worker.objects.bulk_create(Worker(**common, staff_number=f"W{n:05}", name=f"Name {n}") for n in span)
    PostHost.objects.bulk_create(PostHost(post=one, practice=practice, share=100, start=one.start) for one in posts)
    held = Holding.objects.bulk_create(
        Holding(post=post, worker=worker, start=post.start) for post, worker in zip(posts, workers, strict=True)
    )
    employer = make_employer()
    values = {"employer": employer, "wte": 1, "scheme": "other", "band": "A", "contract": "permanent"}
    Terms.objects.bulk_create(Terms(holding=one, start=one.start, **values) for one in held)


@pytest.mark.parametrize("address", [LIST, "/workforce/graduates/people/", "/workforce/graduates/vacancies/"])
def test_more_posts_ask_no_more_queries(client_of, graduates, trust, practice, address):
    client = client_of(lead_of(graduates))
    many(graduates, trust, practice, 3)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    many(graduates, trust, practice, 120, begin=10)

    with CaptureQueriesContext(connection) as lots:
        response = client.get(address)

    assert len(lots) == len(few)
    assert len(response.context["table"]["rows"]) <= 50


def test_five_thousand_posts_are_shown_fifty_a_page(client_of, graduates, trust, practice):
    many(graduates, trust, practice, 5_000)

    response = client_of(lead_of(graduates)).get(LIST, {"page": 100})

    assert response.context["page"].paginator.count == 5_000
    assert numbers(response)[-1] == "Q04999"
