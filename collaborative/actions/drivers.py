"""The driver diagram of a wave: nodes added, changed, moved and taken away."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from collaborative.actions.change_packages import KIND_BENEATH, swap
from collaborative.models import Driver
from operations import audit
from practices.models import Wave

IN_USE = "Drivers hang beneath it, or ideas or cycles point at it. Move them first"


@transaction.atomic
def add_aim(*, wave: Wave, text: str, measures: list[str], by) -> Driver:
    """The root of a diagram. Raises ValidationError for a wave that has one."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    if Driver.objects.filter(wave=wave, kind=Driver.Kind.AIM).exists():
        raise ValidationError("This wave has an aim already. Edit it instead")
    driver = Driver.objects.create(wave=wave, kind=Driver.Kind.AIM, text=text, measures=measures, position=1)
    audit.record("driver.added", by=by, about=driver, wave=wave.code, text=text)
    return driver


@transaction.atomic
def add_driver(*, parent: Driver, text: str, items, measures: list[str], by) -> Driver:
    """Last beneath its parent: beneath the aim a primary driver, beneath that a secondary one; nothing beneath those."""
    kind = KIND_BENEATH.get(parent.kind)
    if kind is None:
        raise ValidationError("Nothing but ideas hangs beneath a secondary driver")
    last = Driver.objects.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
    driver = Driver.objects.create(
        wave_id=parent.wave_id, parent=parent, kind=kind, text=text, measures=measures, position=last + 1
    )
    driver.items.set(items)
    audit.record("driver.added", by=by, about=driver, parent=parent.pk, text=text, items=codes(items))
    return driver


@transaction.atomic
def change_driver(*, driver: Driver, text: str, items, measures: list[str], by, parent: Driver | None = None) -> Driver:
    """New words, items and measures; a secondary driver may move to another primary one, where it comes last."""
    driver = Driver.objects.select_for_update().get(pk=driver.pk)
    before = {"text": driver.text, "items": codes(driver.items.all()), "parent": driver.parent_id}
    driver.text, driver.measures = text, measures
    if parent and parent.pk != driver.parent_id:
        take_to(driver, parent)
    driver.save()
    driver.items.set(items)
    after = {"text": text, "items": codes(items), "parent": driver.parent_id}
    audit.record("driver.changed", by=by, about=driver, before=before, after=after, measures=measures)
    return driver


def take_to(driver: Driver, parent: Driver) -> None:
    """Raises ValidationError for a parent of another wave, or one under which this kind of driver cannot hang."""
    if parent.wave_id != driver.wave_id or KIND_BENEATH.get(parent.kind) != driver.kind:
        raise ValidationError({"parent": "Choose one of the primary drivers of this diagram"})
    last = Driver.objects.filter(parent=parent).aggregate(last=Max("position"))["last"] or 0
    driver.parent, driver.position = parent, last + 1


def codes(items) -> list[str]:
    return sorted(item.code for item in items)


@transaction.atomic
def move_driver(*, driver: Driver, places: int, by) -> None:
    """Up (-1) or down (1) among those beneath the same parent; at the end nothing changes."""
    siblings = list(Driver.objects.select_for_update().filter(wave=driver.wave_id, parent=driver.parent_id))
    if swap(siblings, driver, places):
        Driver.objects.bulk_update(siblings, ["position"])
        audit.record("driver.moved", by=by, about=driver, places=places)


@transaction.atomic
def remove_driver(*, driver: Driver, by) -> None:
    """Delete a node on which nothing hangs. Raises ValidationError for any other."""
    driver = Driver.objects.select_for_update().get(pk=driver.pk)
    if driver.is_used:
        raise ValidationError(IN_USE)
    audit.record("driver.removed", by=by, about=driver, text=driver.text)
    driver.delete()
