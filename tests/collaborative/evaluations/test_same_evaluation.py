"""P6: two sets of true figures with one release give others the same evaluations, byte for byte."""

import re

import pytest

from accounts.permissions import Role
from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.models import CycleEvaluation, ReadingLevel
from operations.models import Job
from tests.collaborative.evaluations.conftest import make_started
from tests.collaborative.improvement import make_team
from tests.collaborative.test_same_release import members, send  # noqa: F401  members is a fixture
from tests.conftest import make_person

SWINGS = {0: 2, 8: -2, 10: 1, 11: -1}


@pytest.fixture
def cycles(wave, trust, members, manager):  # noqa: F811
    """At a practice of round counts, at one of small counts, at two and in the whole PCT: all of them shared with the wave."""
    team = make_team(wave, trust, *members[::4])
    places = [[members[0]], [members[8]], [members[0], members[4]], []]
    made = [make_started(team, manager, *place) for place in places]
    return [*made, make_started(team, manager, members[0], measure="long_absence", shared_with=ReadingLevel.WAVE)]


@pytest.fixture
def person(request, wave, trust, members):  # noqa: F811
    role, place = {
        "facilitator": (Role.FACILITATOR, {"wave": wave}),
        "commissioner": (Role.COMMISSIONER, {"organisation": trust}),
        "lay_member": (Role.LAY_MEMBER, {"wave": wave}),
        "other_team": (Role.PRACTICE_MANAGER, {"organisation": members[5]}),
    }[request.param]
    return make_person("reader@example.org", role, **place)


def addresses(cycles):
    yield "/waves/W1/predictions/"
    yield "/waves/W1/predictions.csv"
    for cycle in cycles:
        yield f"/cycles/{cycle.pk}/evaluation/"
        yield f"/cycles/{cycle.pk}/evaluation.csv"


def shown(client, wave, cycles):
    """With what is stored up to date, so that it would be shown to whoever it is for."""
    evaluate_wave(wave=wave)
    Job.objects.update(state=Job.State.DONE)
    return {address: page(client, address) for address in addresses(cycles)}


def page(client, address):
    """Without what names the request."""
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r'(csrf\w*" value=|nonce=|csrf[Tt]oken["\': ]+)"?[\w-]+"?', r"\1N", response.content.decode())


@pytest.mark.parametrize("person", ["facilitator", "commissioner", "lay_member", "other_team"], indirect=True)
def test_evaluations_of_others_depend_on_what_is_released_alone(client_of, wave, members, cycles, person):  # noqa: F811
    client = client_of(person)
    send(wave, members)
    before, stored = shown(client, wave, cycles), digests()
    send(wave, members, SWINGS)
    after = shown(client, wave, cycles)

    assert [address for address in before if before[address] != after[address]] == []
    assert digests() != stored


def digests():
    return list(CycleEvaluation.objects.order_by("cycle").values_list("digest", flat=True))


def test_the_practice_itself_sees_the_difference(client_of, wave, members, cycles):  # noqa: F811
    client = client_of(make_person("own@example.org", Role.PRACTICE_MANAGER, organisation=members[0]))
    send(wave, members)
    before = shown(client, wave, cycles[:1])
    send(wave, members, SWINGS)
    after = shown(client, wave, cycles[:1])

    assert [address for address in before if before[address] == after[address]] == []
