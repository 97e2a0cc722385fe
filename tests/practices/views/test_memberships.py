"""Practices join and leave; the sharing agreement is the practice's to give and to withdraw."""

from datetime import date

import pytest

from accounts.permissions import Role
from operations.models import AuditEvent, Job
from practices.models import Organisation, Parent, SharingAgreement, WaveMembership
from tests.conftest import make_organisation, make_person

JOIN = "/waves/W1/join/"
LEAVE = "/waves/W1/practices/A99001/leave/"
AGREEMENT = "/waves/W1/practices/A99001/agreement/"
JOINING = {"ods_code": "a99 010", "joined_on": "2006-05-02", "severity_tool": "PHQ9", "agreed_on": "2006-05-03"}
LEAVING = {"left_on": "2006-12-31", "left_reason": "The partners retire"}


@pytest.fixture
def newcomer(trust):
    return make_organisation("A99010", "Fir Surgery", "practice", trust)


def errors_of(answer):
    return {name: messages[0] for name, messages in answer.context["form"].errors.items()}


# ------------------------------------------------------------------ joining


def test_practice_joins_with_its_agreement(client_of, administrator, wave, newcomer):
    answer = client_of(administrator).post(JOIN, JOINING)

    membership = WaveMembership.objects.get(practice=newcomer)
    assert answer.url == "/waves/W1/calendar/"
    assert (membership.joined_on, membership.severity_tool) == (date(2006, 5, 2), "PHQ9")
    assert SharingAgreement.objects.get(practice=newcomer).agreed_on == date(2006, 5, 3)
    assert list(AuditEvent.objects.order_by("id").values_list("event", "organisation_code")) == [
        ("practice_joined", "A99010"),
        ("agreement_given", "A99010"),
    ]
    assert Job.objects.filter(kind="practices.wave_changed").count() == 1


def test_practice_may_join_without_an_agreement(client_of, administrator, wave, newcomer):
    client_of(administrator).post(JOIN, JOINING | {"agreed_on": ""})

    assert WaveMembership.objects.filter(practice=newcomer).exists()
    assert not SharingAgreement.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("ods_code", "A99999", "no practice of this code"),
        ("ods_code", "5W0", "no practice of this code"),
        ("ods_code", "A99001", "already"),
        ("joined_on", "2007-03-01", "before the wave ends"),
        ("joined_on", "", "Enter a date"),
        ("agreed_on", "2007-02-09", "not in the future"),
        ("severity_tool", "GAD7", "valid choice"),
    ],
)
def test_joining_is_refused_with_a_message_and_stores_nothing(
    client_of, administrator, practice, newcomer, field, value, message
):
    answer = client_of(administrator).post(JOIN, JOINING | {field: value})

    assert message in errors_of(answer)[field]
    assert WaveMembership.objects.count() == 1
    assert not AuditEvent.objects.exists()


def test_practice_that_is_closed_on_that_day_cannot_join(client_of, administrator, wave, newcomer):
    Organisation.objects.filter(pk=newcomer.pk).update(closed=date(2006, 4, 30))

    assert "not open" in errors_of(client_of(administrator).post(JOIN, JOINING))["joined_on"]


@pytest.mark.parametrize("person", ["facilitator", "commissioner", "manager", "data_officer"])
def test_others_can_neither_add_nor_end_a_practice(request, client_of, newcomer, person):
    client = client_of(request.getfixturevalue(person))
    before = WaveMembership.objects.count()

    assert client.post(JOIN, JOINING).status_code == 403
    assert client.post(LEAVE, LEAVING).status_code == 403
    assert WaveMembership.objects.filter(left_on=None).count() == before


TOOL = "/waves/W1/practices/A99001/part/"


def test_severity_tool_is_registered_later(client_of, administrator, practice):
    client_of(administrator).post(TOOL, {"severity_tool": "HADS", "joined_on": "2001-01-01"})

    membership = WaveMembership.objects.get(practice=practice)
    assert (membership.severity_tool, membership.joined_on) == ("HADS", date(2006, 2, 7))  # D14
    assert AuditEvent.objects.get(event="severity_tool_registered").details["before"] == "PHQ9"


def test_tool_of_another_programme_is_refused(client_of, administrator, practice):
    answer = client_of(administrator).post(TOOL, {"severity_tool": "GAD7"})

    assert errors_of(answer) == {"severity_tool": "Choose one of the tools of this programme"}
    assert WaveMembership.objects.get().severity_tool == "PHQ9"


@pytest.mark.parametrize("person", ["facilitator", "manager"])
def test_others_register_no_severity_tool(request, client_of, practice, person):
    assert client_of(request.getfixturevalue(person)).post(TOOL, {"severity_tool": "HADS"}).status_code == 403


# ------------------------------------------------------------------ leaving


def test_practice_leaves_with_a_date_and_a_reason(client_of, administrator, practice):
    client_of(administrator).post(LEAVE, LEAVING | {"joined_on": "2001-01-01", "practice": "7"})

    membership = WaveMembership.objects.get(practice=practice)
    assert (membership.left_on, membership.left_reason) == (date(2006, 12, 31), "The partners retire")
    assert membership.joined_on == date(2006, 2, 7)  # D14
    assert AuditEvent.objects.get(event="practice_left").organisation_code == "A99001"
    assert Job.objects.filter(kind="practices.wave_changed").exists()


@pytest.mark.parametrize(
    ("field", "value"), [("left_on", "2006-02-06"), ("left_on", ""), ("left_on", "2010-01-01"), ("left_reason", "")]
)
def test_leaving_is_refused_before_joining_or_without_a_reason(client_of, administrator, practice, field, value):
    answer = client_of(administrator).post(LEAVE, LEAVING | {field: value})

    assert list(errors_of(answer)) == [field]
    assert WaveMembership.objects.get().left_on is None


def test_practice_that_has_left_does_not_leave_again(client_of, administrator, practice):
    WaveMembership.objects.update(left_on=date(2006, 9, 30), left_reason="Before")

    client_of(administrator).post(LEAVE, LEAVING)

    assert WaveMembership.objects.get().left_reason == "Before"


def test_practice_outside_the_wave_is_404(client_of, administrator, wave, newcomer):
    assert client_of(administrator).get("/waves/W1/practices/A99010/leave/").status_code == 404
    assert client_of(administrator).get("/waves/W404/practices/A99010/leave/").status_code == 404


# ------------------------------------------------------------------ the sharing agreement


def agreements(practice):
    return list(practice.sharing_agreements.order_by("pk").values_list("agreed_on", "revoked_on"))


def test_manager_withdraws_and_it_works_at_once(client_of, manager, practice, agreement):
    """R5"""
    client_of(manager).post(AGREEMENT, {"decision": "withdraw"})

    assert not SharingAgreement.objects.in_force().exists()
    assert agreements(practice) == [(date(2006, 2, 7), date(2007, 2, 8))]
    assert AuditEvent.objects.get(event="agreement_withdrawn").organisation_code == "A99001"


def test_manager_gives_again_and_the_history_stays(client_of, manager, practice, agreement):
    client = client_of(manager)
    for decision in ("withdraw", "give", "withdraw", "give"):
        client.post(AGREEMENT, {"decision": decision})

    assert len(agreements(practice)) == 3
    assert SharingAgreement.objects.in_force().count() == 1


def test_giving_twice_gives_once(client_of, manager, practice):
    for _ in range(2):
        client_of(manager).post(AGREEMENT, {"decision": "give", "agreed_on": "2001-01-01", "practice": "99"})

    assert agreements(practice) == [(date(2007, 2, 8), None)]  # D14: neither date nor practice from the form
    assert AuditEvent.objects.filter(event="agreement_given").count() == 1


def test_withdrawing_what_is_not_given_changes_nothing(client_of, manager, practice):
    assert client_of(manager).post(AGREEMENT, {"decision": "withdraw"}).status_code == 302
    assert not AuditEvent.objects.exists()


def test_decision_that_is_none_is_400(client_of, manager, agreement):
    assert client_of(manager).post(AGREEMENT, {"decision": "perhaps"}).status_code == 400
    assert SharingAgreement.objects.in_force().exists()


@pytest.mark.parametrize("person", ["commissioner", "facilitator", "administrator"])
def test_partners_see_the_agreement_but_cannot_change_it(request, client_of, agreement, person):
    client = client_of(request.getfixturevalue(person))

    assert client.get(AGREEMENT).status_code == 200
    assert client.post(AGREEMENT, {"decision": "withdraw"}).status_code == 403
    assert SharingAgreement.objects.in_force().exists()


@pytest.mark.parametrize("person", ["data_officer", "clinician"])
def test_other_staff_of_the_practice_do_not_see_it(request, client_of, agreement, person):
    assert client_of(request.getfixturevalue(person)).get(AGREEMENT).status_code == 403


def test_neighbours_agreement_is_404_for_the_manager(client_of, manager, neighbour):
    """D11"""
    address = "/waves/W1/practices/A99002/agreement/"

    assert client_of(manager).get(address).status_code == 404
    assert client_of(manager).post(address, {"decision": "give"}).status_code == 404
    assert not SharingAgreement.objects.exists()


def test_agreement_passes_to_the_successor_trust(client_of, practice, agreement, other_trust, wave):
    """R9: it is with the wave, so whoever commissions the practice now sees it in force."""
    Parent.objects.filter(child=practice).update(end=date(2006, 9, 30))
    Parent.objects.create(child=practice, parent=other_trust, start=date(2006, 10, 1))
    successor = make_person("new-commissioner@example.org", Role.COMMISSIONER, organisation=other_trust)

    answer = client_of(successor).get(AGREEMENT)

    assert answer.context["current"] == agreement
