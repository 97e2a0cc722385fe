"""A shift that has lasted until now is proposed as a new phase, and nothing else is (I9, trap 7)."""

from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.rebase_proposal import Proposal, Split, propose, split

HIGH, CENTRE, LOW = 9.0, 5.0, 1.0
BASELINE = [HIGH, LOW] * 6
POINTS = st.lists(st.sampled_from([HIGH, CENTRE, LOW, nan]), max_size=30)


def naive_proposal(values, phase_first, length, skipping):
    """Walks from the last observed month back, one month at a time."""
    phase = list(enumerate(values))[phase_first:]
    while phase and isnan(phase[-1][1]):
        phase.pop()
    if not phase:
        return None
    first_observed = next(row for row, value in phase if not isnan(value))
    found, side = [], 0
    for row, value in reversed(phase):
        here = 0 if isnan(value) or value == CENTRE else 1 if value > CENTRE else -1
        if not here and skipping:
            continue
        if not here or (side and here != side):
            break
        side = here
        found.append(row)
    if len(found) < length or found[-1] == first_observed:
        return None
    return Proposal(found[-1], found[0], len(found), side)


def test_i9_a_shift_of_seven_up_to_the_latest_month_is_proposed_from_its_first_month():
    assert propose([*BASELINE, HIGH, *[LOW] * 7], CENTRE) == Proposal(first=13, last=19, points=7, side=-1)


def test_trap_7_six_points_are_no_shift():
    assert propose([*BASELINE, HIGH, *[LOW] * 6], CENTRE) is None


def test_a_shift_that_has_ended_is_not_proposed():
    assert propose([*BASELINE, HIGH, *[LOW] * 12, HIGH], CENTRE) is None


def test_a_shift_is_judged_up_to_the_last_observed_month():
    assert propose([*BASELINE, HIGH, *[LOW] * 7, None, None], CENTRE).last == 19


@pytest.mark.parametrize(
    "between", [None, CENTRE, CENTRE * (1 + 1e-12)], ids=["missing", "on the line", "nearly on it"]
)
def test_with_limits_a_gap_or_a_tie_breaks_a_shift_and_on_a_run_chart_it_is_passed_over(between):
    """Traps 2 and 6."""
    values = [*BASELINE, HIGH, *[LOW] * 4, between, *[LOW] * 4]

    assert propose(values, CENTRE) is None
    assert propose(values, CENTRE, skipping=True).points == 8


def test_no_rebase_lies_inside_what_is_proposed():
    values = [*BASELINE, HIGH, *[LOW] * 12]

    assert propose(values, CENTRE, phase_first=16) is None


def test_a_phase_that_lies_on_one_side_from_its_first_point_has_shifted_from_nothing():
    assert propose([LOW] * 12, CENTRE) is None


def test_without_a_centre_line_or_a_value_nothing_is_proposed():
    assert propose([*BASELINE, *[LOW] * 9], None) is None
    assert propose([None] * 20, CENTRE) is None
    assert propose([], CENTRE) is None


@given(POINTS, st.integers(0, 30), st.integers(2, 9), st.booleans())
def test_proposals_agree_with_the_naive_twin(values, phase_first, length, skipping):
    found = propose(values, CENTRE, phase_first=phase_first, length=length, skipping=skipping)

    assert found == naive_proposal(values, phase_first, length, skipping)


def test_a_split_counts_the_points_of_its_own_phase_on_both_sides():
    values = [1.0, None, 2.0, 3.0, None, 4.0, 5.0, 6.0]

    assert split(values, 3, starts=[2, 7]) == Split(before=1, after=3)
    assert split(values, 3, starts=[]) == Split(before=2, after=4)


def test_a_split_at_a_start_that_is_there_already_is_counted_from_it():
    assert split([1.0] * 10, 4, starts=[4]) == Split(before=4, after=6)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (12, 20, ["The earlier phase has 12 months with a value: it has a centre line, and no limits"]),
        (13, 20, ["The earlier phase has 13 months with a value: its limits are trial limits"]),
        (20, 20, []),
        (20, 1, ["The new phase has 1 month with a value: it has a centre line, and no limits"]),
        (19, 12, ["The earlier phase has 19 months", "The new phase has 12 months"]),
    ],
)
def test_short_phases_are_cautioned_about_at_13_and_20_points(before, after, said):
    cautions = Split(before, after).cautions

    assert [caution.startswith(words) for caution, words in zip(cautions, said, strict=True)] == [True] * len(said)
