"""What was agreed last time and what came of it, and what is to be done next."""

from collaborative.models import WorkshopAction
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day
from collaborative.reports.contents import Page, Table
from measures.definitions import all_definitions

NOTHING_AGREED = "Nothing was agreed at an earlier event, or nothing that this copy may show."
NO_CYCLE = "No cycle yet that this copy may show"
NOTHING_PLANNED = "Teams have not written down yet what they will do next."


def agreed_last_time(source: Source) -> Page:
    """Without blame: what was not done is said as it was found."""
    earlier = [one for one in source.actions if one.event.held_on < source.event.held_on]
    rows = tuple((one.team.name, one.what, one.event.title, came_of_it(source, one)) for one in earlier)
    head = ("Team", "What", "Agreed at", "What came of it")
    return Page(
        "agreed",
        "What was agreed, and what came of it",
        (Table("Agreed at earlier events", head, rows, NOTHING_AGREED),),
    )


def came_of_it(source: Source, action: WorkshopAction) -> str:
    """The words of the reading back, else the state of its cycle as far as this copy may tell."""
    if action.outcome:
        return action.outcome
    known = {cycle.pk for cycle in source.cycles}
    # Whether there is none, or one that is not shared, is told alike.
    return f"Cycle: {action.cycle.get_state_display().lower()}" if action.cycle_id in known else NO_CYCLE


def next_plan(source: Source) -> Page:
    found = [one for one in source.actions if one.event_id == source.event.pk]
    if source.is_shared:
        head = ("Team", "What", "By when", "Measure", "Predicted effect")
        rows = tuple((one.team.name, one.what, *effect(one)) for one in found)
    else:
        head = ("Team", "What", "Who", "By when", "Measure", "Predicted effect")
        rows = tuple((one.team.name, one.what, one.who or "nobody yet", *effect(one)) for one in found)
    return Page(
        "plan", "Plan for the next action period", (Table("What each team will do", head, rows, NOTHING_PLANNED),)
    )


def effect(action: WorkshopAction) -> tuple[str, str, str]:
    definition = all_definitions().get(action.measure)
    return day(action.due_on) or "no date yet", definition.short_title if definition else "", action.predicted_effect
