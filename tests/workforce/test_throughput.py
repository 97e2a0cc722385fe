"""New patients for each WTE-month (row 3, row 46): what the line shows, exactly and protected."""

from datetime import date

import pandas as pd
import pytest

from practices.months import add_months
from workforce.throughput import (
    NOBODY_SAID,
    MonthSums,
    benchmark_a_month,
    exact_month,
    line_of,
    posts_changed,
    protected_month,
    shown_months,
    wte_months,
)

BEGAN = date(2006, 1, 1)


def make_month(place=0, **figures):
    values = {"new_patients": 412, "wte_months": 20.5, "said": 22, "employers": 4, "wte_in_post": 21.0, **figures}
    return MonthSums(month=add_months(BEGAN, place), **values)


def test_a_month_is_new_patients_over_wte_months():
    """Row 3."""
    assert exact_month(make_month(new_patients=41, wte_months=2.0)).value == 20.5


def test_nobody_saying_is_no_nought():
    shown = exact_month(make_month(new_patients=0, wte_months=0.0, said=0))

    assert (shown.value, shown.why) == (None, NOBODY_SAID)


def test_no_new_patients_is_nought():
    assert exact_month(make_month(new_patients=0)).value == 0


def test_others_see_rounded_counts_and_a_whole_rate():
    shown = protected_month(make_month())

    assert (shown.new_patients, shown.wte_months, shown.said, shown.value) == (410, 20, 20, 21)


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"said": 7}, "withheld: fewer than 8 people"),
        ({"employers": 2}, "withheld: fewer than 3 employers"),
        ({"wte_months": 7.4}, "few"),
    ],
)
def test_small_months_are_withheld_from_others(figures, why):
    """D13."""
    shown = protected_month(make_month(**figures))

    assert shown.value is None
    assert why in str(shown.why)


def test_nine_months_get_no_verdict():
    shown = shown_months([make_month(place, new_patients=300 + 20 * place) for place in range(9)], exact=True)

    assert line_of(shown, "x", "X", exact=True).signal.name == "too_few_points"


def test_a_long_run_is_a_special_cause():
    """Row 3: throughput that rises is seen by the rules of a run chart."""
    counts = [300 + place for place in range(8)] + [400 + place for place in range(8)]
    shown = shown_months([make_month(place, new_patients=count) for place, count in enumerate(counts)], exact=True)

    assert line_of(shown, "x", "X", exact=True).signal.is_special_cause


def test_a_changing_number_of_workers_is_said():
    changing = [make_month(0, wte_in_post=10.0), make_month(1, wte_in_post=20.0)]

    assert "from 10.0 to 20.0" in posts_changed(changing, exact=True)
    assert "20.0" not in posts_changed(changing, exact=False)


def test_a_steady_number_of_workers_is_not_mentioned():
    assert posts_changed([make_month(0, wte_in_post=20.0), make_month(1, wte_in_post=21.0)], exact=True) == ""


def test_the_benchmark_of_a_month_is_derived():
    """Row 46: 300,000 patients for 1,000 workers."""
    assert benchmark_a_month(300_000 // 1_000) == 25


def test_wte_months_follow_the_terms_within_the_month():
    """Half of June at 1.0 and half at 0.5."""
    caseload = pd.DataFrame({"holding": [1], "month": pd.to_datetime(["2006-06-01"])})
    terms = pd.DataFrame(
        {
            "holding": [1, 1],
            "wte": [1.0, 0.5],
            "start": pd.to_datetime(["2006-01-09", "2006-06-16"]),
            "end": pd.to_datetime(["2006-06-15", None]),
        }
    )

    assert wte_months(caseload, terms).tolist() == [0.75]


def test_months_without_terms_have_no_wte():
    caseload = pd.DataFrame({"holding": [1], "month": pd.to_datetime(["2006-06-01"])})
    terms = pd.DataFrame({"holding": [2], "wte": [1.0], "start": pd.to_datetime(["2006-01-09"]), "end": pd.NaT})

    assert wte_months(caseload, terms).tolist() == [0.0]
