"""After an upgrade no page meets a series that an older version stored."""

import pytest
from django.core.management import call_command

from measures.computing.recompute import recompute_wave
from measures.computing.series_data import read
from measures.definitions import definition_of
from measures.models import Computation, Series
from tests.measures.computing.test_recompute import NOVEMBER, make_return


@pytest.fixture
def computed(wave, practice):
    make_return(wave, practice, NOVEMBER)
    recompute_wave(wave=wave)


def test_series_of_an_older_version_are_computed_anew(computed, wave, capsys):
    Series.objects.filter(wave=wave, level="practice").update(payload='[3,"2005-02"]', digest="older")

    call_command("recompute_outdated")

    assert wave.code in capsys.readouterr().out
    row = Series.objects.get(wave=wave, level="practice", measure="gp_consultations")
    assert read(row.payload, definition_of(row.measure)).latest_month == NOVEMBER


def test_nothing_is_computed_where_all_are_of_this_version(computed, capsys):
    before = Computation.objects.count()

    call_command("recompute_outdated")

    assert Computation.objects.count() == before
    assert capsys.readouterr().out == ""
