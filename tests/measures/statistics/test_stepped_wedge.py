"""A wave's practices as each other's controls: against a full dummy matrix, what is refused, and a known truth found again."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measures.statistics.stepped_wedge import REASON_WORDS, WARNING_WORDS, stepped_wedge

MONTHS, PRACTICES = 12, 6
CROSSING = np.array([3, 3, 6, 6, 9, -1])
PERSON_MONTHS = np.full((MONTHS, PRACTICES), 50.0)
COUNTS = np.random.default_rng(1).poisson(20, (MONTHS, PRACTICES)).astype(float)


def exposure(crossing, months):
    return (np.arange(months)[:, None] >= np.where(crossing < 0, months, crossing)).astype(float)


def naive_effect(counts, time, exposed):
    """Log rate ratio and its information by Newton's method on a dummy column for every practice and every month but one."""
    cells = [(t, i) for t in range(counts.shape[0]) for i in range(counts.shape[1]) if time[t, i] > 0]
    months, practices = sorted({t for t, _ in cells}), sorted({i for _, i in cells})
    columns = np.array(
        [[t == m for m in months[1:]] + [i == p for p in practices] + [exposed[t, i]] for t, i in cells], dtype=float
    )
    y, person_time = (np.array([of[cell] for cell in cells]) for of in (counts, time))
    coefficients = np.zeros(columns.shape[1])
    coefficients[len(months) - 1 : -1] = np.log(y.sum() / person_time.sum())
    for _ in range(100):
        fitted = person_time * np.exp(columns @ coefficients)
        information = columns.T @ (fitted[:, None] * columns)
        step = np.linalg.pinv(information, hermitian=True) @ (columns.T @ (y - fitted))
        coefficients += step / max(1, np.abs(step).max())
        if np.abs(step).max() < 1e-10:
            break
    dispersion = np.sum((y - fitted) ** 2 / fitted) / (len(y) - columns.shape[1])
    return coefficients[-1], np.linalg.pinv(information, hermitian=True)[-1, -1], dispersion


def naive_jackknife(counts, time, exposed):
    """Standard error from fitting again without each practice."""
    practices = range(counts.shape[1])
    without = [naive_effect(*(np.delete(of, i, axis=1) for of in (counts, time, exposed)))[0] for i in practices]
    whole = naive_effect(counts, time, exposed)[0]
    return np.sqrt((len(without) - 1) / len(without) * np.sum((np.array(without) - whole) ** 2))


@st.composite
def waves(draw):
    practices, months = draw(st.integers(4, 7)), draw(st.integers(6, 10))
    seed, mean = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([1, 6, 40]))
    random = np.random.default_rng(seed)
    time = random.integers(10, 90, (months, practices)).astype(float)
    time[random.random(time.shape) < draw(st.sampled_from([0, 0.1]))] = 0
    time[:, 0] *= draw(st.sampled_from([1, 1e7]))
    counts = random.poisson(mean * time / np.maximum(time.mean(axis=0), 1)).astype(float)
    crossing = np.array(draw(st.lists(st.integers(-1, months + 1), min_size=practices, max_size=practices)))
    return counts, time, crossing


@given(waves())
def test_effect_is_that_of_the_full_dummy_matrix(wave):
    counts, time, crossing = wave
    assume(np.all(counts.sum(axis=0) > 0) and np.all(counts.sum(axis=1) > 0))

    found = stepped_wedge(counts, time, crossing)

    if found.reason is None:
        effect, variance, dispersion = naive_effect(counts, time, exposure(crossing, len(counts)))
        assert found.log_ratio == pytest.approx(effect, rel=1e-6, abs=1e-6)
        assert found.dispersion == pytest.approx(dispersion, rel=1e-6)
        assert found.quasi_standard_error == pytest.approx(np.sqrt(variance * max(dispersion, 1)), rel=1e-5)


def test_standard_error_is_that_of_leaving_out_each_practice():
    random = np.random.default_rng(9)
    crossing = np.resize([4, 8, 12], 24)
    wobble = random.normal(0, 0.2, (18, 24)).cumsum(axis=0) / 2
    counts = random.poisson(15 * np.exp(wobble)).astype(float)

    found = stepped_wedge(counts, np.ones((18, 24)), crossing)

    assert found.standard_error == pytest.approx(
        naive_jackknife(counts, np.ones((18, 24)), exposure(crossing, 18)), rel=0.02
    )


def wandering_wave(random, practices, months=24):
    """A fall to 0.8 where practices work differently; the months of a practice wander together beyond chance."""
    crossing = np.resize([6, 12, 18], practices)
    wandering = np.cumsum(random.normal(0, 0.15, (months, practices)), axis=0)
    change = np.log(0.8) * exposure(crossing, months)
    return random.poisson(12 * np.exp(wandering + change)).astype(float), crossing


def test_true_rate_ratio_lies_in_the_interval_of_95_in_100_waves():
    """Quasi-Poisson intervals, which suppose independent months, hold it in about 80."""
    random = np.random.default_rng(77)
    waves = [wandering_wave(random, practices=12) for _ in range(120)]

    found = [stepped_wedge(counts, np.ones(counts.shape), crossing) for counts, crossing in waves]

    holds = np.mean([one.ratio.lower < 0.8 < one.ratio.upper for one in found])
    quasi = np.mean([abs(one.log_ratio - np.log(0.8)) < 2.2 * one.quasi_standard_error for one in found])
    assert 0.91 < holds < 0.99
    assert quasi < 0.88


def test_what_changes_for_all_in_the_same_month_is_not_an_effect():
    month = np.linspace(1, 3, MONTHS)[:, None]

    found = stepped_wedge(np.full((MONTHS, PRACTICES), 20.0) * month, PERSON_MONTHS, CROSSING)

    assert found.ratio.value == pytest.approx(1)
    assert found.difference.value == pytest.approx(0, abs=1e-9)


def test_practices_that_agree_exactly_still_have_the_uncertainty_of_counts():
    counts = np.where(exposure(CROSSING, MONTHS), 15.0, 20.0)

    found = stepped_wedge(counts, PERSON_MONTHS, CROSSING)

    _, variance, _ = naive_effect(counts, PERSON_MONTHS, exposure(CROSSING, MONTHS))
    assert found.standard_error == pytest.approx(np.sqrt(variance))


def test_absolute_difference_is_per_hundred_person_months():
    """20 events in 50 person-months before, 15 after: 40 and 30 per 100."""
    counts = np.where(exposure(CROSSING, MONTHS), 15.0, 20.0)

    found = stepped_wedge(counts, PERSON_MONTHS, CROSSING)

    assert (found.expected_without, found.expected_with) == pytest.approx((40, 30))
    assert found.difference.value == pytest.approx(-10)
    assert found.ratio.value == pytest.approx(0.75)


def test_difference_excludes_nought_exactly_when_the_ratio_excludes_one():
    found = stepped_wedge(COUNTS, PERSON_MONTHS, CROSSING)

    rate = found.expected_with
    assert found.difference.lower == pytest.approx(rate * (1 - 1 / found.ratio.lower))
    assert found.difference.upper == pytest.approx(rate * (1 - 1 / found.ratio.upper))
    assert found.difference.lower < found.difference.value < found.difference.upper


def test_practices_and_months_are_counted():
    found = stepped_wedge(COUNTS, PERSON_MONTHS, CROSSING)

    assert (found.practices, found.practices_left_out, found.practices_never_crossed) == (6, 0, 1)
    assert (found.months_before, found.months_after) == (3 + 3 + 6 + 6 + 9 + 12, 9 + 9 + 6 + 6 + 3)
    assert (found.crossing_rows, found.degrees_of_freedom) == ((3, 6, 9), 5)
    assert found.warnings == ("not_randomised", "constant_effect", "few_practices")
    assert set(found.warnings) <= set(WARNING_WORDS)


def test_transition_months_are_left_out_and_counted():
    disturbed = COUNTS.copy()
    for practice, row in enumerate(CROSSING[:-1]):
        disturbed[row : row + 2, practice] = 900

    found = stepped_wedge(disturbed, PERSON_MONTHS, CROSSING, transition_months=2)

    assert found.months_in_transition == 10
    assert found.log_ratio == stepped_wedge(COUNTS, PERSON_MONTHS, CROSSING, transition_months=2).log_ratio


def test_practice_without_events_is_left_out_and_counted():
    counts = np.column_stack([COUNTS, np.zeros(MONTHS)])

    found = stepped_wedge(counts, np.full((MONTHS, 7), 50.0), np.append(CROSSING, 5))

    assert (found.practices, found.practices_left_out) == (6, 1)
    assert found.log_ratio == pytest.approx(stepped_wedge(COUNTS, PERSON_MONTHS, CROSSING).log_ratio)


def test_trap_10_cell_without_person_time_is_no_data():
    counts, time = COUNTS.copy(), PERSON_MONTHS.copy()
    counts[2, 1], time[2, 1] = 500, 0
    blank = COUNTS.copy()
    blank[2, 1] = np.nan

    found = stepped_wedge(counts, time, CROSSING)

    assert found.log_ratio == pytest.approx(stepped_wedge(blank, PERSON_MONTHS, CROSSING).log_ratio)
    assert found.months_before == 38


def test_all_in_the_same_month_cannot_be_each_others_controls():
    found = stepped_wedge(COUNTS, PERSON_MONTHS, np.full(PRACTICES, 5))

    assert (found.reason, found.ratio, found.warnings) == ("same_month", None, ())
    assert REASON_WORDS["same_month"] == (
        "All practices began in the same month, so they cannot be each other's controls."
    )


ONLY_BEFORE = np.where(exposure(CROSSING, MONTHS), 0, COUNTS)


@pytest.mark.parametrize(
    ("counts", "crossing", "reason"),
    [
        (np.zeros((MONTHS, PRACTICES)), CROSSING, "no_data"),
        (np.full((MONTHS, PRACTICES), np.nan), CROSSING, "no_data"),
        (COUNTS - 25, CROSSING, "negative_count"),
        (COUNTS, np.full(PRACTICES, -1), "none_crossed"),
        (COUNTS, np.full(PRACTICES, MONTHS), "none_crossed"),
        (COUNTS, np.zeros(PRACTICES), "all_crossed_before"),
        (COUNTS, np.array([5, 5, 5, 5, 5, 8]), "one_practice"),
        (ONLY_BEFORE, CROSSING, "no_events_after"),
        (
            np.where(exposure(CROSSING - 1, MONTHS) * exposure(CROSSING, MONTHS), COUNTS, 0),
            CROSSING,
            "no_events_before",
        ),
        (np.where(np.arange(PRACTICES) < 3, COUNTS, 0), CROSSING, "too_few_practices"),
    ],
)
def test_wave_that_cannot_bear_the_question_gets_a_reason(counts, crossing, reason):
    found = stepped_wedge(counts, PERSON_MONTHS, crossing)

    assert (found.reason, found.ratio, found.difference) == (reason, None, None)
    assert reason in REASON_WORDS


def test_practices_that_never_report_in_the_same_months_cannot_be_compared():
    """Three report in the first half and three in the second: no month compares those who had begun with the others."""
    time = PERSON_MONTHS.copy()
    time[6:, :3] = time[:6, 3:] = 0

    found = stepped_wedge(COUNTS, time, np.array([3, 3, 3, 9, 9, 9]))

    assert found.reason == "not_identified"


def test_events_of_one_practice_only_after_and_another_only_before_have_no_finite_ratio():
    counts = np.zeros((MONTHS, PRACTICES))
    counts[:, 4:] = COUNTS[:, 4:]
    counts[:3, :4] = COUNTS[:3, :4]
    crossing = np.array([3, 3, 6, 6, -1, -1])
    counts[6:, 2] = 0

    assert stepped_wedge(counts, PERSON_MONTHS, crossing).reason == "no_events_after"


def test_one_giant_practice_is_fitted_beside_small_ones():
    counts, time = COUNTS.copy(), PERSON_MONTHS.copy()
    counts[:, 0], time[:, 0] = counts[:, 0] * 1e6, 1e9

    found = stepped_wedge(counts, time, CROSSING)

    effect, _, _ = naive_effect(counts, time, exposure(CROSSING, MONTHS))
    assert found.log_ratio == pytest.approx(effect, rel=1e-6)


def test_wave_with_no_practice_is_no_data():
    empty = np.empty((MONTHS, 0))

    assert stepped_wedge(empty, empty, np.empty(0, dtype=int)).reason == "no_data"
