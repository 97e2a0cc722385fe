"""Small multiples: one small drawing per organisation, many on a page that prints, on a common scale or each on its own. Pure.

Special causes are triangles that point to their side, open points are not accepted yet, a pale stretch lies between the
limits. Colours and strokes are classes of static/css/comparisons.css. Only released values are drawn.
"""

from collections.abc import Iterable, Sequence
from html import escape

from measures.chart_lines import Line
from measures.sparklines import dot, is_open, path, scale, spread
from measures.special_causes import marks
from measures.statistics.analysis import Phase

WIDTH, HEIGHT, EDGE = 200, 72, 6
TRIANGLE = 4

Bounds = tuple[float, float]


def own_bounds(line: Line) -> Bounds:
    """The range of what is drawn of one line, which always has a height."""
    known = [value for value in [*line.values, *centres(line)] if value is not None]
    return spread(min(known, default=0), max(known, default=1))


def common_bounds(lines: Iterable[Line]) -> Bounds:
    """From nought to the highest value of all: heights can be compared from drawing to drawing."""
    highest = [own_bounds(line)[1] for line in lines if line.latest is not None]
    return 0, max(highest, default=1) or 1


def centres(line: Line) -> list[float | None]:
    if line.analysis and line.analysis.phases:
        return [phase.centre for phase in line.analysis.phases]
    return [line.run.median] if line.run.name != "too_few_points" else []


def drawing(line: Line, bounds: Bounds, words: str) -> str:
    """The SVG of one line within `bounds`; `words` is what it says to whoever cannot see it."""
    height = scale(bounds, EDGE, HEIGHT - EDGE, bounds[0])
    step = (WIDTH - 2 * EDGE) / max(len(line.values) - 1, 1)
    across = [EDGE + place * step for place in range(len(line.values))]
    places = [None if value is None else (x, height(value)) for x, value in zip(across, line.values, strict=True)]
    parts = [
        *bands(line, bounds, across, height),
        *centre_lines(line, across, height),
        f'<path class="line" d="{path(places, line.cuts)}"/>' if any(places) else "",
        *dots(line, places),
        *triangles(line, places),
    ]
    return f'<svg class="multiple" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words)}">{"".join(parts)}</svg>'


def bands(line: Line, bounds: Bounds, across: Sequence[float], height) -> Iterable[str]:
    """The pale stretch between the limits of each phase, cut off at the edges of the drawing."""
    for phase in line.analysis.phases if line.analysis else ():
        rows = [row for row in range(phase.first, phase.last + 1) if limits_at(phase, row)]
        if rows:
            upper = [corner(across[row], height(inside(limits_at(phase, row)[1], bounds))) for row in rows]
            lower = [corner(across[row], height(inside(limits_at(phase, row)[0], bounds))) for row in reversed(rows)]
            yield f'<path class="limits" d="M{" ".join([*upper, *lower])}z"/>'


def limits_at(phase: Phase, row: int) -> tuple[float, float] | None:
    at = row - phase.first
    if at >= len(phase.upper) or phase.upper[at] is None or phase.lower[at] is None:
        return None
    return phase.lower[at], phase.upper[at]


def inside(value: float, bounds: Bounds) -> float:
    return min(max(value, bounds[0]), bounds[1])


def corner(x: float, y: float) -> str:
    return f"{x:.0f} {y:.0f}"


def centre_lines(line: Line, across: Sequence[float], height) -> Iterable[str]:
    if not line.values:
        return
    if not (line.analysis and line.analysis.phases):
        for centre in centres(line):
            if centre is not None:
                yield level(across[0], across[-1], height(centre))
        return
    for phase in line.analysis.phases:
        if phase.centre is not None:
            yield level(across[phase.first], across[phase.last], height(phase.centre))


def level(start: float, end: float, y: float) -> str:
    return f'<path class="centre" d="M{start:.0f} {y:.0f}H{end:.0f}"/>'


def dots(line: Line, places) -> Iterable[str]:
    """The latest point, and every one that is not accepted yet, except where a special cause has a shape of its own."""
    marked = {mark.row for mark in marks(line)}
    for row, place in enumerate(places):
        opened = is_open(line.open_at, row)
        if place and row not in marked and (row == line.latest or opened):
            yield dot(*place, 3, opened)


def triangles(line: Line, places) -> Iterable[str]:
    """In place of each point of a special cause, pointing to its side; open where it is not accepted yet."""
    for mark in marks(line):
        if places[mark.row]:
            x, y = places[mark.row]
            tip = y - mark.side * TRIANGLE
            base = y + mark.side * TRIANGLE
            names = f"{mark.tone} o" if is_open(line.open_at, mark.row) else mark.tone
            yield f'<path class="{names}" d="M{x:.0f} {tip:.0f}L{x - TRIANGLE:.0f} {base:.0f}h{2 * TRIANGLE}z"/>'
