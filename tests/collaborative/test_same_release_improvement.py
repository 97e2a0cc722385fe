"""P6: every page and file of improvement work depends, for others, on what is released alone."""

import pytest

from accounts.permissions import Role
from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.models import ReadingLevel
from operations.models import Job
from tests.collaborative import improvement
from tests.collaborative.crawl import addresses, differing, seen
from tests.collaborative.evaluations.conftest import make_started
from tests.collaborative.parts.test_value_release import enter_all_costs
from tests.collaborative.test_same_release import members, send
from tests.conftest import make_person
from tests.improvement_rows import MAKERS

__all__ = ["members"]  # a fixture, which pytest finds by its name
SWINGS = {0: 2, 8: -2, 10: 1, 11: -1}
READERS = {
    "facilitator": (Role.FACILITATOR, "wave"),
    "facilitator_of_pct": (Role.FACILITATOR, "trust"),
    "commissioner": (Role.COMMISSIONER, "trust"),
    "lay_member": (Role.LAY_MEMBER, "wave"),
    "team_member": (Role.TEAM_MEMBER, "trust"),
    "other_manager": (Role.PRACTICE_MANAGER, "other"),
}


@pytest.fixture
def ids(client_of, wave, trust, members):
    """A row of each kind about a practice whose counts will move, shared with the wave; and costs for the value page."""
    by = make_person("writer@example.org", Role.FACILITATOR, wave=wave)
    team = improvement.make_team(wave, trust, *members[::4])
    improvement.switch_on(wave.programme)
    enter_all_costs(client_of(by))
    rows = {parameter: make(wave, team, members[0], by) for parameter, make in MAKERS.items()}
    rows["cycle"] = make_started(team, by, members[0], shared_with=ReadingLevel.WAVE)
    make_started(team, by, shared_with=ReadingLevel.WAVE)
    rows["pairing"].delete()
    improvement.make_pairing(wave, members[0], members[4])
    return {parameter: row.pk for parameter, row in rows.items()} | {"ods_code": "A99100"}


def crawled(client, wave, ids):
    """With what is stored up to date, so that it would be shown to whoever it is for; without forms, which say the same."""
    evaluate_wave(wave=wave)
    Job.objects.update(state=Job.State.DONE)
    return {address: said for address, said in seen(client, addresses(ids, forms=False)).items() if said[0] == 200}


@pytest.mark.parametrize("reader", READERS)
def test_improvement_pages_of_others_depend_on_what_is_released_alone(
    client_of, wave, trust, members, ids, reader
):  # fmt: skip
    """P6, P14: suggested scores, candidates for pairings, evaluations, value and assembled reports included."""
    role, place = READERS[reader]
    held = {"wave": {"wave": wave}, "trust": {"organisation": trust}, "other": {"organisation": members[5]}}[place]
    client = client_of(make_person("reader@example.org", role, **held))
    send(wave, members)
    before = crawled(client, wave, ids)
    send(wave, members, SWINGS)

    assert differing(before, crawled(client, wave, ids)) == []
