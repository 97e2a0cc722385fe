"""I6: a suggested score with its reasons, from plain facts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.progress_suggestion import RUNGS, STEPS, MeasureFacts, TeamFacts, suggest

CHARTERED = TeamFacts(has_aim=True, has_sponsor=True, has_lead=True)
TESTED = replace(CHARTERED, ideas=1, planned=2, begun=2, closed=1)
IMPROVED = MeasureFacts("GP consultations", is_improved=True, share_of_goal=0.2)

measures = st.builds(
    MeasureFacts,
    name=st.sampled_from(["GP consultations", "Referrals"]),
    is_improved=st.booleans(),
    is_list_moving=st.booleans(),
    share_of_goal=st.none() | st.floats(-1, 2),
    months_held=st.integers(0, 12),
)
facts = st.builds(
    TeamFacts,
    has_aim=st.booleans(),
    has_sponsor=st.booleans(),
    has_lead=st.booleans(),
    ideas=st.integers(0, 3),
    planned=st.integers(0, 3),
    begun=st.integers(0, 3),
    closed=st.integers(0, 3),
    adopted_everywhere=st.integers(0, 2),
    measures=st.lists(measures, max_size=3).map(tuple),
)


@pytest.mark.parametrize(
    ("known", "score"),
    [
        (TeamFacts(), 0.5),
        (CHARTERED, 1.0),
        (replace(CHARTERED, planned=1), 1.5),
        (replace(CHARTERED, planned=1, begun=1), 2.0),
        (TESTED, 2.5),
        (replace(TESTED, measures=(IMPROVED,)), 3.0),
        (replace(TESTED, measures=(IMPROVED, replace(IMPROVED, name="Referrals"))), 3.5),
        (replace(TESTED, measures=(replace(IMPROVED, share_of_goal=0.34),)), 3.5),
        (replace(TESTED, measures=(replace(IMPROVED, share_of_goal=0.5),)), 4.0),
        (replace(TESTED, adopted_everywhere=1, measures=(replace(IMPROVED, share_of_goal=0.75, months_held=6),)), 4.5),
    ],
)
def test_each_step_is_suggested_by_what_it_asks(known, score):
    assert suggest(known).score == score


def test_one_measure_of_three_on_its_way_is_not_significant_yet():
    far = replace(IMPROVED, share_of_goal=0.9, months_held=9)

    found = suggest(replace(TESTED, adopted_everywhere=1, measures=(far, MeasureFacts("B"), MeasureFacts("C"))))

    assert found.score == 3.5


def test_changes_tested_without_improvement_say_what_is_missing():
    found = suggest(TESTED)

    assert found.words == "Changes tested, no improvement yet"
    assert "1 cycle closed with what was learned" in found.reasons
    assert found.missing[0].startswith("No measure has improved")


def test_no_improvement_is_claimed_while_the_list_moves():
    moving = MeasureFacts("Referrals", is_improved=False, is_list_moving=True)

    found = suggest(replace(TESTED, measures=(moving,)))

    assert found.score == 2.5
    assert found.missing[-1] == "Not judged while the list is building or has moved: Referrals"


def test_a_team_without_a_sponsor_that_has_tested_is_told_so_and_not_set_back():
    found = suggest(replace(TESTED, has_sponsor=False))

    assert found.score == 2.5
    assert found.missing[0] == "Name an aim, a sponsor and a day-to-day lead"


@given(facts)
def test_outstanding_is_never_suggested_and_every_score_has_words(known):
    found = suggest(known)

    assert 0.5 <= found.score <= 4.5
    assert STEPS[f"{found.score:.1f}"] == found.words
    assert len(found.reasons) >= 1


@given(facts)
def test_improvement_without_a_closed_cycle_is_not_the_teams(known):
    found = suggest(replace(known, closed=0))

    assert found.score <= 2.0


@given(facts, st.sampled_from(["planned", "begun", "closed", "adopted_everywhere"]))
def test_more_work_never_lowers_the_suggestion(known, name):
    more = replace(known, **{name: getattr(known, name) + 1})

    assert suggest(more).score >= suggest(known).score


def test_the_rungs_climb_in_halves():
    assert [rung.score for rung in RUNGS] == [1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5]
