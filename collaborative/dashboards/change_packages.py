"""The page of a wave's change package: its lines by kind, with what points at each."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.tried import Tried
from collaborative.models import PackageItem

HEADINGS = {
    PackageItem.Kind.PRINCIPLE: "Change principles",
    PackageItem.Kind.THEME: "Themes of best practice",
    PackageItem.Kind.PRACTICE_CHANGE: "Practice changes",
    PackageItem.Kind.OPERATIONAL_CHANGE: "Operational changes",
    PackageItem.Kind.VALUE: "Values",
}
RETIRED = "Retired: nothing new is tagged with it"


@dataclass(frozen=True)
class Line:
    """One item, and how much of what the reader may read points at it."""

    item: PackageItem
    ideas: int
    cycles: int


@dataclass(frozen=True)
class Section:
    heading: str
    lines: tuple[Line, ...]

    @property
    def has_counts(self) -> bool:
        """Values are told in stories; no idea is tagged with them."""
        return self.lines[0].item.kind != PackageItem.Kind.VALUE


def sections(items: list[PackageItem], tried: Tried) -> list[Section]:
    """By kind, in the order of the package; kinds without a line are left out."""
    lines = [line_of(item, tried) for item in items]
    by_kind = {kind: tuple(line for line in lines if line.item.kind == kind) for kind in HEADINGS}
    return [Section(HEADINGS[kind], of_kind) for kind, of_kind in by_kind.items() if of_kind]


def line_of(item: PackageItem, tried: Tried) -> Line:
    tagged = [family for family in tried.families if item.pk in family.items]
    cycles = {cycle.pk for family in tagged for cycle in family.cycles}
    cycles |= {cycle.pk for cycle in tried.cycles if cycle.principle_id == item.pk}
    return Line(item=item, ideas=len(tagged), cycles=len(cycles))


def table_of(section: Section, *, ideas_href: str, can_change: bool) -> dict:
    """A section for components/table.html. `ideas_href` is the address of the library of ideas."""
    counted = [{"text": "Ideas", "numeric": True}, {"text": "Cycles", "numeric": True}] if section.has_counts else []
    return {
        "caption": section.heading,
        "caption_hidden": True,
        "head": ["Code", "What it says", *counted, *(["Change"] if can_change else [])],
        "first_is_header": True,
        "rows": [row_of(line, section.has_counts, ideas_href, can_change) for line in section.lines],
    }


def row_of(line: Line, has_counts: bool, ideas_href: str, can_change: bool) -> list:
    item = line.item
    row = [item.code, {"text": item.text, "hint": RETIRED if item.retired_at else ""}]
    if has_counts:
        ideas = {"text": str(line.ideas), "numeric": True}
        if line.ideas:
            ideas["href"] = f"{ideas_href}?item={item.pk}"
        row += [ideas, {"text": str(line.cycles), "numeric": True}]
    if can_change:
        row.append({"text": f"Change\u00a0{item.code}", "href": reverse("item_edit", args=[item.pk])})
    return row
