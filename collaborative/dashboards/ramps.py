"""A ramp as a staircase: its cycles from left to right, from one patient at the bottom to all practices at the top (I3)."""

from dataclasses import dataclass

from collaborative.dashboards.cycle_words import cycle_line
from collaborative.models import PdsaCycle, PdsaRamp
from practices.wording import counted

Scale = PdsaCycle.Scale
# In units of the drawing.
LABELS_WIDTH, STEP_WIDTH, BOX_WIDTH, BOX_HEIGHT, ROW_HEIGHT, MARGIN = 190, 140, 124, 46, 64, 12


@dataclass(frozen=True)
class Box:
    """A cycle in the drawing; all lengths in its units, as texts. Planned ones have a broken border."""

    x: str
    y: str
    text_x: str
    name_y: str
    state_y: str
    name: str
    state: str
    is_broken: bool


@dataclass(frozen=True)
class Staircase:
    width: str
    height: str
    box_width: str
    box_height: str
    sentence: str
    # (words, y of the text, y of the line)
    scales: list[tuple[str, str, str]]
    # "x1,y1 x2,y2 ..." through the middles of the boxes
    path: str
    boxes: list[Box]


def sentence(cycles: list[PdsaCycle]) -> str:
    """How deep the ramp goes and how wide the widest test is."""
    widest = Scale(max(cycle.scale for cycle in cycles)).label.lower()
    first = Scale(cycles[0].scale).label.lower()
    reach = f"from {first} to {widest}" if first != widest else f"with {first}"
    return f"{counted(len(cycles), 'cycle')}, {reach}."


def top(scale: int) -> int:
    """Where the box of a scale begins: the widest stands highest."""
    return MARGIN + (max(Scale.values) - scale) * ROW_HEIGHT


def staircase(cycles: list[PdsaCycle]) -> Staircase | None:
    """The drawing of cycles in the order of their numbers; None of none."""
    if not cycles:
        return None
    boxes = [box(place, cycle) for place, cycle in enumerate(cycles)]
    middles = [(int(one.text_x), int(one.y) + BOX_HEIGHT // 2) for one in boxes]
    return Staircase(
        width=str(LABELS_WIDTH + len(cycles) * STEP_WIDTH + MARGIN),
        height=str(2 * MARGIN + len(Scale) * ROW_HEIGHT),
        box_width=str(BOX_WIDTH),
        box_height=str(BOX_HEIGHT),
        sentence=sentence(cycles),
        scales=[(one.label, str(top(one) + BOX_HEIGHT // 2), str(top(one) + BOX_HEIGHT + 9)) for one in Scale],
        path=" ".join(f"{x},{y}" for x, y in middles),
        boxes=boxes,
    )


def box(place: int, cycle: PdsaCycle) -> Box:
    x, y = LABELS_WIDTH + place * STEP_WIDTH, top(cycle.scale)
    return Box(
        x=str(x),
        y=str(y),
        text_x=str(x + BOX_WIDTH // 2),
        name_y=str(y + 19),
        state_y=str(y + 37),
        name=f"Cycle {cycle.number}",
        state=cycle.get_decision_display() or cycle.get_state_display(),
        is_broken=cycle.state == PdsaCycle.State.PLANNED,
    )


def ramp_table(cycles: list[PdsaCycle]) -> dict:
    """The drawing's twin: the same cycles, with their links, what was learned and decided."""
    return {
        "caption": "The cycles of this ramp",
        "head": ["Cycle", "Scale", "State", "When", "What was learned"],
        "first_is_header": True,
        "rows": [ramp_row(cycle) for cycle in cycles],
        "empty": "This ramp has no cycle that you may read.",
    }


def ramp_row(cycle: PdsaCycle) -> list:
    line = cycle_line(cycle)
    title = {"text": f"Cycle {cycle.number}: {cycle.title}", "href": line["href"]}
    return [title, line["scale"], {"tag": line["tag"]}, line["dates"], cycle.learning]


def readable_idea(ramp: PdsaRamp, ideas):
    """The idea that a ramp tests, of the ideas that a person may read; None otherwise."""
    return ideas.filter(pk=ramp.idea_id).first() if ramp.idea_id else None
