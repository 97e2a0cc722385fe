"""For whom one acts: chosen, shown, and never several tiers at once."""

from datetime import date

import pytest

from accounts.permissions import Role
from practices.models import Grant
from practices.scope import ALL, SESSION_KEY, acting_scope


def also(person, role, **place):
    return Grant.objects.create(person=person, role=role, starts_on=date(2006, 1, 1), **place)


def test_person_without_a_grant_acts_for_nobody(stranger):
    scope = acting_scope(stranger, {})

    assert scope.grants == scope.choices == scope.practices == []
    assert "no role" in scope.label


def test_one_grant_is_taken_without_asking(manager, practice):
    scope = acting_scope(manager, {})

    assert scope.practices == [practice]
    assert not scope.is_all


def test_roles_of_different_tiers_are_never_stacked(manager, trust):
    commissioning = also(manager, Role.COMMISSIONER, organisation=trust)

    scope = acting_scope(manager, {SESSION_KEY: str(commissioning.pk)})

    assert scope.grants == [commissioning]
    assert ALL not in dict(scope.choices)
    assert acting_scope(manager, {SESSION_KEY: ALL}).grants != [commissioning]


def test_all_my_practices_takes_the_practices_and_leaves_the_trust_out(manager, neighbour, trust):
    """R7"""
    also(manager, Role.PRACTICE_MANAGER, organisation=neighbour)
    also(manager, Role.COMMISSIONER, organisation=trust)

    scope = acting_scope(manager, {SESSION_KEY: ALL})

    assert scope.is_all
    assert [grant.place.ods_code for grant in scope.grants] == ["A99001", "A99002"]
    assert [practice.ods_code for practice in scope.practices] == ["A99001", "A99002"]


def test_two_roles_at_one_practice_are_not_all_my_practices(manager, practice):
    also(manager, Role.PRACTICE_CLINICIAN, organisation=practice)

    assert ALL not in dict(acting_scope(manager, {}).choices)


@pytest.mark.parametrize("remembered", ["999999", "", None, "all", "1 or 1=1"])
def test_what_is_not_open_to_the_person_falls_back_to_the_first(manager, practice, remembered):
    assert acting_scope(manager, {SESSION_KEY: remembered}).practices == [practice]


def test_another_persons_grant_cannot_be_chosen(manager, facilitator, client_of):
    client = client_of(manager)

    client.post("/acting/", {"scope": str(facilitator.grants.get().pk), "next": "/people/"})

    assert client.get("/people/").wsgi_request.acting.grants == [manager.grants.get()]


def test_scope_is_chosen_and_narrows_what_one_sees(client_of, manager, neighbour):
    second = also(manager, Role.PRACTICE_MANAGER, organisation=neighbour)
    client = client_of(manager)
    own, other = "/waves/W1/practices/A99001/agreement/", "/waves/W1/practices/A99002/agreement/"
    assert client.get(other).status_code == 404

    client.post("/acting/", {"scope": str(second.pk), "next": "/people/"})
    assert (client.get(own).status_code, client.get(other).status_code) == (404, 200)

    client.post("/acting/", {"scope": ALL, "next": "/people/"})
    assert (client.get(own).status_code, client.get(other).status_code) == (200, 200)


def test_scope_that_has_ended_is_left_at_the_next_request(client_of, manager, neighbour):
    """R2"""
    second = also(manager, Role.PRACTICE_MANAGER, organisation=neighbour)
    client = client_of(manager)
    client.post("/acting/", {"scope": str(second.pk)})

    Grant.objects.filter(pk=second.pk).update(ends_on=date(2006, 12, 31))

    assert second not in client.get("/people/").wsgi_request.acting.grants


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "people/",
        "",
    ],
)
def test_next_that_is_not_ours_goes_home(client_of, manager, address):
    """D9"""
    assert client_of(manager).post("/acting/", {"scope": "x", "next": address}).url == "/"


def test_next_that_is_ours_is_kept(client_of, manager):
    assert client_of(manager).post("/acting/", {"scope": "x", "next": "/people/?name=ann"}).url == "/people/?name=ann"


def test_scope_is_never_changed_by_reading(client_of, manager):
    assert client_of(manager).get("/acting/").status_code == 405
