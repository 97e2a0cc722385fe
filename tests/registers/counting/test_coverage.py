"""What was not sent is not zero: which counts are left out, and why."""

from datetime import date

import numpy as np
import pytest

from practices.months import add_months
from registers import figures
from registers.counting.coverage import Coverage, left_censored, reasons_of, without_reason
from registers.counting.months import NEVER, MonthGrid, day_number
from registers.files.schemas import CONSULTATIONS, KINDS, SICK_NOTES

NOVEMBER, JANUARY = date(2006, 11, 1), date(2007, 1, 1)
GRID = MonthGrid.between(NOVEMBER, JANUARY)
WIDE = MonthGrid.between(add_months(NOVEMBER, -7), JANUARY)


def coverage(months, kind=SICK_NOTES, begins=date(2006, 1, 1), known_to=date(2007, 1, 31)):
    count = len(months)
    return Coverage(
        practice=np.zeros(count, dtype=np.int64),
        kind=np.full(count, KINDS.index(kind)),
        month=np.array([day_number(month) for month in months], dtype=np.int64),
        list_begins=np.array([day_number(begins)]),
        list_known_to=np.array([day_number(known_to)]),
    )


def reasons(found, baseline=(NEVER, -1)):
    stands = without_reason(found, GRID, WIDE, *(np.array([day]) for day in baseline))
    return {reason: marks[0].tolist() for reason, marks in stands.items()}


def test_month_without_a_file_has_a_reason_for_that_kind_only():
    found = reasons(coverage([NOVEMBER, JANUARY]))

    assert found["not_covered_sick_notes"] == [False, True, False]
    assert found["not_covered_consultations"] == [True, True, True]


def test_list_is_known_from_its_first_entry_to_its_last_file():
    found = reasons(coverage([], begins=date(2006, 12, 31), known_to=date(2006, 12, 31)))

    assert found["no_list"] == [True, False, True]


def test_six_months_need_every_one_of_them():
    months = [add_months(JANUARY, -back) for back in range(6)]

    assert reasons(coverage(months, CONSULTATIONS))["not_covered_six_months"] == [True, True, False]
    assert reasons(coverage(months[:3] + months[4:], CONSULTATIONS))["not_covered_six_months"] == [True] * 3


@pytest.mark.parametrize(("first", "expected"), [(date(2006, 5, 1), False), (date(2006, 6, 1), True)])
def test_left_censored_without_26_weeks_before_the_month(first, expected):
    """26 weeks before 1 November are 3 May."""
    months = [add_months(first, count) for count in range(9)]

    assert left_censored(coverage(months), WIDE)[0, 7] == expected


def test_left_censored_where_a_month_between_is_missing():
    months = [add_months(date(2006, 4, 1), count) for count in range(10) if count != 4]

    assert left_censored(coverage(months), WIDE)[0, 7]


def test_cohort_needs_a_baseline_that_the_list_is_known_for():
    known = coverage([], known_to=date(2007, 1, 31))
    baseline = (day_number(date(2006, 12, 1)), day_number(date(2007, 2, 28)))

    assert reasons(known)["no_baseline"] == [True] * 3
    assert reasons(known, baseline)["no_baseline"] == [True] * 3
    assert reasons(known, (baseline[0], day_number(date(2007, 1, 31))))["before_baseline"] == [True, False, False]


def test_every_reason_has_words():
    named = {reason for count in figures.COUNTS.values() for reason in reasons_of(count)}

    assert named == set(figures.REASONS)
