"""A practice that finds its people by another code list counts other people: a break in its series, by no rule bridged."""

from datetime import date

import pytest

from measures.computing.cuts import read_cuts
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn, Series
from tests.collaborative.conftest import two_years
from tests.measures.computing.test_recompute import series, stored
from tests.measures.test_rebases import MEASURE

MAY = date(2006, 5, 1)


def name_code_list(practice, version, *, since=date(2000, 1, 1)):
    MonthlyReturn.objects.filter(practice=practice, is_current=True, month__gte=since).update(code_list=version)


@pytest.fixture
def returned(wave, practice, neighbour, elsewhere):
    two_years(wave, practice, neighbour, elsewhere)
    recompute_wave(wave=wave)


def test_a_new_code_list_begins_a_phase_of_the_practice_alone(wave, returned, practice, neighbour, trust):
    name_code_list(practice, "2006-1")
    name_code_list(practice, "2006-2", since=MAY)

    recompute_wave(wave=wave)

    places = (practice,), (neighbour,), (trust, "commissioner"), (None, "wave")
    found = [series(wave, MEASURE, *place) for place in places]
    assert [[data.months[row] for row in data.phase_starts[1:]] for data in found] == [[MAY], [], [], []]


def test_a_return_that_names_none_is_no_change(wave, returned, practice):
    name_code_list(practice, "2006-1", since=MAY)
    MonthlyReturn.objects.filter(practice=practice, month=date(2006, 8, 1)).update(code_list="")

    assert not read_cuts(wave)


def test_a_change_is_found_across_a_month_that_names_none(wave, returned, practice):
    name_code_list(practice, "2006-1")
    name_code_list(practice, "", since=MAY)
    name_code_list(practice, "2006-2", since=date(2006, 6, 1))

    found = read_cuts(wave).of_practices

    assert [(change.month, change.text) for change in found[practice.pk]] == [
        (date(2006, 6, 1), "Code list 2006-2 in place of 2006-1")
    ]


def test_one_return_leaves_what_the_night_would_with_code_lists(wave, returned, practice):
    """Byte for byte, as with any other change of a return."""
    name_code_list(practice, "2006-1")
    name_code_list(practice, "2006-2", since=MAY)

    run = recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])
    after_return = stored(wave)
    night = recompute_wave(wave=wave)

    assert run.series_written > 0
    assert (night.series_written, night.differences) == (0, [])
    assert stored(wave) == after_return


def test_another_practice_s_return_leaves_the_phase_where_it_is(wave, returned, practice, neighbour):
    name_code_list(practice, "2006-1")
    name_code_list(practice, "2006-2", since=MAY)
    recompute_wave(wave=wave)
    MonthlyReturn.objects.filter(practice=neighbour, month=MAY).update(gp_consultations=5)

    recompute_wave(wave=wave, kind="incremental", practices=[neighbour.pk])

    after_return = stored(wave)
    Series.objects.filter(wave=wave).delete()
    recompute_wave(wave=wave)
    assert stored(wave) == after_return
