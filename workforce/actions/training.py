"""Enrolment in training, the days attended, how it ended."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum

from operations import audit
from workforce import training_programmes
from workforce.actions.days import require_past
from workforce.models import Cohort, Enrolment, TrainingDay, Worker, WorkforceProgramme


@transaction.atomic
def enrol(
    *, worker: Worker, training: str, started_on: date, due_on: date | None = None, cohort: Cohort | None = None, by
) -> Enrolment:
    """Enrol a worker. Left empty, `due_on` follows from the length of the training, where that is known.

    Raises ValidationError for training that the programme has not switched on, and for one that is under way already.
    """
    held = Worker.objects.select_for_update().get(pk=worker.pk)
    require_switched_on(held, training)
    require_past("started_on", started_on)
    if Enrolment.objects.under_way().filter(worker=held, training=training).exists():
        raise ValidationError({"training": "This training is under way already"})
    if Enrolment.objects.filter(worker=held, training=training, started_on=started_on).exists():
        raise ValidationError({"started_on": "This training was begun on that day before"})
    due_on = due_on or training_programmes.due_on(training, started_on)
    require_order("due_on", due_on, started_on)
    enrolment = Enrolment.objects.create(
        worker=held, training=training, started_on=started_on, due_on=due_on, cohort=cohort
    )
    return recorded("enrolment.created", enrolment, by)


def require_switched_on(worker: Worker, training: str) -> None:
    settings = WorkforceProgramme.objects.filter(programme=worker.programme_id).first()
    if settings is None or training not in settings.trainings:
        raise ValidationError({"training": "This programme does not use that training. Switch it on in the settings"})


def require_order(field: str, day: date | None, started_on: date) -> None:
    if day and day < started_on:
        raise ValidationError({field: "Choose a day on or after the first day"})


def recorded(event: str, enrolment: Enrolment, by, **details) -> Enrolment:
    """With its event in the audit trail, which names nobody."""
    place = enrolment.worker.commissioner
    audit.record(event, by=by, about=enrolment, organisation=place, training=enrolment.training, **details)
    return enrolment


@transaction.atomic
def change_enrolment(
    *,
    enrolment: Enrolment,
    due_on: date | None = None,
    cohort: Cohort | None = None,
    outcome: str = "",
    ended_on: date | None = None,
    expires_on: date | None = None,
    by,
) -> Enrolment:
    """Move the day, or say how it ended. Only what was completed is valid until a day.

    Raises ValidationError for an outcome without a day or a day without an outcome, and for days out of order.
    """
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    require_order("due_on", due_on, held.started_on)
    require_ending(held, outcome, ended_on)
    is_completed = outcome == Enrolment.Outcome.COMPLETED
    if expires_on and not is_completed:
        raise ValidationError({"expires_on": "Only training that was completed is valid until a day"})
    if is_completed:
        require_order("expires_on", expires_on, ended_on)
        expires_on = expires_on or training_programmes.expires_on(held.training, ended_on)
    held.due_on, held.cohort = due_on, cohort
    held.outcome, held.ended_on, held.expires_on = outcome, ended_on, expires_on
    held.save()
    return recorded("enrolment.changed", held, by, outcome=outcome)


def require_ending(enrolment: Enrolment, outcome: str, ended_on: date | None) -> None:
    if bool(outcome) != bool(ended_on):
        field, words = ("ended_on", "Enter the day on which it ended") if outcome else ("outcome", "Say how it ended")
        raise ValidationError({field: words})
    if not ended_on:
        return
    require_past("ended_on", ended_on)
    require_order("ended_on", ended_on, enrolment.started_on)
    if enrolment.days.filter(on__gt=ended_on).exists():
        raise ValidationError({"ended_on": "Days were attended after it. Choose a later day"})


@transaction.atomic
def log_day(*, enrolment: Enrolment, kind: str, on: date, days: Decimal = Decimal(1), by) -> TrainingDay:
    """A day attended, or half of one. Where attending is all that it takes, the last day completes the training (row 39).

    Raises ValidationError outside the time of the enrolment, and for a day that is written down already.
    """
    held = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    require_past("on", on)
    require_order("on", on, held.started_on)
    if held.ended_on:
        raise ValidationError("This training has ended. Days can be added while it is under way")
    if held.days.filter(kind=kind, on=on).exists():
        raise ValidationError({"on": "That day is written down already"})
    day = TrainingDay.objects.create(enrolment=held, kind=kind, on=on, days=days)
    recorded("training_day.logged", held, by, kind=kind, on=on.isoformat(), days=str(days))
    complete_by_days(held, by)
    return day


def complete_by_days(enrolment: Enrolment, by) -> None:
    if not training_programmes.is_completed_by_days(enrolment.training):
        return
    if training_programmes.has_all_days(enrolment.training, days_by_kind(enrolment)):
        enrolment.outcome = Enrolment.Outcome.COMPLETED
        enrolment.ended_on = enrolment.days.order_by("-on").first().on
        enrolment.expires_on = training_programmes.expires_on(enrolment.training, enrolment.ended_on)
        enrolment.save()
        recorded("enrolment.changed", enrolment, by, outcome=enrolment.outcome)


def days_by_kind(enrolment: Enrolment) -> dict[str, Decimal]:
    return dict(enrolment.days.order_by().values_list("kind").annotate(Sum("days")))


@transaction.atomic
def remove_day(*, day: TrainingDay, by) -> Enrolment:
    """Take back a day that was written down by mistake. Raises ValidationError once the training has ended."""
    held = Enrolment.objects.select_for_update().get(pk=day.enrolment_id)
    if held.ended_on:
        raise ValidationError("This training has ended. Say that it is under way first")
    kind, on = day.kind, day.on
    day.delete()
    return recorded("training_day.removed", held, by, kind=kind, on=on.isoformat())
