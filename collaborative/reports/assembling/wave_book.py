"""The wave book: what the wave did and learnt from its first day, for whoever comes after."""

from collaborative.models import Event, ImprovementTeam, PdsaCycle
from collaborative.reports.assembling import appendix, cover, learning, plans, spread, teams, workforce
from collaborative.reports.assembling.progress import State
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day, paragraph, read
from collaborative.reports.contents import Bullets, Page, Quote, Table

MOST_STORIES = 40


def steps(source: Source) -> list[tuple[str, object]]:
    """(what is being written, what writes it) in the order of the book."""
    return [
        ("Cover", lambda: [cover.cover(source)]),
        ("Teams", lambda: [roll(source)]),
        ("Progress", lambda: [by_period(source)]),
        ("Wave charts", lambda: [teams.wave_figures(source)]),
        ("Workforce", lambda: workforce.workforce(source)),
        ("Ideas", lambda: [adopted(source), given_up(source)]),
        ("Learning", lambda: [learning.barriers(source), learning.themes(source), learning.reflections(source), told(source)]),
        ("Storyboards", lambda: [*learning.storyboards(source), *([spread.pairings(source)] if source.has_measures else [])]),
        ("Spread of results", lambda: spread.spread(source)),
        ("What was agreed", lambda: [plans.agreed_last_time(source)]),
        ("Definitions and data quality", lambda: appendix.appendix(source)),
    ]  # fmt: skip


def roll(source: Source) -> Page:
    head = ("Team", "Aim", "Practices", "Organisations that left")
    rows = tuple((team.name, team.aim or "not written", *partners(source, team)) for team in source.teams)
    return Page("roll", "Roll of teams", (Table("Teams of the wave", head, rows, "No team was formed."),))


def partners(source: Source, team: ImprovementTeam) -> tuple[int, str]:
    """(practices that take part today, who has left): withdrawn partners stay in history; why stands in the facilitator's copy."""
    found = source.of_team(source.partners, team)
    left = [one for one in found if one.left_on is not None]
    reasons = "; ".join(one.name if source.is_shared else f"{one.name}: {one.left_reason}" for one in left)
    return sum(one.kind == "practice" and one.left_on is None for one in found), reasons or "none"


# ---- period by period


def by_period(source: Source) -> Page:
    """What each team tried between one event and the next: cycles begun and closed, in the order of names."""
    events = [one for one in source.events if one.kind != Event.Kind.OTHER]
    rows = tuple(period_row(source, *period) for period in periods(source, events))
    head = ("From", "Teams with a cycle", "Cycles begun", "Cycles closed", "Adopted", "Adapted", "Abandoned")
    return Page(
        "progress", "Progress from event to event", (Table("Cycles between the events", head, rows, "No event yet."),)
    )


def periods(source: Source, events: list[Event]) -> list[tuple]:
    """(event, its day, the day of the next or None)."""
    following = [*(one.held_on for one in events[1:]), None]
    return [(one, one.held_on, until) for one, until in zip(events, following, strict=True)]


def period_row(source: Source, event: Event, first, until) -> tuple:
    def lies_within(moment) -> bool:
        return moment is not None and moment >= first and (until is None or moment < until)

    begun = [one for one in source.cycles if lies_within(one.started_on)]
    closed = [one for one in source.cycles if one.state == State.CLOSED and lies_within(one.closed_on)]
    decisions = [sum(one.decision == decision for one in closed) for decision in PdsaCycle.Decision]
    return event.title, len({one.team_id for one in begun}), len(begun), len(closed), *decisions


# ---- what was learnt


def adopted(source: Source) -> Page:
    found = closed_as(source, PdsaCycle.Decision.ADOPT)
    rows = tuple((one.title, one.team.name, one.get_scale_display(), one.result, one.learning) for one in found)
    head = ("Idea", "Team", "Tested in", "Result", "Learning")
    return Page(
        "adopted",
        "Ideas adopted",
        (
            Table(
                "Cycles that ended in adopting the change",
                head,
                rows,
                "None was adopted yet, or none that this copy may show.",
            ),
        ),
    )


def given_up(source: Source) -> Page:
    items = tuple(
        paragraph(f"{one.title}, {one.team.name} ({day(one.closed_on)}).", read(one, "learning", source.level))
        for one in closed_as(source, PdsaCycle.Decision.ABANDON)
    )
    return Page(
        "abandoned",
        "Ideas abandoned",
        (Bullets("What did not work, and what it taught", items, "None was abandoned."),),
    )


def closed_as(source: Source, decision: str) -> list[PdsaCycle]:
    found = [one for one in source.cycles if one.state == State.CLOSED and one.decision == decision]
    return sorted(found, key=lambda one: (one.title, one.team.name, one.pk))


def told(source: Source) -> Page:
    quotes = tuple(
        Quote(f"{one.title}. {one.text}", f"{one.team.name}, {teams.teller(one)}")
        for one in source.stories[:MOST_STORIES]
    )
    return Page("stories", "Stories", quotes or (Bullets("Stories", (), "None yet that this copy may show."),))
