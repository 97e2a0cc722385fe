"""P11, G9: what the copy for the wave holds is what anybody outside may see; the facilitator's copy what agreements open."""

import re
from datetime import date

import pytest

from accounts.permissions import Role
from collaborative.actions import reports as actions
from collaborative.models import ReadingLevel
from collaborative.reports import html, snapshot
from collaborative.reports.copies import contents
from measures.disclosure import protect
from practices.models import Grant
from tests.collaborative.conftest import agree
from tests.collaborative.improvement import (
    make_action,
    make_attendance,
    make_barrier,
    make_cycle,
    make_event,
    make_idea,
    make_item,
    make_reflection,
    make_story,
)
from tests.collaborative.reports.conftest import charts_of, keys_of, page_of, pair, share_storyboard, work
from tests.collaborative.test_same_release import members, send  # noqa: F401 (a fixture)
from tests.conftest import make_person

# Counts of the sentinel practice that no other has.
SENTINELS = {"4219", "4226", "4,219", "4,226", "8445", "8,445"}


def text_of(report, copy):
    return snapshot.text_of(contents(report, copy)).decode()


def numbers_in(report, copy):
    """Every whole number of a copy, as kept and as printed."""
    kept = re.findall(r"(?<![\d.])\d+(?![\d.])", text_of(report, copy))
    return {*kept, *re.findall(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d.])", html.page(contents(report, copy)))}


def test_no_exact_count_of_a_practice_without_agreement_is_in_either_copy(make, sentinels):
    """P11"""
    report = make()

    for copy in ("exact", "shared"):
        assert not numbers_in(report, copy) & SENTINELS


def test_an_agreement_opens_the_facilitators_copy_alone(make, wave, sentinels):
    agree(wave, sentinels)
    report = make()

    assert {"4219", "4,219"} <= numbers_in(report, "exact")
    assert not numbers_in(report, "shared") & SENTINELS


def test_a_consented_storyboard_gives_a_practice_a_page_of_released_figures(make, wave, manager, sentinels):
    """W6, P11: consent to be shown is not an agreement to show exact figures."""
    agree(wave, sentinels)
    share_storyboard(wave, sentinels, manager)
    report = make()
    table = charts_of(report, "shared")["practice-a99001-gp-consultations"].table

    assert {row[table.head.index("Numerator")] for row in table.rows} <= {None, "*", protect(4219)}
    assert not numbers_in(report, "shared") & SENTINELS


def test_without_a_storyboard_no_practice_has_a_page_in_the_copy_for_the_wave(make, wave, sentinels):
    agree(wave, sentinels)
    report = make()

    assert not [key for key in keys_of(report, "shared") if key.startswith("practice")]
    assert "Ash Surgery" not in text_of(report, "shared")


def test_a_withdrawn_storyboard_takes_its_page_away(make, wave, manager, sentinels):
    share_storyboard(wave, sentinels, manager, withdrawn_at="2006-06-01T09:00Z")

    assert "practice-a99001" not in keys_of(make(), "shared")


def text_after(report, by, wave, members, swings):  # noqa: F811
    """The copy for the wave, made anew from moved figures; without what names the computation."""
    send(wave, members, swings)
    report = work(actions.make_anew(report=report, by=by), by)
    return re.sub(r"(omputation\W{1,6})\d+", r"\1N", text_of(report, "shared"))


def test_two_true_data_sets_with_one_release_make_the_same_copy_for_the_wave(
    make, facilitator, wave, manager, members, team  # noqa: F811
):  # fmt: skip
    """P6: nothing in it is worked out of true figures, the sentences, limits, marks and counts included."""
    for member in (members[0], members[8], members[10]):
        share_storyboard(wave, member, manager)
    report = make()

    before = text_after(report, facilitator, wave, members, {})
    after = text_after(report, facilitator, wave, members, {0: 2, 8: -2, 10: 1, 11: -1})

    assert after == before
    assert '"practice-a99100-referrals"' in after


def test_the_facilitators_copy_differs_where_agreements_open_it(make, facilitator, wave, members):  # noqa: F811
    """That nothing differs in the other copy would say nothing of a report that never differs."""
    agree(wave, *members)
    send(wave, members)
    report = make()
    before = charts_of(report)["practice-a99100-referrals"].table

    send(wave, members, {0: 2, 8: -2})
    again = work(actions.make_anew(report=report, by=facilitator), facilitator)

    assert charts_of(again)["practice-a99100-referrals"].table != before


# ---- words


@pytest.fixture
def written(wave, workshop, team, neighbour, facilitator, returned):
    """Of each kind of row one that the team shows to its facilitator, and one that it shares with the wave."""
    for level, word in ((ReadingLevel.FACILITATOR, "Quiet"), (ReadingLevel.WAVE, "Loud")):
        make_story(team, facilitator, title=f"{word} story", shared_with=level)
        make_barrier(team, facilitator, description=f"{word} barrier", owner="Robin Black", shared_with=level, resolved_on="2006-06-01", resolution=f"{word} resolution")  # fmt: skip
        make_reflection(team, facilitator, text=f"{word} reflection", tags=["hope"], shared_with=level)
        make_cycle(team, facilitator, title=f"{word} cycle", measure="referrals", state="closed", decision="abandon", learning=f"{word} learning", owner="Robin Black", shared_with=level)  # fmt: skip
        make_action(workshop, team, what=f"{word} action", who="Robin Black", shared_with=level)
    make_attendance(workshop, team, name="Pat Grey", practice=neighbour)
    make_barrier(team, facilitator, description="Loud and open", owner="Robin Black", shared_with=ReadingLevel.WAVE)


def test_the_facilitators_copy_has_what_teams_show_to_their_facilitator(make, written):
    """Row 2: a reflection is in the report, with its tag."""
    text = text_of(make(), "exact")

    for kind in ("story", "resolution", "reflection", "cycle", "learning", "action"):
        assert f"Quiet {kind}" in text, kind
        assert f"Loud {kind}" in text, kind
    assert "hope" in text


def test_the_copy_for_the_wave_has_only_what_is_shared_with_the_wave(make, written):
    """G9"""
    text = text_of(make(), "shared")

    assert "Quiet" not in text
    for kind in ("story", "resolution", "reflection", "cycle", "learning", "action"):
        assert f"Loud {kind}" in text, kind


def test_nobody_is_named_in_the_copy_for_the_wave(make, written):
    report = make()

    assert "Robin Black" in text_of(report, "exact")
    assert not [name for name in ("Robin Black", "Pat Grey", "Facilitator,") if name in text_of(report, "shared")]


def test_attendance_is_counted_in_both_copies(make, written):
    report = make()

    for copy in ("exact", "shared"):
        assert "1 of 1 who were expected" in str(page_of(report, "attendance", copy))


def test_practices_of_which_nobody_came_are_named_to_the_facilitator_alone(make, written):
    """W2: which practices were absent."""
    report = make()

    assert "Ash Surgery (A99001)" in str(page_of(report, "attendance", "exact").blocks)
    assert "Beech Surgery" not in str(page_of(report, "attendance", "exact").blocks)
    assert "Ash Surgery" not in str(page_of(report, "attendance", "shared").blocks)
    assert "Of 2 practices nobody came." in str(page_of(report, "attendance", "shared").blocks)


def test_an_unshared_cycle_leaves_no_trace_on_the_charts_of_the_copy_for_the_wave(make, written):
    chart = charts_of(make(), "shared")["commissioner-5w0-referrals"]

    assert "Loud cycle" in " ".join(chart.notes)
    assert sum(mark.style == "cycle" for mark in chart.marks) == 1


def test_without_a_practice_in_the_list_nobody_is_called_absent(make, workshop, team, returned):
    make_attendance(workshop, team)

    assert "practices people came is not recorded" in str(page_of(make(), "attendance").blocks)


def test_a_pairing_is_shown_once_both_have_agreed(make, wave, returned, practice, neighbour, elsewhere):
    pair(wave, practice, neighbour)
    pair(wave, practice, elsewhere, example_consented_at=None)
    report = make()

    assert "Referrals fell from 61" in str(page_of(report, "pairings", "exact"))
    assert "42.7" not in str(page_of(report, "pairings", "shared"))
    assert "Cedar Surgery" not in str(page_of(report, "pairings", "shared"))


def test_whoever_makes_a_report_without_agreements_gets_no_exact_figure(make, programme, wave, sentinels):
    """A programme administrator prepares reports and is nobody's partner."""
    agree(wave, sentinels)
    administrator = make_person("administrator@example.org", Role.PROGRAMME_ADMINISTRATOR, programme=programme)

    report = make(by=administrator)

    assert report.exact_of == []
    assert not numbers_in(report, "exact") & SENTINELS


def test_what_a_team_keeps_to_itself_is_in_no_copy_even_if_its_own_people_make_it(make, facilitator, practice, team):
    """G9: whoever makes a report may also work in a team; the copy's other readers do not."""
    make_story(team, facilitator, title="Quiet story", shared_with=ReadingLevel.TEAM)
    Grant.objects.create(
        person=facilitator, role=Role.PRACTICE_MANAGER, organisation=practice, starts_on=date(2006, 1, 1)
    )

    assert "Quiet story" not in text_of(make(), "exact")


def test_a_theme_is_not_counted_through_an_idea_that_is_not_shared(make, wave, facilitator, team):
    item = make_item(wave, code="T1", kind="theme", text="Access")
    idea = make_idea(team, facilitator)
    idea.items.add(item)
    cycle = make_cycle(team, facilitator, shared_with=ReadingLevel.WAVE)
    cycle.ramp.idea = idea
    cycle.ramp.save()
    report = make()

    cycles = [page_of(report, "themes", copy).blocks[0].rows[0][2] for copy in ("exact", "shared")]

    assert cycles == [1, 0]


def test_a_cycle_that_is_not_shared_is_not_told_from_none(make, wave, facilitator, team):
    earlier = make_event(wave, "other", 0, held_on=wave.learning_workshop_1_on)
    quiet = make_cycle(team, facilitator)
    for cycle in (quiet, None):
        make_action(earlier, team, cycle=cycle)

    rows = page_of(make(), "agreed", "shared").blocks[0].rows

    assert rows[0][-1] == rows[1][-1]
