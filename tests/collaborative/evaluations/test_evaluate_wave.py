"""The stored evaluations of a wave: all at once, only what changed, and of true figures."""

from datetime import date

import pytest

from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.evaluations.payload import from_text
from collaborative.models import CycleEvaluation
from measures.computing.recompute import recompute_wave
from tests.collaborative.conftest import send_returns
from tests.collaborative.evaluations.conftest import make_started
from tests.collaborative.improvement import make_cycle
from tests.conftest import make_practice

pytestmark = pytest.mark.django_db


def stored(cycle):
    return from_text(CycleEvaluation.objects.get(cycle=cycle).payload)


def test_a_closed_cycle_gets_what_the_true_figures_say(wave, cycle):
    run = evaluate_wave(wave=wave)

    found = stored(cycle)
    assert (run.cycles, run.written) == (1, 1)
    assert (found.verdict, found.before, found.since) == (
        "larger",
        (date(2005, 4, 1), date(2006, 3, 1)),
        (date(2006, 6, 1), date(2006, 8, 1)),
    )
    assert (found.is_protected, found.is_control_protected, found.control.practices) == (False, False, 2)


def test_a_second_run_writes_nothing(wave, cycle):
    evaluate_wave(wave=wave)
    before = CycleEvaluation.objects.get(cycle=cycle)

    assert evaluate_wave(wave=wave).written == 0
    assert CycleEvaluation.objects.get(cycle=cycle).computed_at == before.computed_at


def test_a_corrected_figure_writes_the_cycles_that_it_touches(wave, cycle, team, manager, practice):
    early = make_started(
        team, manager, practice, state="doing", started_on=date(2006, 11, 20), predicted_by=date(2007, 5, 1)
    )
    evaluate_wave(wave=wave)
    practice.returns.filter(month=date(2006, 7, 1)).update(gp_consultations=999)
    recompute_wave(wave=wave)

    # The younger cycle says nothing yet, but the rate before its start has changed.
    assert evaluate_wave(wave=wave).written == 2
    assert stored(cycle).verdict == "other_way"
    assert stored(early).verdict == "too_early"


def test_several_practices_are_their_sum_with_an_interval_that_allows_for_both(
    wave, returned, team, practice, neighbour, manager
):
    both = make_started(team, manager, practice, neighbour)
    evaluate_wave(wave=wave)

    found = stored(both)
    assert (found.asked.places, found.observed.practices) == (("A99001", "A99002"), 2)
    assert found.control.practices == 1


def test_a_cycle_without_practices_is_of_the_whole_pct(wave, returned, team, manager):
    everywhere = make_started(team, manager)
    evaluate_wave(wave=wave)

    found = stored(everywhere)
    assert (found.asked.place_kind, found.asked.places, found.observed.practices) == ("commissioner", ("5W0",), 2)


def test_cycles_that_have_not_started_or_name_no_measure_have_none(wave, returned, team, manager):
    make_cycle(team, manager, measure="referrals")
    make_cycle(team, manager, state="doing")

    assert evaluate_wave(wave=wave).cycles == 0


def test_a_cycle_that_no_longer_has_a_measure_loses_its_evaluation(wave, cycle):
    evaluate_wave(wave=wave)
    cycle.measure, cycle.predicted_direction, cycle.predicted_percent, cycle.predicted_by = "", "", None, None
    cycle.save()

    assert evaluate_wave(wave=wave).removed == 1
    assert not CycleEvaluation.objects.exists()


def test_a_practice_that_sent_nothing_has_a_named_reason(wave, returned, team, trust, manager):
    silent = make_practice(wave, "A99077", "Silent Surgery", trust)
    made = make_started(team, manager, silent)
    evaluate_wave(wave=wave)

    assert (stored(made).verdict, stored(made).reason) == ("cannot_be_said", "not_computed")


def test_measure_two_is_judged_like_the_others_and_without_better_or_worse(wave, returned, team, practice, manager):
    made = make_started(team, manager, practice, measure="other_staff_consultations", predicted_direction="rise")
    evaluate_wave(wave=wave)

    assert stored(made).verdict == "other_way"


def test_queries_do_not_grow_with_the_cycles(wave, cycle, team, practice, manager, django_assert_max_num_queries):
    for day in range(1, 15):
        make_started(team, manager, practice, started_on=date(2006, 4, day))

    with django_assert_max_num_queries(16):
        evaluate_wave(wave=wave)


def test_another_wave_is_left_alone(wave, cycle, programme):
    evaluate_wave(wave=wave)
    other = type(wave).objects.create(
        programme=programme,
        code="W9",
        number=9,
        name="Other",
        orientation_on=date(2006, 12, 5),
        learning_workshop_1_on=date(2007, 1, 9),
        learning_workshop_2_on=date(2007, 5, 8),
        learning_workshop_3_on=date(2007, 9, 11),
        ends_on=date(2007, 12, 31),
    )

    evaluate_wave(wave=other)

    assert CycleEvaluation.objects.filter(cycle=cycle).exists()


def test_a_latecomer_changes_the_controls_of_others(wave, cycle, trust):
    evaluate_wave(wave=wave)
    late = make_practice(wave, "A99078", "Late Surgery", trust)
    send_returns(wave, late, 4)
    recompute_wave(wave=wave)

    assert evaluate_wave(wave=wave).written == 1
    assert stored(cycle).control.practices == 3
