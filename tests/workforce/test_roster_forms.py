"""The forms of the roster as the lead sends them: what is stored, what is refused and how that is said."""

from datetime import date
from decimal import Decimal

import pytest

from operations.models import AuditEvent
from practices.models import Grant, Programme
from tests.workforce.roster import (
    hold,
    join,
    lead_of,
    local_lead_of,
    make_cohort,
    make_employer,
    make_post,
    make_programme,
    make_worker,
)
from workforce.models import Cohort, Employer, Holding, Leaving, Post, PostHost, Terms, Worker

P = "/workforce/graduates/"


@pytest.fixture
def graduates(db, practice, neighbour, elsewhere):
    programme = make_programme()
    for one in (practice, neighbour, elsewhere):
        join(programme, one)
    return programme


@pytest.fixture
def lead(client_of, graduates):
    return client_of(lead_of(graduates))


def day(name, value):
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def sent(client, address, **values):
    """Post what the page's form has, with other values: as a browser does."""
    opened = client.get(address).context["form"]
    given = {name: opened[name].value() for name in opened.fields if opened[name].value() not in (None, "")}
    return client.post(address, {**given, **values})


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def post_values(trust, **values):
    given = {"number": "N1", "role": "GMHW", "commissioner": trust.pk, "wte": "0.8", **day("start", date(2006, 6, 1))}
    return {**given, **values}


def terms_values(**values):
    given = {"employer": make_employer().pk, "wte": "1", "scheme": "agenda_for_change", "band": "5"}
    return {**given, "contract": "fixed_term", **day("start", date(2006, 6, 1)), **values}


def test_a_post_is_added(lead, trust, practice):
    response = sent(lead, f"{P}posts/new/", **post_values(trust, practice="a99001"))

    post = Post.objects.get()
    assert response.url == f"/workforce/posts/{post.pk}/"
    assert (post.number, post.wte, post.hosts.get().practice) == ("N1", Decimal("0.8"), practice)


def test_a_number_that_is_taken_is_an_error_of_its_field(lead, graduates, trust):
    make_post(graduates, trust, number="N1")

    response = sent(lead, f"{P}posts/new/", **post_values(trust))

    assert errors(response) == {"number": ["There is a post of this number already. Choose another"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"wte": "1.2"}, "wte"),
        ({"wte": "0"}, "wte"),
        ({"wte": "NaN"}, "wte"),
        ({"role": "NOBODY"}, "role"),
        ({"practice": "ZZZZ"}, "practice"),
        ({"number": ""}, "number"),
        ({"start-day": "31", "start-month": "2"}, "start"),
        ({"title": "Call 943 476 5919 about her"}, "title"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(lead, trust, values, field):
    response = sent(lead, f"{P}posts/new/", **post_values(trust, **values))

    assert field in errors(response)
    assert not Post.objects.exists()


def test_the_lead_of_a_pct_adds_posts_there_alone(client_of, graduates, trust, other_trust):
    client = client_of(local_lead_of(trust))
    make_post(graduates, trust, number="N0")

    refused = sent(client, f"{P}posts/new/", **post_values(other_trust))
    sent(client, f"{P}posts/new/", **post_values(trust))

    assert list(errors(refused)) == ["commissioner"]
    assert Post.objects.get(number="N1").commissioner == trust


def test_d11_who_leads_two_programmes_offers_the_pcts_of_one_to_it_alone(client_of, graduates, trust, other_trust):
    """The whole of one programme, and of another no more than one PCT: the first opens nothing of the second."""
    person = local_lead_of(trust)
    others = Programme.objects.create(slug="others", name="Others", kind=Programme.Kind.WORKFORCE)
    Grant.objects.create(person=person, role="workforce_lead", programme=graduates, starts_on=date(2006, 1, 1))
    make_post(others, trust, number="N0")
    make_post(others, other_trust, number="N9")
    client = client_of(person)

    for what in ("posts/new", "people/new", "posts/transfer"):
        form = client.get(f"/workforce/others/{what}/").context["form"]
        field = form.fields["old" if "old" in form.fields else "commissioner"]
        assert list(field.queryset) == [trust]


def test_fields_that_the_form_does_not_have_change_nothing(lead, graduates, trust, other_trust):
    """D14."""
    post = make_post(graduates, trust, number="N1")
    extra = {"number": "N2", "role": "PCMHW", "commissioner": other_trust.pk, "programme": 0, "end": "2006-06-01"}

    sent(lead, f"/workforce/posts/{post.pk}/edit/", title="New", **extra)

    after = Post.objects.get()
    assert (after.title, after.number, after.role, after.commissioner) == ("New", "N1", "GMHW", trust)
    assert after.end is None


def test_the_second_of_two_who_send_the_form_sees_both_values_and_decides(lead, graduates, trust):
    """D29."""
    post = make_post(graduates, trust)
    address = f"/workforce/posts/{post.pk}/edit/"
    opened = lead.get(address).context["form"]
    sent(lead, address, title="First")

    refused = lead.post(address, {"title": "Second", "wte": "1", "held": opened["held"].value()})
    lead.post(address, dict(refused.context["sent"]))

    assert refused.status_code == 409
    assert refused.context["differences"]["rows"] == [["Title", "First", "Second"]]
    assert Post.objects.get().title == "Second"


def test_the_second_of_two_who_share_out_the_hosts_is_shown_those_of_the_first(
    lead, graduates, trust, practice, neighbour
):
    """D29."""
    post = make_post(graduates, trust, practice)
    address = f"/workforce/posts/{post.pk}/hosts/"
    opened = lead.get(address).context["form"]
    sent(lead, address, practice_1="A99002", share_1="100", **day("start", date(2006, 7, 1)))

    second = {"practice_1": "A99001", "share_1": "50", "held": opened["held"].value()}
    refused = lead.post(address, {**second, **day("start", date(2006, 8, 1))})

    assert refused.status_code == 409
    assert ["Code of practice 1", "A99002", "A99001"] in refused.context["differences"]["rows"]


def test_a_post_is_closed_and_its_reason_kept(lead, graduates, trust):
    post = make_post(graduates, trust)

    sent(lead, f"/workforce/posts/{post.pk}/close/", reason="Money ended", **day("end", date(2007, 1, 31)))

    after = Post.objects.get()
    assert (after.end, after.close_reason) == (date(2007, 1, 31), "Money ended")


def test_hosts_are_shared_out(lead, graduates, trust, practice, neighbour):
    post = make_post(graduates, trust, practice)
    values = {"practice_1": "A99001", "share_1": "60", "practice_2": "a99 002", "share_2": "40"}

    sent(lead, f"/workforce/posts/{post.pk}/hosts/", **values, **day("start", date(2006, 6, 1)))

    now = PostHost.objects.on().values_list("practice__ods_code", "share")
    assert sorted(now) == [("A99001", 60), ("A99002", 40)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"practice_2": "A99002"}, "share_2"),
        ({"share_2": "10"}, "practice_2"),
        ({"practice_2": "A99001", "share_2": "10"}, "practice_2"),
        ({"practice_2": "A99002", "share_2": "10"}, "__all__"),
        ({"share_1": "101"}, "share_1"),
    ],
)
def test_shares_that_cannot_be_are_refused(lead, graduates, trust, practice, neighbour, values, field):
    post = make_post(graduates, trust, practice)

    response = sent(lead, f"/workforce/posts/{post.pk}/hosts/", **values, **day("start", date(2006, 6, 1)))

    assert field in errors(response)
    assert PostHost.objects.count() == 1


def test_a_person_is_added_without_the_name_on_the_trail(lead, trust, manager):
    values = {"staff_number": "S1", "name": "Ailsa Kettle", "commissioner": trust.pk, "account": manager.email}

    sent(lead, f"{P}people/new/", **values)

    worker = Worker.objects.get()
    event = AuditEvent.objects.get(event="worker.created")
    assert (worker.name, worker.user) == ("Ailsa Kettle", manager)
    assert "Kettle" not in str(event.details)
    assert event.details["staff_number"] == "S1"


def test_an_account_is_one_person(lead, graduates, trust, manager):
    make_worker(graduates, trust, "S1", user=manager)
    values = {"staff_number": "S2", "name": "Another", "commissioner": trust.pk, "account": manager.email}

    response = sent(lead, f"{P}people/new/", **values)

    assert list(errors(response)) == ["account"]


def test_a_person_is_changed_and_the_trail_says_which_fields(lead, graduates, trust):
    worker = make_worker(graduates, trust)

    sent(lead, f"/workforce/workers/{worker.pk}/edit/", name="Another Name", modality="cbt")

    event = AuditEvent.objects.get(event="worker.changed")
    assert (Worker.objects.get().modality, event.details["fields"]) == ("cbt", ["name", "modality"])


def test_a_holder_is_added_with_terms(lead, graduates, trust):
    post, worker = make_post(graduates, trust), make_worker(graduates, trust)
    cohort = make_cohort(graduates)

    sent(lead, f"/workforce/posts/{post.pk}/holders/new/", **terms_values(staff_number="s1", cohort=cohort.pk))

    holding = Holding.objects.get()
    assert (holding.worker, holding.cohort, holding.terms.get().band) == (worker, cohort, "5")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"band": "10"}, "band"),
        ({"band": "8"}, "band"),
        ({"staff_number": "S404"}, "staff_number"),
        ({"staff_number": "S3"}, "staff_number"),
        ({"wte": "1.01"}, "wte"),
        (day("contract_ends_on", date(2006, 5, 31)), "contract_ends_on"),
        (day("start", date(2006, 1, 8)), "start"),
        ({"employer": 987_654}, "employer"),
    ],
)
def test_a_holder_that_cannot_be_is_refused(client_of, graduates, trust, other_trust, values, field):
    post = make_post(graduates, trust)
    make_worker(graduates, trust)
    make_worker(graduates, other_trust, "S3")
    address = f"/workforce/posts/{post.pk}/holders/new/"

    response = sent(client_of(local_lead_of(trust)), address, **terms_values(**{"staff_number": "S1", **values}))

    assert field in errors(response)
    assert not Holding.objects.exists()


def test_a_band_of_other_terms_is_taken_as_written(lead, graduates, trust):
    post = make_post(graduates, trust)
    make_worker(graduates, trust)
    values = terms_values(staff_number="S1", scheme="whitley", band="A&C 4")

    sent(lead, f"/workforce/posts/{post.pk}/holders/new/", **values)

    assert Terms.objects.get().band == "A&C 4"


def test_terms_change_from_a_day_on(lead, graduates, trust):
    holding = hold(make_post(graduates, trust), make_worker(graduates, trust))

    sent(lead, f"/workforce/holdings/{holding.pk}/terms/", band="Band 6", **day("start", date(2006, 6, 1)))

    spans = Terms.objects.order_by("start").values_list("band", "end")
    assert list(spans) == [("5", date(2006, 5, 31)), ("6", None)]


def test_a_promotion_asks_for_the_next_role(lead, graduates, trust):
    holding = hold(make_post(graduates, trust), make_worker(graduates, trust))
    address, last = f"/workforce/holdings/{holding.pk}/end/", day("end", date(2006, 9, 30))

    refused = sent(lead, address, reason="promotion", **last)
    sent(lead, address, reason="promotion", next_role="PCMHW", destination="same_programme", **last)

    leaving = Leaving.objects.get()
    assert list(errors(refused)) == ["next_role"]
    assert (leaving.next_role, leaving.destination, Holding.objects.get().end) == (
        "PCMHW",
        "same_programme",
        date(2006, 9, 30),
    )


def test_who_stays_in_the_role_goes_nowhere(lead, graduates, trust):
    holding = hold(make_post(graduates, trust), make_worker(graduates, trust))
    values = {"reason": "transfer", "destination": "nhs", **day("end", date(2006, 9, 30))}

    response = sent(lead, f"/workforce/holdings/{holding.pk}/end/", **values)

    assert list(errors(response)) == ["destination"]


def test_the_lead_of_a_pct_does_not_end_what_is_held_in_another(client_of, graduates, trust, other_trust):
    worker = make_worker(graduates, trust)
    holding = hold(make_post(graduates, other_trust, number="P9"), worker)

    response = client_of(local_lead_of(trust)).get(f"/workforce/holdings/{holding.pk}/end/")

    assert response.status_code == 403


def test_posts_are_carried_over(lead, graduates, trust, other_trust):
    make_post(graduates, trust)

    sent(lead, f"{P}posts/transfer/", old=trust.pk, new="5W1", **day("on", date(2006, 10, 1)))

    assert Post.objects.get().commissioner == other_trust


def test_posts_are_not_carried_over_to_where_they_are(lead, graduates, trust):
    make_post(graduates, trust)

    response = sent(lead, f"{P}posts/transfer/", old=trust.pk, new="5W0", **day("on", date(2006, 10, 1)))

    assert list(errors(response)) == ["new"]


def test_a_fourth_cohort_can_be_added(lead, graduates):
    """64."""
    for number in (1, 2, 3):
        make_cohort(graduates, f"PSW{number}", role="PSW")
    values = {"code": "PSW4", "name": "Fourth cohort", "role": "PSW", **day("starts_on", date(2007, 1, 8))}

    sent(lead, f"{P}cohorts/new/", **values)

    rows = lead.get(f"{P}cohorts/").context["tables"][0]["rows"]
    assert Cohort.objects.count() == 4
    assert "Fourth cohort" in [row[0] for row in rows]


def test_an_employer_is_added_once(lead, trust):
    sent(lead, f"{P}employers/new/", name="Alder PCT", organisation="5w0")
    response = sent(lead, f"{P}employers/new/", name="Another name", organisation="5W0")

    assert Employer.objects.get().organisation == trust
    assert list(errors(response)) == ["name"]


def test_a_cohort_counts_people_and_not_their_holdings(lead, graduates, trust):
    cohort, worker = make_cohort(graduates), make_worker(graduates, trust)
    first, second = (make_post(graduates, trust, number=number) for number in ("P1", "P2"))
    hold(first, worker, cohort=cohort, end=date(2006, 5, 31), reason="moved_post")
    hold(second, worker, cohort=cohort, start=date(2006, 6, 1))

    (row,) = lead.get(f"{P}cohorts/").context["tables"][0]["rows"]

    assert [cell["text"] for cell in row[-2:]] == [1, 1]
