"""D11, D13, D15: rows about patients stay inside their practice, by every address and however requests are mixed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, models
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.permissions import ROLE_PERMISSIONS, Role
from accounts.register_routes import REGISTER_ROUTES
from accounts.routes import OPEN, ROUTES, SIGNED_IN
from registers.actions.erasing import tables_of_a_person
from registers.models import Person
from tests import register_rows
from tests.collaborative.crawl import PLACES
from tests.conftest import make_person
from tests.registers import people
from tests.registers.safety.whole_person import fill

pytestmark = pytest.mark.walked_once

SENTINEL = "Zaffreblau"
NUMBER = 918_273
OUTSIDERS = ["commissioner", "facilitator", "administrator", "auditor", "data_officer", "lay_member"]
WORDS = PLACES | register_rows.WORDS | {"ods_code": "A99001"}


def seed(practice):
    """Somebody with a row in every table, each of whose free texts is the sentinel; and nobody asks for this number."""
    person = fill(people.make_entry(practice, NUMBER))
    for model in tables_of_a_person():
        names = [
            field.name
            for field in model._meta.fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        model._base_manager.update(**dict.fromkeys(names, SENTINEL))
    return person


def addresses(ids, routes):
    """Every address that is read, of the practice, where the test knows a row for each of its parameters."""
    for name in routes:
        if "GET" not in ROUTES[name]:
            continue
        _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
        given = WORDS | ids | ({"kind": "csv"} if name not in REGISTER_ROUTES else {})
        if set(parameters) <= set(given):
            yield reverse(name, kwargs={one: given[one] for one in parameters})


@pytest.fixture
def ids(practice, manager):
    found = {}
    register_rows.make_rows({"own": practice}, manager, found)
    return {parameter: places["own"] for parameter, places in found.items()}


@pytest.fixture
def hidden(ids, practice):
    person = seed(practice)
    return [SENTINEL, str(NUMBER), person.patient_key, *Person.objects.values_list("patient_key", flat=True)]


def worth_asking(role):
    """All addresses of the register, and those of the rest that this role may open at all: others are refused unread."""
    asked = {name: methods.get("GET") for name, methods in ROUTES.items()}
    return [name for name, what in asked.items() if name in REGISTER_ROUTES or may_open(role, what)]


def may_open(role, what) -> bool:
    return what in (OPEN, SIGNED_IN) or what in ROLE_PERMISSIONS[role]


def pages_with(client, ids, sentinels, routes):
    """The addresses whose answer holds one of the sentinels."""
    return [address for address in addresses(ids, routes) if holds(client.get(address), sentinels)]


def holds(response, sentinels) -> bool:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode(errors="replace") + str(response.headers)
    return any(sentinel in text for sentinel in sentinels)


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_d13_no_address_shows_an_outsider_any_row(outsider, request, client_of, ids, hidden, agreement):
    """Under a sharing agreement too."""
    person = request.getfixturevalue(outsider)
    routes = worth_asking(Role(person.grants.get().role))

    assert pages_with(client_of(person), ids, hidden, routes) == []


def test_d13_the_walk_would_find_a_row(client_of, clinician, ids, hidden):
    """Shown able to fail: the practice's own clinician finds the sentinels on these very addresses."""
    found = pages_with(client_of(clinician), ids, hidden, REGISTER_ROUTES)

    assert reverse("register_list", args=["A99001"]) in found
    assert reverse("interface_home", args=["A99001"]) in found


def test_d11_a_neighbours_manager_finds_nothing(client_of, neighbour, ids, hidden):
    stranger = make_person("next-door@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert pages_with(client_of(stranger), ids, hidden, REGISTER_ROUTES) == []


# Each shows rows of the practice in its address.
MIXED = ["register_list", "interface_home", "worklist_list", "entry_detail", "interface_person"]


def signed_in(practice):
    client = Client()
    client.force_login(make_person(f"{practice.ods_code}@example.org", Role.PRACTICE_CLINICIAN, organisation=practice))
    return client


def texts_of(practice):
    """What is to be seen of one practice alone: a team that nobody else works with."""
    people.make_register(practice, keeps_interface_records=True)
    fill(people.make_entry(practice, 1))
    name = f"Team of {practice.ods_code}"
    for model in tables_of_a_person():
        if "team" in {field.name for field in model._meta.fields}:
            model._base_manager.filter(practice=practice).update(team=name)
    return name


def ask(clients, texts, turn):
    """One request of the practice whose turn it is; what another's text is found in it. Over this thread's connection."""
    code = sorted(clients)[turn % len(clients)]
    name = MIXED[turn // 2 % len(MIXED)]
    _, parameters = get_resolver().reverse_dict.getlist(name)[0][0][0]
    given = {"ods_code": code, "number": 1}
    page = clients[code].get(reverse(name, kwargs={one: given[one] for one in parameters})).content.decode()
    foreign = [other for other in texts if other != code and (texts[other] in page or f"({other})" in page)]
    return foreign, name == "interface_home" and texts[code] in page


@pytest.mark.django_db(transaction=True)
def test_d15_interleaved_requests_of_two_practices_show_no_foreign_row(practice, neighbour):
    """200 requests over two connections, the two practices in turn on each."""
    texts = {one.ods_code: texts_of(one) for one in (practice, neighbour)}

    def half(start):
        clients = own_clients[start]
        try:
            return [ask(clients, texts, turn) for turn in range(start, start + 100)]
        finally:
            connections.close_all()

    own_clients = [{one.ods_code: signed_in(one) for one in (practice, neighbour)} for _ in range(1)] * 2
    with ThreadPoolExecutor(2) as pool:
        answers = [answer for part in pool.map(half, (0, 1)) for answer in part]

    assert len(answers) == 200
    assert [foreign for foreign, _ in answers if foreign] == []
    assert sum(is_own for _, is_own in answers) == 40
