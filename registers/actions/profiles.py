"""Import profiles: shipped ones loaded, a practice's own made and changed, and what a practice found right confirmed."""

from django.db import transaction

from operations import audit
from registers.models import ImportProfile, ProfileConfirmation
from registers.shipped_profiles import ShippedProfile

FIELDS = ("name", "system", "columns", "values", "fixed", "dates", "code_system", "note")


@transaction.atomic
def load_profiles(shipped: list[ShippedProfile]) -> int:
    """Store the shipped profiles as their files say; returns how many are new or changed.

    Who confirmed a profile confirmed what it said then: a changed one is unverified again.
    """
    stored = {(row.slug, row.kind): row for row in ImportProfile.objects.filter(practice__isnull=True)}
    return sum(load_profile(one, stored.get((one.slug, one.kind))) for one in shipped)


def load_profile(shipped: ShippedProfile, row: ImportProfile | None) -> bool:
    """Whether anything had to be stored."""
    wanted = fields_of(shipped)
    if row and all(getattr(row, field) == value for field, value in wanted.items()):
        return False
    if row:
        row.confirmations.all().delete()
    row = row or ImportProfile(slug=shipped.slug, kind=shipped.kind)
    set_fields(row, wanted)
    row.save()
    audit.record("import_profile.loaded", about=row, slug=shipped.slug, kind=shipped.kind)
    return True


def fields_of(shipped: ShippedProfile) -> dict:
    profile = shipped.profile
    return {
        "name": shipped.name,
        "system": shipped.system,
        "note": shipped.note,
        "columns": dict(profile.columns),
        "values": {name: dict(words) for name, words in profile.values.items()},
        "fixed": dict(profile.fixed),
        "dates": profile.dates,
        "code_system": profile.code_system,
    }


def set_fields(row: ImportProfile, values: dict) -> None:
    if unknown := set(values) - set(FIELDS):
        raise ValueError(f"These may not be set: {', '.join(sorted(unknown))}")
    for field, value in values.items():
        setattr(row, field, value)


@transaction.atomic
def create_profile(*, practice, kind: str, by, **fields) -> ImportProfile:
    """A profile of the practice's own. Raises ValidationError for a name that it has already."""
    profile = ImportProfile(practice=practice, kind=kind, created_by=by)
    set_fields(profile, fields)
    profile.full_clean(exclude=["practice", "created_by"])
    profile.validate_constraints()
    profile.save(force_insert=True)
    audit.record("import_profile.created", by=by, about=profile, organisation=practice, kind=kind)
    return profile


@transaction.atomic
def change_profile(*, profile: ImportProfile, by, **fields) -> ImportProfile:
    """Only a practice's own. Raises ValueError for a shipped one, ValidationError for a name that is taken."""
    if profile.is_shipped:
        raise ValueError("A shipped profile is changed in its file")
    before = {field: getattr(profile, field) for field in fields}
    set_fields(profile, fields)
    profile.full_clean(exclude=["practice", "created_by"])
    profile.validate_constraints()
    profile.save()
    changed = sorted(field for field, value in before.items() if getattr(profile, field) != value)
    audit.record("import_profile.changed", by=by, about=profile, organisation=profile.practice, changed=changed)
    return profile


@transaction.atomic
def confirm_profile(*, profile: ImportProfile, practice, by) -> ProfileConfirmation:
    """The practice has tried a shipped profile on its own export and found it right; a second press changes nothing."""
    confirmation, is_new = ProfileConfirmation.objects.get_or_create(
        profile=profile, practice=practice, defaults={"confirmed_by": by}
    )
    if is_new:
        audit.record("import_profile.confirmed", by=by, about=profile, organisation=practice, kind=profile.kind)
    return confirmation


def confirmed_by(practice) -> set[int]:
    """Ids of the shipped profiles that a practice has found right."""
    return set(ProfileConfirmation.objects.filter(practice=practice).values_list("profile", flat=True))
