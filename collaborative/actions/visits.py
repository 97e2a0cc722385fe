"""A facilitator's visits to practices and teams between events."""

from django.db import transaction

from collaborative.models import Visit
from operations import audit

VISIT_FIELDS = ["practice", "visited_on", "visitor", "purpose", "actions", "shared_with"]


@transaction.atomic
def save_visit(*, visit: Visit, by, **fields):
    """Add a visit (unsaved, with its team) or change one."""
    unknown = set(fields) - set(VISIT_FIELDS)
    if unknown:
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    event = "visit_changed" if visit.pk else "visit_added"
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.save()
    audit.record(event, by=by, about=visit, organisation=visit.team.organisation)
    return visit
