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
    workforce,
)
from collaborative.reports.assembling.charts import analyse_all
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day
from collaborative.reports.contents import Page, Report

WAVE_CHARTS, SPREAD, DEFINITIONS = "Wave charts", "Spread of results", "Definitions and data quality"
OF_MEASURES = {WAVE_CHARTS, SPREAD, DEFINITIONS}
Progress = Callable[[int, int, str], None]


def assemble(kind: str, source: Source, report: Progress = lambda done, of, text: None) -> Report:
    """One copy of a report. `report` hears of every step before it is taken."""
    report(0, 1, "Working out what the charts say.")
    analyse_all(source)
    steps = steps_of(kind, source)
    pages: list[Page] = []
    for done, (text, write) in enumerate(steps):
        report(done, len(steps), text)
        pages += write()
    return Report(
        title=title(kind, source),
        subtitle=f"{source.wave.name}, {source.wave.programme.name}",
        as_at=data_as_at(source),
        notice=cover.notice(source),
        pages=tuple(pages),
        about=about(source),
    )


def steps_of(kind: str, source: Source) -> list[tuple[str, object]]:
    steps = wave_book.steps(source) if kind == WorkshopReport.Kind.WAVE_BOOK else workshop_steps(source)
    return steps if source.has_measures else without_measures(steps)


def without_measures(steps: list[tuple[str, object]]) -> list[tuple[str, object]]:
    """A workforce wave has no returns, so nothing to draw, compare or define of them."""
    return [step for step in steps if step[0] not in OF_MEASURES]


def workshop_steps(source: Source) -> list[tuple[str, object]]:
    """(what is being written, what writes it) in the order of the report."""
    return [
        ("Cover", lambda: [cover.cover(source)]),
        ("Attendance", lambda: [attendance.attendance(source)]),
        ("Progress", lambda: [progress.progress(source), plans.agreed_last_time(source)]),
        (WAVE_CHARTS, lambda: [teams.wave_figures(source)]),
        ("Workforce", lambda: workforce.workforce(source)),
        *team_steps(source),
        ("Practices without a team", lambda: teams.pages_without_team(source)),
        ("Barriers and storyboards", lambda: [learning.barriers(source), *learning.storyboards(source)]),
        ("Themes", lambda: [learning.themes(source)]),
        (SPREAD, lambda: [*spread.spread(source), spread.pairings(source)]),
        ("Plan and reflections", lambda: [plans.next_plan(source), learning.reflections(source)]),
        (DEFINITIONS, lambda: appendix.appendix(source)),
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
    pointer = source.gathered.pointer
    return (
        ("Event", f"{source.event.title}, {day(source.event.held_on)}"),
        ("Data as at", data_as_at(source)),
        *([("Computation", str(pointer.pk) if pointer else "none")] if source.has_measures else []),
        ("Copy", cover.PROTECTED if source.is_shared else cover.EXACT),
    )


def data_as_at(source: Source) -> str:
    """When the returns were computed; of a workforce wave the day on which the report was made."""
    return (as_at(source.gathered) or "nothing computed yet") if source.has_measures else day(source.today)
