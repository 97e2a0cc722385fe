"""What has been tried in a wave, as far as a reader may read it: ideas with their copies, and the cycles that test them.

Package, driver diagram and library of ideas all count from this one answer, so that they never disagree. Cancelled cycles
were never done and are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from collaborative.models import ChangeIdea, PdsaCycle
from practices.models import Organisation, Wave
from practices.wording import number_of

DECIDED = {
    PdsaCycle.Decision.ADOPT: "adopted",
    PdsaCycle.Decision.ADAPT: "adapted",
    PdsaCycle.Decision.ABANDON: "abandoned",
}
# Free texts of a cycle that no list prints.
LONG_TEXTS = (
    *("objective", "question", "prediction", "data_plan", "observations", "unexpected_events"),
    *("learning", "next_steps"),
)


@dataclass(frozen=True)
class Family:
    """One idea and its copies in other teams, the oldest first; `cycles` are those of all of them."""

    ideas: tuple[ChangeIdea, ...]
    cycles: tuple[PdsaCycle, ...]
    items: frozenset[int]
    drivers: frozenset[int]

    @property
    def first(self) -> ChangeIdea:
        return self.ideas[0]

    @property
    def title(self) -> str:
        return self.first.title


@dataclass(frozen=True)
class Tried:
    """All that this reader may read of a wave's tests: families in alphabetical order, and every cycle not cancelled."""

    families: tuple[Family, ...]
    cycles: tuple[PdsaCycle, ...]

    @property
    def without_idea(self) -> list[PdsaCycle]:
        """Cycles whose ramp names no idea, or none that this reader may read."""
        with_idea = {cycle.pk for family in self.families for cycle in family.cycles}
        return [cycle for cycle in self.cycles if cycle.pk not in with_idea]

    def counted(self) -> str:
        """Whose work is counted, as a sentence for the page."""
        teams = {cycle.team_id for cycle in self.cycles} | {idea.team_id for one in self.families for idea in one.ideas}
        ideas = sum(len(family.ideas) for family in self.families)
        return (
            f"Counted is what you may read: {number_of(ideas, 'idea')} and {number_of(len(self.cycles), 'cycle')} "
            f"of {number_of(len(teams), 'team')}. What a team has not shared with you is not counted."
        )


def tried_in(user, wave: Wave) -> Tried:
    """Six queries, whatever their number."""
    ideas = list(
        ChangeIdea.objects.visible_to(user)
        .filter(team__wave=wave)
        .select_related("team")
        .prefetch_related("items", "drivers")
    )
    cycles = (
        PdsaCycle.objects.visible_to(user)
        .filter(team__wave=wave)
        .exclude(state=PdsaCycle.State.CANCELLED)
        .select_related("team", "ramp")
        .prefetch_related(Prefetch("practices", queryset=Organisation.objects.only("pk")))
        .defer(*LONG_TEXTS)
    )
    found = tuple(cycles)
    return Tried(families=tuple(families_of(ideas, found, sources())), cycles=found)


def sources() -> dict[int, int]:
    """{id of a copy: id of what it was copied from}; ids alone, so that copies of an idea that is not shared keep together."""
    copies = ChangeIdea.objects.filter(copied_from__isnull=False)
    return dict(copies.values_list("pk", "copied_from_id"))


def families_of(ideas: Iterable[ChangeIdea], cycles: Iterable[PdsaCycle], copied_from: dict[int, int]) -> list[Family]:
    """Ideas grouped by the one that all were copied from, alphabetical by the first one's title."""
    tests: dict[int, list[PdsaCycle]] = {}
    for cycle in cycles:
        tests.setdefault(cycle.ramp.idea_id, []).append(cycle)
    groups: dict[int, list[ChangeIdea]] = {}
    for idea in sorted(ideas, key=lambda idea: (idea.created_at, idea.pk)):
        groups.setdefault(origin(idea.pk, copied_from), []).append(idea)
    families = [family_of(group, tests) for group in groups.values()]
    return sorted(families, key=lambda family: (family.title.casefold(), family.first.pk))


def family_of(group: list[ChangeIdea], tests: dict[int, list[PdsaCycle]]) -> Family:
    return Family(
        ideas=tuple(group),
        cycles=tuple(cycle for idea in group for cycle in tests.get(idea.pk, ())),
        items=frozenset(item.pk for idea in group for item in idea.items.all()),
        drivers=frozenset(driver.pk for idea in group for driver in idea.drivers.all()),
    )


def origin(pk: int, copied_from: dict[int, int]) -> int:
    while pk in copied_from:
        pk = copied_from[pk]
    return pk


def decisions(cycles: Iterable[PdsaCycle]) -> str:
    """Such as "1 adopted, 2 abandoned, 1 open"; empty when there is no cycle."""
    found = list(cycles)
    parts = [(sum(cycle.decision == decision for cycle in found), word) for decision, word in DECIDED.items()]
    parts.append((sum(cycle.is_open for cycle in found), "open"))
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def practices_of(cycles: Iterable[PdsaCycle]) -> int:
    """In how many practices they were tested."""
    return len({practice.pk for cycle in cycles for practice in cycle.practices.all()})
