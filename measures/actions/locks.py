"""Closed months: refused at the last moment too, and reopened for one practice by two people until a day."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.permissions import Permission, Role, has_permission
from measures.closing import closed_words
from measures.locks import locks_of
from measures.models import LockException, MonthlyReturn
from operations import audit
from practices import clock, months
from practices.models import Grant, Organisation, Wave
from practices.uploads.actions import Overtaken


class MonthClosed(Overtaken):
    """The month has closed since it was looked at; the text says when."""


class NotToBeAgreed(Exception):
    """The exception is not to be agreed by this person, or not any more; the text says why."""


def refuse_closed(version: MonthlyReturn) -> None:
    """Raises MonthClosed when the month of a return takes no figures now."""
    refuse_closed_month(version.wave, version.practice, version.month)


def refuse_closed_month(wave: Wave, practice: Organisation, month: date) -> None:
    day = locks_of([wave], for_update=True).closed_on(wave.code, practice.ods_code, month)
    if day is not None:
        raise MonthClosed(f"{closed_words(month, day)}. Ask your facilitator to reopen it.")


@transaction.atomic
def ask_to_reopen(*, wave: Wave, practice: Organisation, month: date, until: date, reason: str, by) -> LockException:
    """Ask for a closed month; two others decide. Raises IntegrityError when it was asked for already."""
    past = LockException.objects.filter(
        wave=wave, practice=practice, month=month, ended_at__isnull=True, until__lt=clock.today()
    )
    past.update(ended_at=clock.now())
    exception = LockException.objects.create(
        wave=wave, practice=practice, month=month, until=until, reason=reason, asked_by=by, asked_at=clock.now()
    )
    # The reason stands with the exception and in no event: it may quote a figure, as questions may.
    record("month.reopening_asked", exception, by=by)
    return exception


@transaction.atomic
def agree(*, exception: LockException, by) -> LockException:
    """The first or the second of two: one who looks after the wave and one who administers it, neither of the practice.

    Raises NotToBeAgreed; PermissionDenied for whoever has any role at the practice (D17).
    """
    exception = held(exception)
    refuse_of_practice(by, exception.practice)
    role = agreeing_as(by, exception.practice)
    if why := why_not_agreed(exception, by, role):
        raise NotToBeAgreed(why)
    which = "second" if exception.first_by_id else "first"
    changes = {f"{which}_by": by, f"{which}_at": clock.now(), f"{which}_as": role}
    for name, value in changes.items():
        setattr(exception, name, value)
    exception.save(update_fields=list(changes))
    record("month.reopened" if exception.is_agreed else "month.reopening_agreed", exception, by=by, agreed_as=role)
    return exception


def refuse_of_practice(by, practice: Organisation) -> None:
    """By any of their grants, whatever scope is chosen: not only those who send its returns gain by a reopened month."""
    if practice.pk in own_places(by):
        raise PermissionDenied("Nobody reopens a month of their own practice")


def own_places(by) -> set[int]:
    """Keys of the organisations at which somebody has any role in force."""
    grants = Grant.objects.in_force().filter(person=by, organisation__isnull=False)
    return set(grants.values_list("organisation_id", flat=True))


def agreeing_as(by, practice: Organisation) -> Role:
    """As what somebody who may reopen months does so: whoever also accepts returns looks after the wave."""
    if not has_permission(by, Permission.REOPEN_MONTH, practice):
        raise PermissionDenied(Permission.REOPEN_MONTH.value)
    accepts = has_permission(by, Permission.ACCEPT_RETURN, practice)
    return Role.FACILITATOR if accepts else Role.PROGRAMME_ADMINISTRATOR


def why_not_agreed(exception: LockException, by, role: str) -> str:
    """Why this person does not agree to it as `role`; empty when they may."""
    if exception.ended_at or exception.until < clock.today():
        return "It has ended."
    if exception.is_agreed:
        return "Two people have agreed already."
    if exception.first_by_id == by.pk:
        return "You have agreed already: a second person has to."
    if exception.first_as == role:
        return f"A {Role(role).label.lower()} has agreed already: the second person has another role."
    return ""


@transaction.atomic
def end(*, exception: LockException, by) -> LockException:
    """The month is closed again at once, or the request is refused. Ending what has ended changes nothing."""
    exception = held(exception)
    if exception.ended_at is None:
        exception.ended_by, exception.ended_at = by, clock.now()
        exception.save(update_fields=["ended_by", "ended_at"])
        record("month.reopening_ended", exception, by=by)
    return exception


def held(exception: LockException) -> LockException:
    found = LockException.objects.select_for_update(of=("self",)).select_related("practice", "wave")
    return found.get(pk=exception.pk)


def record(event: str, exception: LockException, *, by, **details) -> None:
    audit.record(
        event,
        by=by,
        about=exception,
        organisation=exception.practice,
        wave=exception.wave.code,
        month=months.period(exception.month),
        until=exception.until.isoformat(),
        **details,
    )
