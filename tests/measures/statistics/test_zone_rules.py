"""Western Electric and Nelson rules against qcc 3.0, and against the plain second implementation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics import zone_rules
from measures.statistics.profiles import NELSON, WESTERN_ELECTRIC, judge
from tests.measures.statistics import naive_rules
from tests.measures.statistics.vectors import assert_agrees, cases_of, column

CASES = cases_of("qcc_rules")
# In a p chart of varying sizes qcc judges the whole window by the limits of its last point; only rules 1 and 4 can be compared.
RULES = [
    (case, profile, rule)
    for case in CASES
    for group, profile in (("western_electric", WESTERN_ELECTRIC), ("nelson", NELSON))
    for rule in case["expected"].get(group, {})
]


def chart_of(case):
    expected = case["expected"]
    values = column(expected["statistic"])
    sigma = np.broadcast_to(np.reshape(expected["std_dev"], (-1, 1)), values.shape)
    centre = np.full(values.shape, expected["center"])
    lower, upper = column(expected["lcl"]), column(expected["ucl"])
    return values, centre, lower, upper, centre - 2 * sigma, centre + 2 * sigma, None


@pytest.mark.parametrize(
    ("case", "profile", "rule"), RULES, ids=lambda part: part["id"] if isinstance(part, dict) else ""
)
def test_completing_points_are_those_that_qcc_flags(case, profile, rule):
    judged = judge(*chart_of(case), profile)

    found = judged.found[rule.replace("n", "nelson") if rule.startswith("n") else rule].completing[:, 0].tolist()

    group = "nelson" if rule.startswith("n") else "western_electric"
    assert_agrees(found, case["expected"][group][rule], case["rel_tol"], rule)


def test_every_rule_of_the_two_sets_fires_in_the_vectors():
    fired = {
        rule
        for case, _, rule in RULES
        for group in ("western_electric", "nelson")
        if any(case["expected"].get(group, {}).get(rule, []))
    }

    assert fired == {f"we{number}" for number in range(1, 5)} | {f"n{number}" for number in range(1, 9)}


def alone(values):
    values = column(values)
    return values, np.zeros(values.shape, dtype=int)


def rows(marks):
    return np.flatnonzero(marks[:, 0]).tolist()


def test_members_are_the_points_beyond_and_the_last_completes():
    found = zone_rules.two_beyond_two_sigma(*alone([0, 2.5, -1, 2.5, 0]))

    assert rows(found.members) == [1, 3]
    assert rows(found.completing) == [3]


def test_the_completing_point_lies_beyond_itself():
    assert rows(zone_rules.two_beyond_two_sigma(*alone([2.5, 2.5, 1])).completing) == []


def test_eight_avoiding_the_centre_need_both_sides():
    assert rows(zone_rules.eight_avoiding_the_centre(*alone([1.5] * 8)).members) == []
    assert rows(zone_rules.eight_avoiding_the_centre(*alone([1.5] * 7 + [-1.5])).completing) == [7]


def test_fourteen_alternating_points_are_needed():
    assert rows(zone_rules.fourteen_alternating(*alone([1, 2] * 6 + [1])).members) == []
    assert rows(zone_rules.fourteen_alternating(*alone([1, 2] * 7)).members) == list(range(14))


def test_zones_count_each_side_by_its_own_limit():
    """Exact limits are not symmetrical."""
    levels = [np.full((4, 1), at) for at in (10.0, 8.0, 16.0)]

    zones = zone_rules.sigma_zones(column([13, 9, 10, None]), *levels)

    assert zones[:3, 0].tolist() == [1.0, -1.0, 0.0]
    assert np.isnan(zones[3, 0])


def test_without_sigma_there_are_no_zones():
    assert np.isnan(zone_rules.sigma_zones(column([1, 2]), *[np.full((2, 1), 1.0)] * 3)).all()


ZONE = st.one_of(st.none(), st.sampled_from([-3.5, -2.5, -1.5, -0.5, 0.0, 0.5, 1.0, 1.5, 2.5, 3.5]))


@st.composite
def zones_and_phases(draw):
    side = draw(
        st.sampled_from(
            [ZONE, st.sampled_from([0.5, 1.5, 2.5]), st.sampled_from([-1.5, 1.5]), st.sampled_from([-0.5, 0.5])]
        )
    )
    zones = draw(st.lists(side, max_size=36))
    start = draw(st.integers(1, 40))
    return zones, [int(row >= start) for row in range(len(zones))]


@pytest.mark.parametrize(
    ("rule", "sigma", "needed", "size"),
    [(zone_rules.two_beyond_two_sigma, 2, 2, 3), (zone_rules.four_beyond_one_sigma, 1, 4, 5)],
)
@given(drawn=zones_and_phases())
def test_so_many_beyond_as_the_twin(rule, sigma, needed, size, drawn):
    zones, phases = drawn
    found = rule(column(zones), np.array(phases, dtype=int).reshape(-1, 1))

    for way in (1, -1):
        members, _ = naive_rules.so_many_beyond(zones, phases, sigma, needed, size, way)
        assert (found.side[:, 0] == way).tolist() == members


@pytest.mark.parametrize(
    ("rule", "size", "such"),
    [
        (zone_rules.fifteen_within_one_sigma, 15, naive_rules.within_one),
        (zone_rules.eight_avoiding_the_centre, 8, naive_rules.avoiding),
        (zone_rules.eight_on_one_side, 8, lambda seen: min(seen) > 0 or max(seen) < 0),
        (zone_rules.nine_on_one_side, 9, lambda seen: min(seen) > 0 or max(seen) < 0),
    ],
)
@given(drawn=zones_and_phases())
def test_whole_windows_as_the_twin(rule, size, such, drawn):
    zones, phases = drawn
    found = rule(column(zones), np.array(phases, dtype=int).reshape(-1, 1))

    members, completing = naive_rules.all_such(zones, phases, size, such)

    assert found.members[:, 0].tolist() == members
    assert found.completing[:, 0].tolist() == completing


@given(zones_and_phases())
def test_alternating_and_six_in_a_row_as_the_twin(drawn):
    values, phases = drawn
    numbers = np.array(phases, dtype=int).reshape(-1, 1)

    alternating = zone_rules.fourteen_alternating(column(values), numbers)
    six = zone_rules.six_rising_or_falling(column(values), numbers)

    assert (alternating.members[:, 0].tolist(), alternating.completing[:, 0].tolist()) == naive_rules.alternating(
        values, phases, 14
    )
    assert (six.members[:, 0].tolist(), six.completing[:, 0].tolist()) == naive_rules.trend(values, phases, 6)
