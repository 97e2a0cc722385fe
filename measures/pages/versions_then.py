"""Versions of returns as they stood on an earlier day: not yet corrected, not yet accepted, not yet taken back."""

from collections.abc import Iterable

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from measures.computing.standing import Standing
from measures.models import MonthlyReturn, ReturnQuery

State = MonthlyReturn.State


def sent_by_then(returns: QuerySet, standing: Standing) -> QuerySet:
    """Those that had been sent, each with its `state_then`."""
    if standing.bound is None:
        return returns
    return returns.filter(submitted_at__lt=standing.bound).annotate(state_then=state_then(standing))


def state_then(standing: Standing) -> Case:
    """The state of a version in a query, from its times."""
    open_then = ReturnQuery.objects.filter(standing.decided("asked_at", "answered_at"), version=OuterRef("pk"))
    return Case(
        When(superseded_at__lt=standing.bound, state=State.WITHDRAWN, then=Value(State.WITHDRAWN.value)),
        When(superseded_at__lt=standing.bound, then=Value(State.CORRECTED.value)),
        When(accepted_at__lt=standing.bound, then=Value(State.ACCEPTED.value)),
        When(Exists(open_then), then=Value(State.QUERIED.value)),
        default=Value(State.SUBMITTED.value),
    )


def as_they_stood(versions: Iterable[MonthlyReturn], standing: Standing) -> list[MonthlyReturn]:
    """The versions with the state, the acceptance and the reason that they had; none of them is ever saved."""
    return [stood(version, standing) for version in versions]


def stood(version: MonthlyReturn, standing: Standing) -> MonthlyReturn:
    if standing.bound is None:
        return version
    if version.state == State.WITHDRAWN != version.state_then:
        # What is written there now is why it was taken back.
        version.correction_reason = ""
    version.state = version.state_then
    version.is_current = version.state in (State.SUBMITTED, State.QUERIED, State.ACCEPTED)
    for name, person in (("accepted_at", "accepted_by"), ("superseded_at", None)):
        if getattr(version, name) is not None and getattr(version, name) >= standing.bound:
            setattr(version, name, None)
            if person:
                setattr(version, person, None)
    return version
