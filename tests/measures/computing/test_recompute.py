"""From stored returns to stored series, on the database."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from measures.computing.recompute import recompute_wave
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.fields import COUNT_FIELDS
from measures.models import Computation, MonthlyReturn, Series
from practices.models import Organisation, Parent, WaveMembership
from practices.months import add_months

WORKED_EXAMPLE = {
    "A99001": (8200, 5330, 180, 24, 6, 198, 142, 61, 18, 2, 1, 3, 11, 2),
    "A99002": (5400, 3510, 96, 4, 4, 96, 70, 22, 0, 1, 0, 1, 6, 1),
    "A99003": (12100, 7870, 260, 30, 10, 280, 243, 118, 41, 4, 2, 5, 14, 3),
}
NOVEMBER = date(2006, 11, 1)


def make_return(wave, practice, month, *, counts=WORKED_EXAMPLE["A99002"], state="accepted", **changes):
    """One current version; the counts are those of a steady list unless said."""
    moment = timezone.make_aware(datetime(month.year, month.month, 28))
    values = dict(zip(COUNT_FIELDS, counts, strict=True)) | {
        "state": state,
        "is_current": state != "corrected",
        "accepted_at": moment if state == "accepted" else None,
        "submitted_at": moment,
        "severity_tool": "PHQ9",
        "extract_date": add_months(month, 1),
    }
    return MonthlyReturn.objects.create(wave=wave, practice=practice, month=month, **(values | changes))


def series(wave, measure, organisation=None, level=None):
    level = level or ("practice" if organisation else "wave")
    row = Series.objects.get(wave=wave, measure=measure, organisation=organisation, level=level)
    return read(row.payload, definition_of(measure))


def value_in(data, month):
    return data.values[data.months.index(month)]


@pytest.fixture
def worked_example(wave, practice, neighbour, elsewhere):
    for organisation in (practice, neighbour, elsewhere):
        make_return(wave, organisation, NOVEMBER, counts=WORKED_EXAMPLE[organisation.ods_code])
    recompute_wave(wave=wave)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("gp_consultations", {"A99001": "75.13", "A99002": "72.92", "A99003": "90.00", None: "81.98"}),
        ("other_staff_consultations", {"A99001": "32.28", "A99002": "22.92", "A99003": "43.70", None: "36.22"}),
        ("referrals", {"A99001": "15.87", "A99002": "10.42", "A99003": "18.52", None: "16.22"}),
        ("long_absence", {"A99001": "5.56", "A99002": "6.25", "A99003": "5.00", None: "5.40"}),
    ],
)
def test_worked_example_comes_out_to_the_digit(wave, worked_example, measure, expected):
    """Domain handbook, section 4: together the sums over sums, never the mean of rates."""
    found = {}
    for code in expected:
        organisation = Organisation.objects.get(ods_code=code) if code else None
        found[code] = f"{value_in(series(wave, measure, organisation), NOVEMBER):.2f}"

    assert found == expected


def test_worked_example_has_555_person_months_and_574_people(wave, worked_example):
    consultations, absence = series(wave, "gp_consultations"), series(wave, "long_absence")
    row = consultations.months.index(NOVEMBER)

    assert (consultations.denominators[row], absence.denominators[row]) == (555, 574)


def test_months_without_a_return_have_a_named_reason_and_no_value(wave, worked_example, practice):
    data = series(wave, "referrals", practice)
    october, before = data.months.index(date(2006, 10, 1)), data.months.index(date(2005, 6, 1))

    assert (data.values[october], data.reasons[october]) == (None, "no_return")
    assert (data.values[before], data.reasons[before]) == (None, "not_expected")


def test_not_available_number_is_absent_from_its_measure_only(wave, practice, neighbour):
    """C8: the practice-month leaves numerator and denominator of measure 3; measure 1 keeps it."""
    make_return(wave, practice, NOVEMBER, referrals_dedup=None, not_available={"referrals_dedup": "not_collected"})
    make_return(wave, neighbour, NOVEMBER)

    recompute_wave(wave=wave)

    referrals, consultations = series(wave, "referrals"), series(wave, "gp_consultations")
    row = referrals.months.index(NOVEMBER)
    assert (referrals.denominators[row], consultations.denominators[row]) == (96, 192)
    assert (referrals.contributing[row], referrals.reported[row]) == (1, 2)
    assert series(wave, "referrals", practice).reasons[row] == "not_available:not_collected"


def test_programme_without_measures_three_and_four_still_has_one_and_two(wave, practice):
    missing = {"referrals_dedup": None, "people_13w": None, "people_13w_new": None}
    reasons = dict.fromkeys(missing, "not_collected")
    make_return(wave, practice, NOVEMBER, not_available=reasons, **missing)

    recompute_wave(wave=wave)

    assert value_in(series(wave, "gp_consultations", practice), NOVEMBER) is not None
    assert series(wave, "long_absence").reasons[-3] == "not_available:not_collected"
    assert series(wave, "long_absence").change.reason == "no_returns"


def test_submitted_return_counts_at_once_and_is_provisional(wave, practice):
    make_return(wave, practice, NOVEMBER, state="submitted")

    recompute_wave(wave=wave)

    data = series(wave, "gp_consultations", practice)
    row = data.months.index(NOVEMBER)
    assert data.values[row] is not None
    assert data.is_provisional[row]


def test_second_night_writes_nothing(wave, worked_example):
    """Performance target 7: idempotent."""
    again = recompute_wave(wave=wave)

    assert (again.series_written, again.differences) == (0, [])


def test_page_content_stays_good_while_nothing_changes(wave, worked_example):
    first = Computation.objects.get()

    again = recompute_wave(wave=wave)

    assert again.content_version == first.content_version == first.pk


def stored(wave):
    rows = Series.objects.filter(wave=wave).order_by("level", "organisation", "measure")
    return list(rows.values("level", "organisation", "measure", "payload", "digest", "change", "signal"))


def test_run_after_a_return_leaves_what_a_full_run_would(wave, practice, neighbour, elsewhere):
    """Performance target 9: at most twelve series, byte for byte as the nightly run has them."""
    for back in range(12):
        for organisation in (practice, neighbour, elsewhere):
            make_return(wave, organisation, add_months(NOVEMBER, -back))
    recompute_wave(wave=wave)
    make_return(wave, practice, date(2006, 12, 1), gp_consultations=30)

    run = recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])
    after_return = stored(wave)
    night = recompute_wave(wave=wave)

    assert (run.series_computed, run.series_written, night.series_written) == (12, 12, 0)
    assert stored(wave) == after_return


def test_night_says_what_it_found_different(wave, worked_example, practice):
    MonthlyReturn.objects.filter(practice=practice).update(referrals_dedup=2)

    night = recompute_wave(wave=wave)

    assert {(found["level"], found["measure"]) for found in night.differences} == {
        ("practice", "referrals"),
        ("commissioner", "referrals"),
        ("wave", "referrals"),
    }


def test_month_that_has_ended_is_no_difference(wave, worked_example, settings):
    settings.BUSINESS_CLOCK = "2007-03-01T09:00"

    night = recompute_wave(wave=wave)

    assert night.series_written == night.series_computed
    assert night.differences == []


def test_all_that_a_run_writes_carries_its_id(wave, worked_example, practice):
    """D28: a reader who knows the pointer sees when a series is newer."""
    make_return(wave, practice, date(2006, 12, 1))

    run = recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])

    newest = Computation.objects.filter(wave=wave, finished_at__isnull=False).first()
    assert newest == run
    assert Series.objects.filter(computation=run).count() == 12


def test_returns_after_leaving_are_not_counted(wave, practice, neighbour):
    make_return(wave, practice, NOVEMBER)
    make_return(wave, neighbour, NOVEMBER)
    WaveMembership.objects.filter(practice=practice).update(left_on=date(2006, 10, 31))

    recompute_wave(wave=wave)

    data = series(wave, "gp_consultations")
    row = data.months.index(NOVEMBER)
    assert (data.contributing[row], data.expected[row]) == (1, 1)


def test_closed_practice_keeps_its_history_and_is_not_expected(wave, practice, neighbour):
    """M6."""
    make_return(wave, practice, date(2006, 9, 1))
    Organisation.objects.filter(pk=practice.pk).update(closed=date(2006, 10, 31))

    recompute_wave(wave=wave)

    data = series(wave, "gp_consultations", practice)
    assert value_in(data, date(2006, 9, 1)) is not None
    assert data.reasons[data.months.index(date(2006, 9, 1)) :] == ("", "no_return", *["not_expected"] * 3)


@pytest.fixture
def merger(wave, trust, other_trust, practice, elsewhere):
    """The other trust's practice comes under the first on 1 October 2006."""
    Parent.objects.filter(child=elsewhere).update(end=date(2006, 9, 30))
    Parent.objects.create(child=elsewhere, parent=trust, start=date(2006, 10, 1))
    for month in (date(2006, 9, 1), date(2006, 10, 1)):
        make_return(wave, practice, month)
        make_return(wave, elsewhere, month)
    recompute_wave(wave=wave)


def test_merged_trust_is_shown_as_at_each_month(wave, trust, other_trust, merger):
    new = series(wave, "gp_consultations", trust, "commissioner")
    old = series(wave, "gp_consultations", other_trust, "commissioner")
    september = new.months.index(date(2006, 9, 1))

    assert new.contributing[september : september + 2] == (1, 2)
    assert old.contributing[september : september + 2] == (1, 0)


def test_merged_trust_is_shown_as_it_is_now_too(wave, trust, other_trust, merger):
    now = series(wave, "gp_consultations", trust, "commissioner_now")
    september = now.months.index(date(2006, 9, 1))

    assert now.contributing[september : september + 2] == (2, 2)
    assert not Series.objects.filter(organisation=other_trust, level="commissioner_now").exists()


def test_accepted_baseline_is_frozen_and_the_month_itself_is_corrected(wave, practice):
    """Domain handbook, section 3: pooled, frozen once accepted."""
    for month in wave.baseline_months:
        make_return(wave, practice, month, gp_consultations=60)
    first = MonthlyReturn.objects.get(month=wave.baseline_months[0])
    MonthlyReturn.objects.filter(pk=first.pk).update(state="corrected", is_current=False)
    make_return(
        wave,
        practice,
        first.month,
        version=2,
        gp_consultations=90,
        accepted_at=timezone.make_aware(datetime(2006, 9, 1)),
    )

    recompute_wave(wave=wave)

    data = series(wave, "gp_consultations", practice)
    assert data.change.baseline.numerator == 180
    assert data.numerators[data.months.index(first.month)] == 90


def test_correction_before_the_baseline_is_accepted_counts_in_it(wave, practice):
    early, middle, late = wave.baseline_months
    make_return(wave, practice, early, gp_consultations=60, state="corrected", accepted_at=timezone.now())
    make_return(wave, practice, early, version=2, gp_consultations=90)
    make_return(wave, practice, middle, gp_consultations=60)
    make_return(wave, practice, late, gp_consultations=60, state="submitted")

    recompute_wave(wave=wave)

    assert series(wave, "gp_consultations", practice).change.baseline.numerator == 210


def test_late_joiner_has_its_first_three_months_as_baseline(wave, practice):
    WaveMembership.objects.filter(practice=practice).update(joined_on=date(2006, 6, 5))
    for back in range(6):
        make_return(wave, practice, add_months(NOVEMBER, -back), gp_consultations=10 * (6 - back))

    recompute_wave(wave=wave)

    assert series(wave, "gp_consultations", practice).change.baseline.numerator == 10 + 20 + 30


def test_reading_takes_as_many_queries_for_three_practices_as_for_one(
    wave, practice, neighbour, elsewhere, django_assert_max_num_queries
):
    for organisation in (practice, neighbour, elsewhere):
        make_return(wave, organisation, NOVEMBER)
    recompute_wave(wave=wave)

    with django_assert_max_num_queries(18):
        recompute_wave(wave=wave)


def test_wave_without_a_practice_is_computed_without_a_series(wave):
    assert recompute_wave(wave=wave).series_computed == 0
