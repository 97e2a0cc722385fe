"""What chance alone would flag, in numbers and in words that stay right for any number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.statistics.by_chance import chance_of_any, chance_words, expected_by_chance, roughly


def test_trap_15_of_97_practices_five_lie_outside_by_chance_and_one_nearly_always():
    inner, outer = expected_by_chance(97)
    any_inner, _ = chance_of_any(97)

    assert (round(inner, 2), round(outer, 2)) == (4.85, 0.19)
    assert round(any_inner, 3) == 0.993
    assert chance_words(97) == (
        "Of 97 practices about 5 lie outside the 95% limits and 0.2 outside the 99.8% limits by chance alone."
    )


@pytest.mark.parametrize(
    ("units", "measures", "beginning"),
    [
        (1, 1, "A practice like all others lies outside the 95% limits 1 time in 20"),
        (1, 4, "Of the 4 points of 1 practice on 4 measures about 0.2 lie outside the 95% limits and 0.01 outside"),
        (2, 1, "Of 2 practices about 0.1 lie outside the 95% limits and fewer than 0.01 outside"),
        (20, 1, "Of 20 practices about 1 lies outside the 95% limits and 0.04 outside"),
        (97, 4, "Of the 388 points of 97 practices on 4 measures about 19 lie outside the 95% limits and 0.8 outside"),
        (6500, 1, "Of 6,500 practices about 325 lie outside the 95% limits and 13 outside"),
    ],
)
def test_words_are_right_for_any_number(units, measures, beginning):
    assert chance_words(units, measures).startswith(beginning)


@pytest.mark.parametrize(("units", "measures"), [(0, 1), (5, 0), (-1, 1)])
def test_of_nobody_nothing_is_said(units, measures):
    assert chance_words(units, measures) == ""


@given(st.floats(0.005, 1e6))
def test_rounded_number_is_near_the_number(number):
    said = float(roughly(number).replace(",", ""))

    assert said == pytest.approx(number, rel=0.5 if number < 0.1 else 0.35, abs=0.0051)
