"""The page of a practice's list: who is found, by what, and by whom."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.permissions import Role
from operations.models import AuditEvent
from registers.models import EntryState
from tests.collaborative.pages import words_of
from tests.conftest import make_person
from tests.registers.people import key_of, make_entry

LIST = reverse("register_list", args=["A99001"])
FIND = reverse("register_find", args=["A99001"])


def numbers_on(response):
    return [row["person"]["text"] for row in response.context["table"]["rows"]]


def test_the_list_shows_who_is_on_it_now(practice, clinician, client_of):
    make_entry(practice, 1)
    make_entry(practice, 2, state=EntryState.IDENTIFIED)
    make_entry(practice, 3, state=EntryState.LEFT)

    assert numbers_on(client_of(clinician).get(LIST)) == ["No. 1", "No. 2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=left", ["No. 3"]),
        ("state=all", ["No. 1", "No. 2", "No. 3", "No. 4"]),
        ("step=2", ["No. 2"]),
        ("step=0", ["No. 1", "No. 4"]),
        ("presentation_type=3", ["No. 4"]),
        ("source=qof", ["No. 1"]),
        ("overdue=on", ["No. 2"]),
        ("unexplained=on", ["No. 4"]),
        ("step=2&presentation_type=3", []),
        ("state=nothing&step=x", ["No. 1", "No. 2", "No. 4"]),
        ("sort=-number", ["No. 4", "No. 2", "No. 1"]),
        ("sort=review", ["No. 2", "No. 1", "No. 4"]),
        ("sort=contact", ["No. 2", "No. 4", "No. 1"]),
        ("sort=nothing", ["No. 1", "No. 2", "No. 4"]),
    ],
)
def test_filters_and_sorting_find_and_order(query, found, practice, clinician, client_of):
    make_entry(practice, 1, source="qof", last_contact_on=date(2006, 12, 1))
    make_entry(practice, 2, step=2, review_due_on=date(2007, 1, 1))
    make_entry(practice, 3, state=EntryState.LEFT)
    make_entry(practice, 4, presentation_type=3, has_unexplained_symptoms=True)

    assert numbers_on(client_of(clinician).get(f"{LIST}?{query}")) == found


def test_states_are_counted_with_zero_shown_as_zero(practice, clinician, client_of):
    make_entry(practice, 1)

    counts = {one["text"]: one["count"] for one in client_of(clinician).get(LIST).context["counts"]}

    assert (counts["Active"], counts["Left"]) == ("1", "0")


def test_a_page_holds_fifty(practice, clinician, client_of):
    for number in range(1, 53):
        make_entry(practice, number)

    page = client_of(clinician).get(f"{LIST}?page=2&step=0")

    assert numbers_on(page) == ["No. 51", "No. 52"]
    assert "step=0" in page.context["page_query"]


@pytest.mark.parametrize("people", [1, 49])
def test_the_page_takes_the_same_number_of_queries_for_many(
    people, practice, clinician, client_of, django_assert_num_queries
):
    for number in range(1, people + 1):
        make_entry(practice, number)
    client = client_of(clinician)
    client.get(LIST)

    with django_assert_num_queries(13):
        client.get(LIST)


@pytest.mark.parametrize(
    ("query", "said"), [({}, "Nobody is on the list now"), ({"step": "2"}, "Nobody is found by these choices")]
)
def test_the_empty_list_says_why_it_is_empty(query, said, practice, clinician, client_of):
    assert said in words_of(client_of(clinician).get(LIST, query))


def test_a_person_is_found_by_local_number(practice, clinician, client_of):
    make_entry(practice, 12)

    assert client_of(clinician).post(FIND, {"who": " 12 "}).url == reverse("entry_detail", args=["A99001", 12])


@pytest.mark.parametrize("change", [str, str.upper, lambda key: f" {key[:32]} {key[32:]}\n"])
def test_b98_a_person_is_found_by_key_and_the_key_stays_out_of_the_address(change, practice, clinician, client_of):
    person = make_entry(practice, 12).person

    answer = client_of(clinician).post(FIND, {"who": change(person.patient_key)})

    assert answer.url == reverse("entry_detail", args=["A99001", 12])


def test_r4_a_key_of_another_practice_is_answered_like_one_that_is_nowhere(practice, neighbour, clinician, client_of):
    other = make_entry(neighbour, 12).person
    client = client_of(clinician)

    pages = [client.post(FIND, {"who": key}, follow=True) for key in (other.patient_key, key_of("nobody"))]

    said = {"Nobody on this list has that number or key" in words_of(page) for page in pages}
    assert said == {True}
    assert not any(other.patient_key.encode() in page.content for page in pages)


@pytest.mark.parametrize("who", ["", "9434765919", "943 476 5919", "Smith", "12x", "٣"])
def test_what_is_neither_number_nor_key_is_not_repeated(who, practice, clinician, client_of):
    page = client_of(clinician).post(FIND, {"who": who}, follow=True)

    assert "paste" in words_of(page)
    assert not who or who.encode() not in page.content.replace(b"nhsuk", b"")


def test_a_key_is_never_asked_for_in_an_address(practice, clinician, client_of):
    assert client_of(clinician).get(FIND).status_code == 405


def test_d36_a_page_of_the_list_is_on_the_trail(practice, clinician, client_of):
    make_entry(practice, 1)

    client_of(clinician).get(LIST)

    event = AuditEvent.objects.get(event="patients.listed")
    assert (event.actor_id, event.details["shown"]) == (clinician.pk, 1)


def test_no_key_is_on_the_page(practice, clinician, client_of):
    person = make_entry(practice, 1).person

    assert person.patient_key.encode() not in client_of(clinician).get(LIST).content


def test_the_register_opens_the_own_practice(practice, clinician, client_of):
    assert client_of(clinician).get(reverse("register_home")).url == LIST


def test_whoever_acts_for_two_practices_chooses(practice, neighbour, client_of):
    person = make_person("two@example.org", Role.PRACTICE_CLINICIAN, organisation=practice)
    person.grants.create(role=Role.PRACTICE_CLINICIAN, organisation=neighbour, starts_on=date(2006, 1, 1))
    client = client_of(person)
    client.post(reverse("acting_scope_choose"), {"scope": "all"})

    rows = client.get(reverse("register_home")).context["table"]["rows"]

    assert [row[1] for row in rows] == ["A99001", "A99002"]


@pytest.mark.parametrize("who", ["commissioner", "facilitator", "administrator", "data_officer", "lay_member"])
def test_nobody_else_has_the_register_in_the_header(who, request, practice, client_of):
    page = client_of(request.getfixturevalue(who)).get(reverse("home"))

    assert "/register/" not in page.content.decode()
