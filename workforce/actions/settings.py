"""What a programme's workforce uses: frameworks, courses, the benchmark of new patients, how many a supervisor has at most."""

from django.db import transaction

from operations import audit
from workforce.models import WorkforceProgramme

KEPT = ("frameworks", "trainings", "benchmark", "supervisees_per_wte")


@transaction.atomic
def change_settings(
    *,
    programme,
    frameworks: list[str],
    trainings: list[str],
    benchmark: int,
    supervisees_per_wte: int | None = None,
    by,
) -> WorkforceProgramme:
    """Switch frameworks and courses on and off; what was recorded under one that is off stays. The trail has old and new."""
    WorkforceProgramme.objects.get_or_create(programme=programme)
    row = WorkforceProgramme.objects.select_for_update().get(programme=programme)
    before = {name: getattr(row, name) for name in KEPT}
    after = {
        "frameworks": sorted(frameworks),
        "trainings": sorted(trainings),
        "benchmark": benchmark,
        "supervisees_per_wte": supervisees_per_wte,
    }
    changed = {name: [before[name], after[name]] for name in KEPT if in_order(before[name]) != after[name]}
    if not changed:
        return row
    for name in KEPT:
        setattr(row, name, after[name])
    row.full_clean(exclude=["programme"])
    row.save()
    audit.record("workforce.settings_changed", by=by, about=programme, **changed)
    return row


def in_order(value):
    return sorted(value) if isinstance(value, list) else value
