"""Write down barriers, reflections and stories, and lift barriers. Whoever may write for the team, whatever kind of stakeholder."""

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import Barrier
from measures.actions.reasons import stated
from operations import audit
from practices import clock


@transaction.atomic
def write(*, row, by, related: dict | None = None):
    """Save a new or changed row of a team; `related` are its many-to-many fields by name. Raises PermissionDenied."""
    row.team.require_may_change(by)
    is_new = row.pk is None
    if is_new:
        row.created_by = by
    row.save()
    for name, values in (related or {}).items():
        getattr(row, name).set(values)
    record("written" if is_new else "changed", row, by)
    return row


@transaction.atomic
def resolve_barrier(*, barrier: Barrier, resolution: str, by) -> Barrier:
    """Say how a barrier was lifted. Raises ValidationError when it was lifted already, or nothing is said."""
    barrier = Barrier.objects.select_for_update(of=("self",)).select_related("team__organisation").get(pk=barrier.pk)
    barrier.team.require_may_change(by)
    if barrier.resolved_on:
        raise ValidationError("This barrier was lifted already")
    barrier.resolution = stated(resolution, "Say how the barrier was lifted")
    barrier.resolved_on = clock.today()
    barrier.save(update_fields=["resolution", "resolved_on"])
    record("resolved", barrier, by)
    return barrier


def record(event: str, row, by) -> None:
    """The words stay out of the trail: it is read by others than the team."""
    audit.record(
        f"{row._meta.model_name}.{event}",
        by=by,
        about=row,
        organisation=row.team.organisation,
        shared_with=row.shared_with,
    )
