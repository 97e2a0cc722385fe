"""Deciles of the practices over time: withheld of few, and where small counts hide most; a gap stays a gap (L3)."""

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measures import decile_charts
from measures.decile_charts import TOO_FEW, TOO_MANY_SMALL, Deciles, Own, deciles_of

MONTH = date(2006, 11, 1)
rates = st.integers(0, 200)


def test_of_fewer_than_ten_practices_nothing_is_said():
    """L3, disclosure 3.2 step 6"""
    assert deciles_of(MONTH, [50] * 9 + [None], 10).reason == TOO_FEW
    assert deciles_of(MONTH, [50] * 10, 10).reason == ""


def test_where_small_counts_hide_most_the_others_do_not_stand_for_all():
    assert deciles_of(MONTH, [50] * 10 + [None] * 11, 21).reason == TOO_MANY_SMALL
    assert deciles_of(MONTH, [50] * 10 + [None] * 10, 20).reason == ""


@given(st.lists(rates, min_size=10, max_size=40))
def test_deciles_are_those_of_a_plain_second_implementation(values):
    found = deciles_of(MONTH, values, len(values)).values

    assert np.allclose(found, np.percentile(values, range(10, 100, 10)))


@given(st.lists(rates, min_size=10, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_practices_changes_nothing(values, random):
    shuffled = random.sample(values, len(values))

    assert deciles_of(MONTH, shuffled, len(values)) == deciles_of(MONTH, values, len(values))


def made(*months, marked=()):
    return Deciles("GP", "per 100 people", months, marked)


def test_a_withheld_month_is_a_gap_in_every_line_and_named_in_the_table():
    shown = deciles_of(MONTH, list(range(10)), 10)
    withheld = deciles_of(date(2006, 12, 1), [1] * 3, 3)

    deciles = made(shown, withheld)

    assert all(trace["y"][1] is None for trace in decile_charts.figure(deciles)["data"])
    assert [row[-1] for row in decile_charts.table(deciles)["rows"]] == ["", TOO_FEW]
    assert "1 month is withheld" in decile_charts.sentence(deciles)


def test_when_every_month_is_withheld_the_sentence_says_why():
    assert decile_charts.sentence(made(deciles_of(MONTH, [], 0))) == f"No month can be shown: {TOO_FEW}."


def test_marked_lines_differ_by_shape_and_stand_in_table_and_file():
    """L5"""
    marked = [Own("Ash Surgery", [12.34], True), Own("Beech Surgery", [None], False)]
    deciles = made(deciles_of(MONTH, list(range(10)), 10), marked=marked)

    drawn = decile_charts.figure(deciles)["data"][-2:]

    assert [trace["marker"]["symbol"] for trace in drawn] == ["diamond", "square"]
    assert [cell["text"] for cell in decile_charts.table(deciles)["rows"][0][-3:-1]] == ["12.3", ""]
    assert decile_charts.csv_rows(deciles)[0][-2:] == [12.34, None]
