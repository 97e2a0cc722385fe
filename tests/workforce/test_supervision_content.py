"""What was talked about in supervision is stored nowhere: there is no field for it, and other fields refuse it (P5)."""

import pytest
from django.db.models import CharField, TextField
from django.urls import reverse

from tests.workforce import roster
from workforce.models import Dispute, Leave, SupervisionArrangement, SupervisionMonth, SupervisionSession
from workforce.supervision_content import looks_like_content


@pytest.mark.parametrize("model", [SupervisionArrangement, SupervisionSession, SupervisionMonth, Leave])
def test_no_row_of_supervision_takes_a_text(model):
    """P5: a text is a choice, or there is none."""
    free = [
        field.name for field in model._meta.fields if isinstance(field, CharField | TextField) and not field.choices
    ]

    assert free == []


@pytest.mark.parametrize(
    "text",
    [
        "In supervision on 5 January we discussed a man who hears voices",
        "We talked about her case during supervision",
        "The client disclosed what had happened",
        "Self-harm by a patient",
        "Supervision notes: sleeps badly",
    ],
)
def test_what_reads_like_content_is_seen(text):
    assert looks_like_content(text)


@pytest.mark.parametrize(
    "text",
    [
        "The session of 5 January was held, not missed",
        "Observed in two sessions",
        "An hour for two is no hour for either",
        "New patients doubled in the practice within a month",
        "Workers said that supervision is too short",
    ],
)
def test_what_is_said_of_times_and_of_the_work_passes(text):
    assert not looks_like_content(text)


def test_a_dispute_that_tells_what_was_talked_about_is_refused(client_of, graduates, trust, practice):
    """P5: nothing is stored, and what was found is not repeated outside the field."""
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    sent = {"about": "supervision", "entry": "5 January", "text": "In supervision we discussed a suicidal patient"}

    page = client_of(roster.staff_member_at(practice, worker)).post(reverse("dispute_create"), sent)

    assert "stored nowhere" in page.content.decode()
    assert not Dispute.objects.exists()
