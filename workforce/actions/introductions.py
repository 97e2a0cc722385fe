"""Introducing a role: its plan, whom one talked to, what was tried and learnt."""

from django.db import transaction

from operations import audit
from workforce.actions.stored import stored
from workforce.models import Engagement, Lesson, RolePlan


@transaction.atomic
def save_plan(*, plan: RolePlan, by, **fields) -> RolePlan:
    """Begin a plan, or change one. Raises ValidationError for a second plan of a role in a programme."""
    event = "role_plan.changed" if plan.pk else "role_plan.begun"
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.full_clean()
    stored(plan, {"role": "There is a plan of this role already"})
    audit.record(event, by=by, about=plan, programme=plan.programme.slug, role=plan.role)
    return plan


@transaction.atomic
def log_engagement(*, plan: RolePlan, by, **fields) -> Engagement:
    """Somebody was told, asked or listened to. The log is not rewritten: a mistake is put right by a further entry."""
    row = Engagement(plan=plan, **fields)
    row.full_clean(exclude=["plan"])
    row.save()
    audit.record("role_plan.engagement_logged", by=by, about=row, kind=row.kind)
    return row


@transaction.atomic
def save_lesson(*, lesson: Lesson, by, **fields) -> Lesson:
    """File what was learnt, also and above all from what failed (row 66); shared when `is_shared`."""
    event = "lesson.changed" if lesson.pk else "lesson.filed"
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.full_clean(exclude=["plan", "created_by"])
    lesson.save()
    details = {"result": lesson.result, "is_shared": lesson.is_shared}
    audit.record(event, by=by, about=lesson, organisation=lesson.commissioner, **details)
    return lesson
