"""The driver diagram of a wave with what has been tried: one tree that is drawn and listed, so that both say the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.urls import reverse

from collaborative.dashboards.tried import DECIDED, Family, Tried, decisions, practices_of
from collaborative.driver_layout import Mark, Node, heat_of
from collaborative.models import Driver, PackageItem, PdsaCycle
from measures.definitions import all_definitions
from practices.wording import number_of

NOT_TOUCHED = "Not touched yet"


@dataclass(frozen=True)
class Branch:
    """A driver with what stands on it. `direct` are cycles that no idea here explains."""

    driver: Driver
    families: tuple[Family, ...]
    direct: tuple[PdsaCycle, ...]
    children: tuple["Branch", ...]

    @property
    def cycles(self) -> dict[int, PdsaCycle]:
        """All that touch it, those beneath included, each once."""
        found = {cycle.pk: cycle for family in self.families for cycle in family.cycles}
        found |= {cycle.pk: cycle for cycle in self.direct}
        for child in self.children:
            found |= child.cycles
        return found

    def all(self):
        yield self
        for child in self.children:
            yield from child.all()


@dataclass(frozen=True)
class Diagram:
    """`loose` stand under no driver: ideas without a tag, and cycles whose driver and principle say nothing."""

    root: Branch
    loose_families: tuple[Family, ...]
    loose_cycles: tuple[PdsaCycle, ...]
    touched: dict[int, int] = field(default_factory=dict)  # {id of a driver: cycles that touch it}


def diagram_of(drivers: list[Driver], tried: Tried) -> Diagram | None:
    """`drivers` with their items prefetched, in order; None without an aim."""
    children: dict[int | None, list[Driver]] = {}
    for driver in drivers:
        children.setdefault(driver.parent_id, []).append(driver)
    if not children.get(None):
        return None
    root = branch_of(children[None][0], children, tried)
    branches = list(root.all())
    standing = {family.first.pk for branch in branches for family in branch.families}
    return Diagram(
        root=root,
        loose_families=tuple(family for family in tried.families if family.first.pk not in standing),
        loose_cycles=tuple(cycle for cycle in tried.without_idea if cycle.pk not in root.cycles),
        touched={branch.driver.pk: len(branch.cycles) for branch in branches},
    )


def branch_of(driver: Driver, children: dict[int | None, list[Driver]], tried: Tried) -> Branch:
    beneath = tuple(branch_of(child, children, tried) for child in children.get(driver.pk, ()))
    items = {item.pk for item in driver.items.all()}
    # An idea that a driver further out holds stands there and not here as well.
    held = {family.first.pk for child in beneath for branch in child.all() for family in branch.families}
    families = tuple(
        family
        for family in tried.families
        if driver.pk in family.drivers or (family.items & items and family.first.pk not in held)
    )
    explained = {cycle.pk for family in families for cycle in family.cycles}
    explained |= {pk for child in beneath for pk in child.cycles}
    direct = tuple(
        cycle
        for cycle in tried.cycles
        if (cycle.driver_id == driver.pk or cycle.principle_id in items) and cycle.pk not in explained
    )
    return Branch(driver=driver, families=families, direct=direct, children=beneath)


def standing_under(diagram: Diagram | None, driver: Driver) -> set[int]:
    """Ids of the first ideas of the families that stand at a driver or beneath it."""
    branches = list(diagram.root.all()) if diagram else []
    chosen = next((branch for branch in branches if branch.driver.pk == driver.pk), None)
    return {family.first.pk for branch in (chosen.all() if chosen else ()) for family in branch.families}


# ------------------------------------------------------------------ as nodes


def node_of(branch: Branch, ideas_href: str) -> Node:
    """The branch as the drawing and the list want it. `ideas_href` is the library of ideas."""
    driver = branch.driver
    cycles = branch.cycles.values()
    ideas = tuple(idea_node(driver, family) for family in branch.families)
    return Node(
        key=f"driver-{driver.pk}",
        kind=driver.kind,
        text=named(driver),
        words=touched_words(cycles),
        heat=heat_of(len(teams_of(cycles))),
        notes=measure_notes(driver),
        marks=tuple(mark_of(cycle) for cycle in branch.direct),
        href=f"{ideas_href}?driver={driver.pk}" if driver.parent_id else None,
        children=(*ideas, *(node_of(child, ideas_href) for child in branch.children)),
    )


def named(driver: Driver) -> str:
    """With the codes of its items before its words."""
    codes = ", ".join(item.code for item in driver.items.all())
    return f"{codes}: {driver.text}" if codes else driver.text


def measure_notes(driver: Driver) -> tuple[str, ...]:
    known = all_definitions()
    titles = [known[code].short_title for code in driver.measures if code in known]
    return (f"{'Measures' if len(titles) > 1 else 'Measure'}: {', '.join(titles)}",) if titles else ()


def teams_of(cycles: Iterable[PdsaCycle]) -> set[int]:
    return {cycle.team_id for cycle in cycles}


def touched_words(cycles: Iterable[PdsaCycle]) -> str:
    """Such as "2 teams, 5 cycles: 1 adopted, 4 open"."""
    found = list(cycles)
    if not found:
        return NOT_TOUCHED
    return f"{number_of(len(teams_of(found)), 'team')}, {number_of(len(found), 'cycle')}: {decisions(found)}"


def idea_node(driver: Driver, family: Family) -> Node:
    return Node(
        key=f"driver-{driver.pk}-idea-{family.first.pk}",
        kind="idea",
        text=family.title,
        words=idea_words(family),
        heat=heat_of(len(teams_of(family.cycles))),
        marks=tuple(mark_of(cycle) for cycle in family.cycles),
        href=reverse("idea_detail", args=[family.first.pk]),
    )


def idea_words(family: Family) -> str:
    """Such as "Tried by 2 teams in 4 practices; 5 cycles: 1 adopted, 4 open"."""
    holding, testing = len({idea.team_id for idea in family.ideas}), len(teams_of(family.cycles))
    if not testing:
        return f"Idea of {number_of(holding, 'team')}, not tested yet"
    practices = practices_of(family.cycles)
    where = f" in {number_of(practices, 'practice')}" if practices else ""
    by = f"{testing} of {holding} teams" if holding > testing else number_of(testing, "team")
    return f"Tried by {by}{where}; {number_of(len(family.cycles), 'cycle')}: {decisions(family.cycles)}"


def mark_of(cycle: PdsaCycle) -> Mark:
    shape = DECIDED.get(cycle.decision) or ("planned" if cycle.state == PdsaCycle.State.PLANNED else "open")
    said = DECIDED.get(cycle.decision) or cycle.get_state_display().lower()
    words = f"{cycle.title}, cycle {cycle.number} of {cycle.team}: {said}"
    return Mark(shape=shape, words=words, href=reverse("cycle_detail", args=[cycle.pk]))


@dataclass(frozen=True)
class Listed:
    """A node in the list beside the drawing; `edit_href` and `add_href` for whoever may change the diagram."""

    node: Node
    kind: str
    cycles: str
    edit_href: str | None
    add_href: str | None
    children: tuple["Listed", ...]


KIND_WORDS = dict(Driver.Kind.choices) | {"idea": "Idea"}


def listed(node: Node, *, can_change: bool) -> Listed:
    """Exactly the nodes of the drawing, so that whoever reads the list misses nothing."""
    is_driver = can_change and node.kind != "idea"
    pk = node.key.split("-")[1]
    has_room = is_driver and node.kind != Driver.Kind.SECONDARY
    return Listed(
        node=node,
        kind=KIND_WORDS[node.kind],
        cycles=number_of(len(node.marks), "cycle").capitalize(),
        edit_href=reverse("driver_edit", args=[pk]) if is_driver else None,
        add_href=reverse("driver_create", args=[pk]) if has_room else None,
        children=tuple(listed(child, can_change=can_change) for child in node.children),
    )


def only(root: Node, key: str) -> Node:
    """The aim with one of its parts."""
    return replace(root, children=tuple(child for child in root.children if child.key == key))


# ------------------------------------------------------------------ what nobody touches


@dataclass(frozen=True)
class Untouched:
    """One kind of line: how many there are, and those that no cycle touches."""

    heading: str
    total: int
    items: tuple[PackageItem, ...]


KINDS = [
    (PackageItem.Kind.PRINCIPLE, "change principles"),
    (PackageItem.Kind.THEME, "themes"),
    (PackageItem.Kind.PRACTICE_CHANGE, "practice changes"),
    (PackageItem.Kind.OPERATIONAL_CHANGE, "operational changes"),
]


def untouched(items: list[PackageItem], tried: Tried, diagram: Diagram | None) -> list[Untouched]:
    """By kind. A line is touched by a cycle that names it, by one whose idea does, and by one beneath its driver."""
    touched = touched_items(tried, diagram)
    found = []
    for kind, heading in KINDS:
        of_kind = [item for item in items if item.kind == kind and item.retired_at is None]
        if of_kind:
            found.append(Untouched(heading, len(of_kind), tuple(one for one in of_kind if one.pk not in touched)))
    return found


def touched_items(tried: Tried, diagram: Diagram | None) -> set[int]:
    found = {cycle.principle_id for cycle in tried.cycles if cycle.principle_id}
    found |= {item for family in tried.families if family.cycles for item in family.items}
    for branch in diagram.root.all() if diagram else ():
        if diagram.touched[branch.driver.pk]:
            found |= {item.pk for item in branch.driver.items.all()}
    return found


def untouched_sentence(found: list[Untouched]) -> str:
    """The answer to "which principles does nobody touch?"."""
    if not found:
        return "There is no change package to hold the cycles against."
    missing = [one for one in found if one.items]
    if not missing:
        return "Every line of the change package is touched by at least one cycle."
    parts = [f"{len(one.items)} of the {one.total} {one.heading}" for one in missing]
    said = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return f"No cycle touches {said}."


# ------------------------------------------------------------------ as rows

HEADINGS = ["Depth", "Kind", "What it says", "Touched", "Measures", "Cycles"]


def rows_of(root: Node, depth: int = 1) -> list[list[object]]:
    """Every node of the drawing, from the top down, for a file."""
    row = [depth, root.kind, root.text, root.words, "; ".join(root.notes), "; ".join(mark.words for mark in root.marks)]
    return [row, *(line for child in root.children for line in rows_of(child, depth + 1))]
