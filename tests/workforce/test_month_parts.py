"""The part of a month in which something held."""

import numpy as np
import pytest

from workforce.month_parts import part_of_month


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        ("2006-01-01", None, 1),
        ("2006-06-16", None, 0.5),
        ("2006-01-01", "2006-06-15", 0.5),
        ("2006-06-30", "2006-06-30", 1 / 30),
        ("2006-07-01", None, 0),
        ("2006-01-01", "2006-05-31", 0),
    ],
)
def test_the_first_and_the_last_day_count(start, end, part):
    days = (np.array([day], dtype="datetime64[D]") for day in ("2006-06-01", start, end))

    assert part_of_month(*days).tolist() == [part]


def test_february_has_its_own_length():
    months = np.array(["2007-02-01", "2008-02-01"], dtype="datetime64[D]")
    starts, ends = np.array(["2006-01-01"] * 2, dtype="datetime64[D]"), np.array(["NaT"] * 2, dtype="datetime64[D]")

    assert part_of_month(months, starts, ends).tolist() == [1, 1]
    assert part_of_month(months, months + 14, ends).tolist() == [0.5, 15 / 29]


def test_nothing_has_no_part():
    none = np.array([], dtype="datetime64[D]")

    assert part_of_month(none, none, none).tolist() == []
