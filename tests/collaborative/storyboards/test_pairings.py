"""Pairings: nobody learns anything of the other practice before both have agreed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from collaborative.actions.pairings import answer_pairing, propose_pairing
from collaborative.dashboards.gathering import gather
from collaborative.dashboards.pairings import candidates, signed
from collaborative.models import Pairing
from measures.computing.recompute import recompute_wave
from measures.readers import reader_of
from practices.models import SharingAgreement
from tests.collaborative.conftest import STEADY, send_returns
from tests.collaborative.improvement import make_pairing
from tests.collaborative.pages import words_of
from tests.conftest import make_person

REASON = "Ash and Beech started alike; Beech fell by 30%"


@pytest.fixture
def neighbour_manager(neighbour):
    return make_person("beech@example.org", Role.PRACTICE_MANAGER, organisation=neighbour)


@pytest.fixture
def pairing(wave, practice, neighbour, facilitator):
    return propose_pairing(
        wave=wave, measure="gp_consultations", learner=practice, example=neighbour, reason=REASON, by=facilitator
    )


def page(client_of, person):
    return words_of(client_of(person).get(reverse("pairing_list", args=["W1"])))


@pytest.mark.parametrize("side", ["manager", "neighbour_manager"])
def test_before_both_agree_the_other_is_not_named(pairing, side, request, client_of, neighbour, practice):
    person = request.getfixturevalue(side)
    other = neighbour if side == "manager" else practice

    page_now = page(client_of, person)

    assert "May we bring you together?" in page_now
    assert other.name not in page_now and "30%" not in page_now


def test_when_both_agree_everybody_in_the_wave_reads_it(pairing, manager, neighbour_manager, lay_member, client_of):
    before = page(client_of, lay_member)
    answer_pairing(pairing=pairing, agrees=True, by=manager)
    one = page(client_of, lay_member)
    answer_pairing(pairing=pairing, agrees=True, by=neighbour_manager)

    assert REASON not in before and REASON not in one
    assert REASON in page(client_of, lay_member)


def test_taking_it_back_takes_it_from_everybody(pairing, manager, neighbour_manager, lay_member, client_of):
    for person in (manager, neighbour_manager):
        answer_pairing(pairing=pairing, agrees=True, by=person)

    answer_pairing(pairing=pairing, agrees=False, by=neighbour_manager)

    assert REASON not in page(client_of, lay_member)
    with pytest.raises(ValidationError):
        answer_pairing(pairing=pairing, agrees=True, by=manager)


@pytest.mark.parametrize("who", ["clinician", "commissioner", "facilitator", "administrator"])
def test_only_the_two_managers_answer(pairing, who, request):
    with pytest.raises(PermissionDenied):
        answer_pairing(pairing=pairing, agrees=True, by=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["manager", "commissioner", "lay_member"])
def test_only_who_looks_after_the_wave_proposes(wave, practice, neighbour, who, request):
    with pytest.raises(PermissionDenied):
        propose_pairing(
            wave=wave, measure="referrals", learner=practice, example=neighbour, reason=REASON,
            by=request.getfixturevalue(who),
        )  # fmt: skip


def test_the_same_two_are_asked_once(pairing, wave, practice, neighbour, facilitator):
    with pytest.raises(ValidationError):
        propose_pairing(
            wave=wave, measure="gp_consultations", learner=practice, example=neighbour, reason=REASON, by=facilitator
        )


@pytest.fixture
def figures(wave, practice, neighbour):
    """Ash stays as it was, Beech falls by a half; both share what they return."""
    from measures.models import MonthlyReturn
    from tests.collaborative.conftest import GRID, returns_of

    send_returns(wave, practice, 0, counts=STEADY)
    half = (*STEADY[:6], STEADY[6] // 2, *STEADY[7:])
    MonthlyReturn.objects.bulk_create(returns_of(wave, neighbour, lambda place: STEADY if place < 16 else half, GRID))
    for one in (practice, neighbour):
        SharingAgreement.objects.create(wave=wave, practice=one, agreed_on=wave.orientation_on)
    recompute_wave(wave=wave)


def found(user, wave):
    return candidates(user, gather(user, wave, reader_of(user, wave)), [])


def test_figures_propose_who_fell_to_who_stayed(figures, wave, facilitator):
    proposed = [one for one in found(facilitator, wave) if one.measure == "gp_consultations"]

    assert [(one.learner.name, one.example.name) for one in proposed] == [("Ash Surgery", "Beech Surgery")]
    assert "Beech Surgery has changed by −50%" in proposed[0].reason


def test_a_practice_without_an_agreement_is_never_a_candidate(figures, wave, facilitator, neighbour):
    SharingAgreement.objects.filter(practice=neighbour).update(revoked_on="2007-02-01")

    assert found(facilitator, wave) == []


def test_only_what_the_figures_propose_can_be_asked(figures, wave, facilitator, client_of):
    client, address = client_of(facilitator), reverse("pairing_propose", args=["W1"])

    client.post(address, {"measure": "gp_consultations", "learner": "A99002", "example": "A99001"})
    assert not Pairing.objects.exists()

    client.post(address, {"measure": "gp_consultations", "learner": "A99001", "example": "A99002"})
    assert Pairing.objects.get().learner.ods_code == "A99001"


def test_many_questions_cost_no_more_queries_than_one(
    pairing, wave, practice, neighbour, manager, client_of, django_assert_max_num_queries
):
    client = client_of(manager)
    client.get(reverse("pairing_list", args=["W1"]))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("pairing_list", args=["W1"]))
    for code in ("referrals", "long_absence", "other_staff_consultations"):
        make_pairing(wave, practice, neighbour, measure=code)

    with django_assert_max_num_queries(len(one)):
        answer = client.get(reverse("pairing_list", args=["W1"]))

    assert len(answer.context["page"].asked) == 4


@pytest.mark.parametrize(("value", "words"), [(-0.4, "0"), (0.4, "0"), (-12.6, "\N{MINUS SIGN}13"), (4.0, "+4")])
def test_a_change_that_rounds_to_nothing_has_no_sign(value, words):
    assert signed(value) == words
