"""What a report is made of, for one of its two copies, read in a fixed number of queries however many teams there are.

The facilitator's copy holds what the person who makes it may see. The copy for the wave holds what anybody outside sees:
released figures, and only what teams have shared with the wave.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from collaborative.dashboards.annotations import Annotations, CycleNote
from collaborative.dashboards.gathering import Gathered, gather
from collaborative.dashboards.progress_facts import facts_of
from collaborative.models import (
    Attendance,
    Barrier,
    ChangeIdea,
    Event,
    ImprovementTeam,
    PackageItem,
    Pairing,
    PdsaCycle,
    ProgressScore,
    ReadingLevel,
    Reflection,
    Story,
    Storyboard,
    TeamMember,
    TeamPartner,
    WorkshopAction,
)
from collaborative.progress_suggestion import suggest
from measures.chart_lines import EVENT, Annotation
from measures.disclosure import STRANGER, Reader
from measures.models import MonthlyReturn
from practices import clock
from practices.models import Organisation, Programme


@dataclass(frozen=True)
class Source:
    """Rows are in the order of their models; those of teams only as far as the copy's readers may read them."""

    event: Event
    gathered: Gathered
    level: ReadingLevel
    events: list[Event]
    teams: list[ImprovementTeam]
    partners: list[TeamPartner]
    members: list[TeamMember]
    attendances: list[Attendance]
    items: list[PackageItem]
    cycles: list[PdsaCycle]
    ideas: list[ChangeIdea]
    stories: list[Story]
    barriers: list[Barrier]
    reflections: list[Reflection]
    actions: list[WorkshopAction]
    scores: list[ProgressScore]
    storyboards: list[Storyboard]
    pairings: list[Pairing]
    # Team id -> the score that its facts suggest.
    suggested: dict[int, float]
    # Practice id -> how many of its current returns are queried.
    queried: dict[int, int]

    @property
    def wave(self):
        return self.event.wave

    @property
    def is_shared(self) -> bool:
        """Whether this is the copy for the wave, in which nobody is named."""
        return self.level == ReadingLevel.WAVE

    @property
    def has_measures(self) -> bool:
        """Whether this wave's practices send returns; a workforce wave has none of the pages made of them."""
        return self.wave.programme.kind == Programme.Kind.MEASURES

    @cached_property
    def today(self) -> date:
        return clock.today()

    @cached_property
    def previous_event(self) -> Event | None:
        """The workshop before this one, or the orientation: since when progress is told."""
        earlier = [one for one in self.events if one.held_on < self.event.held_on and one.kind != Event.Kind.OTHER]
        return earlier[-1] if earlier else None

    @cached_property
    def since(self) -> date:
        """From this day on things are new: the previous event, else the day before the wave began."""
        return self.previous_event.held_on if self.previous_event else self.wave.orientation_on - timedelta(days=1)

    @cached_property
    def team_of(self) -> dict[int, ImprovementTeam]:
        """Practice id -> the team that it takes part in, else that of its PCT."""
        by_commissioner = {team.organisation_id: team for team in self.teams}
        found = {
            practice: by_commissioner[parent.pk]
            for practice, parent in self.gathered.parent_of.items()
            if parent.pk in by_commissioner
        }
        by_id = {team.pk: team for team in self.teams}
        return found | {
            one.organisation_id: by_id[one.team_id]
            for one in self.partners
            if one.kind == TeamPartner.Kind.PRACTICE and one.organisation_id and one.left_on is None
        }

    @cached_property
    def shown_practices(self) -> list[Organisation]:
        """Practices with a page of their own: for the wave those alone that have consented to their storyboard."""
        if not self.has_measures:
            return []
        if not self.is_shared:
            return [one.practice for one in self.gathered.visible_memberships]
        consented = {board.practice_id for board in self.storyboards}
        return [one.practice for one in self.gathered.memberships if one.practice_id in consented]

    def practices_of(self, team: ImprovementTeam | None) -> list[Organisation]:
        """The practices with a page that belong to a team; to none with None."""
        return [practice for practice in self.shown_practices if self.team_of.get(practice.pk) == team]

    def of_team(self, rows: Iterable, team: ImprovementTeam) -> list:
        return self.by_team(rows).get(team.pk, [])

    def by_team(self, rows) -> dict[int, list]:
        """Grouped once per list."""
        kept = self._grouped.get(id(rows))
        if kept is None:
            kept = defaultdict(list)
            for row in rows:
                kept[row.team_id].append(row)
            self._grouped[id(rows)] = kept
        return kept

    @cached_property
    def _grouped(self) -> dict:
        return {}


def exact_source(event: Event, user, reader: Reader) -> Source:
    """As the person who makes the report may see it."""
    return read_source(event, user, reader, ReadingLevel.FACILITATOR)


def shared_source(event: Event) -> Source:
    """As somebody outside would see it, who holds no role anywhere."""
    return read_source(event, None, STRANGER, ReadingLevel.WAVE)


def read_source(event: Event, user, reader: Reader, level: ReadingLevel) -> Source:
    """One query for each kind of row, two where rows have lists of their own. Without a `user`: what is shared with the wave."""
    wave = event.wave

    def readable(model):
        rows = model.objects.filter(team__wave=wave)
        # Whoever makes it may also work in a team: what that team keeps to itself is not for the copy's other readers.
        rows = rows.filter(shared_with__gte=level)
        return rows.visible_to(user) if user else rows

    teams = list(ImprovementTeam.objects.filter(wave=wave).select_related("organisation"))
    events = list(Event.objects.filter(wave=wave))
    partners = list(TeamPartner.objects.filter(team__wave=wave))
    cycles = list(
        readable(PdsaCycle)
        .select_related("team", "principle", "ramp__idea")
        .prefetch_related("practices", "ramp__idea__items")
    )
    gathered = gather(user or AnonymousUser(), wave, reader, annotations=annotations_of(cycles, events, partners))
    return Source(
        event=event,
        gathered=gathered,
        level=level,
        events=events,
        teams=teams,
        partners=partners,
        members=list(TeamMember.objects.filter(team__wave=wave)),
        attendances=list(Attendance.objects.filter(event=event, to_confirm=False).select_related("team", "member")),
        items=list(PackageItem.objects.filter(wave=wave)),
        cycles=cycles,
        ideas=list(readable(ChangeIdea).select_related("team").prefetch_related("items")),
        stories=list(readable(Story).select_related("team").prefetch_related("values")),
        barriers=list(readable(Barrier).select_related("team")),
        reflections=list(readable(Reflection).select_related("team").prefetch_related("items")),
        actions=list(readable(WorkshopAction).select_related("team", "cycle", "event", "read_back_at")),
        scores=list(ProgressScore.objects.filter(team__wave=wave).visible_to(user)) if user else [],
        storyboards=consented_storyboards(wave),
        pairings=consented_pairings(wave),
        suggested=suggested_scores(user, gathered, teams) if user else {},
        queried=queried_returns(wave) if user else {},
    )


def suggested_scores(user, gathered: Gathered, teams: list[ImprovementTeam]) -> dict[int, float]:
    return {team: suggest(facts).score for team, facts in facts_of(user, gathered, teams).items()}


def annotations_of(cycles: list[PdsaCycle], events: list[Event], partners: list[TeamPartner]) -> Annotations:
    """What is drawn on the charts: of the rows that were read, which are those that this copy may show."""
    return Annotations(
        [note(cycle) for cycle in cycles if cycle.started_on and cycle.measure],
        [Annotation(one.held_on, None, one.title, EVENT, f"event-{one.pk}") for one in events],
        [
            (one.team_id, one.organisation_id, one.joined_on, one.left_on)
            for one in partners
            if one.kind == TeamPartner.Kind.PRACTICE and one.organisation_id
        ],
    )


def note(cycle: PdsaCycle) -> CycleNote:
    # Nobody knows how long a cycle went on that was cancelled while doing: its first day is what is known.
    fallback = cycle.started_on if cycle.state == PdsaCycle.State.CANCELLED else None
    return CycleNote(
        pk=cycle.pk,
        label=f"{cycle.title}, cycle {cycle.number}",
        measure=cycle.measure,
        team=cycle.team_id,
        organisation=cycle.team.organisation_id,
        start=cycle.started_on,
        end=cycle.ended_on or cycle.closed_on or fallback,
        practices=tuple((one.pk, one.name) for one in cycle.practices.all()),
        href="",
    )


def consented_storyboards(wave) -> list[Storyboard]:
    shared = Storyboard.objects.filter(wave=wave, consented_at__isnull=False, withdrawn_at__isnull=True)
    return list(shared.select_related("practice").order_by("practice__name", "practice__ods_code"))


def consented_pairings(wave) -> list[Pairing]:
    """Those to which both practices have said yes."""
    agreed = Pairing.objects.filter(
        wave=wave, learner_consented_at__isnull=False, example_consented_at__isnull=False, declined_at__isnull=True
    )
    return list(agreed.select_related("learner", "example").order_by("measure", "learner__name", "example__name"))


def queried_returns(wave) -> dict[int, int]:
    found = MonthlyReturn.objects.filter(wave=wave, is_current=True, state=MonthlyReturn.State.QUERIED)
    counts: dict[int, int] = defaultdict(int)
    for practice in found.values_list("practice_id", flat=True):
        counts[practice] += 1
    return dict(counts)


def consents_of(source: Source) -> list[str]:
    """What is in a copy only because somebody shared it: "story 12", "storyboard 3"."""
    shared = (
        source.cycles, source.ideas, source.stories, source.barriers, source.reflections, source.actions,
        source.storyboards, source.pairings,
    )  # fmt: skip
    return sorted(f"{row._meta.model_name} {row.pk}" for rows in shared for row in rows)
