"""Records of work with other teams. What is written goes on the trail by the names of its fields, never by its words."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from registers.models import Person, SharedCareResponsibility


@transaction.atomic
def save_record(*, record, changed, by):
    """Keep a new or changed record; `changed` are the names of the fields that somebody filled in or altered."""
    is_new = record.pk is None
    record.recorded_by = by
    record.full_clean(exclude=["practice", "person"])
    record.save()
    event = "interface.recorded" if is_new else "interface.changed"
    audit.record(event, by=by, about=record, organisation=record.practice, fields=sorted(changed))
    return record


@transaction.atomic
def share_care(*, person, component: str, cells: dict[str, tuple[str, str]], ended_on=None, by) -> list:
    """Write who prescribes, monitors and reviews one component: three rows at once. An empty cell is kept as an empty row.

    `cells`: function -> (team, professional). Returns the three rows.
    """
    current = cells_of(person, component)
    rows = [fill(current.get(function), person, component, function, *cell) for function, cell in cells.items()]
    for row in rows:
        row.recorded_by, row.ended_on = by, ended_on
        row.save()
    event = "interface.sharing_ended" if ended_on else "interface.care_shared"
    empty = sum(row.is_empty for row in rows)
    # Not which component: that says what somebody takes, and an auditor reads the trail.
    audit.record(event, by=by, about=rows[0], organisation=person.practice, empty=empty)
    return rows


@transaction.atomic
def begin_sharing(*, person, component: str, cells, by) -> list:
    """As share_care, for a component that is not shared yet. Raises ValidationError for one that is."""
    Person.objects.select_for_update().get(pk=person.pk)  # of two at once the second finds the first one's rows
    if cells_of(person, component):
        raise ValidationError({"component": "This is shared already. Change it instead"})
    return share_care(person=person, component=component, cells=cells, by=by)


def cells_of(person, component) -> dict:
    """The rows in force, by function, locked."""
    rows = SharedCareResponsibility.objects.select_for_update().filter(
        person=person, component=component, ended_on__isnull=True
    )
    return {row.function: row for row in rows}


def fill(row, person, component, function, team, professional):
    row = row or SharedCareResponsibility(
        practice_id=person.practice_id, person=person, component=component, function=function
    )
    row.team, row.professional = team.strip(), professional.strip()
    return row
