"""Ideas are written by teams and copied from team to team; a copy keeps where it came from (I5)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from collaborative.actions import ideas as actions
from collaborative.actions.change_packages import start_package
from collaborative.models import ChangeIdea, PackageItem, ReadingLevel
from operations.models import AuditEvent
from practices.models import Wave
from tests.collaborative import improvement


@pytest.fixture
def package(wave, facilitator):
    return start_package(wave=wave, by=facilitator)


@pytest.mark.parametrize("code", ["PC1", "PC5", "OC1", "OC5"])
def test_rows_17_18_an_idea_is_tagged_with_a_change(team, manager, package, code):
    item = PackageItem.objects.get(code=code)

    idea = actions.create_idea(team=team, title="Brief training", items=[item], by=manager)

    assert list(item.ideas.all()) == [idea]


def test_what_is_written_stays_with_team_and_facilitator_until_it_is_shared(team, manager):
    idea = actions.create_idea(team=team, title="Brief training", by=manager)

    assert idea.shared_with == ReadingLevel.FACILITATOR


def test_the_trail_says_what_changed_and_none_of_its_words(team, manager):
    """R4: the trail is read by others than the team."""
    idea = improvement.make_idea(team, manager, title="Calls")

    actions.change_idea(idea=idea, title="Calls first", description="", shared_with=ReadingLevel.WAVE, by=manager)

    assert AuditEvent.objects.get(event="idea.changed").details == {
        "fields": ["shared_with", "title"],
        "readers": [2, 4],
    }


def test_i5_a_copy_is_the_teams_own_and_keeps_where_it_came_from(team, other_team, manager, facilitator, package):
    item = PackageItem.objects.get(code="T6")
    idea = actions.create_idea(
        team=team, title="Library slips", items=[item], shared_with=ReadingLevel.WAVE, by=manager
    )

    copy = actions.copy_idea(idea=idea, team=other_team, by=facilitator)

    assert (copy.team, copy.copied_from, copy.title) == (other_team, idea, "Library slips")
    assert list(copy.items.all()) == [item]
    assert copy.shared_with == ReadingLevel.FACILITATOR


def test_i5_changing_the_copy_leaves_the_first_as_it_is(team, other_team, manager, facilitator):
    idea = improvement.make_idea(team, manager, title="Library slips")
    copy = actions.copy_idea(idea=idea, team=other_team, by=facilitator)

    actions.change_idea(idea=copy, title="Ours", description="", shared_with=ReadingLevel.TEAM, by=facilitator)

    idea.refresh_from_db()
    assert idea.title == "Library slips"


def test_i5_an_idea_is_copied_into_a_team_once(team, other_team, manager, facilitator):
    idea = improvement.make_idea(team, manager)
    actions.copy_idea(idea=idea, team=other_team, by=facilitator)

    for into in (team, other_team):
        with pytest.raises(ValidationError, match="has this idea already"):
            actions.copy_idea(idea=idea, team=into, by=facilitator)

    assert ChangeIdea.objects.count() == 2


def test_i5_in_another_wave_a_copy_is_tagged_with_that_waves_own_lines(wave, team, trust, facilitator, package):
    dates = {name: date(2007, month, 6) for name, month in CALENDAR.items()}
    second = Wave.objects.create(programme=wave.programme, code="W2", number=2, name="Second wave", **dates)
    start_package(wave=second, by=facilitator)
    idea = improvement.make_idea(team, facilitator)
    idea.items.add(PackageItem.objects.get(wave=wave, code="T6"))
    idea.drivers.add(wave.drivers.get(text="Expert Patient courses"))

    copy = actions.copy_idea(idea=idea, team=improvement.make_team(second, trust), by=facilitator)

    assert [(item.wave, item.code) for item in copy.items.all()] == [(second, "T6")]
    assert [(driver.wave, driver.text) for driver in copy.drivers.all()] == [(second, "Expert Patient courses")]


CALENDAR = {
    "orientation_on": 2,
    "learning_workshop_1_on": 3,
    "learning_workshop_2_on": 7,
    "learning_workshop_3_on": 11,
    "ends_on": 12,
}
