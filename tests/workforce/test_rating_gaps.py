"""The chart of the self-rating (row 48)."""

from datetime import date

from workforce.frameworks import self_rated
from workforce.rating_gaps import drawing, gaps, sentence

HEALTH = self_rated()
ONE, TWO = date(2006, 6, 1), date(2007, 1, 5)


def rated(value, day=TWO):
    return [(area.code, value, day) for area in HEALTH.competences]


def test_the_chart_has_six_bars():
    """48"""
    assert drawing(gaps(HEALTH, rated(3)), "x").count('class="rating"') == 6


def test_an_area_that_was_never_rated_has_no_bar_and_no_gap():
    found = gaps(HEALTH, [("L", 2, TWO)])
    assert drawing(found, "x").count('class="rating"') == 1
    assert [one.gap for one in found] == [None, None, None, 3, None, None]


def test_the_latest_rating_counts_and_the_one_before_is_kept_beside():
    (lifestyle,) = [one for one in gaps(HEALTH, [("L", 4, TWO), ("L", 2, ONE)]) if one.code == "L"]
    assert (lifestyle.rating, lifestyle.before, lifestyle.rated_on) == (4, 2, TWO)


def test_the_sentence_names_the_widest_gap_and_what_is_missing():
    found = gaps(HEALTH, [("L", 2, TWO), ("E", 4, TWO)])
    assert sentence(found) == "The widest gap, 3 of 4: Lifestyle. 4 of 6 areas not rated."


def test_the_sentence_says_when_there_is_no_gap_and_when_nothing_was_rated():
    assert sentence(gaps(HEALTH, rated(5))) == "All 6 rated areas have the highest rating."
    assert sentence(gaps(HEALTH, [])) == "No area has been rated yet."


def test_each_bar_says_its_figures_in_words():
    words = drawing(gaps(HEALTH, rated(3)), "x")
    assert words.count("3 of 5, gap 2</text>") == 6
