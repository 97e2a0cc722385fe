"""Who gives roles to whom: never to oneself, never beyond one's own scope (D17), and what ends, ends at once (R2)."""

from datetime import date

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from operations.models import AuditEvent
from practices.models import Grant
from tests.conftest import make_person

NEW = "/people/new/"


def giving(at, **changed):
    """What the form posts to give the data officer's role at an organisation to somebody new."""
    return {
        "email": "New.Person@Example.org",
        "name": "New Person",
        "role": "data_officer",
        "place": f"organisation:{at.pk}",
        "starts_on": timezone.localdate().isoformat(),
        "ends_on": "",
    } | changed


def errors_of(answer):
    return {name: messages[0] for name, messages in answer.context["form"].errors.items()}


# ------------------------------------------------------------------ giving


def test_manager_gives_a_role_to_somebody_new_and_a_mail_goes_out(client_of, manager, practice):
    client_of(manager).post(NEW, giving(practice))

    person = User.objects.get(email="new.person@example.org")
    grant = person.grants.get()
    assert (grant.role, grant.organisation, grant.granted_by) == (Role.DATA_OFFICER, practice, manager)
    assert not person.has_usable_password()
    assert AuditEvent.objects.get(event="grant_given").organisation_code == "A99001"
    assert mail.outbox[0].to == ["new.person@example.org"]


def test_link_in_the_mail_lets_the_person_set_a_password(client, client_of, manager, practice):
    client_of(manager).post(NEW, giving(practice))
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/reset/key/" in line)
    client.logout()

    answer = client.get(link, follow=True)
    phrase = "seven grey herons waiting"
    client.post(answer.redirect_chain[-1][0], {"password1": phrase, "password2": phrase})

    assert User.objects.get(email="new.person@example.org").check_password(phrase)


def test_person_whose_link_has_expired_asks_for_another_at_sign_in(client, client_of, manager, practice):
    """The mail promises it: an account without a password may ask too."""
    client_of(manager).post(NEW, giving(practice))
    client.logout()

    client.post("/accounts/password/reset/", {"email": "new.person@example.org"})

    assert "/password/reset/key/" in mail.outbox[1].body


def test_person_with_an_account_keeps_name_and_password(client_of, manager, practice, stranger):
    client_of(manager).post(NEW, giving(practice, email=stranger.email.upper(), name="Somebody Else"))

    stranger.refresh_from_db()
    assert stranger.name == "Stranger"
    assert stranger.grants.get().role == Role.DATA_OFFICER
    assert "/password/reset/key/" not in mail.outbox[0].body


def test_mail_that_cannot_be_sent_leaves_the_role_given_and_says_so(client_of, manager, practice, monkeypatch):
    def refused(*args, **kwargs):
        raise ConnectionRefusedError("no post today")

    monkeypatch.setattr("practices.invitations.send_mail", refused)

    answer = client_of(manager).post(NEW, giving(practice), follow=True)

    assert "mail could not be sent" in answer.content.decode()
    assert Grant.objects.filter(person__email="new.person@example.org").exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "manager@example.org"}, "email"),
        ({"email": "no address"}, "email"),
        ({"name": ""}, "name"),
        ({"role": "programme_administrator"}, "role"),
        ({"role": "facilitator"}, "role"),
        ({"place": "organisation:999999"}, "place"),
        ({"place": "nowhere"}, "place"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "2026-02-31"}, "starts_on"),
        ({"ends_on": "2001-01-01"}, "ends_on"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_stored(client_of, manager, practice, changed, field):
    answer = client_of(manager).post(NEW, giving(practice, **changed))

    assert field in errors_of(answer)
    assert not User.objects.filter(email="new.person@example.org").exists()
    assert Grant.objects.count() == 1
    assert mail.outbox == []


def test_manager_cannot_give_a_role_at_a_neighbour_in_the_wave_or_in_the_programme(
    client_of, manager, neighbour, wave, programme
):
    """D17, and D11: what is outside is refused like what does not exist."""
    client = client_of(manager)
    places = [f"organisation:{neighbour.pk}", f"wave:{wave.pk}", f"programme:{programme.pk}", "organisation:999999"]

    answers = [errors_of(client.post(NEW, giving(neighbour, place=place))) for place in places]

    assert answers == [{"place": "Choose one of the places listed"}] * 4
    assert Grant.objects.count() == 1


def test_role_must_fit_the_place(client_of, administrator, practice):
    answer = client_of(administrator).post(NEW, giving(practice, role="commissioner"))

    assert "held at a commissioner" in errors_of(answer)["place"]


def test_administrator_gives_roles_in_the_whole_programme(client_of, administrator, practice, trust, wave, programme):
    client = client_of(administrator)
    places = {
        "commissioner": f"organisation:{trust.pk}",
        "facilitator": f"wave:{wave.pk}",
        "auditor": f"programme:{programme.pk}",
    }
    for role, place in places.items():
        client.post(NEW, giving(practice, role=role, place=place))

    held = User.objects.get(email="new.person@example.org").grants.values_list("role", flat=True)
    assert sorted(held) == sorted(places)


def test_same_role_there_is_not_given_twice(client_of, manager, practice, data_officer):
    answer = client_of(manager).post(NEW, giving(practice, email=data_officer.email))

    assert "already" in errors_of(answer)["role"]


def test_closed_account_gets_no_role(client_of, manager, practice, stranger):
    User.objects.filter(pk=stranger.pk).update(is_active=False)

    assert "closed" in errors_of(client_of(manager).post(NEW, giving(practice, email=stranger.email)))["email"]


def test_extra_fields_change_nothing(client_of, manager, practice, neighbour):
    """D14"""
    client_of(manager).post(
        NEW,
        giving(
            practice, organisation=neighbour.pk, granted_by=1, is_active="", person=manager.pk, ended_at="2001-01-01"
        ),
    )

    grant = Grant.objects.get(person__email="new.person@example.org")
    assert (grant.organisation, grant.granted_by, grant.ended_at) == (practice, manager, None)


@pytest.mark.parametrize(
    "person", ["facilitator", "commissioner", "data_officer", "clinician", "lay_member", "stranger"]
)
def test_others_give_no_roles(request, client_of, practice, person):
    client = client_of(request.getfixturevalue(person))
    before = Grant.objects.count()

    assert client.get(NEW).status_code == 403
    assert client.post(NEW, giving(practice)).status_code == 403
    assert Grant.objects.count() == before


# ------------------------------------------------------------------ changing and ending


def edit(grant):
    return f"/people/{grant.pk}/"


def ending(grant):
    return f"/people/{grant.pk}/end/"


def test_ending_a_role_works_on_the_next_request(client_of, django_client_of, manager, data_officer):
    """R2, D6"""
    theirs = django_client_of(data_officer)
    assert theirs.get("/waves/W1/calendar/").status_code == 200

    client_of(manager).post(ending(data_officer.grants.get()))

    assert theirs.get("/waves/W1/calendar/").status_code == 404
    assert AuditEvent.objects.get(event="grant_ended").actor_id == manager.pk


@pytest.fixture
def django_client_of(client):
    """A second browser."""

    def sign_in(person):
        browser = client.__class__()
        browser.force_login(person)
        return browser

    return sign_in


def test_role_that_began_today_can_be_ended_today(client_of, manager, practice):
    client = client_of(manager)
    client.post(NEW, giving(practice))
    grant = Grant.objects.get(person__email="new.person@example.org")

    client.post(ending(grant))

    assert not Grant.objects.in_force().filter(pk=grant.pk).exists()


def test_last_day_is_set_and_lifted(client_of, manager, data_officer):
    grant = data_officer.grants.get()
    client = client_of(manager)

    client.post(edit(grant), {"ends_on": "2099-12-31", "role": "practice_manager", "person": manager.pk})
    grant.refresh_from_db()
    assert (grant.ends_on, grant.role, grant.person) == (date(2099, 12, 31), "data_officer", data_officer)  # D14

    client.post(edit(grant), {"ends_on": ""})
    grant.refresh_from_db()
    assert grant.ends_on is None
    assert AuditEvent.objects.filter(event="grant_changed").count() == 2


def test_last_day_that_has_passed_is_refused(client_of, manager, data_officer):
    grant = data_officer.grants.get()

    answer = client_of(manager).post(edit(grant), {"ends_on": "2007-01-01"})

    assert "has not passed" in errors_of(answer)["ends_on"]


def test_nobody_changes_or_ends_their_own_role(client_of, manager, administrator):
    """D17"""
    for person in (manager, administrator):
        grant = person.grants.get()
        assert client_of(person).post(ending(grant)).status_code == 403
        assert client_of(person).post(edit(grant), {"ends_on": "2099-12-31"}).status_code == 403
        grant.refresh_from_db()
        assert (grant.ends_on, grant.ended_at) == (None, None)


def test_manager_is_not_told_of_a_role_that_is_not_theirs_to_give(client_of, manager, practice):
    """R1: a supervisor's role at the practice is the workforce lead's: it looks like one that does not exist."""
    supervisor = make_person("supervisor@example.org", Role.SUPERVISOR, organisation=practice)

    assert client_of(manager).post(ending(supervisor.grants.get())).status_code == 404
    assert supervisor.grants.get().ends_on is None


def test_commissioner_sees_roles_of_the_own_practices_but_ends_none(client_of, commissioner, manager):
    grant = manager.grants.get()

    assert "manager@example.org" in client_of(commissioner).get("/people/").content.decode()
    assert client_of(commissioner).post(ending(grant)).status_code == 403


def test_role_at_another_practice_is_404_like_one_that_does_not_exist(client_of, manager, neighbour):
    """D11"""
    other = make_person("beech@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert client_of(manager).post(ending(other.grants.get())).status_code == 404
    assert client_of(manager).post(ending(Grant(pk=999_999))).status_code == 404


def test_role_that_has_ended_is_not_changed_again(client_of, manager, data_officer):
    grant = data_officer.grants.get()
    client_of(manager).post(ending(grant))

    assert client_of(manager).post(edit(grant), {"ends_on": ""}).status_code == 403


# ------------------------------------------------------------------ the list


def shown(client, query=""):
    return {row[0]["hint"] for row in client.get(f"/people/{query}").context["table"]["rows"]}


def test_list_shows_the_own_scope_only(client_of, manager, data_officer, facilitator, neighbour):
    make_person("beech@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)

    assert shown(client_of(manager)) == {"manager@example.org", "data-officer@example.org"}


def test_list_is_searched_by_name_role_and_what_has_ended(client_of, manager, data_officer):
    client = client_of(manager)
    client.post(ending(data_officer.grants.get()))

    assert shown(client) == {"manager@example.org"}
    assert shown(client, "?ended=on&name=officer") == {"data-officer@example.org"}
    assert shown(client, "?ended=on&role=practice_manager") == {"manager@example.org"}
    assert shown(client, "?role=nonsense&page=9") == {"manager@example.org", "data-officer@example.org"}


def test_facilitator_sees_the_own_role_only(client_of, facilitator, manager):
    assert shown(client_of(facilitator)) == {"facilitator@example.org"}


def test_person_without_a_role_is_told_so_and_whom_to_ask(client_of, stranger):
    text = client_of(stranger).get("/people/").content.decode()

    assert "You have no role at present" in text
    assert "example.org" not in text.replace("stranger@example.org", "")


def test_list_asks_the_database_the_same_however_many_roles(
    client_of, administrator, practice, django_assert_max_num_queries
):
    for number in range(30):
        make_person(f"person-{number}@example.org", Role.DATA_OFFICER, organisation=practice)
    client = client_of(administrator)

    with django_assert_max_num_queries(25):
        page = client.get("/people/")

    assert sum(bool(row[-1]) for row in page.context["table"]["rows"]) == 30


def test_list_offers_change_where_it_would_be_allowed(client_of, manager, data_officer, practice):
    """Not to oneself; and who gives some roles sees those alone."""
    make_person("supervisor@example.org", Role.SUPERVISOR, organisation=practice)

    rows = client_of(manager).get("/people/").context["table"]["rows"]

    assert {row[0]["hint"]: bool(row[-1]) for row in rows} == {
        "manager@example.org": False,
        "data-officer@example.org": True,
    }
