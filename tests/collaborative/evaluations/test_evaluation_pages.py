"""The dashboard of a cycle: for whom it is, what it says, and what it keeps."""

from datetime import date

import pytest

from collaborative.actions.cycle_evaluations import evaluate_wave
from collaborative.models import CycleEvaluation, ReadingLevel
from measures.models import Computation
from operations.models import AuditEvent, Job
from tests.collaborative.conftest import agree
from tests.collaborative.evaluations.conftest import make_started
from tests.collaborative.improvement import make_cycle, make_event
from tests.collaborative.pages import words_of

pytestmark = pytest.mark.django_db


def page_of(client, cycle, ending="/"):
    return client.get(f"/cycles/{cycle.pk}/evaluation{ending}")


def test_the_practice_sees_predicted_and_observed_side_by_side(client_of, cycle, manager):
    """The prediction ledger of one cycle: the team's words, the locked figures, what was observed with its interval."""
    text = words_of(page_of(client_of(manager), cycle))

    assert "it falls by 20% by Aug 2006" in text
    assert "One in ten appointments saved" in text
    assert "95% interval" in text and "in the predicted direction, larger" in text
    assert "Partly" in text


def test_the_months_are_named_that_are_compared(client_of, cycle, manager):
    assert "Jun 2006 to Aug 2006 against Apr 2005 to Mar 2006." in words_of(page_of(client_of(manager), cycle))


def test_the_own_figures_are_exact_and_those_of_others_rounded(client_of, cycle, manager):
    assert "own figures are exact" in words_of(page_of(client_of(manager), cycle))


def test_events_and_other_cycles_of_the_place_stand_under_what_else_happened(
    client_of, wave, cycle, team, practice, neighbour, manager
):
    make_event(wave, number=1, title="Learning workshop 1")
    make_started(team, manager, practice, title="Self-help books")
    make_started(team, manager, neighbour, title="Exercise classes")

    text = words_of(page_of(client_of(manager), cycle))

    assert "Learning workshop 1" in text and "Self-help books, cycle 1" in text
    assert "Exercise classes" not in text


def test_a_cycle_of_others_that_is_not_shared_leaves_no_trace(client_of, cycle, team, practice, manager, lay_member):
    client = client_of(lay_member)
    before = page_of(client, cycle, ".csv").content
    make_started(team, manager, practice, title="Self-help books", shared_with=ReadingLevel.FACILITATOR)

    assert page_of(client, cycle, ".csv").content == before


def test_a_cycle_that_has_not_started_says_what_will_stand_here(client_of, returned, team, manager):
    planned = make_cycle(team, manager, measure="referrals")

    assert "has not started" in words_of(page_of(client_of(manager), planned))


def test_a_cycle_without_a_measure_says_so(client_of, returned, team, manager):
    assert "names no measure" in words_of(page_of(client_of(manager), make_cycle(team, manager, state="doing")))


def test_too_early_says_when(client_of, returned, team, practice, manager):
    young = make_started(
        team, manager, practice, state="doing", started_on=date(2006, 11, 20), predicted_by=date(2007, 2, 1)
    )

    text = words_of(page_of(client_of(manager), young))

    assert "too early: due with the return of Feb 2007" in text
    assert "it can be said with the return of Feb 2007" in text


def test_before_anything_was_computed_the_reason_is_named(client_of, team, practice, manager):
    text = words_of(page_of(client_of(manager), make_started(team, manager, practice)))

    assert "no figures have been worked out for this place" in text


def test_a_cycle_that_is_not_shared_is_not_found(client_of, cycle, lay_member):
    type(cycle).objects.update(shared_with=ReadingLevel.COMMISSIONER)

    assert page_of(client_of(lay_member), cycle).status_code == 404


def test_a_lay_member_is_not_shown_the_figures_of_a_practice(client_of, cycle, lay_member):
    text = words_of(page_of(client_of(lay_member), cycle))

    assert "you may not open the figures of the practice" in text
    assert "Jun 2006" not in text


def test_other_methods_are_refused(client_of, cycle, manager):
    client = client_of(manager)

    assert client.post(f"/cycles/{cycle.pk}/evaluation/").status_code == 405


def test_the_file_says_what_the_page_says_and_is_written_down(client_of, cycle, manager):
    content = page_of(client_of(manager), cycle, ".csv").content.decode("utf-8-sig")

    assert "month,Apr 2006,During the cycle" in content
    assert '"in the predicted direction, larger"' in content
    assert AuditEvent.objects.filter(event="figures.exported", about_id=str(cycle.pk)).count() == 1


# ---- what is stored, and for whom


def test_whoever_sees_all_exactly_is_shown_what_is_stored(
    client_of, wave, cycle, practice, neighbour, elsewhere, facilitator
):
    agree(wave, practice, neighbour, elsewhere)
    evaluate_wave(wave=wave)
    done(wave)
    row = CycleEvaluation.objects.get()
    row.payload = row.payload.replace('"verdict":"larger"', '"verdict":"smaller"')
    row.save()

    assert "in the predicted direction, smaller" in words_of(page_of(client_of(facilitator), cycle))


def done(wave):
    key = f"evaluate:{wave.pk}:{Computation.objects.pointer(wave).content_version}"
    Job.objects.filter(key=key).update(state=Job.State.DONE)


def test_what_is_stored_of_older_figures_or_another_prediction_is_not_shown(
    client_of, wave, cycle, practice, neighbour, elsewhere, facilitator
):
    agree(wave, practice, neighbour, elsewhere)
    evaluate_wave(wave=wave)
    CycleEvaluation.objects.update(payload=CycleEvaluation.objects.get().payload.replace('"larger"', '"smaller"'))
    client = client_of(facilitator)
    assert "direction, larger" in words_of(page_of(client, cycle))
    done(wave)
    type(cycle).objects.update(predicted_percent=25)

    assert "direction, smaller" not in words_of(page_of(client, cycle))


def test_the_practice_itself_is_not_shown_what_was_made_from_others_true_figures(client_of, wave, cycle, manager):
    evaluate_wave(wave=wave)
    done(wave)
    CycleEvaluation.objects.update(payload=CycleEvaluation.objects.get().payload.replace('"larger"', '"smaller"'))

    assert "direction, larger" in words_of(page_of(client_of(manager), cycle))
