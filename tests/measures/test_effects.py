"""A wave against its own earlier trend, and its practices against each other: what goes in, what comes out, what is refused."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from measures import effect_charts, effect_words
from measures.definitions import DefinitionChange, definition_of
from measures.disclosure import SUPPRESSED
from measures.effects import Practice, controls, crossing_rows, interrupted
from practices import months

CONSULTATIONS, REFERRALS, ABSENCE = map(definition_of, ("gp_consultations", "referrals", "long_absence"))
GRID = months.month_range(date(2005, 2, 1), date(2007, 7, 1))
WORKSHOP = date(2006, 3, 1)
# 13 months before, two left out, 15 after.
PEOPLE = [20_000.0] * len(GRID)


def counts_of(before=0.8, step=1.0, slope=0.0, people=PEOPLE):
    """Rates that are level before, and change by `step` and by `slope` a month from the third month after the workshop on."""
    wobble = np.random.default_rng(1).normal(1, 0.005, len(people))
    since = np.maximum(np.arange(len(people)) - 14, 0)
    rates = before * np.where(since > 0, step, 1) * np.exp(slope * since)
    return np.round(np.array(people) * rates * wobble).tolist()


def found_of(counts, definition=CONSULTATIONS, people=PEOPLE, grid=GRID, ends=GRID[-1], breaks=()):
    """Of a wave that goes on after the months at hand."""
    return interrupted(grid, counts, people, WORKSHOP, definition, ends=ends, breaks=breaks)


def test_a_fall_at_the_workshop_is_found_with_its_size():
    """80 per 100 before, 64 after: 16 fewer, in the unit of the measure."""
    found = found_of(counts_of(step=0.8))

    assert found.reason == ""
    assert found.at_end.lower < -16 < found.at_end.upper < 0
    assert found.level.lower < -16 < found.level.upper < 0
    assert found.carried_on[found.last] == pytest.approx(80, abs=3)


def test_a_trend_that_goes_on_is_no_change():
    """Falling by one in a hundred a month, before and after: the same trend, so nothing is claimed."""
    falling = [people * 0.8 * 0.99**row for row, people in enumerate(PEOPLE)]
    wobble = np.random.default_rng(3).normal(0, 40, len(GRID))
    found = found_of((np.array(falling) + wobble).tolist())

    assert found.at_end.lower < 0 < found.at_end.upper
    assert found.observed[-1] < found.observed[0]


def test_a_turn_of_the_trend_is_in_the_unit_a_month():
    found = found_of(counts_of(slope=-0.02))

    assert found.slope.lower < -0.02 * 80 < found.slope.upper < 0


def test_m4_people_who_are_counted_again_each_month_go_through_least_squares():
    """Their months are alike: Newey-West, and no Poisson variation is supposed."""
    found = found_of(counts_of(before=0.05, step=0.8), ABSENCE)
    words = effect_words.sure_words(found, "94 practices in every month.", is_protected=False)

    assert found.at_end.lower < -1 < found.at_end.upper
    assert "Newey-West" in words
    assert effect_words.changes_table(found, ABSENCE)["head"] == ["When", "Difference", "95% interval"]


def test_trap_24_the_months_of_the_workshop_are_left_out_and_named():
    found = found_of(counts_of(step=0.8))

    assert found.transition == (date(2006, 3, 1), date(2006, 4, 1))
    assert (found.fit.months_before, found.fit.months_after) == (13, 15)
    assert "Left out while work was changing: Mar 2006 and Apr 2006." in effect_words.months_words(found)
    assert effect_words.use_of(found, 13) == "left out: work was changing"


@pytest.mark.parametrize(("months_after", "reason"), [(11, "few_months_after"), (12, "")])
def test_trap_24_twelve_months_on_each_side_are_the_least(months_after, reason):
    size = 13 + 2 + months_after
    found = found_of(counts_of(step=0.8)[:size], people=PEOPLE[:size], grid=GRID[:size])

    assert found.reason == reason


def test_trap_24_a_wave_too_short_for_a_transition_has_none():
    """Its calendar decides it, before any figure is known: twelve months in all from the workshop on."""
    found = found_of(counts_of(step=0.8)[:25], people=PEOPLE[:25], grid=GRID[:25], ends=GRID[24])

    assert found.transition == ()
    assert (found.reason, found.fit.months_after) == ("", 12)
    assert "Left out" not in effect_words.months_words(found)


def test_why_nothing_is_worked_out_is_said_with_how_many_months_there_are():
    found = found_of(counts_of()[:24], people=PEOPLE[:24], grid=GRID[:24])

    assert effect_words.why_not(found) == (
        "Not worked out. Fewer than 12 months after the change can be used, so no new trend can be seen. At least 12 of each "
        "are needed; 13 months before and 9 after can be used. Left out while work was changing: Mar 2006 and Apr 2006."
    )


def test_across_a_new_definition_no_trend_is_carried_on():
    changed = replace(
        CONSULTATIONS, changes=(*CONSULTATIONS.changes, DefinitionChange("1.1", date(2006, 6, 1), "Visits too"))
    )
    found = found_of(counts_of(), changed)

    assert found.reason == "new_definition"
    assert "definition of the measure changed" in effect_words.why_not(found)


def test_across_a_break_in_series_no_trend_is_carried_on():
    found = found_of(counts_of(), breaks=[date(2006, 6, 1)])

    assert found.reason == "series_broken"
    assert "break in series" in effect_words.why_not(found)


@pytest.mark.parametrize(
    ("workshop", "reason"), [(date(2004, 1, 1), "few_months_before"), (date(2008, 1, 1), "few_months_after")]
)
def test_a_workshop_outside_the_months_is_a_reason_and_no_error(workshop, reason):
    found = interrupted(GRID, counts_of(), PEOPLE, workshop, CONSULTATIONS)

    assert found.reason == reason
    assert "Not worked out." in effect_words.why_not(found)


@pytest.mark.parametrize("nothing", [None, SUPPRESSED])
def test_what_is_missing_or_withheld_is_no_data_and_never_nought(nothing):
    counts = counts_of(step=0.8)
    counts[4] = nothing
    found = found_of(counts)

    assert found.observed[4] is None
    assert found.fit.months_missing == (4,)
    assert effect_words.use_of(found, 4) == "no value to use"
    assert found.at_end.value == pytest.approx(-16, abs=3)


@pytest.mark.parametrize("people", [[0.0] * 30, [None] * 30])
def test_nothing_is_divided_by_nought(people):
    assert found_of(counts_of(), people=people).reason in ("no_denominator", "few_months_before")


def test_no_events_at_all_have_a_reason():
    assert found_of([0] * 30).reason == "no_events"


def test_the_words_begin_with_the_absolute_difference():
    words = effect_words.found_words(found_of(counts_of(step=0.8)), CONSULTATIONS)

    assert words.startswith("Jul 2007: 1")
    assert (
        "fewer GP consultations per 100 people on the list a month than if the earlier trend had gone on (95% interval"
        in words
    )


def test_table_and_drawing_hold_the_same_figures():
    found = found_of(counts_of(step=0.8))
    rows = effect_words.months_table(found, CONSULTATIONS)["rows"]
    drawn = {trace["name"]: trace["y"] for trace in effect_charts.figure(found)["data"]}

    assert len(rows) == len(GRID)
    assert [float(row[1]["text"]) for row in rows] == pytest.approx(drawn["Observed (open: left out)"], abs=0.06)
    assert [bool(row[3]["text"]) for row in rows] == [value is not None for value in drawn["Earlier trend carried on"]]


def test_a_long_series_has_a_season():
    grid = months.month_range(date(2003, 2, 1), date(2008, 12, 1))
    found = found_of(counts_of(people=[20_000.0] * len(grid)), people=[20_000.0] * len(grid), grid=grid)

    assert found.plan.names[-2:] == ("sin12", "cos12")
    assert "with a season" in effect_words.method_words(found)


# ---- practices as each other's controls


def test_a_practice_begins_with_the_workshop_or_when_it_joins_later():
    joined = [date(2006, 2, 7), date(2006, 3, 20), date(2006, 9, 4), date(2007, 8, 1)]

    assert crossing_rows(GRID, joined, WORKSHOP) == [13, 13, 19, -1]


def wedge_of(effect, joined, count=24):
    """Practices with rates of their own, months that move all of them, and a true effect from their own start on."""
    random = np.random.default_rng(5)
    rows = crossing_rows(GRID, [joined(place) for place in range(count)], WORKSHOP)
    season = np.exp(random.normal(0, 0.1, len(GRID)))
    practices = []
    for place, row in enumerate(rows):
        people = np.full(len(GRID), random.integers(100, 400), dtype=float)
        with_effect = np.where(np.arange(len(GRID)) >= (row if row >= 0 else len(GRID)), effect, 1)
        counts = random.poisson(people * random.uniform(0.5, 1.2) * season * with_effect)
        practices.append(Practice(counts.tolist(), people.tolist(), joined(place)))
    return controls(GRID, practices, WORKSHOP)


def late(place):
    return date(2006, 2, 7) if place % 2 else date(2006, 11, 6)


def test_what_late_joiners_did_not_see_is_found():
    found = wedge_of(0.8, late)

    assert found.reason is None
    assert found.ratio.lower < 0.8 < found.ratio.upper < 1
    assert found.difference.upper < 0


def test_without_an_effect_months_that_move_everybody_claim_nothing():
    found = wedge_of(1.0, late)

    assert found.ratio.lower < 1 < found.ratio.upper


def test_when_all_begin_together_they_are_no_controls():
    assert wedge_of(0.8, lambda place: date(2006, 2, 7)).reason == "same_month"


def test_the_wedge_is_said_absolutely_first_in_the_measures_unit():
    """Referrals are per 1,000: the same effect is ten times the figure per 100."""
    found = wedge_of(0.8, late)
    per_100, per_1000 = (effect_words.wedge_words(found, one) for one in (CONSULTATIONS, REFERRALS))

    assert f"{abs(found.difference.value):.1f} fewer GP consultations per 100 people" in per_100
    assert f"{abs(found.difference.value) * 10:.1f} fewer referrals to specialist services per 1,000" in per_1000
    assert "24 practices that began in 2 different months" in effect_words.wedge_sure(found)


def test_practices_that_began_in_one_month_beside_those_that_have_not_are_said_so():
    found = replace(wedge_of(0.8, late), crossing_rows=(13,), practices_never_crossed=4)

    assert "24 practices that began in one month, 4 not yet;" in effect_words.wedge_sure(found)
