"""Rule sets under a name, and one call that judges all series by one of them. Pure, NumPy.

A profile is one for the whole collaborative, never one per practice: choosing the rules after seeing the chart is how
chance becomes a finding. The name stands on every chart.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from measures.statistics import rules, zone_rules
from measures.statistics.codes import HIGH, LOW, OUTSIDE, SHIFT, TREND, TWO_IN_THREE
from measures.statistics.long_runs import long_run
from measures.statistics.moving_ranges import MDC, QIC, Constants
from measures.statistics.rules import Found

OUTSIDE_LIMITS, TREND_RUN, TWO_THIRDS, ONE_SIDE = "outside", "trend", "two_in_three", "shift"
LONG_RUN = "long_run"
# In order of precedence: a point's label and colour follow the first of these that it is a member of.
RULE_BITS = {OUTSIDE_LIMITS: OUTSIDE, TREND_RUN: TREND, TWO_THIRDS: TWO_IN_THREE, ONE_SIDE: SHIFT}


@dataclass(frozen=True)
class Profile:
    """How limits of an individuals chart are made and which rules judge.

    `trend` is in points, one more than the differences: seven points are six (trap 1). `beyond_limits`: two in three
    counts points beyond the limits too. `screened`: moving ranges are screened once before they make the limits.
    """

    name: str
    label: str
    rules: tuple[str, ...]
    shift: int = 7
    trend: int = 7
    beyond_limits: bool = True
    screened: bool = False
    constants: Constants = MDC


MAKING_DATA_COUNT = Profile(
    "making_data_count",
    "NHS Making Data Count rules: shift of 7, trend of 7, two of three beyond two sigma, single point",
    tuple(RULE_BITS),
)
NHSRPLOTTHEDOTS_0_2_2 = Profile(
    "nhsrplotthedots_0_2_2",
    "NHSRplotthedots 0.2.2: shift of 7, trend of 7, two of three between two and three sigma, single point; "
    "moving ranges screened",
    tuple(RULE_BITS),
    beyond_limits=False,
    screened=True,
)
WESTERN_ELECTRIC = Profile(
    "western_electric",
    "Western Electric rules 1 to 4 (1956)",
    ("we1", "we2", "we3", "we4"),
    shift=zone_rules.WESTERN_ELECTRIC_RUN,
    constants=QIC,
)
NELSON = Profile(
    "nelson",
    "Nelson rules 1 to 8 (1984)",
    ("nelson1", "nelson2", "nelson3", "nelson4", "nelson5", "nelson6", "nelson7", "nelson8"),
    shift=zone_rules.NELSON_RUN,
    trend=zone_rules.NELSON_TREND,
    constants=QIC,
)
ANHOEJ = Profile(
    "anhoej", "Anhøj rules for run charts: unusually long run, unusually few crossings", (LONG_RUN,), constants=QIC
)
PROFILES = {
    profile.name: profile for profile in (MAKING_DATA_COUNT, NHSRPLOTTHEDOTS_0_2_2, WESTERN_ELECTRIC, NELSON, ANHOEJ)
}


@dataclass(frozen=True)
class Drawn:
    """A chart as rules see it: arrays [months, series], raw limits, NaN for what there is not; phase numbers never fall."""

    values: np.ndarray
    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    near_lower: np.ndarray
    near_upper: np.ndarray
    phases: np.ndarray


@dataclass(frozen=True)
class Judged:
    """`flags` uint8 [months, series]: bits of measures.statistics.codes, 0 under profiles without such bits; `found` by rule."""

    flags: np.ndarray
    found: dict[str, Found]


def judge(values, centre, lower, upper, near_lower, near_upper, phases, profile: Profile = MAKING_DATA_COUNT) -> Judged:
    """Every rule of the profile on every column; `phases` may be None for one phase.

    Where a month has neither limit, no rule of a chart with limits judges it.
    """
    phases = np.zeros((len(values), 1), dtype=np.int8) if phases is None else phases
    if LONG_RUN not in profile.rules:
        values = np.where(np.isnan(lower) & np.isnan(upper), np.nan, values)
    chart = Drawn(values, centre, lower, upper, near_lower, near_upper, phases)
    found = {rule: RULES[rule](chart, profile) for rule in profile.rules}
    return Judged(flags_of(found, values.shape), found)


def flags_of(found: dict[str, Found], shape: tuple[int, int]) -> np.ndarray:
    """uint8: the rules that a point is a member of, and the side of the most important of them."""
    flags, side = np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.int8)
    for rule, bit in RULE_BITS.items():
        if rule not in found:
            continue
        flags |= found[rule].members * np.uint8(bit)
        side = np.where(side == 0, found[rule].side, side)
    return flags | (side > 0) * np.uint8(HIGH) | (side < 0) * np.uint8(LOW)


def sides_of_point(judged: Judged, month: int, series: int) -> dict[str, int]:
    """Each rule that a point is a member of, with its side there: by two rules it may be improvement and concern at once."""
    return {
        rule: int(found.side[month, series]) for rule, found in judged.found.items() if found.members[month, series]
    }


# ---- the rules of all profiles, from a chart and its profile

Rule = Callable[[Drawn, Profile], Found]


def on_zones(function: Callable[[np.ndarray, np.ndarray], Found]) -> Rule:
    return lambda chart, profile: function(zones_of(chart), chart.phases)


def on_values(function: Callable[[np.ndarray, np.ndarray], Found]) -> Rule:
    return lambda chart, profile: function(chart.values, chart.phases)


def zones_of(chart: Drawn) -> np.ndarray:
    return zone_rules.sigma_zones(chart.values, chart.centre, chart.near_lower, chart.near_upper)


def outside_limits(chart: Drawn, profile: Profile) -> Found:
    return rules.outside(chart.values, chart.lower, chart.upper)


def trend_run(chart: Drawn, profile: Profile) -> Found:
    return rules.trend(chart.values, chart.phases, profile.trend)


def one_side(chart: Drawn, profile: Profile) -> Found:
    return rules.shift(chart.values, chart.centre, chart.phases, profile.shift)


def two_thirds(chart: Drawn, profile: Profile) -> Found:
    return rules.two_in_three(
        chart.values,
        chart.centre,
        chart.near_lower,
        chart.near_upper,
        chart.lower,
        chart.upper,
        chart.phases,
        beyond_limits=profile.beyond_limits,
    )


def longest_run(chart: Drawn, profile: Profile) -> Found:
    return long_run(chart.values, chart.centre, chart.phases)


RULES: dict[str, Rule] = {
    OUTSIDE_LIMITS: outside_limits,
    TREND_RUN: trend_run,
    TWO_THIRDS: two_thirds,
    ONE_SIDE: one_side,
    LONG_RUN: longest_run,
    "we1": outside_limits,
    "we2": on_zones(zone_rules.two_beyond_two_sigma),
    "we3": on_zones(zone_rules.four_beyond_one_sigma),
    "we4": on_zones(zone_rules.eight_on_one_side),
    "nelson1": outside_limits,
    "nelson2": on_zones(zone_rules.nine_on_one_side),
    "nelson3": on_values(zone_rules.six_rising_or_falling),
    "nelson4": on_values(zone_rules.fourteen_alternating),
    "nelson5": on_zones(zone_rules.two_beyond_two_sigma),
    "nelson6": on_zones(zone_rules.four_beyond_one_sigma),
    "nelson7": on_zones(zone_rules.fifteen_within_one_sigma),
    "nelson8": on_zones(zone_rules.eight_avoiding_the_centre),
}
