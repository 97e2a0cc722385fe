"""A practice's storyboard: its words, and whether the wave may see it (W6)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.permissions import Permission, require_permission
from collaborative.models import Storyboard
from operations import audit
from practices import clock
from practices.models import Organisation, Wave

PARTS = {
    "aim": "Our aim",
    "team": "Who we are",
    "changes": "What we changed",
    "learning": "What we learned",
    "next_steps": "What comes next",
}


def works_at(user, practice: Organisation) -> bool:
    """Whether this person writes for the practice as one of its own: a facilitator looks after it, and does not speak for it."""
    return any(
        grant.organisation_id == practice.pk and grant.allows(Permission.CHANGE_IMPROVEMENT_WORK)
        for grant in user.acting_grants
    )


def require_works_at(user, practice: Organisation) -> None:
    if not works_at(user, practice):
        raise PermissionDenied(Permission.CHANGE_IMPROVEMENT_WORK.value)


def storyboard_of(wave: Wave, practice: Organisation) -> Storyboard:
    """The practice's storyboard, made empty at the first need: it has one page from the beginning."""
    return Storyboard.objects.get_or_create(wave=wave, practice=practice)[0]


@transaction.atomic
def edit_storyboard(*, storyboard: Storyboard, words: dict[str, str], by) -> Storyboard:
    """Write the words. What is shared already is shared as it then reads, which whoever edits is told beforehand."""
    require_works_at(by, storyboard.practice)
    storyboard = locked(storyboard)
    storyboard.words = {part: words.get(part, "").strip() for part in PARTS if words.get(part, "").strip()}
    storyboard.edited_at, storyboard.edited_by = clock.now(), by
    storyboard.save(update_fields=["words", "edited_at", "edited_by"])
    record("edited", storyboard, by)
    return storyboard


@transaction.atomic
def give_consent(*, storyboard: Storyboard, by) -> Storyboard:
    """Show it to the wave: the manager's to decide, like the sharing agreement. Raises ValidationError without a word on it."""
    require_permission(by, Permission.CHANGE_SHARING_AGREEMENT, storyboard.practice)
    storyboard = locked(storyboard)
    if not storyboard.words:
        raise ValidationError("Write something on the storyboard before you share it")
    storyboard.consented_at, storyboard.consented_by, storyboard.withdrawn_at = clock.now(), by, None
    storyboard.save(update_fields=["consented_at", "consented_by", "withdrawn_at"])
    record("shared", storyboard, by)
    return storyboard


@transaction.atomic
def withdraw_consent(*, storyboard: Storyboard, by) -> Storyboard:
    """It disappears for everybody else at once; reports that were frozen before keep what they showed."""
    require_permission(by, Permission.CHANGE_SHARING_AGREEMENT, storyboard.practice)
    storyboard = locked(storyboard)
    if not storyboard.is_shared:
        raise ValidationError("This storyboard is not shared")
    storyboard.withdrawn_at = clock.now()
    storyboard.save(update_fields=["withdrawn_at"])
    record("withdrawn", storyboard, by)
    return storyboard


def locked(storyboard: Storyboard) -> Storyboard:
    rows = Storyboard.objects.select_for_update(of=("self",)).select_related("practice", "wave")
    return rows.get(pk=storyboard.pk)


def record(event: str, storyboard: Storyboard, by) -> None:
    audit.record(
        f"storyboard.{event}", by=by, about=storyboard, organisation=storyboard.practice, wave=storyboard.wave.code
    )
