"""Which chart: each row of the table at its edge, the order of rows, and the sentence that says why."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from measures.statistics import chooser
from measures.statistics.chooser import FAMILIES, WHY, Facts, choose, facts_of, strength
from measures.statistics.chooser_words import KIND_NAMES, REASONS, why_sentence
from measures.statistics.codes import KINDS
from measures.statistics.run_chart import run_charts
from tests.measures.statistics.vectors import column

# Thirty-six months of a stable share of about a third, everything in order.
ORDINARY = {
    "family": 0, "points": 36, "useful": 34, "tied": 2 / 36, "at_bound": 0.0, "expected": 1.0, "clearly": 1.0, "share": 0.33,
    "pooled": False, "phi_p": 0.5, "sigma_z": 1.0, "season_p": 0.5, "months": 36, "stable": False, "dated": False, "same_day": False,
}  # fmt: skip
EVENTS = {"family": FAMILIES.index("events"), "share": np.nan}
VALUES = {"family": FAMILIES.index("values"), "share": np.nan, "expected": np.nan, "clearly": np.nan}
DATES = {**VALUES, "family": FAMILIES.index("dates")}


def chosen(**changes):
    facts = Facts(**{name: np.array([value]) for name, value in (ORDINARY | changes).items()})
    choice = choose(facts)
    return KINDS[choice.kind[0]], WHY[choice.why[0]]


@pytest.mark.parametrize(
    ("changes", "kind", "why"),
    [
        ({}, "p", "counts"),
        (EVENTS, "u", "counts"),
        (VALUES, "i", "values"),
        (DATES, "t", "gaps"),
        (DATES | {"same_day": True}, "g", "gaps"),
        (EVENTS | {"stable": True}, "c", "stable_counts"),
        ({"points": 0, "useful": 0, "tied": np.nan, "at_bound": np.nan}, "line", "few_useful"),
        ({"useful": 9}, "line", "few_useful"),
        ({"useful": 10}, "p", "counts"),
        ({"points": 12, "useful": 12}, "run", "short"),
        ({"points": 13, "useful": 13}, "p", "counts"),
        ({"tied": 0.34}, "table", "tied"),
        ({"tied": 1 / 3}, "p", "counts"),
        ({"at_bound": 0.51}, "table", "at_bound"),
        ({"at_bound": 0.5}, "p", "counts"),
        ({"expected": 0.89, "clearly": 0.0}, "run", "rare"),
        ({"expected": 0.9, "clearly": 0.0}, "p", "counts"),
        ({"share": 0.04, "clearly": 0.89}, "run", "rare"),
        ({"share": 0.96, "clearly": 0.89}, "run", "rare"),
        ({"share": 0.04, "clearly": 0.9}, "p", "counts"),
        (EVENTS | {"expected": 0.89, "clearly": 0.0}, "run", "rare"),
        ({"expected": 0.5, "dated": True}, "t", "rare_with_dates"),
        ({"expected": 0.5, "dated": True, "same_day": True}, "g", "rare_with_dates"),
        ({"season_p": 0.009, "months": 23}, "run", "seasonal"),
        ({"season_p": 0.009, "months": 24}, "p", "counts"),
        ({"season_p": 0.011, "months": 23}, "p", "counts"),
        ({"season_p": np.nan, "months": 17}, "p", "counts"),
        ({"pooled": True}, "pp", "pooled"),
        (EVENTS | {"pooled": True}, "up", "pooled"),
        ({"phi_p": 0.049, "sigma_z": 1.1}, "pp", "overdispersed"),
        (EVENTS | {"phi_p": 0.049, "sigma_z": 1.1}, "up", "overdispersed"),
        ({"phi_p": 0.05, "sigma_z": 1.5}, "p", "counts"),
        ({"phi_p": 0.01, "sigma_z": 1.0}, "p", "counts"),
        ({"phi_p": np.nan, "sigma_z": np.nan}, "p", "counts"),
    ],
)
def test_each_row_of_the_table(changes, kind, why):
    assert chosen(**changes) == (kind, why)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"useful": 9, "tied": 0.7, "at_bound": 0.7}, "few_useful"),
        ({"useful": 10, "at_bound": 0.7, "tied": 0.7}, "at_bound"),
        ({"points": 12, "useful": 10, "tied": 0.4}, "tied"),
        ({"points": 12, "useful": 12, "expected": 0.0}, "short"),
        ({"expected": 0.0, "season_p": 0.001, "months": 20}, "rare"),
        ({"season_p": 0.001, "months": 20, "pooled": True}, "seasonal"),
        ({"pooled": True, "phi_p": 0.001, "sigma_z": 2.0}, "pooled"),
        ({"useful": 4, "at_bound": 0.8, "dated": True}, "rare_with_dates"),
        ({"points": 9, "useful": 4, "at_bound": 0.8, "dated": True}, "few_useful"),
    ],
)
def test_order_of_the_rows(changes, why):
    assert chosen(**changes)[1] == why


def test_strength_of_limits_by_points():
    assert [strength(points) for points in (0, 12, 13, 19, 20, 99)] == [
        "none",
        "none",
        "trial",
        "trial",
        "firm",
        "firm",
    ]


def test_ten_expected_is_clear_enough_for_three_sigma_limits():
    """The reason that the constant gives: about as few false alarms as the 0.27% of a normal chart."""
    mean = chooser.CLEARLY_EXPECTED
    upper, lower = mean + 3 * mean**0.5, mean - 3 * mean**0.5

    assert poisson.sf(upper, mean) + poisson.cdf(lower, mean) == pytest.approx(0.0035, abs=0.0001)


# ---- the facts


def facts(numerators, denominators, family="people", **more):
    numerators, denominators = column(numerators), column(denominators)
    values = numerators / denominators
    found = facts_of(values, numerators, denominators, np.ones(values.shape, dtype=bool), family, **more)
    return {field.name: getattr(found, field.name)[0] for field in fields(Facts)}


def test_share_is_sum_over_sum_and_no_mean_of_percentages():
    """Trap 11: 1 of 2 and 100 of 1,000 are 101 of 1,002, not 30%."""
    assert facts([1, 100], [2, 1000])["share"] == pytest.approx(101 / 1002)


def test_expected_counts_are_those_of_the_scarcer_side():
    found = facts([45, 90], [50, 100])

    assert (found["expected"], found["clearly"]) == (1.0, 0.5)


def test_events_are_scarce_on_one_side_only():
    """A rate may be above one: 90 events among 50 people."""
    assert facts([90, 90], [50, 50], "events")["expected"] == 1.0


def test_points_at_the_bounds_and_on_the_median():
    found = facts([0, 0, 0, 5, 10], [10] * 5)

    assert (found["points"], found["useful"]) == (5, 2)
    assert (found["tied"], found["at_bound"]) == (0.6, 0.6)
    assert facts([10, 10, 3], [10] * 3)["at_bound"] == pytest.approx(2 / 3)


def test_a_rate_of_one_is_no_bound():
    assert facts([10, 10, 10], [10] * 3, "events")["at_bound"] == 0


def test_a_missing_month_is_no_point_and_nothing_is_divided_by_zero():
    found = facts([None, None], [None, None])

    assert found["points"] == 0
    assert np.isnan(found["share"]) and np.isnan(found["tied"])


def test_only_the_latest_phase_counts_for_points_and_the_whole_series_for_months():
    values = column([5, 6, 7, 8])
    in_phase = np.array([[False], [False], [True], [True]])

    found = facts_of(values, values, np.full_like(values, 10), in_phase, "people")

    assert (found.points[0], found.months[0], found.share[0]) == (2, 4, 0.75)


def test_counts_without_a_denominator_are_plain_counts():
    values = column(range(20, 40))
    found = facts_of(values, values, None, np.ones(values.shape, dtype=bool), "events")

    assert found.stable[0]
    assert KINDS[choose(found).kind[0]] == "c"


def test_plain_values_need_no_counts_and_the_run_charts_may_be_given():
    values = column(range(20, 40))
    everywhere = np.ones(values.shape, dtype=bool)

    alone = facts_of(values, None, None, everywhere, "values")
    given_runs = facts_of(values, None, None, everywhere, "values", run=run_charts(values))

    assert KINDS[choose(alone).kind[0]] == "i"
    assert (given_runs.points[0], given_runs.useful[0]) == (alone.points[0], alone.useful[0]) == (20, 20)


def test_a_percentage_without_its_denominator_has_no_way_to_a_p_chart():
    percentages = column([40, 50, 60])
    everywhere = np.ones(percentages.shape, dtype=bool)

    with pytest.raises(ValueError, match="needs its denominators"):
        facts_of(percentages, None, None, everywhere, "people")
    with pytest.raises(ValueError, match="mean of percentages"):
        facts_of(percentages, None, None, everywhere, "values", pooled=True)


@given(
    st.builds(
        dict, points=st.integers(0, 40), months=st.integers(0, 60), phi_p=st.floats(0, 1), sigma_z=st.floats(0, 3)
    )
)
def test_plain_values_never_get_a_chart_of_proportions_or_rates(changes):
    kind, _ = chosen(**VALUES, useful=changes["points"], **changes)

    assert kind in {"line", "run", "i"}


# ---- against the plain twin


def naive_choice(one):
    """The table of statistics.md, told row by row for one series."""
    family = FAMILIES[one["family"]]
    counted, gaps = family in ("people", "events"), "g" if one["same_day"] else "t"
    rare = counted and not one["expected"] >= 0.9
    if family == "people" and min(one["share"], 1 - one["share"]) < 0.05 and not one["clearly"] >= 0.9:
        rare = True
    dull = one["tied"] > 1 / 3 or one["at_bound"] > 0.5
    if one["dated"] and counted and one["points"] >= 10 and dull:
        return gaps
    if one["useful"] < 10:
        return "line"
    if dull:
        return "table"
    if one["points"] < 13:
        return "run"
    if rare:
        return gaps if one["dated"] else "run"
    if one["season_p"] < 0.01 and one["months"] < 24:
        return "run"
    if not counted:
        return "i" if family == "values" else gaps
    if one["stable"]:
        return "c"
    prime = one["pooled"] or (one["phi_p"] < 0.05 and one["sigma_z"] > 1)
    return {"people": "p", "events": "u"}[family] + ("p" if prime else "")


SHARE = st.one_of(st.sampled_from([0.0, 0.04, 0.05, 1 / 3, 0.5, 0.9, 0.95, 1.0, np.nan]), st.floats(0, 1))
ONE = st.fixed_dictionaries(
    dict.fromkeys(("tied", "at_bound", "expected", "clearly", "share", "phi_p", "season_p"), SHARE)
    | {name: st.booleans() for name in ("pooled", "dated", "same_day")}
    | {name: st.one_of(st.integers(8, 14), st.integers(0, 60)) for name in ("points", "useful", "months")}
    | {"family": st.integers(0, 3), "sigma_z": st.floats(0, 3), "stable": st.just(False)}
)


@given(st.lists(ONE, min_size=1, max_size=5))
def test_choice_as_its_twin(series):
    found = choose(Facts(**{field.name: np.array([one[field.name] for one in series]) for field in fields(Facts)}))

    assert [KINDS[kind] for kind in found.kind] == [naive_choice(one) for one in series]


# ---- the sentence


@pytest.mark.parametrize("why", WHY)
@pytest.mark.parametrize("kind", KINDS)
def test_every_reason_is_one_plain_sentence(why, kind):
    for numbers in ({}, {"points": 12, "useful": 1, "sigma_z": 1.84}):
        sentence = why_sentence(why, kind, **numbers)

        assert sentence.startswith(KIND_NAMES[kind])
        assert sentence.count(".") - sentence.count("1.8") == 1 and sentence.endswith(".")
        assert "{" not in sentence and "None" not in sentence


def test_sentences_have_their_numbers():
    assert why_sentence("few_useful", "line", useful=7).startswith(
        "Plain line: 7 months lie off the median, and below 10"
    )
    assert why_sentence("few_useful", "line", useful=32).startswith("Plain line: too few months lie off the median")
    assert why_sentence("short", "run", points=11) == "Run chart: there are 11 months, and limits need 13."
    assert "1.8 times as wide" in why_sentence("overdispersed", "pp", sigma_z=1.84)
    assert "times" not in why_sentence("pooled", "up", sigma_z=0.8)


def test_every_reason_has_its_words():
    assert set(REASONS) == set(WHY)
    assert set(KIND_NAMES) == set(KINDS)


def test_facts_can_be_changed_one_by_one():
    """What the chart of one practice would be, were it pooled."""
    one = Facts(**{name: np.array([value]) for name, value in ORDINARY.items()})

    assert KINDS[choose(replace(one, pooled=np.array([True]))).kind[0]] == "pp"
