"""The measures of a register: person-months as the domain defines them, the closed cohort, and honest gaps."""

from datetime import date

import pytest

from collaborative.dashboards.register_series import MonthCounts, code_list_breaks, line_of, series_of
from measures.definitions import definition_of
from practices import months

# A99001 of the field's worked example, with the days on the list written out: 180 people, and 18 more from the 16th on.
NOVEMBER = {
    "list_open": 180,
    "list_close": 198,
    "person_days": 180 * 30 + 18 * 15,
    "days": 30,
    "gp_consultations": 142,
    "referrals_dedup": 3,
    "people_13w": 11,
    "cohort_people": 60,
    "cohort_person_days": 60 * 30,
    "cohort_gp_consultations": 45,
    "cohort_people_13w": 3,
}


def month(number=11, missing=(), code_list="", **changes):
    figures = {name: value for name, value in {**NOVEMBER, **changes}.items() if name not in missing}
    return MonthCounts(date(2006, number, 1), figures, dict.fromkeys(missing, "not_covered_consultations"), code_list)


def only(measure, row):
    series = series_of(definition_of(measure), [row])
    return series.points[0], series.halved[0], series.cohort[0]


def test_rates_are_by_the_days_on_the_list_beside_half_the_sum_of_its_ends():
    """Domain 3: 142 contacts in 189 person-months are 75.13 per 100; here both ways agree, since half the month counts."""
    exact, halved, _ = only("gp_consultations", month())

    assert (exact.denominator, round(exact.value, 2)) == (189, 75.13)
    assert (halved.denominator, round(halved.value, 2)) == (189, 75.13)


def test_days_tell_what_the_ends_of_the_month_cannot():
    exact, halved, _ = only("gp_consultations", month(person_days=180 * 30 + 18 * 5))

    assert (exact.denominator, halved.denominator) == (183, 189)


def test_long_absence_is_of_the_people_at_the_month_s_end():
    exact, halved, cohort = only("long_absence", month())

    assert [round(point.value, 2) for point in (exact, halved, cohort)] == [5.56, 5.56, 5.0]


def test_the_closed_cohort_has_its_own_days():
    _, _, cohort = only("gp_consultations", month())

    assert (cohort.denominator, cohort.value) == (60, 75)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (month(missing=["gp_consultations"]), "No file of consultations covers this month"),
        (month(person_days=0), "denominator_zero"),
        (month(person_days=29 * 30), "too_few"),
    ],
)
def test_no_value_has_a_named_reason(row, why):
    exact, _, _ = only("gp_consultations", row)

    assert (exact.value, exact.why) == (None, why)


def test_measure_2_follows_no_cohort():
    _, _, cohort = only("other_staff_consultations", month(other_staff_consultations=4))

    assert cohort.why == "not followed for this measure"


def test_a_new_code_list_is_a_break_across_months_that_name_none():
    rows = [month(8, code_list="2006-1"), month(9), month(10, code_list="2006-2"), month(11, code_list="2006-2")]

    assert code_list_breaks(rows) == ((date(2006, 10, 1), "Code list 2006-2 in place of 2006-1"),)


def test_the_chart_begins_a_phase_where_the_code_list_changed():
    grid = months.month_range(date(2006, 1, 1), date(2006, 12, 1))
    rows = [MonthCounts(day, NOVEMBER, {}, "2006-1" if day.month < 7 else "2006-2") for day in grid]

    line = line_of(series_of(definition_of("gp_consultations"), rows), judged_from=None)

    assert [phase.first for phase in line.analysis.phases] == [0, 6]


def test_a_month_without_a_value_is_a_gap_and_not_zero():
    rows = [month(9), month(10, missing=["gp_consultations"]), month(11)]

    line = line_of(series_of(definition_of("gp_consultations"), rows), judged_from=date(2006, 3, 1))

    assert [value is None for value in line.values] == [False, True, False]
