"""G9, R4: what is not shared with a reader leaves no trace on any page or file of theirs: no word, no count, no key."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.models import ReadingLevel
from operations.models import Job
from tests.collaborative import improvement
from tests.collaborative.conftest import two_years
from tests.collaborative.crawl import addresses, differing, seen
from tests.conftest import make_person
from tests.improvement_rows import MAKERS

pytestmark = pytest.mark.walked_once

# Role, where it is held, and how narrowly a row is shared that this reader may not read.
READERS = {
    "facilitator": (Role.FACILITATOR, "wave", ReadingLevel.TEAM),
    "facilitator_of_pct": (Role.FACILITATOR, "trust", ReadingLevel.TEAM),
    "commissioner": (Role.COMMISSIONER, "trust", ReadingLevel.FACILITATOR),
    "lay_member": (Role.LAY_MEMBER, "wave", ReadingLevel.COMMISSIONER),
    "other_manager": (Role.PRACTICE_MANAGER, "elsewhere", ReadingLevel.COMMISSIONER),
    "other_team_member": (Role.TEAM_MEMBER, "other_trust", ReadingLevel.COMMISSIONER),
}
# Where else such rows show: the first page, and charts with their files.
ELSEWHERE = (
    "/", "/waves/W1/", "/waves/W1/pcts/5W0/", "/waves/W1/practices/A99001/", "/waves/W1/measures/referrals/",
    "/waves/W1/worth-a-look/", "/waves/W1/data/commissioner/5W0/referrals.csv", "/waves/W1/data/wave/wave/referrals.csv",
    "/waves/W1/data/practice/A99001/referrals.csv", "/waves/W1/data/commissioner/5W0/referrals.svg",
    "/waves/W1/working/commissioner/5W0/referrals/2006-11/", "/waves/W1/data/practice/A99001/referrals/rebase/",
)  # fmt: skip
PREDICTED = {
    "measure": "referrals",
    "predicted_direction": "fall",
    "predicted_percent": 10,
    "predicted_by": "2006-12-01",
}


@pytest.fixture
def writer(db):
    return make_person("writer@example.org")


@pytest.fixture
def ids(wave, team, other_team, practice, neighbour, elsewhere, writer):
    """A row of each kind that everybody in the wave may read, with the figures of three practices."""
    two_years(wave, practice, neighbour, elsewhere)
    improvement.switch_on(wave.programme)
    found = {parameter: make(wave, team, practice, writer) for parameter, make in MAKERS.items()}
    found["comment"].asks_answer = True
    found["comment"].save()
    return {parameter: row.pk for parameter, row in found.items()} | {"ods_code": practice.ods_code}


def write_quietly(wave, team, practice, by, level):
    """Of everything that a team writes one, so that it would show wherever such rows do; a closed cycle among them."""
    put = {"shared_with": level}
    idea = improvement.make_idea(team, by, title="Hush idea", **put)
    idea.items.add(improvement.make_item(wave))
    idea.drivers.add(improvement.make_driver(wave))
    cycles = [
        improvement.make_cycle(team, by, practices=where, state=state, title=f"Hush {state}", **PREDICTED, **put)
        for state, where in (("planned", []), ("doing", [practice]), ("closed", []), ("cancelled", [practice]))
    ]
    closed = cycles[2]
    cycles[1].tasks.create(what="Hush task", who="Hush doer", due_on="2007-01-03")
    improvement.make_barrier(team, by, description="Hush barrier", **put)
    improvement.make_reflection(team, by, text="Hush reflection", tags=["hush"], **put)
    improvement.make_story(team, by, title="Hush story", cycle=closed, **put)
    improvement.make_comment(team, by, text="Hush comment", asks_answer=True, cycle=closed, **put)
    asked = {"action": "Hush action", "owner": "Hush owner", "due_on": "2007-02-09"}
    for place in (practice, None):
        improvement.make_follow_up(team, by, practice=place, question="Hush question", **asked, **put)
    improvement.make_visit(team, purpose="Hush visit", practice=practice, **put)
    improvement.make_drawn_journey(team, by, title="Hush journey", **put).cycles.add(closed)
    improvement.make_counts(improvement.make_survey(team, by, title="Hush survey", opens_on="2006-11-01", closes_on="2006-12-31", **put))  # fmt: skip
    return idea, closed


def tie(ids, idea, cycle):
    """What everybody reads points at what is not theirs to read; and the ramp that they know goes on."""
    for model, parameter in ((improvement.Story, "story"), (improvement.FollowUp, "follow_up"), (improvement.WorkshopAction, "action")):  # fmt: skip
        model.objects.filter(pk=ids[parameter]).update(cycle=cycle)
    improvement.JourneyMap.objects.get(pk=ids["journey"]).cycles.add(cycle)
    improvement.ChangeIdea.objects.filter(pk=ids["idea"]).update(copied_from=idea)
    improvement.PdsaRamp.objects.filter(pk=ids["ramp"]).update(idea=idea)
    left = cycle.ramp_id
    improvement.PdsaCycle.objects.filter(pk=cycle.pk).update(ramp=ids["ramp"], number=2)
    improvement.PdsaRamp.objects.filter(pk=left).delete()


def evaluated(wave):
    evaluate_wave(wave=wave)
    Job.objects.update(state=Job.State.DONE)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_not_shared_leaves_no_trace(client_of, request, wave, team, practice, writer, ids, reader):
    role, place, level = READERS[reader]
    held = "wave" if place == "wave" else "organisation"
    client = client_of(make_person("reader@example.org", role, **{held: request.getfixturevalue(place)}))
    evaluated(wave)
    wanted = [*ELSEWHERE, *addresses(ids)]
    before = seen(client, wanted)
    idea, cycle = write_quietly(wave, team, practice, writer, level)
    tie(ids, idea, cycle)
    evaluated(wave)
    # The same visits in the same order, so that what one visit says to the next is said again.
    after = seen(client, wanted)
    shown = [address for address, (status, _) in before.items() if status == 200]

    assert [address for address in shown if before[address] != after[address]] == []


def test_the_team_itself_sees_the_difference(client_of, wave, team, practice, writer, ids, manager):
    """That nothing differs for others would say nothing of pages that never differ."""
    client = client_of(manager)
    wanted = [reverse("team_board", args=[team.pk]), "/waves/W1/predictions/", f"/teams/{team.pk}/barriers/"]
    evaluated(wave)
    before = seen(client, wanted)
    write_quietly(wave, team, practice, writer, ReadingLevel.TEAM)
    evaluated(wave)

    assert differing(before, seen(client, wanted)) == wanted
