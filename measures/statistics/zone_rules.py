"""The rules of Western Electric (1956) and of Nelson (1984), which count sigma zones: an expert view. Pure, NumPy.

They work on `zones`: how many sigma a point lies from the centre line, [months, series], 0 on it, NaN without a value.
The first rule of both sets is `outside` of measures.statistics.rules. Completing points are those that qcc 3.0 flags; here
the members of the pattern are told as well. As there, a missing month breaks a pattern and nothing reaches across a phase.
"""

import numpy as np

from measures.statistics.rules import (
    SAME,
    Found,
    all_of_last,
    any_of_next,
    both_sides,
    count_of_last,
    in_a_row,
    run_of,
    sides,
    trend,
    within_phase,
)

WESTERN_ELECTRIC_RUN = 8
NELSON_RUN, NELSON_TREND, ALTERNATING, HUGGING, AVOIDING = 9, 6, 14, 15, 8


def sigma_zones(values, centre, near_lower, near_upper) -> np.ndarray:
    """Signed distance from the centre in sigma; the near limits are at two, each side by its own when they are exact ones."""
    side = sides(values, centre)
    with np.errstate(invalid="ignore", divide="ignore"):
        sigma = np.where(side < 0, centre - near_lower, near_upper - centre) / 2
        zones = np.where(side == 0, 0.0, (values - centre) / sigma)
    return np.where(np.isnan(values) | ~(sigma > 0), np.nan, zones)


def beyond(zones: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Points strictly further than so many sigma above, and below."""
    edge = sigma * (1 + SAME)
    return zones > edge, zones < -edge


def two_beyond_two_sigma(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Western Electric 2, Nelson 5: two of three in a row beyond two sigma on the same side."""
    return so_many_beyond(zones, phases, sigma=2, needed=2, length=3)


def four_beyond_one_sigma(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Western Electric 3, Nelson 6: four of five in a row beyond one sigma on the same side."""
    return so_many_beyond(zones, phases, sigma=1, needed=4, length=5)


def eight_on_one_side(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Western Electric 4."""
    return in_a_row(zones > 0, zones < 0, phases, WESTERN_ELECTRIC_RUN)


def nine_on_one_side(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Nelson 2."""
    return in_a_row(zones > 0, zones < 0, phases, NELSON_RUN)


def six_rising_or_falling(values: np.ndarray, phases: np.ndarray) -> Found:
    """Nelson 3, of values: six points, five differences; one point fewer than the rule of Making Data Count."""
    return trend(values, phases, NELSON_TREND)


def fourteen_alternating(values: np.ndarray, phases: np.ndarray) -> Found:
    """Nelson 4, of values: fourteen points in a row, up and down by turns. Neither high nor low: side 0."""
    steps = np.zeros(values.shape, dtype=np.int8)
    steps[1:] = sides(values[1:], values[:-1])
    turns = np.zeros(values.shape, dtype=bool)
    turns[1:] = steps[1:] * steps[:-1] < 0
    # Fourteen points have thirteen differences and so twelve turns.
    return without_side(*run_of(turns, phases, ALTERNATING, links=ALTERNATING - 2))


def fifteen_within_one_sigma(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Nelson 7: too little variation, often wrong limits. Side 0."""
    high, low = beyond(zones, 1)
    return without_side(*run_of(~high & ~low & ~np.isnan(zones), phases, HUGGING))


def eight_avoiding_the_centre(zones: np.ndarray, phases: np.ndarray) -> Found:
    """Nelson 8: eight in a row beyond one sigma, some above and some below. Side 0."""
    high, low = beyond(zones, 1)
    completing = all_of_last(high | low, AVOIDING) & within_phase(phases, AVOIDING)
    completing &= (count_of_last(high, AVOIDING) > 0) & (count_of_last(low, AVOIDING) > 0)
    return without_side(any_of_next(completing, AVOIDING), completing)


def so_many_beyond(zones, phases, *, sigma: float, needed: int, length: int) -> Found:
    """The point that completes the pattern must itself lie beyond; the others of the window may lie anywhere."""
    observed = all_of_last(~np.isnan(zones), length) & within_phase(phases, length)
    return both_sides(*(completed(marks, observed, needed, length) for marks in beyond(zones, sigma)))


def completed(marks: np.ndarray, observed: np.ndarray, needed: int, length: int) -> tuple[np.ndarray, np.ndarray]:
    completing = marks & observed & (count_of_last(marks, length) >= needed)
    return marks & any_of_next(completing, length), completing


def without_side(members: np.ndarray, completing: np.ndarray) -> Found:
    return Found(members, completing, np.zeros(members.shape, dtype=np.int8))
