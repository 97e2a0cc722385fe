"""Ramps are named; what they hold are cycles."""

from django.db import transaction

from collaborative.actions.cycle_changes import written
from collaborative.models import PdsaRamp
from operations import audit


@transaction.atomic
def rename(*, ramp: PdsaRamp, title: str, by) -> PdsaRamp:
    ramp.team.require_may_change(by)
    ramp.title = written(title, "title", "Enter a title")
    ramp.save(update_fields=["title"])
    audit.record("ramp.renamed", by=by, about=ramp, organisation=ramp.team.organisation)
    return ramp
