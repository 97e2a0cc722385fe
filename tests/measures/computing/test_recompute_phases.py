"""One return at a time against the nightly run, on charts with new phases and targets."""

from datetime import date

import pytest

from measures.computing.recompute import recompute_wave
from measures.models import MeasureTarget, MonthlyReturn, Series
from tests.collaborative.conftest import two_years
from tests.measures.computing.test_recompute import series, stored
from tests.measures.test_rebases import MEASURE, make_rebase

MAY, SEPTEMBER = date(2006, 5, 1), date(2006, 9, 1)
# Before learning workshop 1, so that a phase begins inside the frozen baseline.
EARLY = date(2005, 6, 1)


@pytest.fixture
def rebased(wave, practice, neighbour, elsewhere, trust, manager, facilitator):
    """Two years of returns; phases of two practices, of a PCT and of the wave, one inside the baseline; one target."""
    two_years(wave, practice, neighbour, elsewhere)
    make_rebase(wave, practice, starts=MAY, created_by=manager)
    make_rebase(wave, practice, starts=EARLY, created_by=manager)
    make_rebase(wave, neighbour, measure="referrals", starts=SEPTEMBER, created_by=manager)
    make_rebase(wave, trust, level="commissioner", starts=SEPTEMBER, created_by=manager)
    make_rebase(wave, None, level="wave", starts=EARLY, created_by=manager)
    MeasureTarget.objects.create(wave=wave, measure=MEASURE, value=30, reason="Aim", set_by=facilitator)
    recompute_wave(wave=wave)


def test_one_return_leaves_what_the_night_would_with_phases_and_targets(wave, rebased, practice):
    """Performance target 9 and I9: byte for byte, whatever phases the other charts have."""
    latest = MonthlyReturn.objects.filter(practice=practice, is_current=True).latest("month")
    MonthlyReturn.objects.filter(pk=latest.pk).update(gp_consultations=3, referrals_dedup=1)

    run = recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])
    after_return = stored(wave)
    night = recompute_wave(wave=wave)

    assert run.series_written > 0
    assert (night.series_written, night.differences) == (0, [])
    assert stored(wave) == after_return


def test_every_chart_comes_out_the_same_made_from_nothing(wave, rebased):
    """What is stored depends on returns, phases and targets alone, not on the order in which they came."""
    before = stored(wave)
    Series.objects.filter(wave=wave).delete()

    recompute_wave(wave=wave)

    assert stored(wave) == before


def test_the_stored_phases_are_those_that_people_began(wave, rebased, practice, trust):
    found = [series(wave, MEASURE, *of) for of in ((practice,), (trust, "commissioner"), (None, "wave"))]

    assert [[data.months[row] for row in data.phase_starts[1:]] for data in found] == [
        [EARLY, MAY],
        [SEPTEMBER],
        [EARLY],
    ]
    assert {data.target for data in found} == {30}
