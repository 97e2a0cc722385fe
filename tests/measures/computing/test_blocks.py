"""The blocks that spare a run after a return the reading of its whole wave: never other than the rows."""

import random
from datetime import date

import pytest

from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn, ReturnsBlock, Series
from practices.models import Parent, WaveMembership
from practices.months import add_months
from tests.conftest import make_practice
from tests.measures.computing.test_recompute import NOVEMBER, make_return, series, stored


@pytest.fixture
def returned(wave, practice, neighbour, elsewhere):
    """A year of three practices, computed."""
    for back in range(12):
        for organisation in (practice, neighbour, elsewhere):
            make_return(wave, organisation, add_months(NOVEMBER, -back))
    recompute_wave(wave=wave)


def after_return(wave, practice):
    return recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])


def test_run_after_a_return_reads_its_own_practice_only(wave, returned, practice, neighbour):
    """The neighbour's change waits for the neighbour's own run."""
    MonthlyReturn.objects.filter(practice=neighbour).update(gp_consultations=1)

    run = after_return(wave, practice)

    assert run.series_written == 0


def test_numbers_of_others_that_are_not_available_keep_their_reason(wave, returned, practice, neighbour):
    for organisation in (practice, neighbour):
        MonthlyReturn.objects.filter(practice=organisation, month=NOVEMBER).update(
            referrals_dedup=None, not_available={"referrals_dedup": "system_change"}
        )
        after_return(wave, organisation)

    trust = Parent.objects.get(child=practice).parent
    data = series(wave, "referrals", trust, "commissioner")

    assert data.reasons[data.months.index(NOVEMBER)] == "not_available:system_change"
    assert recompute_wave(wave=wave).series_written == 0


def test_new_member_makes_the_run_read_the_rows_again(wave, returned, trust, practice):
    newcomer = make_practice(wave, "A99009", "Damson Surgery", trust)
    make_return(wave, newcomer, NOVEMBER)

    after_return(wave, newcomer)

    data = series(wave, "gp_consultations")
    assert data.contributing[data.months.index(NOVEMBER)] == 4


def test_practice_that_leaves_takes_its_later_months_out_of_the_blocks(wave, returned, practice):
    WaveMembership.objects.filter(practice=practice).update(left_on=date(2006, 10, 31))

    after_return(wave, practice)

    data = series(wave, "gp_consultations")
    assert data.contributing[data.months.index(NOVEMBER)] == 2


def test_first_run_after_a_month_has_ended_gives_every_series_the_new_month(
    wave, returned, practice, neighbour, settings
):
    settings.BUSINESS_CLOCK = "2007-03-02T09:00"
    make_return(wave, practice, date(2007, 2, 1))

    after_return(wave, practice)

    assert series(wave, "gp_consultations").latest_month == date(2007, 2, 1)
    assert series(wave, "gp_consultations", neighbour).months[-1] == date(2007, 2, 1)


def test_night_mends_a_damaged_block(wave, returned):
    ReturnsBlock.objects.filter(month=NOVEMBER).update(digest="damaged", content=b"")

    recompute_wave(wave=wave)

    assert bytes(ReturnsBlock.objects.get(month=NOVEMBER).content)


def test_damaged_block_is_not_trusted(wave, returned, practice):
    ReturnsBlock.objects.filter(month=NOVEMBER).update(content=b"123")

    assert after_return(wave, practice).series_written == 0


@pytest.mark.parametrize("seed", range(3))
def test_after_many_returns_a_night_finds_nothing_to_write(wave, returned, practice, neighbour, elsewhere, trust, seed):
    """Performance targets 7 and 9, with numbers missing, returns accepted, and a practice that changes its trust."""
    chance = random.Random(seed)
    Parent.objects.filter(child=elsewhere).update(end=date(2006, 9, 30))
    Parent.objects.create(child=elsewhere, parent=trust, start=date(2006, 10, 1))
    recompute_wave(wave=wave)
    for _ in range(8):
        changed = chance.choice(list(MonthlyReturn.objects.filter(is_current=True)))
        change_something(changed, chance)
        after_return(wave, changed.practice)
    before = stored(wave)

    night = recompute_wave(wave=wave)

    assert (night.series_written, night.differences) == (0, [])
    assert stored(wave) == before
    assert Series.objects.filter(level="commissioner_now").count() == 4


def change_something(changed, chance):
    field = chance.choice(["gp_consultations", "referrals_dedup", "people_13w", "registered_all"])
    value = chance.choice([None, 0, 5, 40])
    setattr(changed, field, value)
    changed.people_13w_new = None
    changed.not_available = {} if value is not None else {field: "not_collected"}
    changed.state = chance.choice(["submitted", "accepted"])
    changed.save()
