"""Anchors kept elsewhere: what the chain alone cannot show, they do; and a row is named after every kind of tampering (D35)."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.models import ProtectedError

from measures.models import MonthlyReturn
from operations import anchors
from operations.audit import START, chained_hash, record
from operations.chain import first_break
from operations.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db
WRITERS, EVENTS = 8, 1_000


@pytest.fixture
def events():
    return [record("thing_done", number=number) for number in range(6)]


@pytest.fixture
def anchored(events):
    """Anchors after the third and after the sixth event."""
    third = anchors.Anchor("2007-02-07T02:00:00+00:00", 3, events[2].hash)
    return [third, anchors.take()]


def written_anew():
    """What somebody who can write the whole database does: every hash counted again, and the head with them."""
    previous = START
    for event in AuditEvent.objects.order_by("id"):
        event.previous_hash = previous
        event.hash = previous = chained_hash(event)
        event.save()
    AuditHead.objects.update(last_hash=previous, events=AuditEvent.objects.count())


def test_trail_agrees_with_its_anchors(events, anchored):
    assert first_break(anchored) is None


def test_chain_written_anew_hangs_together_by_itself(events):
    AuditEvent.objects.filter(pk=events[4].pk).update(actor_name="Somebody else")
    written_anew()

    assert first_break() is None


@pytest.mark.parametrize(("edited", "named"), [(1, 0), (4, 3)])
def test_chain_written_anew_is_found_by_an_anchor(events, anchored, edited, named):
    """The first row after the last anchor that still holds."""
    AuditEvent.objects.filter(pk=events[edited].pk).update(actor_name="Somebody else")
    written_anew()

    assert first_break(anchored).row == events[named].pk


def test_tail_cut_off_with_the_head_is_found_by_an_anchor(events, anchored):
    AuditEvent.objects.filter(pk__gte=events[4].pk).delete()
    written_anew()

    found = first_break(anchored)
    assert (found.row, "2 after it" in found.what) == (events[3].pk, True)


def test_inserted_event_is_named_and_not_the_one_after_it(events):
    """Put between the second and the third, with a link and a hash that are right."""
    first, *others = AuditEvent.objects.order_by("id")[1:]
    moved = [event.pk for event in others]
    AuditEvent.objects.filter(pk__in=moved).delete()
    put_in = AuditEvent(event="never_happened", previous_hash=first.hash, pk=others[0].pk)
    put_in.hash = chained_hash(put_in)
    put_in.save(force_insert=True)
    for event in others:
        event.pk += 1
        event.save(force_insert=True)

    assert first_break().row == put_in.pk


def test_event_beyond_the_head_is_named(events):
    added = AuditEvent(event="never_happened", previous_hash=events[-1].hash)
    added.hash = chained_hash(added)
    added.save(force_insert=True)

    assert first_break().row == added.pk


def test_command_prints_and_adds_the_line(events, tmp_path):
    out = StringIO()
    call_command("anchor", "--to", str(tmp_path / "kept.txt"), stdout=out)

    (kept,) = anchors.read(tmp_path / "kept.txt")
    assert (kept.line, kept.events, kept.hash) == (out.getvalue().strip(), 6, events[-1].hash)


def test_line_that_is_no_anchor_is_named(tmp_path):
    (tmp_path / "kept.txt").write_text(f"2007-02-07T02:00:00+00:00 3 {'a' * 64}\nsomething else\n")

    with pytest.raises(ValueError, match="Line 2"):
        anchors.read(tmp_path / "kept.txt")


def test_restore_takes_back_the_anchors_of_what_the_backup_did_not_have(events, anchored, tmp_path):
    for anchor in [*anchored, anchors.Anchor("2007-02-08T02:00:00+00:00", 3, events[2].hash, is_restored=True)]:
        anchors.append(anchor, tmp_path / "kept.txt")

    assert [anchor.events for anchor in anchors.read(tmp_path / "kept.txt")] == [3, 3]


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_never_fork_the_chain():
    """D35: a thousand events."""

    def write(writer):
        try:
            for number in range(EVENTS // WRITERS):
                record("thing_done", writer=writer, number=number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    assert AuditEvent.objects.count() == AuditHead.objects.get().events == EVENTS
    assert first_break() is None


def test_person_who_sent_a_return_cannot_be_deleted_with_it(wave, practice, stranger):
    """Deleting a person deletes neither returns nor events."""
    MonthlyReturn.objects.create(
        wave=wave,
        practice=practice,
        month="2006-11-01",
        state="submitted",
        is_current=True,
        severity_tool="PHQ9",
        extract_date="2006-12-05",
        submitted_at="2006-12-05T09:00Z",
        submitted_by=stranger,
    )
    record("return.submitted", by=stranger)

    with pytest.raises(ProtectedError):
        stranger.delete()
    assert (MonthlyReturn.objects.count(), AuditEvent.objects.filter(event="return.submitted").count()) == (1, 1)
