"""What every change of a PDSA cycle has in common: the right, the one winner, the trace and the evaluation that it asks for."""

from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from collaborative.actions.cycle_evaluations import request_evaluation
from collaborative.models import PdsaCycle
from operations import audit
from practices import clock


class ChangedMeanwhile(Exception):
    """Somebody else changed the cycle after this person had opened it; `cycle` is as it stands now."""

    def __init__(self, cycle: PdsaCycle):
        super().__init__(f"cycle {cycle.pk} was changed meanwhile")
        self.cycle = cycle


@contextmanager
def changing(cycle: PdsaCycle, *, version: int, by):
    """The cycle, fresh and this caller's alone until the transaction ends. What the block sets on it is saved, its
    constraints checked first. Raises PermissionDenied, and ChangedMeanwhile for a version that is not the last.
    """
    cycle.team.require_may_change(by)
    with transaction.atomic():
        # One statement, so that of two at once one finds its version gone, on every database.
        taken = PdsaCycle.objects.filter(pk=cycle.pk, version=version).update(version=F("version") + 1)
        fresh = PdsaCycle.objects.select_related("team__wave", "team__organisation", "ramp").get(pk=cycle.pk)
        if not taken:
            raise ChangedMeanwhile(fresh)
        yield fresh
        fresh.save()


def record(event: str, cycle: PdsaCycle, by, **details) -> None:
    """On the trail stand dates and names of fields; the words themselves stay where their readers are known."""
    practices = list(cycle.practices.all()[:2])
    organisation = practices[0] if len(practices) == 1 else cycle.team.organisation
    audit.record(event, by=by, about=cycle, organisation=organisation, state=cycle.state, **details)


def record_moved(event: str, cycle: PdsaCycle, by, **details) -> None:
    """For what moves a cycle on or changes its dates: what the data say of it has to be asked anew. A plan that is
    changed needs none: what the data are held against is locked before there is anything to ask.
    """
    record(event, cycle, by, **details)
    request_evaluation(team=cycle.team)


def require_state(cycle: PdsaCycle, *states: str) -> None:
    if cycle.state not in states:
        raise ValidationError(f"This cycle is {cycle.get_state_display().lower()}, so this step is not open")


def past_day(day: date | None, field: str, *, since: date | None = None, since_words: str = "") -> date:
    """A day on which something was done: given, not in the future and not before the step that came first."""
    if day is None:
        raise ValidationError({field: "Enter the day"})
    if day > clock.today():
        raise ValidationError({field: "Enter a day that is not in the future"})
    if since is not None and day < since:
        raise ValidationError({field: f"Enter a day that is not before {since_words}, {since:%-d %B %Y}"})
    return day


def written(text: str, field: str, message: str) -> str:
    """A text that a step may not do without."""
    if not (text or "").strip():
        raise ValidationError({field: message})
    return text.strip()
