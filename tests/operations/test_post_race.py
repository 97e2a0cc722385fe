"""The same letters put down and sent by many at once: each goes once (I8, D30)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection, connections

from operations import jobs, messages
from operations.models import Job, Message

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="On SQLite writers wait their turn"),
]
RIVALS = 6


def all_at_once(function):
    """function(number) by each rival, none before all are there."""
    start = Barrier(RIVALS)

    def begin(number):
        start.wait()
        try:
            return function(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(RIVALS) as pool:
        return list(pool.map(begin, range(RIVALS)))


def test_i8_letters_that_many_put_down_and_send_at_once_go_once(stranger, manager):
    people = [stranger, manager]

    def put(number):
        # Half of them the other way round, so that they would wait for each other.
        order = people if number % 2 else people[::-1]
        messages.put_all([messages.Letter("test.race", "1", person, "Due", "Send it") for person in order])

    all_at_once(put)
    ids = list(Job.objects.filter(kind=messages.SEND).values_list("pk", flat=True))
    all_at_once(lambda number: [jobs.run(pk) for pk in ids])

    assert sorted(sent.to[0] for sent in mail.outbox) == ["manager@example.org", "stranger@example.org"]
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.SENT}


def test_of_many_workers_with_one_letter_one_hands_it_over(stranger):
    letter = messages.put("test.race", period="2", person=stranger, subject="Due", body="Send it")

    won = all_at_once(lambda number: messages.begin(Message.objects.get(pk=letter.pk)))

    assert sum(won) == 1
