"""A page for each team, and one for each of its practices."""

from collections import Counter

from collaborative.models import ImprovementTeam, PackageItem, PdsaCycle, Story
from collaborative.reports.assembling.charts import charts_of
from collaborative.reports.assembling.progress import cycle_facts
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day, paragraph, read
from collaborative.reports.contents import Bullets, Facts, Page, Quote, Table, Text
from measures.models import Series
from practices.wording import number_of

State = PdsaCycle.State
WITHOUT_TEAM = "Practices without a team"
NO_RETURNS = "This practice has returned nothing yet."
NO_CHARTS = "Nothing has been returned for this PCT yet."
MOST_STORIES = 5


def wave_figures(source: Source) -> Page:
    """The wave's four charts. How many cycles began stands beside them; each is on the page of its team."""
    begun = sum(cycle.started_on is not None for cycle in source.cycles)
    words = f"In these months {number_of(begun, 'cycle')} began in {number_of(len(source.teams), 'team')}."
    charts = charts_of(source, Series.Level.WAVE, None)
    return Page("wave", "The wave", (Text((words,)), *(charts or (Text(("Nothing has been returned yet.",)),))))


def team_pages(source: Source, team: ImprovementTeam) -> list[Page]:
    practices = source.practices_of(team)
    return [team_page(source, team), *(practice_page(source, practice, team.name) for practice in practices)]


def pages_without_team(source: Source) -> list[Page]:
    return [practice_page(source, practice, WITHOUT_TEAM) for practice in source.practices_of(None)]


def team_page(source: Source, team: ImprovementTeam) -> Page:
    cycles = source.of_team(source.cycles, team)
    charts = charts_of(source, Series.Level.COMMISSIONER, team.organisation)
    blocks = (
        *([Text((f"Aim: {team.aim}",))] if team.aim else []),
        Facts(cycle_facts(cycles, source.since)),
        *(charts or no_charts(source)),
        by_principle(source, cycles),
        abandoned(source, cycles),
        *stories(source, team),
        open_barriers(source, team),
    )
    return Page(f"team-{team.organisation.ods_code.lower()}", team.name, blocks)


def no_charts(source: Source) -> tuple[Text, ...]:
    return (Text((NO_CHARTS,)),) if source.has_measures else ()


def by_principle(source: Source, cycles: list[PdsaCycle]) -> Table:
    """How many cycles there are of each principle, in each state."""
    principles = [item for item in source.items if item.kind == PackageItem.Kind.PRINCIPLE and item.retired_at is None]
    counts = Counter((cycle.principle_id, cycle.state) for cycle in cycles)
    named = [(f"{item.code} {item.text}", item.pk) for item in principles] + [("No principle named", None)]
    rows = tuple((name, *(counts[key, state] for state in State)) for name, key in named)
    return Table("Cycles by principle and state", ("Principle", *(state.label for state in State)), rows)


def abandoned(source: Source, cycles: list[PdsaCycle]) -> Bullets:
    """Given up is learning too."""
    given_up = [cycle for cycle in cycles if cycle.decision == PdsaCycle.Decision.ABANDON]
    items = tuple(
        paragraph(f"{cycle.title} ({day(cycle.closed_on)}).", read(cycle, "learning", source.level))
        for cycle in given_up
    )
    return Bullets("Tried and abandoned, with what was learnt", items, "No cycle has been abandoned.")


def stories(source: Source, team: ImprovementTeam) -> list[Quote]:
    found = source.of_team(source.stories, team)[:MOST_STORIES]
    return [Quote(f"{story.title}. {story.text}", teller(story)) for story in found]


def teller(story: Story) -> str:
    kind = story.get_teller_kind_display() if story.teller_kind else "Story"
    values = ", ".join(item.text for item in story.values.all())
    return f"{kind}, {day(story.told_on)}" + (f" ({values})" if values else "")


def open_barriers(source: Source, team: ImprovementTeam) -> Bullets:
    found = [one for one in source.of_team(source.barriers, team) if one.resolved_on is None]
    items = tuple(
        f"{one.get_kind_display()}: {one.description} (open for {number_of((source.today - one.opened_on).days, 'day')})"
        for one in found
    )
    return Bullets("Barriers", items, "No open barrier that this copy may show.")


def practice_page(source: Source, practice, section: str) -> Page:
    """The four charts of a practice with the cycles tested there, or in all practices of its team."""
    charts = charts_of(source, Series.Level.PRACTICE, practice)
    return Page(f"practice-{practice.ods_code.lower()}", practice.name, charts or (Text((NO_RETURNS,)),), section)
