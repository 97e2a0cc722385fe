"""All pages of a report in their order, with true progress: (done, of, what is being written)."""

from collections.abc import Callable

from collaborative.dashboards.wave import as_at
from collaborative.models import WorkshopReport
from collaborative.reports.assembling import (
    appendix,
    attendance,
    cover,
    learning,
    plans,
    progress,
    spread,
    teams,
    wave_book,
)
from collaborative.reports.assembling.charts import analyse_all
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day
from collaborative.reports.contents import Page, Report

Progress = Callable[[int, int, str], None]


def assemble(kind: str, source: Source, report: Progress = lambda done, of, text: None) -> Report:
    """One copy of a report. `report` hears of every step before it is taken."""
    report(0, 1, "Working out what the charts say.")
    analyse_all(source)
    steps = wave_book.steps(source) if kind == WorkshopReport.Kind.WAVE_BOOK else workshop_steps(source)
    pages: list[Page] = []
    for done, (text, write) in enumerate(steps):
        report(done, len(steps), text)
        pages += write()
    return Report(
        title=title(kind, source),
        subtitle=f"{source.wave.name}, {source.wave.programme.name}",
        as_at=as_at(source.gathered) or "nothing computed yet",
        notice=cover.notice(source),
        pages=tuple(pages),
        about=about(source),
    )


def workshop_steps(source: Source) -> list[tuple[str, object]]:
    """(what is being written, what writes it) in the order of the report."""
    return [
        ("Cover", lambda: [cover.cover(source)]),
        ("Attendance", lambda: [attendance.attendance(source)]),
        ("Progress", lambda: [progress.progress(source), plans.agreed_last_time(source)]),
        ("Wave charts", lambda: [teams.wave_figures(source)]),
        *team_steps(source),
        ("Practices without a team", lambda: teams.pages_without_team(source)),
        ("Barriers and storyboards", lambda: [learning.barriers(source), *learning.storyboards(source)]),
        ("Themes", lambda: [learning.themes(source)]),
        ("Spread of results", lambda: [*spread.spread(source), spread.pairings(source)]),
        ("Plan and reflections", lambda: [plans.next_plan(source), learning.reflections(source)]),
        ("Definitions and data quality", lambda: appendix.appendix(source)),
    ]


def team_steps(source: Source) -> list[tuple[str, object]]:
    return [
        (f"Team {number} of {len(source.teams)}: {team.name}", lambda team=team: teams.team_pages(source, team))
        for number, team in enumerate(source.teams, start=1)
    ]


def title(kind: str, source: Source) -> str:
    if kind == WorkshopReport.Kind.WAVE_BOOK:
        return f"Wave book: {source.wave.name}"
    return f"Report of {source.event.title}"


def about(source: Source) -> tuple[tuple[str, str], ...]:
    gathered = source.gathered
    return (
        ("Event", f"{source.event.title}, {day(source.event.held_on)}"),
        ("Data as at", as_at(gathered) or "nothing computed yet"),
        ("Computation", str(gathered.pointer.pk) if gathered.pointer else "none"),
        ("Copy", cover.PROTECTED if source.is_shared else cover.EXACT),
    )
