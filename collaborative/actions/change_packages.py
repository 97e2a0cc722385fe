"""A wave's change package: begun from the standard one or from another wave's, then edited line by line.

Copying makes rows of the new wave's own: whatever is done to them leaves the first wave as it was.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from collaborative.change_packages import Branch, standard_package
from collaborative.models import Driver, PackageItem
from operations import audit
from practices import clock
from practices.models import Wave

KIND_BENEATH = {None: Driver.Kind.AIM, Driver.Kind.AIM: Driver.Kind.PRIMARY, Driver.Kind.PRIMARY: Driver.Kind.SECONDARY}
HAS_ONE = "This wave has a change package already. Edit it instead"
CODE_TAKEN = "There is such a code already. Choose another"


@transaction.atomic
def start_package(*, wave: Wave, by) -> list[PackageItem]:
    """Put the standard package and its driver diagram into a wave that has none; returns the items.

    Raises ValidationError when the wave has a package or a diagram.
    """
    refuse_second(wave)
    package = standard_package()
    places: dict[str, int] = {}
    items = []
    for item in package.items:
        places[item.kind] = places.get(item.kind, 0) + 1
        items.append(PackageItem(wave=wave, position=places[item.kind], code=item.code, kind=item.kind, text=item.text))
    PackageItem.objects.bulk_create(items)
    plant(wave, package.diagram, {item.code: item for item in items})
    audit.record("change_package.started", by=by, about=wave, items=len(items))
    return items


def refuse_second(wave: Wave) -> None:
    """Locked, so that of two people who begin at once the second is told."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    if PackageItem.objects.filter(wave=wave).exists() or Driver.objects.filter(wave=wave).exists():
        raise ValidationError(HAS_ONE)


def plant(wave: Wave, branch: Branch, items: dict[str, PackageItem], parent: Driver | None = None, place: int = 1):
    """The drivers of a branch, from the top down."""
    driver = Driver.objects.create(
        wave=wave,
        parent=parent,
        kind=KIND_BENEATH[parent.kind if parent else None],
        text=branch.text,
        position=place,
        measures=list(branch.measures),
    )
    driver.items.set(items[code] for code in branch.items)
    for child_place, child in enumerate(branch.beneath, start=1):
        plant(wave, child, items, driver, child_place)


@transaction.atomic
def copy_package(*, source: Wave, into: Wave, by) -> list[PackageItem]:
    """Copy items and drivers of one wave into another that has none; returns the new items. Retired items stay behind.

    Raises ValidationError when the other wave has a package, or the source has none.
    """
    refuse_second(into)
    found = list(PackageItem.objects.filter(wave=source, retired_at__isnull=True))
    if not found:
        raise ValidationError(f"{source} has no change package to copy")
    copies = {
        item.pk: PackageItem(wave=into, kind=item.kind, code=item.code, text=item.text, position=item.position)
        for item in found
    }
    PackageItem.objects.bulk_create(copies.values())
    copy_drivers(source, into, copies)
    audit.record("change_package.copied", by=by, about=into, source=source.code, items=len(copies))
    return list(copies.values())


def copy_drivers(source: Wave, into: Wave, items: dict[int, PackageItem]) -> None:
    """`items` maps ids of the source's items to their copies. Parents are copied before their children."""
    rows = list(Driver.objects.filter(wave=source).prefetch_related("items"))
    copies: dict[int | None, Driver | None] = {None: None}
    for kind in KIND_BENEATH.values():
        for row in rows:
            if row.kind == kind:
                copies[row.pk] = Driver.objects.create(
                    wave=into,
                    parent=copies[row.parent_id],
                    kind=kind,
                    text=row.text,
                    position=row.position,
                    measures=list(row.measures),
                )
    through = Driver.items.through
    through.objects.bulk_create(
        through(driver=copies[row.pk], packageitem=items[item.pk])
        for row in rows
        for item in row.items.all()
        if item.pk in items
    )


@transaction.atomic
def add_item(*, wave: Wave, kind: str, code: str, text: str, by) -> PackageItem:
    """A new line, last of its kind. Raises ValidationError on `code` when the wave has that code."""
    Wave.objects.select_for_update().get(pk=wave.pk)
    if PackageItem.objects.filter(wave=wave, code__iexact=code).exists():
        raise ValidationError({"code": CODE_TAKEN})
    last = PackageItem.objects.filter(wave=wave, kind=kind).aggregate(last=Max("position"))["last"] or 0
    item = PackageItem.objects.create(wave=wave, kind=kind, code=code, text=text, position=last + 1)
    audit.record("package_item.added", by=by, about=item, wave=wave.code, code=code, text=text)
    return item


@transaction.atomic
def change_item(*, item: PackageItem, text: str, by) -> PackageItem:
    """New words under the same code, so that what points at it still does."""
    item = PackageItem.objects.select_for_update().get(pk=item.pk)
    before, item.text = item.text, text
    item.save(update_fields=["text"])
    audit.record("package_item.changed", by=by, about=item, code=item.code, text=[before, text])
    return item


@transaction.atomic
def retire_item(*, item: PackageItem, by) -> PackageItem:
    """No new idea can be tagged with it; what points at it keeps it."""
    item = PackageItem.objects.select_for_update().get(pk=item.pk)
    if item.retired_at is None:
        item.retired_at = clock.now()
        item.save(update_fields=["retired_at"])
        audit.record("package_item.retired", by=by, about=item, code=item.code)
    return item


@transaction.atomic
def restore_item(*, item: PackageItem, by) -> PackageItem:
    item = PackageItem.objects.select_for_update().get(pk=item.pk)
    if item.retired_at is not None:
        item.retired_at = None
        item.save(update_fields=["retired_at"])
        audit.record("package_item.restored", by=by, about=item, code=item.code)
    return item


@transaction.atomic
def move_item(*, item: PackageItem, places: int, by) -> None:
    """Up (-1) or down (1) among the lines of its kind; at the end of the list nothing changes."""
    siblings = list(PackageItem.objects.select_for_update().filter(wave=item.wave_id, kind=item.kind))
    if swap(siblings, item, places):
        PackageItem.objects.bulk_update(siblings, ["position"])
        audit.record("package_item.moved", by=by, about=item, code=item.code, places=places)


def swap(rows: list, row, places: int) -> bool:
    """Number ordered rows anew with one of them moved; False where it stands at the end already."""
    index = rows.index(row)
    if not 0 <= index + places < len(rows):
        return False
    rows.insert(index + places, rows.pop(index))
    for position, moved in enumerate(rows, start=1):
        moved.position = position
    return True
