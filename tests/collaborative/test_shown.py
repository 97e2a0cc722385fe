"""What a tile says: the headline, what stands in its place while a list is building, and how much of it others see."""

from datetime import date

import pytest

from collaborative.dashboards.shown import notes_once, shown, tile
from measures.computing.recompute import recompute_wave
from measures.disclosure import Audience
from measures.models import MonthlyReturn, Series
from practices.models import Organisation, Parent
from tests.collaborative.conftest import GRID, STEADY, send_returns, two_years
from tests.conftest import make_organisation, make_practice


def series_of(wave, organisation=None, measure="gp_consultations", level=None, audience=Audience.OWNER, **more):
    level = level or ("practice" if organisation else "wave")
    row = Series.objects.select_related("organisation").get(
        wave=wave, level=level, organisation=organisation, measure=measure
    )
    return shown(row, audience, **more)


def grow(practice):
    """A list that grows by a fifth every month, as the file says it."""
    for place, version in enumerate(MonthlyReturn.objects.filter(practice=practice).order_by("month")):
        opening = int(100 * 1.2**place)
        closing = int(100 * 1.2 ** (place + 1))
        version.list_open, version.list_close = opening, closing
        version.list_added, version.list_removed = closing - opening, 0
        version.save()


def test_a_tile_has_rate_change_and_signal_the_absolute_difference_first(wave, returned, practice):
    found = tile(series_of(wave, practice))

    assert found["value"] == "53.5"
    assert found["change"] == "23.0 fewer GP consultations per 100 people on the list a month than in the baseline"
    assert found["details"] == [
        "95% interval 16.5 to 29.5 fewer",
        "a change of −30.1% (−36.8 to −22.6)",
        "918 and 642 events",
    ]
    assert found["signal"]["text"] == "Special cause: improving"


def test_while_the_list_is_building_the_change_is_per_registered_patient(wave, practice):
    """Denominator inflation: the rate falls only because the list grows."""
    send_returns(wave, practice, 0, counts=(*STEADY[:2], 100, 20, 0, 120, *STEADY[6:]))
    grow(practice)
    recompute_wave(wave=wave)

    found = tile(series_of(wave, practice))

    assert "per 1,000 registered patients a month" in found["change"]
    assert found["cautions"][0].endswith(
        "the change is shown per registered patient in place of per person on the list."
    )
    assert found["signal"]["text"] == "Special cause: the list changed"


def test_others_see_whole_figures(wave, returned, practice):
    found = tile(series_of(wave, practice, audience=Audience.OTHER))

    assert found["value"] == "53"
    assert "." not in found["change"] + "".join(found["details"])
    assert found["sureness"] == ("From rounded counts.",)


def test_what_every_tile_would_repeat_stands_once_beneath_them():
    tiles = [{"sureness": ("Rounded.",)}, {"sureness": ()}, {"sureness": ("Rounded.", "The same people.")}]

    assert notes_once(tiles) == ["Rounded."]
    assert [list(one["sureness"]) for one in tiles] == [[], [], ["The same people."]]


def test_one_tile_keeps_its_notes():
    tiles = [{"sureness": ("Rounded.",)}, {"sureness": ()}]

    assert notes_once(tiles) == []
    assert tiles[0]["sureness"] == ("Rounded.",)


def test_a_wave_of_two_trusts_has_no_figures_for_others(wave, returned):
    series = series_of(wave, audience=Audience.OTHER, commissioners=(2,) * 24)

    assert tile(series)["reason"] == "withheld: fewer than 3 PCTs contribute"
    assert set(series.line.values) == {None}


def test_a_neutral_measure_is_never_called_better_or_worse(wave, returned, practice):
    """M3"""
    assert "improving" not in tile(series_of(wave, practice, "other_staff_consultations"))["signal"]["text"]


@pytest.fixture
def nearly_all(wave, trust, other_trust):
    """Twelve practices under four trusts, of which one has no baseline."""
    trusts = [
        trust,
        other_trust,
        *(make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in (2, 3)),
    ]
    members = [
        make_practice(wave, f"A99{place + 100}", f"Practice {place:02}", trusts[place % 4]) for place in range(12)
    ]
    for place, member in enumerate(members):
        send_returns(wave, member, place, GRID[-3:] if place == 0 else GRID)
    recompute_wave(wave=wave)


def test_for_others_a_panel_that_leaves_few_out_gives_way_to_everybody(wave, nearly_all):
    """Step 2: two published groups may not differ by fewer than five practices."""
    series = series_of(wave, audience=Audience.OTHER, commissioners=(4,) * 24, baseline_months=wave.baseline_months)

    assert series.headline.sample.endswith("in all practices that reported, not only those in both periods")
    assert series.headline.interval


def test_after_a_merger_a_trust_is_shown_as_it_was_and_as_it_is(
    client_of, wave, practice, neighbour, elsewhere, trust, facilitator
):
    merged = make_organisation("5WX", "Merged PCT", Organisation.Kind.COMMISSIONER)
    Parent.objects.filter(child__in=[practice, neighbour]).update(end=date(2006, 9, 30))
    for child in (practice, neighbour):
        Parent.objects.create(child=child, parent=merged, start=date(2006, 10, 1))
    two_years(wave, practice, neighbour, elsewhere)
    client = client_of(facilitator)

    then, now = (client.get("/waves/W1/", query).content.decode() for query in ({}, {"pcts": "now"}))

    assert ">Alder PCT</a>" in then and ">Merged PCT</a>" in then
    assert ">Alder PCT</a>" not in now and ">Merged PCT</a>" in now
