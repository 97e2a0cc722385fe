"""kill -9 of a real worker while letters go: what waited goes later, what perhaps went is shown, and nothing goes twice (O2, I8)."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as live_settings

from operations import messages
from operations.models import Message
from tests.operations.real_worker import kill, start_afresh, wait_for, worker

pytestmark = pytest.mark.django_db(transaction=True)
State = Message.State
BEFORE, AFTER, NEITHER = "hangs before it went", "hangs after it went", "goes"


def delivered():
    """Message-ID -> how often it lies in a file that the worker's mail backend wrote."""
    folder = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent / "mail"
    text = "".join(file.read_text() for file in folder.glob("*.log"))
    return Counter(re.findall(r"Message-ID: (\S+)", text))


def put(person, subject):
    return messages.put("test.killed", period=subject, person=person, subject=subject, body="Send it")


def states():
    return dict(Message.objects.values_list("subject", "state"))


def test_o2_a_worker_killed_while_it_sends_loses_no_letter_and_sends_none_twice(stranger, tmp_path):
    start_afresh()
    log = tmp_path / "worker.log"
    letters = {subject: put(stranger, subject) for subject in (BEFORE, AFTER)}
    with worker(log) as first:
        wait_for(lambda: list(states().values()) == [State.SENDING] * 2 and delivered(), first, log)
        # Both threads of the worker hang: this one is still to be taken up when the worker dies.
        letters[NEITHER] = put(stranger, NEITHER)
        kill(first)
    before = states()

    with worker(log) as second:
        wait_for(lambda: State.SENDING not in states().values() and states()[NEITHER] == State.SENT, second, log)

    ids = {subject: messages.message_id_of(letter) for subject, letter in letters.items()}
    assert before == {BEFORE: State.SENDING, AFTER: State.SENDING, NEITHER: State.WAITING}
    assert states() == {BEFORE: State.UNCERTAIN, AFTER: State.UNCERTAIN, NEITHER: State.SENT}
    assert [delivered()[ids[subject]] for subject in (BEFORE, AFTER, NEITHER)] == [0, 1, 1]
