"""The wave book at the end: the same machinery, for whoever comes after."""

from collaborative.models import ReadingLevel
from tests.collaborative.improvement import make_cycle, make_event, make_partner
from tests.collaborative.reports.conftest import charts_of, keys_of, page_of, table_of

WAVE = ReadingLevel.WAVE


def test_the_wave_book_has_the_roll_the_charts_and_what_was_learnt(make, returned, team):
    report = make(kind="wave_book")

    assert keys_of(report)[:6] == ["cover", "roll", "progress", "wave", "adopted", "abandoned"]
    assert len([name for name in charts_of(report) if name.startswith("wave")]) == 4


def test_progress_is_told_from_event_to_event(make, wave, workshop, facilitator, team):
    make_event(wave, "orientation", 0, title="Orientation", held_on=wave.orientation_on)
    make_cycle(team, facilitator, state="closed", shared_with=WAVE)

    rows = table_of(page_of(make(kind="wave_book"), "progress"), "Cycles between").rows

    assert [row[:4] for row in rows] == [("Orientation", 1, 1, 1), ("Learning workshop 2", 0, 0, 0)]


def test_adopted_and_abandoned_ideas_are_both_kept(make, facilitator, team):
    make_cycle(team, facilitator, title="Calls", state="closed", decision="adopt")
    make_cycle(team, facilitator, title="Letters", state="closed", decision="abandon", learning="Nobody read them")

    report = make(kind="wave_book")

    assert "Calls" in str(page_of(report, "adopted"))
    assert "Nobody read them" in str(page_of(report, "abandoned"))


def test_withdrawn_partners_stay_and_why_is_for_the_facilitator(make, team):
    """Row 11"""
    make_partner(team, name="Mind", left_on="2006-09-01", left_reason="No money")

    report = make(kind="wave_book")

    assert "Mind: No money" in str(page_of(report, "roll", "exact"))
    assert "Mind" in str(page_of(report, "roll", "shared"))
    assert "No money" not in str(page_of(report, "roll", "shared"))
