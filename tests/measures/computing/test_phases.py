"""Rebases and targets as the computation takes them."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from measures.computing.phases import read_rebases, read_targets
from measures.computing.recompute import recompute_wave
from measures.models import MeasureTarget, Series
from measures.statistics.phase_starts import phase_numbers
from practices import months
from tests.collaborative.conftest import two_years
from tests.measures.test_rebases import MEASURE, make_rebase

MAY, SEPTEMBER = date(2006, 5, 1), date(2006, 9, 1)
WITHDRAWN = {"withdrawn_at": timezone.now(), "withdrawn_reason": "Too early"}


def test_the_months_of_a_series_come_in_order(wave, practice, manager):
    for starts in (SEPTEMBER, MAY):
        make_rebase(wave, practice, starts=starts, created_by=manager)

    assert read_rebases(wave) == {("practice", practice.pk, MEASURE): [MAY, SEPTEMBER]}


def test_a_commissioner_as_it_is_now_follows_the_commissioners_rebases(wave, trust, manager):
    make_rebase(wave, trust, level="commissioner", created_by=manager)
    make_rebase(wave, None, level="wave", created_by=manager)

    assert set(read_rebases(wave)) == {
        ("commissioner", trust.pk, MEASURE),
        ("commissioner_now", trust.pk, MEASURE),
        ("wave", None, MEASURE),
    }


def test_i9_a_withdrawn_rebase_gives_the_earlier_phase_its_months_back(wave, practice, manager):
    make_rebase(wave, practice, starts=MAY, created_by=manager)
    make_rebase(wave, practice, starts=SEPTEMBER, created_by=manager, withdrawn_by=manager, **WITHDRAWN)
    grid = months.month_range(date(2006, 4, 1), date(2006, 10, 1))

    numbers = phase_numbers(grid, [read_rebases(wave)["practice", practice.pk, MEASURE]])

    assert numbers.ravel().tolist() == [0, 1, 1, 1, 1, 1, 1]


def test_targets_in_force_by_measure(wave, facilitator):
    given = {"wave": wave, "reason": "Aim", "set_by": facilitator}
    MeasureTarget.objects.create(measure="referrals", value=Decimal("9"), **given)
    ended = {"ended_at": timezone.now(), "ended_by": facilitator}
    MeasureTarget.objects.create(measure="long_absence", value=Decimal("4.5"), **given, **ended)

    assert read_targets(wave) == {"referrals": 9.0}


def test_each_is_read_in_one_query(wave, practice, trust, manager, django_assert_num_queries):
    make_rebase(wave, practice, created_by=manager)
    make_rebase(wave, trust, level="commissioner", created_by=manager)

    with django_assert_num_queries(2):
        read_rebases(wave)
        read_targets(wave)


def test_i9_a_rebase_of_one_practice_leaves_all_other_charts_alone(wave, practice, neighbour, manager):
    two_years(wave, practice, neighbour)
    before = digests(wave)
    make_rebase(wave, practice, created_by=manager)

    run = recompute_wave(wave=wave, practices=[practice.pk])

    after = digests(wave)
    assert [key for key in after if after[key] != before[key]] == [("practice", practice.pk, MEASURE)]
    assert run.series_written == 1


def test_a_target_reaches_every_chart_of_its_measure_and_no_other(wave, practice, facilitator):
    two_years(wave, practice)
    before = digests(wave)
    MeasureTarget.objects.create(wave=wave, measure="referrals", value=9, reason="Aim", set_by=facilitator)

    recompute_wave(wave=wave)

    after = digests(wave)
    assert {measure for key in after if after[key] != before[key] for measure in key[2:]} == {"referrals"}


def digests(wave):
    rows = Series.objects.filter(wave=wave).values_list("level", "organisation_id", "measure", "digest")
    return {tuple(key): digest for *key, digest in rows}
