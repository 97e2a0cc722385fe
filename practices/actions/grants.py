"""Who may do what where: given, changed and ended, by those who may, never for oneself and never beyond one's own scope (D17)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.permissions import HELD_AT, MAY_GRANT, Role
from operations import audit
from practices.models import Grant, Organisation, Wave


def place_kind(place):
    """As HELD_AT names it: the kind of an organisation, or "wave" or "programme"."""
    if isinstance(place, Organisation):
        return place.kind
    return "wave" if isinstance(place, Wave) else "programme"


def may_give(by, role, place):
    """Whether a grant under which this person acts lets them give the role there, and encloses the place."""
    if place_kind(place) not in HELD_AT[role]:
        return False
    return any(role in MAY_GRANT.get(Role(grant.role), ()) and grant.encloses(place) for grant in by.acting_grants)


def require_may_give(by, person, role, place):
    if person.pk == by.pk:
        raise PermissionDenied("Nobody changes their own roles")
    if not may_give(by, Role(role), place):
        raise PermissionDenied("The role or the place is outside what this person may give")


def code_of(place):
    return getattr(place, "ods_code", None) or getattr(place, "code", None) or place.slug


@transaction.atomic
def give(*, person, role, place, starts_on, ends_on=None, by):
    """Give a role at one place, from a day to a last day or until it is ended."""
    require_may_give(by, person, role, place)
    grant = Grant.objects.create(
        person=person,
        role=Role(role).value,
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by=by,
        **{"organisation" if isinstance(place, Organisation) else place_kind(place): place},
    )
    record("grant_given", grant, by, starts_on=starts_on, ends_on=ends_on)
    return grant


@transaction.atomic
def change_last_day(*, grant, ends_on, by):
    """Set or lift the last day on which a grant holds."""
    require_may_give(by, grant.person, grant.role, grant.place)
    before, grant.ends_on = grant.ends_on, ends_on
    grant.save(update_fields=["ends_on"])
    record("grant_changed", grant, by, ends_on=ends_on, ended_on_before=before)
    return grant


@transaction.atomic
def end(*, grant, by):
    """End a grant at once: it holds no longer at the person's next request."""
    require_may_give(by, grant.person, grant.role, grant.place)
    grant.ended_at, grant.ended_by = timezone.now(), by
    grant.save(update_fields=["ended_at", "ended_by"])
    record("grant_ended", grant, by)
    return grant


def record(event, grant, by, **dates):
    audit.record(
        event,
        by=by,
        about=grant,
        organisation=grant.organisation,
        person=grant.person_id,
        role=grant.role,
        place=code_of(grant.place),
        **{name: day.isoformat() if day else None for name, day in dates.items()},
    )
