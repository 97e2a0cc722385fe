"""What a page reads: only series in scope, and all of one computation."""

import pytest

from measures.computing.recompute import recompute_wave
from measures.models import Computation, Series
from tests.measures.computing.test_recompute import NOVEMBER, make_return


@pytest.fixture
def computed(wave, practice, neighbour, elsewhere):
    for organisation in (practice, neighbour, elsewhere):
        make_return(wave, organisation, NOVEMBER)
    return recompute_wave(wave=wave)


def test_manager_sees_the_own_practice_and_the_wave(computed, manager, practice):
    """D11."""
    found = Series.objects.visible_to(manager).values_list("level", "organisation")

    assert set(found) == {("practice", practice.pk), ("wave", None)}


def test_stranger_sees_no_series_and_no_run(computed, stranger):
    assert not Series.objects.visible_to(stranger).exists()
    assert not Computation.objects.visible_to(stranger).exists()


def test_page_shows_the_newest_finished_run(computed, wave):
    pointer, rows = Series.objects.all().snapshot(wave)

    assert pointer == computed
    assert len(rows) == 4 * (3 + 2 + 1)


def test_page_reads_again_when_a_run_was_committed_while_it_read(computed, wave, practice, monkeypatch):
    """D28: the pointer was read, then a return changed twelve series, then the series were read."""
    pointers = []

    def pointer(queryset, asked):
        found = queryset.finished().filter(wave=asked).order_by("-id").first()
        if not pointers:
            make_return(wave, practice, NOVEMBER.replace(month=12))
            recompute_wave(wave=wave, kind="incremental", practices=[practice.pk])
        pointers.append(found)
        return found

    monkeypatch.setattr(type(Computation.objects.all()), "pointer", pointer)
    monkeypatch.setattr(Computation.objects, "pointer", lambda asked: pointer(Computation.objects.all(), asked))

    shown, rows = Series.objects.all().snapshot(wave)

    assert pointers == [computed, shown]
    assert max(row.computation_id for row in rows) == shown.pk
