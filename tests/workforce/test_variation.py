"""Spreads between PCTs: dots with their counts, without names for whoever does not lead them (row 6, P6, P7)."""

import pandas as pd
import pytest

from workforce.drawings.variation import drawing
from workforce.variation import (
    LEVEL_BANDS,
    Place,
    Reader,
    level_band,
    level_places,
    places_of,
    quality_band,
    sentence_of,
    spread_of,
)

NAMES = {"5W0": "Alder PCT", "5W1": "Birch PCT"}
PLACES = [Place("5W0", "4", 6), Place("5W1", "5", 9)]
OTHERS = Reader(whole=False, named={})
LEAD = Reader(whole=True, named=NAMES)
LOCAL = Reader(whole=False, named={"5W0": "Alder PCT"})


def spread(reader, *, people=15, employers=3, places=PLACES, is_one=False):
    size = {"people": people, "employers": employers, "is_one": is_one}
    return spread_of(places, ["3", "4", "5"], reader=reader, **size)


def drawn(found):
    return drawing("x", "Pay band", sentence_of(found, "band"), found)


def test_two_pcts_with_different_bands_are_two_unlabelled_dots():
    """Row 6."""
    found = spread(OTHERS)

    assert [(dot.band, dot.label, dot.people) for dot in found.dots] == [("4", "", None), ("5", "", None)]
    assert drawn(found).count("<circle") == 2
    assert "PCT<" not in drawn(found) and "Alder" not in drawn(found)


def test_the_lead_sees_which():
    """Row 6."""
    assert [(dot.band, dot.label, dot.people) for dot in spread(LEAD).dots] == [
        ("4", "Alder PCT", 6),
        ("5", "Birch PCT", 9),
    ]
    assert "Alder PCT, 6" in drawn(spread(LEAD))


def test_a_local_lead_sees_the_own_pct_alone_by_name():
    found = spread(LOCAL)

    assert [dot.label for dot in found.dots] == ["Alder PCT", ""]
    assert found.own == (Place("5W0", "4", 6),)


def test_people_of_a_band_are_protected_for_others():
    assert [(row.trusts, row.people) for row in spread(OTHERS).rows] == [(1, "*"), (1, 10)]
    assert [row.people for row in spread(LEAD).rows] == [6, 9]


@pytest.mark.parametrize(("people", "employers"), [(7, 3), (8, 2)])
def test_a_small_role_is_withheld_from_others(people, employers):
    """D13."""
    found = spread(OTHERS, people=people, employers=employers)

    assert (found.rows, found.dots, found.bands, found.own) == ((), (), (), ())
    assert found.why


def test_of_one_pct_alone_nothing_is_shown_but_to_whoever_leads_it():
    """D13: the programme's figures would be that PCT's, whatever its size."""
    places = [Place("5W0", "4", 12)]

    others, local, lead = (spread(reader, places=places, is_one=True) for reader in (OTHERS, LOCAL, LEAD))

    assert (others.dots, others.rows, others.own) == ((), (), ())
    assert "one PCT" in others.why
    assert (local.dots, local.own) == ((), (places[0],))
    assert [dot.label for dot in lead.dots] == ["Alder PCT"]


def test_a_local_lead_of_a_small_role_still_sees_the_own_pct():
    found = spread(LOCAL, people=7)

    assert (found.dots, found.own) == ((), (Place("5W0", "4", 6),))


def test_a_name_is_read_whole_on_two_lines_where_one_is_too_short():
    """Rows 6 and 7: the lead reads which PCT a dot is."""
    long = "Bournemouth and Poole Teaching Primary Care Trust"

    words = drawn(spread(Reader(whole=True, named={"5W0": long, "5W1": "Birch PCT"})))

    assert "…" not in words
    assert all(
        f">{line}</text>" in words
        for line in ("Bournemouth and Poole Teaching Primary", "Care Trust, 6", "Birch PCT, 9")
    )


def test_dots_of_others_tell_nothing_of_their_pct():
    """Whatever the PCTs are called and however many they have, the drawing is the same."""
    swapped = [Place("5W9", "4", 3), Place("5W0", "5", 12)]

    one, other = spread(OTHERS), spread(OTHERS, places=swapped)

    assert one.dots == other.dots
    assert drawn(one) == drawn(other)


def test_bands_stand_in_their_order_and_unknown_ones_after():
    places = [Place("5W0", band, 5) for band in ("Grade B", "5", "3")]

    assert spread(LEAD, places=places).bands == ("3", "5", "Grade B")


def test_the_sentence_says_in_how_many_pcts():
    assert sentence_of(spread(OTHERS), "band").startswith("Of 2 PCTs: 4 in 1, 5 in 1.")


def test_one_band_everywhere_is_said():
    places = [Place("5W0", "4", 9), Place("5W1", "4", 9)]

    assert sentence_of(spread(OTHERS, places=places), "band") == "One band in all 2 PCTs: 4."


def test_people_are_counted_once_in_each_band_of_their_pct():
    table = pd.DataFrame({"worker": [1, 1, 2], "trust": ["5W0"] * 3, "band": ["4", "4", "5"]})

    assert places_of(table) == [Place("5W0", "4", 1), Place("5W0", "5", 1)]


def test_supervision_is_summed_over_a_pct_and_left_out_without_a_standard():
    table = pd.DataFrame(
        {"worker": [1, 2, 3], "trust": ["5W0"] * 3, "expected": [100.0, 300.0, None], "held": [100.0, 100.0, 50.0]}
    )

    assert level_places(table) == [Place("5W0", "50% to under 75%", 2)]


@pytest.mark.parametrize(("share", "band"), [(0, 0), (0.2499, 0), (0.25, 1), (0.999, 3), (1, 4), (1.4, 4)])
def test_levels_have_their_edges(share, band):
    assert level_band(share) == LEVEL_BANDS[band]


@pytest.mark.parametrize(
    ("mean", "band"), [(1, "1.0 to 1.9"), (1.96, "2.0 to 2.9"), (4, "4.0 to 5.0"), (5, "4.0 to 5.0")]
)
def test_means_are_banded_as_printed(mean, band):
    assert quality_band(mean) == band


def test_many_dots_go_on_in_the_next_line():
    places = [Place(f"5{number:02}", "4", 9) for number in range(40)]

    found = drawn(spread(OTHERS, places=places))

    assert found.count("<circle") == 40
    assert len({part.split('"')[0] for part in found.split('cy="')[1:]}) == 2


def test_a_name_is_escaped():
    reader = Reader(whole=True, named={"5W0": "<b>PCT"})

    assert "<b>" not in drawn(spread(reader, places=[Place("5W0", "4", 9)]))
