"""Anonymous evaluation: once per person, hidden under ten answers and until it is over (W3)."""

import pytest
from django.db import models

from collaborative.actions import event_evaluations as actions
from collaborative.models import EvaluationReceipt, EventEvaluation
from operations.models import AuditEvent


def fill(event, count, **fields):
    values = {"answers": {"aims": 4}, "learned": "Start small", "improve": "More time", "answered_on": event.held_on}
    for _ in range(count):
        EventEvaluation.objects.create(event=event, **values | fields)


def answer(client, event, **given):
    return client.post(f"/events/{event.pk}/evaluation/answer/", {"aims": "4", "learned": "Start small"} | given)


def results(client, event):
    return client.get(f"/events/{event.pk}/evaluation/").context["page"]


def test_w3_person_answers_once(client_of, manager, today):
    client = client_of(manager)

    answer(client, today)
    answer(client, today, aims="1")

    assert [one.answers for one in EventEvaluation.objects.all()] == [{"aims": 4}]


def test_w3_nothing_ties_an_answer_to_a_person(client_of, manager, today):
    answer(client_of(manager), today)

    fields = {field.name for field in EventEvaluation._meta.get_fields()}
    assert fields == {"id", "event", "answers", "learned", "improve", "answered_on"}
    assert EventEvaluation.objects.get().answered_on == today.held_on
    for model in (EventEvaluation, EvaluationReceipt):  # a number would tell the order
        assert isinstance(model._meta.pk, models.UUIDField)
    assert AuditEvent.objects.get(event="event_evaluated").actor_id is None


@pytest.mark.parametrize("which", ["event", "coming"])
def test_w3_answers_are_taken_from_the_day_on_for_two_weeks(request, client_of, manager, which):
    found = request.getfixturevalue(which)

    answer(client_of(manager), found)

    assert EventEvaluation.objects.count() == 0


def test_w3_form_without_any_answer_is_refused(client_of, manager, today):
    given = answer(client_of(manager), today, aims="", learned="")

    assert "Answer at least one question" in given.content.decode()
    assert EvaluationReceipt.objects.count() == 0


def test_w3_words_that_name_a_patient_are_refused(client_of, manager, today):
    given = answer(client_of(manager), today, learned="943 476 5919 came back")

    assert "learned" in given.context["form"].errors
    assert EventEvaluation.objects.count() == 0


def test_w3_results_under_ten_answers_are_hidden_from_everybody(client_of, facilitator, event):
    fill(event, 9)

    page = results(client_of(facilitator), event)

    assert page.answered == 9
    assert "Fewer than 10" in page.withheld
    assert page.bars == page.learned == []


def test_w3_ten_answers_are_shown_with_their_number(client_of, manager, event):
    fill(event, 10)

    page = results(client_of(manager), event)

    assert page.bars[0]["words"] == "10 of 10 said mostly or very much"
    assert page.table["rows"][0][1]["text"] == 10


def test_w3_question_that_fewer_than_ten_answered_is_hidden_by_itself(client_of, manager, event):
    fill(event, 10)
    fill(event, 9, answers={"useful": 1})

    page = results(client_of(manager), event)

    assert page.bars[1]["words"] == "Fewer than 10 people answered this"
    assert not page.bars[1]["is_drawn"]


def test_w3_results_wait_until_the_evaluation_is_over(client_of, facilitator, today):
    """Or looking before and after one answer would tell it."""
    fill(today, 12)
    client = client_of(facilitator)
    before = results(client, today)

    client.post(f"/events/{today.pk}/evaluation/end/")

    assert "once the evaluation is over" in before.withheld and before.bars == []
    assert results(client, today).bars[0]["words"] == "12 of 12 said mostly or very much"
    answer(client, today)
    assert EventEvaluation.objects.count() == 12


def test_w3_remarks_are_for_the_facilitator_alone(client_of, facilitator, manager, event):
    fill(event, 10)

    assert results(client_of(facilitator), event).learned == ["Start small"] * 10
    assert "Start small" not in client_of(manager).get(f"/events/{event.pk}/evaluation/").content.decode()


def test_w3_refused_answer_leaves_no_receipt(manager, event):
    with pytest.raises(actions.ValidationError):
        actions.evaluate(event=event, answers={"aims": 1}, learned="", improve="", by=manager)

    assert EvaluationReceipt.objects.count() == 0
