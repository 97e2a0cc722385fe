"""The role catalogue: rows 36, 45 and 47."""

import pytest

from workforce.catalogue import found_by, roles
from workforce.dashboards.roles import CONTACTS, page
from workforce.guidance import documents


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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gátewäy workers", "PCMHW"),
        ("district nurses", "DN"),
        ("prescribing", "GP"),
        ("nursing", "PN"),
        ("link-worker", "PCMHW"),
    ],
)
def test_accents_plurals_hyphens_and_words_of_tasks_find_a_role(text, code):
    """45."""
    assert code in [role.code for role in found_by(text)]


def test_names_come_before_tasks():
    found = [role.code for role in found_by("psychiatrist")]

    assert found[0] == "PSYCH"


def test_guidance_opens_from_the_role_page(client_of, stranger):
    """15, 16: each with its year where the sources give one."""
    client = client_of(stranger)

    role = client.get("/workforce/roles/GPWSI/").content.decode()
    library = client.get("/workforce/guidance/").content.decode()

    assert 'href="/workforce/guidance/#nsf_five_years_on">The National Service Framework' in role
    assert 'id="nsf_five_years_on">The National Service Framework for Mental Health: Five Years On (2004)' in library
    assert "Our vision for primary and community care (2008)" in library
    assert "NIMHE and CSIP (year not said)" in library


def test_every_document_is_about_roles_of_the_catalogue():
    assert [one.code for one in documents() if not one.roles or set(one.roles) - set(roles())] == []


def test_documents_cite_their_source_by_its_name(client_of, stranger):
    sources = {document["source"] for document in client_of(stranger).get("/workforce/guidance/").context["documents"]}

    assert sources == {
        "New Ways of Working briefing, introduction",
        "New Ways of Working briefing, section E",
        "New Ways of Working briefing, section F",
    }


def test_a_role_links_to_its_framework(client_of, stranger):
    """14."""
    content = client_of(stranger).get("/workforce/roles/MHP/").content.decode()

    assert "National Occupational Standards" in content
    assert [link for one in page("MHP").frameworks for _, link in one["links"] if f'href="{link}"' not in content] == []


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


@pytest.mark.parametrize(
    ("role", "course"),
    [
        ("GPWSI", "Master's degree for practitioners with a special interest"),
        ("SN", "School nurse and teacher training (QUEST)"),
        ("CM", "CBT for the management of long-term conditions"),
    ],
)
def test_a_course_is_listed_under_its_role_with_its_state(role, course):
    """37, 39, 40."""
    found = {one["name"]: one["state"] for one in page(role).courses}

    assert found[course]


def test_a_course_of_any_role_is_listed_under_none():
    assert "Trailblazers" not in " ".join(one["name"] for code in roles() for one in page(code).courses)
