"""What else happened around a cycle: events of the wave, other cycles on the same measure and place, breaks of the data."""

from datetime import date

from django.db.models import Q

from collaborative.dashboards.gathering import Gathered
from collaborative.evaluations.asked import Columns
from collaborative.evaluations.found import Evaluation
from collaborative.evaluations.words import reason_words
from collaborative.models import Event, PdsaCycle
from measures.definitions import definition_of
from measures.models import Series
from practices import months

# A workshop of the months before may still be at work.
MONTHS_EARLIER = 3


def happenings(
    gathered: Gathered, user, cycle: PdsaCycle, found: Evaluation, columns: Columns | None
) -> list[tuple[str, str, str]]:
    """(when, what, kind) in the order of time, of what this person may read. Two queries.

    Without `columns` this reader may not open the figures of the place, and is told nothing about them.
    """
    first, last = span_of(found)
    found_there = [
        *events(user, cycle, first, last),
        *other_cycles(user, cycle, first, last),
        *new_definitions(cycle, first, last),
        *(new_phases(gathered, cycle, first, last) if columns else ()),
        *(missing(columns, first, last) if columns else ()),
    ]
    return [(when, what, kind) for _, when, what, kind in sorted(found_there)]


def span_of(found: Evaluation) -> tuple[date, date]:
    first = months.add_months(months.first_of(found.asked.started), -MONTHS_EARLIER)
    last = found.since[1] if found.since else found.latest or found.asked.started
    return first, months.last_day(max(last, months.first_of(found.asked.started)))


def events(user, cycle: PdsaCycle, first: date, last: date):
    rows = Event.objects.visible_to(user).filter(wave=cycle.team.wave, held_on__range=(first, last))
    for event in rows:
        yield event.held_on, f"{event.held_on:%-d %b %Y}", event.title, "Event"


def other_cycles(user, cycle: PdsaCycle, first: date, last: date):
    """On the same measure, where the places overlap; those of a whole PCT overlap with all of its practices'."""
    ids = [practice.pk for practice in cycle.practices.all()]
    same_place = Q(team=cycle.team)
    if ids:
        same_place &= Q(practices__in=ids) | Q(practices__isnull=True)
    rows = PdsaCycle.objects.visible_to(user).filter(same_place, measure=cycle.measure, started_on__lte=last)
    rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first)).exclude(pk=cycle.pk).distinct()
    for other in rows:
        yield other.started_on, dates_words(other), str(other), "Other cycle on this measure"


def dates_words(cycle: PdsaCycle) -> str:
    end = f"to {cycle.ended_on:%-d %b %Y}" if cycle.ended_on else "on"
    return f"From {cycle.started_on:%-d %b %Y} {end}"


def new_definitions(cycle: PdsaCycle, first: date, last: date):
    for change in definition_of(cycle.measure).changes[1:]:
        if first <= change.on <= last:
            yield (
                change.on,
                months.label(change.on),
                f"Definition {change.version}: {change.text}",
                "Measure defined anew",
            )


def new_phases(gathered: Gathered, cycle: PdsaCycle, first: date, last: date):
    for day, text in notes_of(gathered, cycle):
        if first <= day <= last:
            yield day, months.label(day), text, "New phase of the chart"


def notes_of(gathered: Gathered, cycle: PdsaCycle):
    """The phases that people have begun on the chart of a single place, as this reader may be told."""
    practices = list(cycle.practices.all())
    if len(practices) > 1:
        return ()
    level = Series.Level.PRACTICE if practices else Series.Level.COMMISSIONER
    series = gathered.series(level, practices[0] if practices else cycle.team.organisation, cycle.measure)
    return series.phase_notes if series else ()


def missing(columns: Columns, first: date, last: date):
    """Months without a figure, with the named reason."""
    for month, reason in zip(columns.months, columns.reasons, strict=True):
        if reason and first <= month <= last:
            yield month, months.label(month), f"No figure: {reason_words(reason)}", "Data"
