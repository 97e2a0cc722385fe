"""The patient's journey as a team maps it: written, shared, drawn, and mapped again. An earlier map stays as it was."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.db.models import Max

from collaborative.actions.teams import record, set_fields
from collaborative.models import ImprovementTeam, JourneyMap, JourneyStep
from collaborative.pictures import Picture
from practices import clock

JOURNEY_FIELDS = ["title", "mapped_on", "picture_words", "shared_with"]
STEP_FIELDS = ["what", "who", "wait_days", "minutes", "pain_point"]
MOST_STEPS = 40


def pictures() -> FileSystemStorage:
    """Outside everything that the web server hands out by itself; files are named by us."""
    return FileSystemStorage(f"{settings.DATA_DIR}/journeys", file_permissions_mode=0o600)


def read_picture(journey: JourneyMap) -> bytes:
    """Raises FileNotFoundError where the file is gone."""
    with pictures().open(journey.picture_path) as stream:
        return stream.read()


@transaction.atomic
def create_journey(*, team: ImprovementTeam, picture: Picture | None = None, cycles=(), by, **fields) -> JourneyMap:
    team.require_may_change(by)
    journey = JourneyMap(team=team, created_by=by)
    set_fields(journey, JOURNEY_FIELDS, fields)
    put_picture(journey, picture)
    journey.save(force_insert=True)
    journey.cycles.set(cycles)
    record("journey.created", journey, team, by, has_picture=bool(picture))
    return journey


@transaction.atomic
def change_journey(
    *, journey: JourneyMap, picture: Picture | None = None, remove_picture: bool = False, cycles=(), by, **fields
) -> JourneyMap:
    """A new picture takes the place of the one before. Raises ValidationError for a map that was made again."""
    require_latest(journey, by)
    changed = set_fields(journey, JOURNEY_FIELDS, fields)
    if picture or remove_picture:
        forget_picture(journey)
    put_picture(journey, picture)
    journey.save(update_fields=[*JOURNEY_FIELDS, "picture_path", "picture_type"])
    journey.cycles.set(cycles)
    record("journey.changed", journey, journey.team, by, changed=changed, new_picture=bool(picture))
    return journey


def require_latest(journey: JourneyMap, by) -> None:
    """Locked, so that a journey is mapped again once. Raises ValidationError for an earlier map."""
    journey.team.require_may_change(by)
    if not JourneyMap.objects.select_for_update().get(pk=journey.pk).is_latest:
        raise ValidationError("This journey has been mapped again and stays as it was. Change the later map")


def put_picture(journey: JourneyMap, picture: Picture | None) -> None:
    if picture:
        journey.picture_path = pictures().save(uuid.uuid4().hex, ContentFile(picture.content))
        journey.picture_type = picture.content_type


def forget_picture(journey: JourneyMap) -> None:
    """The file goes when the change is sure. A picture that a later map has taken over stays with the earlier one."""
    path, journey.picture_path, journey.picture_type = journey.picture_path, "", ""
    if path:
        transaction.on_commit(lambda: pictures().delete(path))


@transaction.atomic
def map_again(*, journey: JourneyMap, by) -> JourneyMap:
    """A new map of today with the same steps and cycles, to be changed; the old one is written on no more.

    The picture stays with the old one: it shows how it was then.
    """
    require_latest(journey, by)
    again = JourneyMap.objects.create(
        team=journey.team,
        title=journey.title,
        mapped_on=max(clock.today(), journey.mapped_on),
        follows=journey,
        shared_with=journey.shared_with,
        created_by=by,
    )
    JourneyStep.objects.bulk_create(
        JourneyStep(journey=again, position=place, **{name: getattr(step, name) for name in STEP_FIELDS})
        for place, step in enumerate(journey.steps.all(), start=1)
    )
    again.cycles.set(journey.cycles.all())
    record("journey.mapped_again", again, journey.team, by, follows=journey.pk)
    return again


# ---- steps


@transaction.atomic
def add_step(*, journey: JourneyMap, by, **fields) -> JourneyStep:
    """At the end of the journey."""
    require_latest(journey, by)
    if journey.steps.count() >= MOST_STEPS:
        raise ValidationError(f"A journey has at most {MOST_STEPS} steps. Put some of them together")
    last = journey.steps.aggregate(last=Max("position"))["last"] or 0
    step = JourneyStep(journey=journey, position=last + 1)
    set_fields(step, STEP_FIELDS, fields)
    step.save(force_insert=True)
    record("journey_step.added", step, journey.team, by, journey=journey.pk)
    return step


@transaction.atomic
def change_step(*, step: JourneyStep, by, **fields) -> JourneyStep:
    require_latest(step.journey, by)
    changed = set_fields(step, STEP_FIELDS, fields)
    step.save(update_fields=STEP_FIELDS)
    record("journey_step.changed", step, step.journey.team, by, journey=step.journey_id, changed=changed)
    return step


@transaction.atomic
def move_step(*, step: JourneyStep, earlier: bool, by) -> JourneyStep:
    """One place to the front or to the end; at the edge nothing happens."""
    require_latest(step.journey, by)
    steps = list(step.journey.steps.select_for_update())
    place = steps.index(step)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(steps):
        steps[place], steps[other] = steps[other], steps[place]
        for position, one in enumerate(steps, start=1):
            one.position = position
        JourneyStep.objects.bulk_update(steps, ["position"])
        record("journey_step.moved", step, step.journey.team, by, journey=step.journey_id, position=other + 1)
    return step


@transaction.atomic
def remove_step(*, step: JourneyStep, by) -> None:
    """A step that was never so. What once was so stands on the map of that day."""
    require_latest(step.journey, by)
    record("journey_step.removed", step, step.journey.team, by, journey=step.journey_id)
    step.delete()
