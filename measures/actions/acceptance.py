"""A second person finds figures good: one return, the returns of a month but for the exceptions, or the clean ones by themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from accounts.permissions import Permission, roles_with
from measures.actions.moving import move_return, recompute, record
from measures.actions.queries import close_all
from measures.models import MonthlyReturn, ReturnQuery
from measures.working_days import latest_day_before
from practices import clock
from practices.models import Grant, Wave

State = MonthlyReturn.State
Outcome = ReturnQuery.Outcome
WORKING_DAYS_TO_QUERY = 5
ACCEPTED_FIELDS = ["state", "is_current", "accepted_at", "accepted_by", "accepted_by_itself"]


@transaction.atomic
def accept_return(*, version: MonthlyReturn, by) -> MonthlyReturn:
    """A second person finds the figures good. Raises PermissionDenied for whoever could have sent them (D17)."""
    refuse_own(by, [version.practice_id])
    changes = {"accepted_at": clock.now(), "accepted_by": by}
    accepted = move_return(version, State.ACCEPTED, "return.accepted", by=by, **changes)
    close_all([accepted], Outcome.STANDS, by=by)
    return accepted


def refuse_own(by, practice_ids: Iterable[int]) -> None:
    """Whatever scope is chosen: nobody accepts the return of a practice for which they may send one."""
    if own_practices(by, practice_ids):
        raise PermissionDenied("Nobody accepts a return of their own practice")


def own_practices(by, practice_ids: Iterable[int]) -> set[int]:
    """Of these practices those for which this person may send returns, by any of their grants."""
    senders = Grant.objects.in_force().filter(person=by, role__in=roles_with(Permission.SEND_RETURN))
    return set(senders.filter(organisation__in=practice_ids).values_list("organisation_id", flat=True))


@dataclass(frozen=True)
class Waiting:
    """The returns of a month that are not accepted yet: those that may be at once, and why each of the others is held back."""

    ready: list[MonthlyReturn]
    held: list[tuple[MonthlyReturn, str]]


OWN = "Your own practice: somebody else has to accept it"
NOT_ANSWERED = "A question waits for its answer"
NOT_CLOSED = "A question was answered and is not closed yet"
WITH_WARNINGS = "Came with a warning that was confirmed: open it and look"


def waiting_of_month(*, wave: Wave, month: date, practices, by, for_update: bool = False) -> Waiting:
    """Sorted out in three queries, however many there are; `for_update` holds them until the transaction ends."""
    found = MonthlyReturn.objects.current().filter(wave=wave, month=month, practice__in=practices)
    found = found.exclude(state=State.ACCEPTED).select_related("practice", "wave").order_by("practice__name", "pk")
    versions = list(found.select_for_update(of=("self",)).order_by("pk") if for_update else found)
    own = own_practices(by, {version.practice_id for version in versions})
    asked = set(ReturnQuery.objects.open().filter(version__in=versions).values_list("version_id", flat=True))
    held = [(version, why_held(version, own, asked)) for version in versions]
    return Waiting(
        ready=[version for version, why in held if not why], held=[(version, why) for version, why in held if why]
    )


def why_held(version: MonthlyReturn, own: Collection[int], asked: Collection[int]) -> str:
    """Why a return is not accepted together with others; empty when nothing stands against it."""
    if version.practice_id in own:
        return OWN
    if version.state == State.QUERIED:
        return NOT_ANSWERED
    if version.pk in asked:
        return NOT_CLOSED
    return WITH_WARNINGS if version.confirmed_warnings else ""


@transaction.atomic
def accept_many(*, wave: Wave, month: date, practices, chosen: Collection[int], by) -> list[MonthlyReturn]:
    """Accept those of `chosen` (ids) against which nothing stands now (S1); the others are left as they are."""
    waiting = waiting_of_month(wave=wave, month=month, practices=practices, by=by, for_update=True)
    return accept_all([version for version in waiting.ready if version.pk in set(chosen)], by=by)


@transaction.atomic
def accept_clean_returns() -> list[MonthlyReturn]:
    """Accept what was submitted without a warning and not queried for five whole working days. Safe to run twice."""
    last_day = latest_day_before(clock.today(), WORKING_DAYS_TO_QUERY)
    end = clock.now().replace(year=last_day.year, month=last_day.month, day=last_day.day, hour=23, minute=59, second=59)
    waiting = clean_returns(end).filter(submitted_at__lte=end)
    versions = list(waiting.select_for_update(of=("self",)).order_by("pk").select_related("practice", "wave"))
    return accept_all(versions, by=None)


def clean_returns(end: datetime):
    """Without a warning, and without a question that is open or was closed after `end`."""
    questions = ReturnQuery.objects.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=end), version=OuterRef("pk"))
    return MonthlyReturn.objects.current().filter(~Exists(questions), state=State.SUBMITTED, confirmed_warnings=[])


def accept_all(versions: list[MonthlyReturn], *, by) -> list[MonthlyReturn]:
    """Accept many at once: an event for each return, one recompute for each wave; by None is by themselves."""
    entry, by_wave, now = None, defaultdict(list), clock.now()
    for version in versions:
        version.move_to(State.ACCEPTED)
        version.accepted_at, version.accepted_by, version.accepted_by_itself = now, by, by is None
        entry = record("return.accepted", version, by=by, by_itself=by is None)
        by_wave[version.wave_id].append(version)
    MonthlyReturn.objects.bulk_update(versions, ACCEPTED_FIELDS, batch_size=500)
    for wave_id, accepted in by_wave.items():
        reason = f"{len(accepted)} returns accepted"
        recompute(wave_id, accepted, key=f"recompute:{wave_id}:event:{entry.pk}", reason=reason)
    return versions
