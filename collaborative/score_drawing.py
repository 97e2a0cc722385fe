"""The history of a progress score as SVG: one stepped line a scorer, told apart by dash and shape, not by colour alone. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from practices.svg import Drawn, labelled

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 40, 620, 16, 180
HIGHEST = 5


@dataclass(frozen=True)
class History:
    """`values` have one entry a month; None where nothing was scored."""

    name: str
    values: Sequence[float | None]
    is_dashed: bool = False


def drawing(title: str, description: str, labels: Sequence[str], histories: Sequence[History]) -> Drawn:
    """The drawing, with the words that screen readers get."""
    parts = [grid(), *(line(history, len(labels)) for history in histories), months_axis(labels)]
    told = {"identifier": "scores", "title": title, "words": description}
    return labelled("".join(parts), width=WIDTH, height=HEIGHT, css_class="run-chart", **told)


def across(place: int, count: int) -> float:
    return LEFT + (place + 0.5) * (RIGHT - LEFT) / max(count, 1)


def upward(score: float) -> float:
    return BOTTOM - score / HIGHEST * (BOTTOM - TOP)


def grid() -> str:
    rows = []
    for score in range(HIGHEST + 1):
        y = upward(score)
        rows.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d8dde0"/>')
        rows.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" font-size="12">{score}</text>')
    return "".join(rows)


def line(history: History, count: int) -> str:
    """Points joined where months follow each other; round for a whole line, square for a dashed one."""
    points = [(across(place, count), upward(value)) for place, value in enumerate(history.values) if value is not None]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashes = ' stroke-dasharray="6 4"' if history.is_dashed else ""
    colour = "#4c6272" if history.is_dashed else "#005eb8"
    dots = "".join(square(x, y, colour) if history.is_dashed else circle(x, y, colour) for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>{dots}'


def circle(x: float, y: float, colour: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


def square(x: float, y: float, colour: str) -> str:
    return (
        f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="#fff" stroke="{colour}" stroke-width="2"/>'
    )


def months_axis(labels: Sequence[str]) -> str:
    """Every second month where there are many."""
    every = 1 if len(labels) <= 8 else 2
    return "".join(
        f'<text x="{across(place, len(labels)):.1f}" y="{BOTTOM + 20}" text-anchor="middle" font-size="12">{escape(label)}</text>'
        for place, label in enumerate(labels)
        if place % every == 0
    )
