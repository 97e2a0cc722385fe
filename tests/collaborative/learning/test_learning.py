"""Barriers, reflections and stories: written by every kind of stakeholder, read as far as they are shared."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.permissions import Role
from collaborative.actions import learning as actions
from collaborative.models import Barrier, PackageItem, ReadingLevel, Reflection, Story
from operations.models import AuditEvent
from tests.collaborative.improvement import make_barrier, make_cycle, make_item, make_reflection, make_story
from tests.collaborative.pages import words_of
from tests.conftest import make_person

READERS = ["manager", "team_member", "facilitator", "commissioner", "lay_member"]
# Level -> who of these reads a row of the team at it.
READ_BY = {
    ReadingLevel.TEAM: {"manager", "team_member"},
    ReadingLevel.FACILITATOR: {"manager", "team_member", "facilitator"},
    ReadingLevel.COMMISSIONER: {"manager", "team_member", "facilitator", "commissioner"},
    ReadingLevel.WAVE: set(READERS),
}


@pytest.mark.parametrize("level", ReadingLevel, ids=str)
@pytest.mark.parametrize("make", [make_barrier, make_reflection, make_story], ids=["barrier", "reflection", "story"])
def test_g9_each_level_is_read_by_its_circle_and_nobody_else(make, level, team, manager, request):
    row = make(team, manager, shared_with=level)

    readers = {
        name for name in READERS if type(row).objects.visible_to(request.getfixturevalue(name)).filter(pk=row.pk)
    }

    assert readers == READ_BY[level]


def test_a_manager_of_another_team_reads_what_the_wave_reads(team, other_team, facilitator, elsewhere):
    other = make_person("other@example.org", Role.PRACTICE_MANAGER, organisation=elsewhere)
    make_story(team, facilitator, title="Ours")
    make_story(team, facilitator, title="All", shared_with=ReadingLevel.WAVE)

    assert [story.title for story in Story.objects.visible_to(other)] == ["All"]


def test_a_service_user_writes_a_reflection_with_tags(team, team_member, client_of):
    form = {
        "stakeholder_kind": "service_user", "reflected_on": "2007-01-08",
        "text": "We were asked", "tags": "Voice, voice, access", "shared_with": "4",
    }  # fmt: skip

    answer = client_of(team_member).post(reverse("reflection_create", args=[team.pk]), form)

    assert answer.status_code == 302
    written = Reflection.objects.get()
    assert (written.tags, written.shared_with, written.created_by) == (["access", "voice"], 4, team_member)


def test_each_field_says_who_can_read_it_before_it_is_saved(team, manager, client_of):
    page = words_of(client_of(manager).get(reverse("barrier_create", args=[team.pk])))

    assert page.count("Can be read by: the team and its facilitator") >= 3


def test_lists_filter_by_kind(team, manager, client_of):
    """Row 13: the log filters by professional resistance."""
    make_barrier(team, manager, kind="resistance", description="Two partners disagree")
    make_barrier(team, manager, kind="it", description="Slow computers")

    page = words_of(client_of(manager).get(reverse("barrier_list", args=[team.pk]), {"kind": "resistance"}))

    assert "Two partners disagree" in page and "Slow computers" not in page


def test_stories_filter_by_value(team, wave, manager, client_of):
    """Row 22."""
    value = make_item(wave, "V1", PackageItem.Kind.VALUE, "Recovery")
    told = make_story(team, manager, title="Back at work")
    told.values.add(value)
    make_story(team, manager, title="Something else")

    page = words_of(client_of(manager).get(reverse("story_list", args=[team.pk]), {"value": value.pk}))

    assert "Back at work" in page and "Something else" not in page


def test_reflections_filter_by_tag_and_by_who_speaks(team, manager, client_of):
    """Row 2."""
    make_reflection(team, manager, text="One", tags=["voice"], stakeholder_kind="carer")
    make_reflection(team, manager, text="Two", tags=["rooms"], stakeholder_kind="gp")
    address, client = reverse("reflection_list", args=[team.pk]), client_of(manager)

    by_tag, by_kind = (words_of(client.get(address, chosen)) for chosen in ({"tag": "voice"}, {"stakeholder": "gp"}))

    assert "One" in by_tag and "Two" not in by_tag
    assert "Two" in by_kind and "One" not in by_kind


def test_a_barrier_shows_its_age_and_who_can_lift_it(team, manager, client_of):
    make_barrier(team, manager, opened_on=date(2007, 1, 9), owner="Sponsor")

    page = words_of(client_of(manager).get(reverse("barrier_list", args=[team.pk])))

    assert "Open for 30 days" in page and "Can be lifted by: Sponsor" in page


def test_who_can_lift_it_is_not_told_to_the_wave(team, manager, lay_member, client_of):
    """The field has a ceiling, however widely the barrier is shared."""
    make_barrier(team, manager, owner="Sponsor Smith", shared_with=ReadingLevel.WAVE)
    client = client_of(lay_member)

    pages = [client.get(reverse("barrier_list", args=[team.pk])), client.get(reverse("wave_learning", args=["W1"]))]
    files = client.get(reverse("wave_learning_csv", args=["W1"]))

    assert all("No room" in page.content.decode() for page in pages)
    assert not any("Sponsor Smith" in answer.content.decode() for answer in [*pages, files])


def test_a_barrier_is_lifted_once_with_words(team, manager):
    barrier = make_barrier(team, manager)
    actions.resolve_barrier(barrier=barrier, resolution="A second room", by=manager)

    with pytest.raises(ValidationError):
        actions.resolve_barrier(barrier=barrier, resolution="Again", by=manager)

    assert Barrier.objects.get().resolved_on == date(2007, 2, 8)
    assert AuditEvent.objects.filter(event="barrier.resolved").count() == 1


@pytest.mark.parametrize("who", ["commissioner", "lay_member", "administrator"])
def test_readers_do_not_write(team, manager, who, request, client_of):
    person, row = request.getfixturevalue(who), make_story(team, manager, shared_with=ReadingLevel.WAVE)

    with pytest.raises(PermissionDenied):
        actions.write(row=row, by=person)
    client = client_of(person)
    assert client.post(reverse("story_edit", args=[row.pk]), {}).status_code == 403
    assert "Change or share" not in words_of(client.get(reverse("story_list", args=[team.pk])))


def test_g6_a_patient_is_not_stored(team, manager, client_of):
    form = {
        "title": "A story",
        "text": "Call 9434765919",
        "told_on": "2007-02-01",
        "shared_with": "2",
    }

    page = words_of(client_of(manager).post(reverse("story_create", args=[team.pk]), form))

    assert "looks like an NHS number" in page
    assert not Story.objects.exists()


def test_the_trail_keeps_no_words(team, manager):
    row = Story(team=team, title="Quiet", text="What was told", told_on=date(2007, 2, 1))
    actions.write(row=row, by=manager)

    assert "What was told" not in str(AuditEvent.objects.get(event="story.written").details)


def test_i10_the_feed_shows_what_is_shared_and_no_draft(team, manager, lay_member, client_of):
    make_story(team, manager, title="Told to all", shared_with=ReadingLevel.WAVE)
    make_story(team, manager, title="Kept")

    page = words_of(client_of(lay_member).get(reverse("wave_learning", args=["W1"])))

    assert "told: Told to all" in page and "Kept" not in page


def test_the_file_is_safe_to_open_in_a_spreadsheet(team, manager, client_of):
    make_story(team, manager, title="=1+1", shared_with=ReadingLevel.WAVE)

    content = client_of(manager).get(reverse("wave_learning_csv", args=["W1"])).content.decode("utf-8-sig")

    assert "'=1+1" in content


def test_wave_page_asks_as_many_queries_for_more_rows(team, manager, client_of, django_assert_num_queries, lay_member):
    client, address = client_of(lay_member), reverse("wave_learning", args=["W1"])
    make_story(team, manager, shared_with=ReadingLevel.WAVE)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(5):
        make_story(team, manager, shared_with=ReadingLevel.WAVE)

    with django_assert_num_queries(len(few)):
        client.get(address)


def test_g9_a_story_keeps_the_cycle_that_its_facilitator_may_not_read(client_of, facilitator, team, manager):
    quiet = make_cycle(team, manager, title="Quiet try", shared_with=ReadingLevel.TEAM)
    story = make_story(team, manager, cycle=quiet)
    client = client_of(facilitator)

    page = client.get(f"/stories/{story.pk}/edit/").content
    sent = {"title": "Back at work", "text": "Told anew", "told_on": "2006-05-02", "shared_with": ReadingLevel.WAVE}
    client.post(f"/stories/{story.pk}/edit/", sent)

    story.refresh_from_db()
    assert b"Quiet try" not in page
    assert (story.title, story.cycle) == ("Back at work", quiet)
