"""Intakes, and candidates on their way through the stages. No name is asked."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from operations import audit
from practices.models import Programme
from workforce.actions.days import require_past
from workforce.actions.stored import stored
from workforce.models import STAGES, Candidate, Intake

MOST_AT_ONCE = 500
CODES = list(STAGES)
NAME_TAKEN = {"name": "There is an intake of that name already. Choose another"}


@transaction.atomic
def open_intake(*, programme: Programme, training: str, name: str, opens_on: date, places: int, by) -> Intake:
    """A year's places of a programme of training. Raises ValidationError for a name that is taken."""
    intake = Intake(programme=programme, training=training, name=name, opens_on=opens_on, places=places)
    stored(intake, NAME_TAKEN)
    audit.record("intake.opened", by=by, about=intake, training=training, places=places)
    return intake


@transaction.atomic
def change_intake(*, intake: Intake, name: str, opens_on: date, places: int, by) -> Intake:
    """Another name, day or number of places; the trail has what stood there before. Raises ValidationError for a taken name."""
    fresh = Intake.objects.select_for_update().get(pk=intake.pk)
    before = told_of(fresh)
    fresh.name, fresh.opens_on, fresh.places = name, opens_on, places
    changed = {field: [before[field], value] for field, value in told_of(fresh).items() if before[field] != value}
    if changed:
        stored(fresh, NAME_TAKEN)
        audit.record("intake.changed", by=by, about=fresh, **changed)
    return fresh


def told_of(intake: Intake) -> dict:
    """What may be changed of an intake, as the trail keeps it."""
    return {"name": intake.name, "opens_on": intake.opens_on.isoformat(), "places": intake.places}


@transaction.atomic
def add_candidates(
    *,
    intake: Intake,
    interested_on: date,
    how_many: int = 1,
    is_graduate: bool | None = None,
    has_experience: bool | None = None,
    by,
) -> list[Candidate]:
    """People who expressed an interest, by the next numbers. Raises ValidationError for a day to come, or too many."""
    if not 1 <= how_many <= MOST_AT_ONCE:
        raise ValidationError({"how_many": f"Enter a number from 1 to {MOST_AT_ONCE}"})
    require_past("interested_on", interested_on)
    held = Intake.objects.select_for_update().get(pk=intake.pk)
    last = held.candidates.aggregate(last=Max("number"))["last"] or 0
    found = Candidate.objects.bulk_create(
        Candidate(
            intake=held,
            number=number,
            interested_on=interested_on,
            is_graduate=is_graduate,
            has_experience=has_experience,
        )
        for number in range(last + 1, last + how_many + 1)
    )
    audit.record("candidates.added", by=by, about=held, first=last + 1, last=last + how_many)
    return found


@transaction.atomic
def move(*, intake: Intake, numbers: list[int], stage: str, on: date, by) -> int:
    """Put candidates at the next stage, all on one day, or none of them. Gives how many.

    Raises ValidationError that names the numbers which are not at the stage before, are out, or came there later.
    """
    require_past("on", on)
    before = CODES[CODES.index(stage) - 1]
    found = held(intake, numbers)
    refuse(found, lambda one: one.is_open and last_stage(one) == before, f"not at the stage before: {STAGES[before]}")
    refuse(found, lambda one: getattr(one, before) <= on, "there only later than that day", "on")
    Candidate.objects.filter(pk__in=[one.pk for one in found]).update(**{stage: on})
    return recorded("candidates.moved", intake, found, by, stage=stage, on=on.isoformat())


def held(intake: Intake, numbers: list[int]) -> list[Candidate]:
    """The candidates, held until the end of the transaction."""
    found = list(Candidate.objects.select_for_update().filter(intake=intake, number__in=numbers).order_by("number"))
    if not numbers or len(found) < len(set(numbers)):
        raise ValidationError("Choose at least one candidate of this intake")
    return found


def last_stage(candidate: Candidate) -> str:
    return [code for code in CODES if getattr(candidate, code)][-1]


def refuse(candidates, fits, words: str, field: str | None = None) -> None:
    """Raise ValidationError with the numbers of those that do not fit."""
    wrong = [str(one.number) for one in candidates if not fits(one)]
    if wrong:
        message = f"Candidates {', '.join(wrong)}: {words}"
        raise ValidationError({field: message} if field else message)


def recorded(event: str, intake: Intake, candidates, by, **details) -> int:
    audit.record(event, by=by, about=intake, numbers=[one.number for one in candidates], **details)
    return len(candidates)


@transaction.atomic
def take_out(*, intake: Intake, numbers: list[int], outcome: str, on: date, by) -> int:
    """Candidates who do not go on, all for one reason. Raises ValidationError that names those for whom it cannot be."""
    require_past("on", on)
    found = held(intake, numbers)
    refuse(found, lambda one: one.is_open, "out already, or started")
    refuse(found, lambda one: getattr(one, last_stage(one)) <= on, "at their stage only later than that day", "on")
    if outcome == Candidate.Outcome.DECLINED:
        refuse(found, lambda one: one.offered_on, "no offer was made that could be declined")
    Candidate.objects.filter(pk__in=[one.pk for one in found]).update(outcome=outcome, out_on=on)
    return recorded("candidates.out", intake, found, by, outcome=outcome, on=on.isoformat())


@transaction.atomic
def take_back(*, candidate: Candidate, by) -> Candidate:
    """Undo the last entry about a candidate: that it is out, else the last stage. Raises ValidationError at the first."""
    one = Candidate.objects.select_for_update().get(pk=candidate.pk)
    stage = last_stage(one)
    if one.outcome:
        one.outcome, one.out_on, undone = "", None, "out_on"
    elif stage == CODES[0]:
        raise ValidationError("Nothing was written down after the interest")
    else:
        setattr(one, stage, None)
        undone = stage
    one.save()
    audit.record("candidate.taken_back", by=by, about=one.intake, numbers=[one.number], undone=undone)
    return one
