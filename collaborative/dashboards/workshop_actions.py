"""What teams agreed at events: by team, with the state of the cycle that came of it, and read back at the next event."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from collaborative.dashboards.reading import reading_levels
from collaborative.forms.shared import readable_text
from collaborative.models import Event, ImprovementTeam, PdsaCycle, ReadingLevel, WorkshopAction
from measures.definitions import all_definitions


@dataclass(frozen=True)
class ActionLine:
    """One action as a reader may see it; the links are empty for who may not change it."""

    pk: int
    what: str
    facts: list[dict]
    cycle: dict | None
    outcome: str
    read_back_at: str
    edit_href: str = ""
    cycle_href: str = ""
    read_back_href: str = ""


@dataclass(frozen=True)
class TeamActions:
    team: str
    href: str
    lines: list[ActionLine]
    add_href: str = ""


def actions_by_team(event: Event, user) -> list[TeamActions]:
    """The actions of an event that this reader may see, under their teams; teams whose work they may change come even without one."""
    rows = WorkshopAction.objects.visible_to(user).filter(event=event)
    return under_teams(event, user, rows)


def to_read_back(event: Event, user) -> list[TeamActions]:
    """The actions of the event before this one, and older ones that were never read back or were read back here."""
    earlier = Event.objects.filter(wave=event.wave, held_on__lt=event.held_on, actions__isnull=False)
    last = earlier.order_by("-held_on", "-pk").first()
    rows = WorkshopAction.objects.visible_to(user).filter(event__wave=event.wave, event__held_on__lt=event.held_on)
    due = [row for row in with_related(rows) if row.event == last or row.read_back_at_id in (None, event.pk)]
    return [group for group in under_teams(event, user, due, reading_back=True) if group.lines]


def with_related(rows):
    return rows.select_related("team", "event", "cycle", "cycle__ramp", "read_back_at").order_by("event__held_on", "pk")


def under_teams(event: Event, user, rows, *, reading_back=False) -> list[TeamActions]:
    """A fixed number of queries, however many teams."""
    changeable = set(ImprovementTeam.objects.changeable_by(user).filter(wave=event.wave).values_list("pk", flat=True))
    rows = rows if isinstance(rows, list) else list(with_related(rows))
    teams = {row.team_id for row in rows} | changeable
    cycles = PdsaCycle.objects.visible_to(user).filter(pk__in=[row.cycle_id for row in rows if row.cycle_id])
    readable = set(cycles.values_list("pk", flat=True))
    levels = reading_levels(user, teams)
    lines: dict[int, list[ActionLine]] = {}
    for row in rows:
        lines.setdefault(row.team_id, []).append(
            action_line(
                row,
                levels[row.team_id],
                row.team_id in changeable,
                row.cycle_id in readable,
                event if reading_back else None,
            )
        )
    return [
        TeamActions(
            team.name,
            reverse("team_detail", args=[team.pk]),
            lines.get(team.pk, []),
            reverse("workshop_action_create", args=[event.pk, team.pk]) if team.pk in changeable else "",
        )
        for team in event.wave.teams.all()
        if team.pk in teams
    ]


def action_line(
    row: WorkshopAction, level: ReadingLevel, may_change: bool, reads_cycle: bool, read_back_at: Event | None
) -> ActionLine:
    """`level` says how deep the reader reads in the action's team."""
    asked = may_change and not reads_cycle
    create = reverse("cycle_create", args=[row.team_id])
    return ActionLine(
        pk=row.pk,
        what=row.what,
        facts=facts(row, level, with_event=read_back_at is not None),
        cycle=cycle_of(row) if reads_cycle else None,
        outcome=row.outcome,
        read_back_at=f"{row.read_back_at.title}, {row.read_back_at.held_on:%-d %B %Y}" if row.read_back_at else "",
        edit_href=reverse("workshop_action_edit", args=[row.pk]) if may_change else "",
        cycle_href=f"{create}?{urlencode({'action': row.pk})}" if asked else "",
        read_back_href=reverse("workshop_action_read_back", args=[read_back_at.pk, row.pk])
        if may_change and read_back_at
        else "",
    )


def facts(row: WorkshopAction, level: ReadingLevel, *, with_event: bool) -> list[dict]:
    definition = all_definitions().get(row.measure)
    found = [
        ("Agreed at", row.event.title if with_event else ""),
        ("Who", readable_text(row, "who", level)),
        ("By when", f"{row.due_on:%-d %B %Y}" if row.due_on else ""),
        ("Measure", definition.short_title if definition else ""),
        ("Expected", row.predicted_effect),
    ]
    return [{"key": key, "value": value} for key, value in found if value]


def cycle_of(row: WorkshopAction) -> dict:
    """The cycle that came of an action, with its state."""
    decision = f", {row.cycle.get_decision_display().lower()}" if row.cycle.decision else ""
    return {
        "title": row.cycle.title,
        "state": f"{row.cycle.get_state_display()}{decision}",
        "href": reverse("cycle_detail", args=[row.cycle_id]),
    }
