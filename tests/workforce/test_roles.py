"""The role catalogue: rows 36, 45 and 47."""

import pytest

from workforce.catalogue import found_by, roles
from workforce.dashboards.roles import CONTACTS, page


def test_the_catalogue_has_24_roles_of_the_guide_and_three_of_the_other_seeds():
    """36."""
    seeds = [role.source.split("_")[0] for role in roles().values()]

    assert (len(seeds), seeds.count("002")) == (27, 24)


def test_gateway_worker_finds_the_primary_care_mental_health_worker(client_of, stranger):
    """45."""
    response = client_of(stranger).get("/workforce/roles/", {"text": "Gateway  worker"})

    assert [role.code for role in found_by("gateway worker")] == ["PCMHW"]
    assert [row[1] for row in response.context["table"]["rows"]] == ["PCMHW"]


@pytest.mark.parametrize("text", ["gmhw", "GRADUATE", "worker graduate"])
def test_a_role_is_found_by_code_and_by_any_words_of_its_name(text):
    assert "GMHW" in [role.code for role in found_by(text)]


def test_a_search_that_finds_nothing_says_so_and_offers_the_way_back(client_of, stranger):
    content = client_of(stranger).get("/workforce/roles/", {"text": "astronaut"}).content.decode()

    assert "No role is found by “astronaut”" in content
    assert "Show all roles" in content


@pytest.mark.parametrize("code", list(roles()))
def test_every_role_has_a_page(client_of, stranger, code):
    response = client_of(stranger).get(f"/workforce/roles/{code}/")

    assert response.status_code == 200
    assert "What must be in place before somebody works" in response.content.decode()


def test_a_role_that_is_not_in_the_catalogue_is_not_found(client_of, stranger):
    assert client_of(stranger).get("/workforce/roles/NOBODY/").status_code == 404


@pytest.mark.parametrize("role", list(roles().values()), ids=lambda role: role.code)
def test_a_page_says_in_words_where_contacts_are_counted(role):
    """47."""
    said = {row["key"]: row["value"] for row in page(role.code).summary}["Contacts"]

    assert said == CONTACTS[role.contact_bucket]
