"""The chain of the audit trail: an edit, a gap, a swap or a cut tail shows (D35)."""

import pytest
from django.db import transaction

from operations.audit import record
from operations.chain import first_break
from operations.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    return [record("thing_done", number=number) for number in range(6)]


def test_empty_trail_is_whole():
    assert first_break() is None


def test_untouched_trail_is_whole(events):
    assert first_break() is None


@pytest.mark.parametrize(
    "change",
    [
        {"event": "other"},
        {"actor_name": "Somebody"},
        {"actor_id": 7},
        {"organisation_code": "A99002"},
        {"about_id": "9"},
        {"details": {"number": 99}},
        {"details": {}},
    ],
)
def test_edit_is_found_at_the_edited_event(events, change):
    AuditEvent.objects.filter(pk=events[2].pk).update(**change)

    assert first_break().row == events[2].pk


def test_edit_with_its_own_hash_mended_is_found_at_the_next(events):
    """Who can count the hash of one event would have to write all later ones anew."""
    AuditEvent.objects.filter(pk=events[2].pk).update(details={}, hash="f" * 64)

    assert first_break().row == events[2].pk


def test_deletion_in_the_middle_is_found_at_the_next(events):
    AuditEvent.objects.filter(pk=events[2].pk).delete()

    assert first_break().row == events[3].pk


def test_cut_tail_is_found_against_the_head(events):
    AuditEvent.objects.filter(pk__gte=events[4].pk).delete()

    assert first_break().row == events[3].pk


def test_whole_trail_deleted_is_found(events):
    AuditEvent.objects.all().delete()

    assert first_break().row is None


def test_head_that_is_gone_is_found(events):
    AuditHead.objects.all().delete()

    assert first_break().row == events[-1].pk


def test_swap_is_found(events):
    """The contents of two events exchanged, hashes and all."""
    second, third = AuditEvent.objects.get(pk=events[1].pk), AuditEvent.objects.get(pk=events[2].pk)
    AuditEvent.objects.filter(pk__in=[second.pk, third.pk]).delete()
    second.pk, third.pk = third.pk, second.pk
    for event in (third, second):
        event.save(force_insert=True)

    assert first_break() is not None


def test_inserted_event_is_found(events):
    inserted = AuditEvent.objects.create(event="never_happened", previous_hash=events[-1].hash, hash="e" * 64)

    assert first_break().row == inserted.pk


def test_deleting_the_person_keeps_the_event(stranger):
    record("thing_done", by=stranger)
    stranger.delete()

    assert AuditEvent.objects.get().actor_name == "Stranger"
    assert first_break() is None


def test_event_is_written_with_its_cause_or_not_at_all():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("thing_done")
        1 / 0  # noqa: B018

    assert not AuditEvent.objects.exists()
    assert first_break() is None
