"""D36: a refusal leaves an event, which names the address and nothing that stands in it."""

import pytest
from django.db import DatabaseError

from operations import audit
from operations.models import AuditEvent


@pytest.mark.parametrize(
    ("address", "status"),
    [("/waves/W1/practices/A99002/", 404), ("/operations/jobs/", 403), ("/register/A99002/", 404)],
)
def test_a_refusal_leaves_an_event(address, status, client_of, manager, neighbour):
    assert client_of(manager).get(address).status_code == status

    event = AuditEvent.objects.get(event="access.denied")
    assert (event.actor_id, event.details["status"]) == (manager.pk, status)
    assert "A99002" not in str(event.details) + event.organisation_code + event.about_id


def test_an_address_that_is_none_of_ours_leaves_none(client_of, manager):
    client_of(manager).get("/no/such/page/")

    assert not AuditEvent.objects.filter(event="access.denied").exists()


def test_a_trail_that_cannot_be_written_changes_no_answer(client_of, manager, monkeypatch):
    def broken(*args, **details):
        raise DatabaseError("no room")

    monkeypatch.setattr(audit, "record", broken)

    assert client_of(manager).get("/operations/jobs/").status_code == 403
