"""What a programme's workforce uses: frameworks, courses, and the benchmark of new patients."""

from django.db import transaction

from operations import audit
from workforce.models import WorkforceProgramme

KEPT = ("frameworks", "trainings", "benchmark")


@transaction.atomic
def change_settings(
    *, programme, frameworks: list[str], trainings: list[str], benchmark: int, by
) -> WorkforceProgramme:
    """Switch frameworks and courses on and off; what was recorded under one that is off stays. The trail has old and new."""
    WorkforceProgramme.objects.get_or_create(programme=programme)
    row = WorkforceProgramme.objects.select_for_update().get(programme=programme)
    before = {name: getattr(row, name) for name in KEPT}
    after = {"frameworks": sorted(frameworks), "trainings": sorted(trainings), "benchmark": benchmark}
    changed = {name: [before[name], after[name]] for name in KEPT if in_order(before[name]) != after[name]}
    if not changed:
        return row
    row.frameworks, row.trainings, row.benchmark = after["frameworks"], after["trainings"], after["benchmark"]
    row.full_clean(exclude=["programme"])
    row.save()
    audit.record("workforce.settings_changed", by=by, about=programme, **changed)
    return row


def in_order(value):
    return sorted(value) if isinstance(value, list) else value
