"""How a change is said: absolute difference first, then interval, per cent and sample (L1, M3)."""

from dataclasses import replace

import pytest

from measures import change_words as words
from measures.definitions import all_definitions, definition_of
from measures.disclosed_changes import Change
from measures.disclosure import Pool

CONSULTATIONS, ABSENCE = definition_of("gp_consultations"), definition_of("long_absence")
FALL = Change(
    percent=-21.32,
    lower=-31.04,
    upper=-10.52,
    difference=-12.34,
    difference_lower=-18.42,
    difference_upper=-6.06,
    per=100,
    baseline=Pool(5210, 9000.0, 3, 86),
    current=Pool(4480, 9100.0, 3, 86),
)
THAN = "than in the baseline"


def said(change, definition=CONSULTATIONS):
    return words.difference_words(change, definition, definition.unit_of_counts, THAN)


def test_the_absolute_difference_is_in_the_measures_own_unit():
    assert said(FALL) == "12.3 fewer GP consultations per 100 people on the list a month than in the baseline"


def test_a_percentage_is_said_as_so_many_of_a_hundred_people():
    """A change of a percentage in per cent would be read as percentage points."""
    assert said(FALL, ABSENCE).startswith("12.3 fewer people absent for 13 weeks or more per 100 people on the list")


def test_interval_then_per_cent_then_sample():
    panel = "86 practices with returns in both periods"

    assert words.interval_words(FALL) == "95% interval 6.1 to 18.4 fewer"
    assert words.relative_words(FALL) == "a change of −21.3% (−31.0 to −10.5)"
    assert words.sample_words(FALL, CONSULTATIONS, panel) == f"5,210 and 4,480 events in {panel}"


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (-3.0, -1.0, "1.0 to 3.0 fewer"),
        (1.0, 3.0, "1.0 to 3.0 more"),
        (-1.0, 3.0, "1.0 fewer to 3.0 more"),
        (-3.0, 0.0, "0.0 to 3.0 fewer"),
        (0.0, 3.0, "0.0 to 3.0 more"),
    ],
)
def test_an_interval_says_on_which_side_its_ends_lie(lower, upper, expected):
    assert words.between(lower, upper, 3.0) == expected


def test_small_differences_have_two_decimals_and_so_has_their_interval():
    small = replace(FALL, difference=-0.42, difference_lower=-0.91, difference_upper=0.07)
    wider = replace(FALL, difference=-0.42, difference_lower=-1.21, difference_upper=0.37)

    assert (said(small)[:10], words.interval_words(small)) == ("0.42 fewer", "95% interval 0.91 fewer to 0.07 more")
    assert (said(wider)[:9], words.interval_words(wider)) == ("0.4 fewer", "95% interval 1.2 fewer to 0.4 more")


@pytest.mark.parametrize(
    ("difference", "counted"), [(1, "1 more GP consultation per"), (2, "2 more GP consultations per")]
)
def test_one_of_a_kind_is_said_as_one(difference, counted):
    assert said(replace(FALL, difference=difference, is_protected=True)).startswith(counted)


@pytest.mark.parametrize(
    ("difference", "end", "protected", "precision"),
    [
        (0.0, 0.5, False, "to two decimals"),
        (-0.02, 6.2, False, "to one decimal"),
        (0, 3, True, "to the nearest whole number"),
    ],
)
def test_no_difference_is_said_with_how_exactly(difference, end, protected, precision):
    ends = {"difference_lower": -end, "difference_upper": end}
    found = said(replace(FALL, difference=difference, is_protected=protected, **ends))

    assert found.startswith("As many GP consultations")
    assert found.endswith(f"as in the baseline, {precision}")


@pytest.mark.parametrize("value", [0, 0.04, -0.04, -0.0])
def test_a_change_of_nought_has_no_sign(value):
    assert words.signed(value).strip("0.") == ""


def test_sureness_says_what_widened_the_interval_and_what_is_left_out():
    clustered = words.sureness(replace(FALL, is_clustered=True), CONSULTATIONS, of_several=True)
    protected = words.sureness(replace(FALL, is_protected=True), CONSULTATIONS, of_several=True)
    own = words.sureness(replace(FALL, is_protected=True), CONSULTATIONS, of_several=False)

    assert clustered == [words.CLUSTERED]
    assert (protected, own) == ([words.ROUNDED_OF_SEVERAL], [words.ROUNDED])


def test_m4_says_that_the_months_count_the_same_people():
    assert words.SAME_PEOPLE in words.sureness(FALL, ABSENCE, of_several=True)
    assert "people counted at the months' ends" in words.sample_words(FALL, ABSENCE, "")


def test_few_practices_are_warned_of():
    few = replace(FALL, current=Pool(4480, 9100.0, 3, 9))

    assert words.sureness(few, CONSULTATIONS, of_several=True) == [words.FEW]


def test_an_interval_without_bounds_is_said_to_be_too_wide():
    wide = replace(FALL, lower=None, upper=None)

    assert words.relative_words(wide) == "a change of −21.3% (interval too wide to say)"


@pytest.mark.parametrize("definition", all_definitions().values(), ids=lambda definition: definition.code)
def test_every_measure_names_what_it_counts(definition):
    """L1"""
    one, many = definition.counted

    assert one and many and one != many
    assert definition.unit_of_counts.startswith("per 1")
