"""A driver diagram as SVG text with links, for the page that holds the same as a list. Pure; colours are in static/css/package.css.

How much a node has been touched is said in words in its box and shown by the width of its border (dashed: not at all); what
has become of a cycle by its shape. Nothing is said by colour alone.
"""

from html import escape

from collaborative.driver_layout import COLUMN_GAP, LINE, MARK, PADDING, Box, Layout, Mark, marks_a_row

# Drawn about the middle of a square of MARK pixels.
SHAPES = {
    "planned": '<circle class="hollow" r="6"/>',
    "open": '<circle class="full" r="6.5"/>',
    "adopted": '<rect class="full" x="-6" y="-6" width="12" height="12"/>',
    "adapted": '<path class="full" d="M0-7 7 6H-7Z"/>',
    "abandoned": '<path class="stroke" d="M-5.5-5.5 5.5 5.5M-5.5 5.5 5.5-5.5"/>',
}
BASELINE = 13


def drawn(layout: Layout, *, title: str) -> str:
    """Safe markup: every text in it is escaped."""
    width, height = round(layout.width), round(layout.height)
    parts = [edge(box) for box in layout.boxes if box.parent] + [box_drawn(box) for box in layout.boxes]
    return (
        f'<svg class="app-drivers" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def edge(box: Box) -> str:
    """Out of the parent, down just before the column of its drivers, and on to the box; behind all boxes."""
    start = box.parent.x + box.parent.width
    bend = start + COLUMN_GAP / 2
    return f'<path class="edge" d="M{start:.0f} {box.parent.join:.0f}H{bend:.0f}V{box.join:.0f}H{box.x:.0f}"/>'


def box_drawn(box: Box) -> str:
    node = box.node
    inside = (
        f'<rect class="box {node.kind} heat-{node.heat}" x="{box.x:.0f}" y="{box.y:.0f}" '
        f'width="{box.width:.0f}" height="{box.height:.0f}" rx="4"/>{words_of(box)}'
    )
    if node.href:
        inside = f'<a href="{escape(node.href)}">{inside}</a>'
    return f"<g>{inside}{marks_of(box)}</g>"


def words_of(box: Box) -> str:
    lines = [("words", line) for line in box.lines] + [("small", line) for line in box.small_lines]
    return "".join(
        f'<text class="{style}" x="{box.x + PADDING:.0f}" y="{box.y + PADDING + BASELINE + LINE * row:.0f}">{escape(line)} </text>'
        for row, (style, line) in enumerate(lines)
    )


def marks_of(box: Box) -> str:
    """In rows beneath the words."""
    top = box.y + PADDING + LINE * (len(box.lines) + len(box.small_lines))
    a_row = marks_a_row(box.width)
    return "".join(
        mark_drawn(mark, box.x + PADDING + MARK * (place % a_row + 0.5), top + MARK * (place // a_row + 0.5))
        for place, mark in enumerate(box.node.marks)
    )


def mark_drawn(mark: Mark, x: float, y: float) -> str:
    words = escape(mark.words)
    half = MARK / 2
    # The square is what a finger hits.
    shape = (
        f'<g transform="translate({x:.0f} {y:.0f})"><title>{words}</title>'
        f'<rect class="reach" x="-{half:.0f}" y="-{half:.0f}" width="{MARK}" height="{MARK}"/>{SHAPES[mark.shape]}</g>'
    )
    return f'<a href="{escape(mark.href)}" aria-label="{words}">{shape}</a>' if mark.href else shape


def key_drawn() -> list[tuple[str, str]]:
    """(picture of a shape, what it stands for), for the legend."""
    said = {
        "planned": "a cycle that is planned",
        "open": "one that is being done or studied",
        "adopted": "closed: adopted",
        "adapted": "closed: adapted",
        "abandoned": "closed: abandoned",
    }
    return [(legend_picture(SHAPES[shape]), words) for shape, words in said.items()]


def legend_picture(shape: str) -> str:
    return (
        f'<svg class="app-drivers app-drivers--key" viewBox="-10 -10 20 20" width="20" height="20" aria-hidden="true">'
        f"{shape}</svg>"
    )
