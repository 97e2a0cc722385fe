"""People come onto the roster, and what is known of them changes. Their names stay out of the audit trail."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from operations import audit
from practices.models import Organisation, Programme
from workforce.actions.seen import refuse_changed
from workforce.actions.stored import stored
from workforce.erasures import ERASED_NUMBER, erased_numbers
from workforce.models import Worker, WorkforceProgramme

EDITED = ("name", "modality", "user_id")
ACCOUNT_TAKEN = "This account belongs to another person of the programme, or the number is taken"


@transaction.atomic
def create(
    *,
    programme: Programme,
    commissioner: Organisation,
    staff_number: str,
    name: str,
    modality: str = "",
    account: User | None = None,
    by,
) -> Worker:
    """Raises ValidationError for a staff number that is taken, or an account that is another person's."""
    WorkforceProgramme.objects.get_or_create(programme=programme)
    if erased_numbers(programme, [staff_number]):
        raise ValidationError({"staff_number": ERASED_NUMBER})
    refuse_account(programme, account)
    worker = Worker(
        programme=programme,
        commissioner=commissioner,
        staff_number=staff_number,
        name=name,
        modality=modality,
        user=account,
    )
    stored(worker, {"staff_number": "There is a person of this staff number already. Choose another"})
    record("worker.created", worker, by, has_account=account is not None)
    return worker


@transaction.atomic
def edit(*, worker: Worker, seen: str, name: str, modality: str, account: User | None, by) -> Worker:
    """Raises ValidationError when somebody came first, or for an account that is another person's."""
    Worker.objects.select_for_update().get(pk=worker.pk)
    fresh = Worker.objects.select_related("programme", "commissioner").get(pk=worker.pk)
    if fresh.erased_on:
        raise ValidationError("This record was erased, and names nobody again. Add the person under a new staff number")
    refuse_changed([fresh], EDITED, seen)
    refuse_account(fresh.programme, account, fresh)
    before = {field: getattr(fresh, field) for field in EDITED}
    fresh.name, fresh.modality, fresh.user = name, modality, account
    stored(fresh, {"account": ACCOUNT_TAKEN})
    changed = [field.removesuffix("_id") for field in EDITED if getattr(fresh, field) != before[field]]
    record("worker.changed", fresh, by, fields=changed)
    return fresh


def refuse_account(programme, account, worker=None) -> None:
    """One account is one person in a programme."""
    if account and programme.workers.filter(user=account).exclude(pk=worker and worker.pk).exists():
        raise ValidationError({"account": "This account belongs to another person of this programme"})


def record(event, worker, by, **details):
    audit.record(
        event, by=by, about=worker, organisation=worker.commissioner, staff_number=worker.staff_number, **details
    )
