"""A copy, or erasure, of one person's data: the manager asks, the auditor decides, a job carries it out (D38)."""

import json
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from operations import audit, jobs
from practices.exports import csv_bytes
from practices.stored_files import write_whole
from registers.actions import erasing
from registers.actions.stored_copies import copy_path
from registers.models import DataRequest, Person

CARRY_OUT = "registers.data_request"
OPEN = [DataRequest.State.REQUESTED, DataRequest.State.APPROVED]


@transaction.atomic
def ask(*, practice, kind: str, local_number: int, reason: str, by) -> DataRequest:
    """Put a request before the auditor. Raises ValidationError for a number that nobody has, or that is asked about already."""
    # Locked, so that of two who ask at once the second finds what the first asked.
    person = Person.objects.select_for_update().filter(practice=practice, local_number=local_number).first()
    if person is None:
        raise ValidationError({"local_number": "Nobody on this register has this number. Check it on the list"})
    if DataRequest.objects.filter(person=person, kind=kind, state__in=OPEN).exists():
        raise ValidationError({"local_number": "This was asked for already and is not done yet"})
    request = DataRequest.objects.create(
        practice=practice, kind=kind, person=person, local_number=local_number, reason=reason, requested_by=by
    )
    audit.record("data_request.asked", by=by, about=request, organisation=practice, kind=kind)
    return request


@transaction.atomic
def decide(*, request, is_approved: bool, reason: str = "", by) -> DataRequest:
    """The second of two people. Raises ValidationError when it was decided before, PermissionDenied for who asked."""
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.requested_by_id == by.pk:
        raise PermissionDenied("nobody decides on a request of their own")
    if request.state != DataRequest.State.REQUESTED:
        raise ValidationError("Somebody has decided on this request already")
    if not is_approved and not reason.strip():
        raise ValidationError({"reason": "Say why it is refused"})
    request.state = DataRequest.State.APPROVED if is_approved else DataRequest.State.REFUSED
    request.decided_by, request.decided_at, request.decision_reason = by, timezone.now(), reason.strip()
    request.save()
    event = "data_request.approved" if is_approved else "data_request.refused"
    audit.record(event, by=by, about=request, organisation=request.practice, kind=request.kind)
    if is_approved:
        jobs.enqueue(CARRY_OUT, key=f"data-request:{request.pk}", payload={"request": request.pk})
    return request


@transaction.atomic
def carry_out(*, request) -> DataRequest:
    """Do what was approved; once, however often it is called."""
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != DataRequest.State.APPROVED:
        return request
    person = request.person
    if request.kind == DataRequest.Kind.COPY and person is not None:
        request.counts = store_copy(request, person)
        request.stored_path = file_name(request)
    elif person is not None:
        request.counts = erasing.erase(person=person, about=request, by=request.decided_by)
        request.person = None
    request.state, request.done_at = DataRequest.State.DONE, timezone.now()
    request.save()
    audit.record("data_request.done", about=request, organisation=request.practice, kind=request.kind)
    return request


@transaction.atomic
def give_up(*, request) -> None:
    """After the last attempt; the reason is in the log, without any value."""
    if DataRequest.objects.filter(pk=request.pk, state=DataRequest.State.APPROVED).update(state="failed"):
        audit.record("data_request.failed", about=request, organisation=request.practice, kind=request.kind)


# ------------------------------------------------------------------ the copy


def file_name(request) -> str:
    return f"{request.pk}.json"


def store_copy(request, person) -> dict[str, int]:
    """Write every row of the person as JSON; returns the rows by table."""
    tables = rows_of(person)
    about = {"practice": request.practice.ods_code, "local_number": person.local_number}
    content = {**about, "made_at": timezone.now().isoformat(), "tables": tables}
    copy = json.dumps(content, ensure_ascii=False, indent=1, default=str).encode()
    write_whole(copy_path(file_name(request)), copy)
    return {name: len(rows) for name, rows in tables.items() if rows}


def rows_of(person) -> dict[str, list[dict]]:
    """Every row about the person, by table, each as its columns; choices in words."""
    found = {"Person": [as_columns(person)]}
    for model, way in erasing.tables_of_a_person().items():
        found[model.__name__] = [as_columns(row) for row in model._base_manager.filter(**{way: person})]
    return found


def as_columns(row) -> dict:
    return {field.name: said(row, field) for field in row._meta.concrete_fields if field.name not in ("id", "pk")}


def said(row, field):
    value = getattr(row, field.attname)
    return getattr(row, f"get_{field.name}_display")() if field.choices and value not in (None, "") else value


def copy_as_csv(content: bytes) -> bytes:
    """The stored copy as one long table, since its parts have different columns: table, row, column, value."""
    return csv_bytes(["table", "row", "column", "value"], cells(json.loads(content)["tables"]))


def cells(tables) -> Iterator[list]:
    for name, rows in tables.items():
        for number, row in enumerate(rows, start=1):
            yield from ([name, number, column, plain(value)] for column, value in row.items())


def plain(value):
    return value if value is None or isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
