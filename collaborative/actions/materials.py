"""Hand-outs of an event, their versions, and who opened them (W4)."""

from django.db import transaction

from collaborative import material_storage
from collaborative.material_kinds import kind_of
from collaborative.models import Material, MaterialOpening, MaterialVersion
from operations import audit
from practices import clock, stored_files


def add_material(*, event, title, content, name, by):
    """A new hand-out with its first version. Raises NotAMaterial for a file that may not be handed out."""
    return store_version(material=Material(event=event, title=title), content=content, name=name, by=by)


def add_version(*, material, content, name, by):
    """A newer file of a hand-out; the earlier ones stay. The same file again changes nothing and returns the version there is."""
    latest = material.versions.first()
    if latest and latest.sha256 == stored_files.digest(content):
        return latest
    return store_version(material=material, content=content, name=name, by=by)


def store_version(*, material, content, name, by):
    """The file first, then the rows; without its rows the file is taken away again."""
    kind = kind_of(content)
    stored_path = material_storage.store(content)
    try:
        return record_version(material, kind, content, name, stored_path, by)
    except BaseException:
        material_storage.remove(stored_path)
        raise


@transaction.atomic
def record_version(material, kind, content, name, stored_path, by):
    if material.pk is None:
        material.save(force_insert=True)
    # The material is held and not its latest version: whoever waited for that would not see the one that came meanwhile.
    Material.objects.select_for_update(no_key=True).get(pk=material.pk)
    latest = material.versions.first()
    version = MaterialVersion.objects.create(
        material=material,
        number=latest.number + 1 if latest else 1,
        kind=kind.ending,
        original_name=name[:200],
        stored_path=stored_path,
        size=len(content),
        sha256=stored_files.digest(content),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    audit.record("material_added", by=by, about=version, event_id=material.event_id, sha256=version.sha256)
    return version


@transaction.atomic
def note_opening(*, version, by):
    """That a person opened a version: only the first time is written down."""
    opening, is_first = MaterialOpening.objects.get_or_create(
        version=version, person=by, defaults={"opened_at": clock.now()}
    )
    if is_first:
        audit.record("material_opened", by=by, about=version)
    return opening
