"""Cycles and events on the charts of their measures (I2), as far as one reader may read them: three queries for a wave.

A practice's chart has the cycles tested there or in the whole PCT while it took part; a PCT's those of its team; the wave's
how many began in each month. Events are on all of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.workforce_annotations import read_posts
from collaborative.models import Event, PdsaCycle, TeamPartner
from measures.chart_lines import CYCLE, EVENT, STARTED, Annotation
from measures.models import Series
from practices import months
from practices.wording import counted

MOST_PLACES = 2


@dataclass(frozen=True)
class CycleNote:
    """A cycle that has begun. `practices` are (id, name) of where it is tested, () for the whole PCT."""

    pk: int
    label: str
    measure: str
    team: int
    organisation: int
    start: date
    end: date | None
    practices: tuple[tuple[int, str], ...]
    href: str

    def annotation(self, level: str) -> Annotation:
        label = self.label if level == Series.Level.PRACTICE else f"{self.label} ({self.places})"
        return Annotation(self.start, self.end, label, CYCLE, f"cycle-{self.pk}", self.href)

    @property
    def places(self) -> str:
        names = sorted(name for _, name in self.practices)
        if not names:
            return "all practices"
        return " and ".join(names) if len(names) <= MOST_PLACES else f"{len(names)} practices"


# (team, practice, first day, last day or None) of a practice's part in a team.
Partnership = tuple[int, int, date, date | None]


class Annotations:
    """What one reader may read of a wave's cycles and events, by place and measure."""

    def __init__(
        self,
        cycles: Iterable[CycleNote] = (),
        events: Sequence[Annotation] = (),
        partnerships: Iterable[Partnership] = (),
        posts: Mapping[int, Sequence[Annotation]] | None = None,
    ):
        """`posts`: practice -> what happened in the posts that it hosts."""
        self.events = tuple(events)
        self.posts = posts or {}
        self.by_measure = defaultdict(list)
        for cycle in cycles:
            self.by_measure[cycle.measure].append(cycle)
        self.partnerships = defaultdict(list)
        for team, practice, joined, left in partnerships:
            self.partnerships[team, practice].append((joined, left))

    def of(self, level: str, organisation_id: int | None, measure: str) -> tuple[Annotation, ...]:
        """Those of one chart."""
        cycles = self.by_measure.get(measure, [])
        if level == Series.Level.WAVE:
            return (*self.events, *started_by_month(cycles))
        is_here = self.is_tested_in if level == Series.Level.PRACTICE else is_of_team
        posts = self.posts.get(organisation_id, ()) if level == Series.Level.PRACTICE else ()
        return (*self.events, *posts, *(one.annotation(level) for one in cycles if is_here(one, organisation_id)))

    def at(self, level: str, organisation_id: int | None) -> tuple[tuple[Annotation, ...], ...]:
        """Those of all charts of a place: what the key of its page depends on."""
        return tuple(self.of(level, organisation_id, measure) for measure in sorted({"", *self.by_measure}))

    @property
    def everything(self) -> tuple:
        """What the key of a file of the whole wave depends on."""
        cycles = [tuple(found) for _, found in sorted(self.by_measure.items())]
        posts = [(key, tuple(found)) for key, found in sorted(self.posts.items())]
        return (self.events, cycles, posts, sorted((key, found) for key, found in self.partnerships.items()))

    def is_tested_in(self, cycle: CycleNote, practice_id: int) -> bool:
        if cycle.practices:
            return any(pk == practice_id for pk, _ in cycle.practices)
        parts = self.partnerships.get((cycle.team, practice_id), [])
        return any((left is None or left >= cycle.start) and not is_over(cycle, joined) for joined, left in parts)


def is_over(cycle: CycleNote, day: date) -> bool:
    return cycle.end is not None and cycle.end < day


def is_of_team(cycle: CycleNote, organisation_id: int) -> bool:
    return cycle.organisation == organisation_id


def started_by_month(cycles: Iterable[CycleNote]) -> list[Annotation]:
    """How many began in each month; of a wave no single one is named."""
    counts = Counter(months.first_of(one.start) for one in cycles)
    return [
        Annotation(
            month,
            months.last_day(month),
            f"{counted(count, 'cycle')} started",
            STARTED,
            f"started-{months.period(month)}",
            count=count,
        )
        for month, count in sorted(counts.items())
    ]


# ---- reading


def read_annotations(user, wave, *, for_practices: bool = True, with_posts: bool = False) -> Annotations:
    """What this person may read. `for_practices`: charts of practices are drawn too, for which it matters who takes part.
    `with_posts`: with starts and vacancies of the posts that practices host; for the person's own eyes and files alone.
    """
    cycles = read_cycles(user, wave)
    is_wide = for_practices and any(not one.practices for one in cycles)
    posts = read_posts(user, wave) if with_posts else {}
    return Annotations(cycles, read_events(user, wave), read_partnerships(wave) if is_wide else (), posts)


CYCLE_FIELDS = (
    "pk", "title", "number", "measure", "team_id", "team__organisation_id", "started_on", "ended_on", "closed_on", "state",
)  # fmt: skip


def read_cycles(user, wave) -> list[CycleNote]:
    """Those that have begun and name a measure, with where they are tested: one query."""
    begun = PdsaCycle.objects.visible_to(user).filter(team__wave=wave, started_on__isnull=False).exclude(measure="")
    rows = begun.order_by("pk", "practices__name").values_list(*CYCLE_FIELDS, "practices__pk", "practices__name")
    found, places = {}, defaultdict(list)
    for *fields, practice, name in rows:
        found[fields[0]] = fields
        if practice is not None:
            places[fields[0]].append((practice, name))
    return [note_of(fields, tuple(places[pk])) for pk, fields in found.items()]


def note_of(fields: Sequence, practices: tuple) -> CycleNote:
    pk, title, number, measure, team, organisation, start, end, closed, state = fields
    # One that was cancelled while doing went on for nobody knows how long: its first day is what is known.
    fallback = start if state == PdsaCycle.State.CANCELLED else None
    last = end or closed or fallback
    href = reverse("cycle_detail", args=[pk])
    return CycleNote(pk, f"{title}, cycle {number}", measure, team, organisation, start, last, practices, href)


def read_events(user, wave) -> list[Annotation]:
    may_open = has_permission(user, Permission.VIEW_EVENTS)
    rows = Event.objects.visible_to(user).filter(wave=wave).order_by("held_on", "pk")
    return [
        Annotation(day, None, title, EVENT, f"event-{pk}", reverse("event_detail", args=[pk]) if may_open else "")
        for pk, title, day in rows.values_list("pk", "title", "held_on")
    ]


def read_partnerships(wave) -> list[Partnership]:
    """Who took part in which team from when to when: no secret within a wave."""
    rows = TeamPartner.objects.filter(team__wave=wave, kind=TeamPartner.Kind.PRACTICE, organisation__isnull=False)
    return list(rows.order_by("pk").values_list("team_id", "organisation_id", "joined_on", "left_on"))
