"""The library of ideas (I5): who tried what, in how many practices, with what result. Copies of one idea stand together."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.driver_diagram import mark_of
from collaborative.dashboards.tried import DECIDED, Family, Tried, decisions, practices_of
from collaborative.driver_layout import Mark
from collaborative.forms.shared import readable_text
from collaborative.models import PdsaCycle, ReadingLevel
from practices.wording import number_of

NO_RESULT = "No cycle of it that you may read has been closed yet"
NOT_TESTED = "No cycle that you may read tests it yet"


@dataclass(frozen=True)
class Entry:
    """One idea with its copies, for the library. Texts are ready to print."""

    title: str
    href: str
    description: str
    tags: tuple[str, ...]
    teams: tuple[tuple[str, str], ...]  # (team, address of the idea in its words)
    tested: str
    result: str
    cycles: tuple[Mark, ...]


def entries(families: Iterable[Family]) -> list[Entry]:
    return [entry_of(family) for family in families]


def entry_of(family: Family) -> Entry:
    return Entry(
        title=family.title,
        href=address(family.first),
        description=family.first.description,
        tags=tags_of(family),
        teams=tuple((str(idea.team), address(idea)) for idea in sorted(family.ideas, key=lambda one: one.team.name)),
        tested=tested(family.cycles),
        result=result_of(family.cycles),
        cycles=tuple(mark_of(cycle) for cycle in family.cycles),
    )


def address(idea) -> str:
    return reverse("idea_detail", args=[idea.pk])


def tags_of(family: Family) -> tuple[str, ...]:
    """Items first, in the order of the package, then drivers; each once."""
    items = {item.pk: item for idea in family.ideas for item in idea.items.all()}
    drivers = {driver.pk: driver for idea in family.ideas for driver in idea.drivers.all()}
    ordered = sorted(items.values(), key=lambda item: (item.kind, item.position, item.code))
    return (*(str(item) for item in ordered), *(f"Driver: {driver.text}" for driver in drivers.values()))


def tested(cycles: Iterable[PdsaCycle]) -> str:
    """Such as "2 teams tried it in 3 practices; 5 cycles: 2 adopted, 3 open"."""
    found = list(cycles)
    if not found:
        return NOT_TESTED
    teams = number_of(len({cycle.team_id for cycle in found}), "team")
    practices = practices_of(found)
    where = f" in {number_of(practices, 'practice')}" if practices else ""
    return f"{teams} tried it{where}; {number_of(len(found), 'cycle')}: {decisions(found)}"


def result_of(cycles: Iterable[PdsaCycle]) -> str:
    """In the team's words, of the cycle that was closed last.

    A list holds many teams, so a text is printed only where it may go to the whole wave; the page of its cycle may say more.
    """
    closed = [cycle for cycle in cycles if cycle.state == PdsaCycle.State.CLOSED]
    if not closed:
        return NO_RESULT
    last = max(closed, key=lambda cycle: (cycle.closed_on, cycle.pk))
    words = readable_text(last, "result", ReadingLevel.WAVE)
    said = f"{last.team}, {last.closed_on:%-d %B %Y}, {DECIDED[last.decision]}"
    return f"{said}: {words}" if words else f"{said}."


def found_by(tried: Tried, *, words: str = "", item=None, standing: set[int] | None = None) -> list[Family]:
    """Families in which every word occurs and that carry the tag. `standing`: first ideas' ids under a driver, None for any."""
    wanted = words.casefold().split()
    return [
        family
        for family in tried.families
        if all(word in text_of(family) for word in wanted)
        and (item is None or item.pk in family.items)
        and (standing is None or family.first.pk in standing)
    ]


def text_of(family: Family) -> str:
    return " ".join(f"{idea.title} {idea.description}" for idea in family.ideas).casefold()


def family_with(tried: Tried, idea) -> Family:
    """The family of an idea that this reader may read."""
    return next(family for family in tried.families if idea in family.ideas)
