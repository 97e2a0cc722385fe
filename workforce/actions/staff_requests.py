"""A copy, or erasure, of a worker's own record: asked for, confirmed by the workforce lead, approved by the auditor, carried out.

Nobody decides about the own record, and nobody twice. Names reach no event.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.permissions import Permission
from operations import audit, jobs
from workforce.actions import erasing
from workforce.actions.staff_request_letters import tell_of
from workforce.models import StaffRequest, Worker

CARRY_OUT = "workforce.staff_request"
State, Kind = StaffRequest.State, StaffRequest.Kind
ASKED_ALREADY = "This was asked for already and is not done yet"


@transaction.atomic
def ask(*, worker: Worker, kind: str, reason: str = "", by) -> StaffRequest:
    """Put a request before the lead; of a lead who passes on what a worker asked in writing, before the auditor at once.

    Raises ValidationError for somebody who holds a post, or is asked about already.
    """
    held = Worker.objects.select_for_update().get(pk=worker.pk)
    if held.erased_on:
        raise ValidationError("This record was erased already")
    if StaffRequest.objects.still_open().filter(worker=held, kind=kind).exists():
        raise ValidationError(ASKED_ALREADY)
    if kind == Kind.ERASURE and erasing.still_there([held.pk]):
        raise ValidationError(erasing.STILL_THERE)
    request = StaffRequest(worker=held, kind=kind, reason=reason.strip(), asked_by=by)
    if held.user_id != by.pk:
        request.state, request.confirmed_by, request.confirmed_at = State.CONFIRMED, by, request.asked_at
    request.save()
    record("asked", request, by)
    return request


def decides_now(request: StaffRequest, user) -> bool:
    """Whether it is this person's turn: the lead who keeps the record, then the auditor; never about oneself, never twice."""
    if request.worker.user_id == user.pk or request.confirmed_by_id == user.pk:
        return False
    if request.state == State.ASKED:
        return Worker.objects.visible_to(user, Permission.CHANGE_ROSTER).filter(pk=request.worker_id).exists()
    seen = StaffRequest.objects.visible_to(user, Permission.APPROVE_DATA_REQUESTS)
    return request.state == State.CONFIRMED and seen.filter(pk=request.pk).exists()


@transaction.atomic
def decide(*, request: StaffRequest, is_approved: bool, reason: str = "", by) -> StaffRequest:
    """One of the two decisions. Raises ValidationError when it was made before, PermissionDenied for whose turn it is not."""
    held = StaffRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != request.state:
        raise ValidationError("Somebody has decided on this request already")
    if not decides_now(held, by):
        raise PermissionDenied("it is not this person's turn to decide")
    if not is_approved and not reason.strip():
        raise ValidationError({"reason": "Say why it is refused"})
    now = timezone.now()
    if held.state == State.ASKED:
        held.confirmed_by, held.confirmed_at, following = by, now, State.CONFIRMED
    else:
        held.decided_by, held.decided_at, following = by, now, State.APPROVED
    held.state = following if is_approved else State.REFUSED
    held.decision_reason = "" if is_approved else reason.strip()
    held.save()
    record(held.state.value if is_approved else "refused", held, by)
    if held.state != State.CONFIRMED:
        tell_of(held)
    if held.state == State.APPROVED:
        jobs.enqueue(CARRY_OUT, key=f"staff-request:{held.pk}", payload={"request": held.pk})
    return held


@transaction.atomic
def withdraw(*, request: StaffRequest, by) -> StaffRequest:
    """The worker thinks again, until the auditor has approved."""
    held = StaffRequest.objects.select_for_update().get(pk=request.pk)
    if held.worker.user_id != by.pk:
        raise PermissionDenied("only the worker takes back the own request")
    if held.state not in (State.ASKED, State.CONFIRMED):
        raise ValidationError("It is too late to take this back")
    held.state = State.WITHDRAWN
    held.save()
    record("withdrawn", held, by)
    return held


@transaction.atomic
def carry_out(*, request: StaffRequest) -> StaffRequest:
    """Do what was approved; once, however often it is called. Of a copy there is nothing to make: it is read when fetched."""
    held = StaffRequest.objects.select_for_update().get(pk=request.pk)
    if held.state != State.APPROVED:
        return held
    if held.kind == Kind.ERASURE:
        held.counts = erasing.erase(worker=held.worker, about=held, by=held.decided_by)
        held.reason = ""
    held.state, held.done_at = State.DONE, timezone.now()
    held.save()
    record("done", held, None)
    return held


@transaction.atomic
def give_up(*, request: StaffRequest) -> None:
    """After the last attempt; nothing was changed in part."""
    if StaffRequest.objects.filter(pk=request.pk, state=State.APPROVED).update(state=State.FAILED):
        record("failed", request, None)
        request.refresh_from_db()
        tell_of(request)


def record(event: str, request: StaffRequest, by) -> None:
    place = request.worker.commissioner
    audit.record(f"staff_request.{event}", by=by, about=request, organisation=place, kind=str(request.kind))
