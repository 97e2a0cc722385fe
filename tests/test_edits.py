"""D29 on every page that changes what is there: each carries what it was opened on, and the second save sees both values."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import get_resolver, reverse

from accounts.permissions import Role
from accounts.routes import ROUTES
from tests import workforce_rows
from tests.conftest import make_person
from tests.test_permission_matrix import arguments, parameters_of, world  # noqa: F401 - a fixture


def edits():
    """The named addresses whose view is marked by practices.views.methods.EDIT."""
    found = {pattern.name: pattern.callback for pattern in all_patterns(get_resolver().url_patterns)}
    return sorted(name for name, view in found.items() if getattr(view, "is_edit", False))


def all_patterns(patterns):
    for pattern in patterns:
        yield from all_patterns(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern]


def test_pages_that_change_what_is_there_are_marked():
    """An address that says so by its name is marked, or named here with the reason."""
    own_way = {
        "return_entry": "saves cell by cell, each with its revision",
        "report_commentary": "shows both texts by itself",
    }
    told = {name for name in ROUTES if name.endswith(("_edit", "_settings")) and "POST" in ROUTES[name]}

    assert sorted(told - set(edits()) - set(own_way)) == []


@pytest.fixture
def pages(world, client, wave, programme, practice, trust):  # noqa: F811
    """Name -> the page of each edit, as the first role that may change it."""
    places = {
        Role.PROGRAMME_ADMINISTRATOR: {"programme": programme},
        Role.FACILITATOR: {"wave": wave},
        Role.PRACTICE_MANAGER: {"organisation": practice},
        Role.PRACTICE_CLINICIAN: {"organisation": practice},
        Role.WORKFORCE_LEAD: {"organisation": trust},
        Role.SUPERVISOR: {"organisation": trust},
        Role.STAFF_MEMBER: {"organisation": trust},
    }
    found = {}
    for role, place in places.items():
        person = make_person(f"{role}@example.net", role, **place)
        workforce_rows.sign_in_as(role, person)
        client.force_login(person)
        for name in edits():
            address = reverse(name, kwargs=arguments(name, parameters_of(name), "own", world))
            response = None if name in found and held(found[name]) else client.get(address)
            if response and response.status_code == 200:
                found[name] = response.content.decode()
    return found


def test_d29_every_form_carries_what_it_was_opened_on(pages):
    assert sorted(name for name, page in pages.items() if not held(page)) == []
    assert len(pages) > 50


def held(page):
    return re.search(r'name="(?:[\w-]+-)?held"', page)


class Inputs(HTMLParser):
    """What a browser would send of a page: the text inputs, by name."""

    def __init__(self, page):
        super().__init__()
        self.sent = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("type") in ("text", "number", "hidden") and "name" in given:
            self.sent[given["name"]] = given.get("value") or ""


def inputs(response):
    return Inputs(response.content.decode()).sent


def test_d29_the_second_save_sees_both_values_and_decides(client_of, administrator, wave):
    client, address = client_of(administrator), reverse("wave_edit", args=[wave.code])
    opened = inputs(client.get(address))
    client.post(address, opened | {"name": "Wave of the first"})

    refused = client.post(address, opened | {"name": "Wave of the second"})

    assert refused.status_code == 409
    assert "Wave of the first" in refused.content.decode()
    assert "Wave of the second" in refused.content.decode()
    wave.refresh_from_db()
    assert wave.name == "Wave of the first"

    client.post(address, inputs(refused))

    wave.refresh_from_db()
    assert wave.name == "Wave of the second"


def test_d29_the_same_change_twice_is_no_conflict(client_of, administrator, wave):
    client, address = client_of(administrator), reverse("wave_edit", args=[wave.code])
    sent = inputs(client.get(address)) | {"name": "Renamed"}

    statuses = [client.post(address, sent).status_code for _ in range(2)]

    assert statuses == [302, 302]


def test_the_conflict_page_says_who_changed_it(client_of, administrator, wave):
    client, address = client_of(administrator), reverse("wave_edit", args=[wave.code])
    opened = inputs(client.get(address))
    client.post(address, opened | {"name": "Another name"})

    refused = client.post(address, opened | {"name": "A third name"})

    assert administrator.name in refused.content.decode()
