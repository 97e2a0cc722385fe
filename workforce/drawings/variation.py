"""A spread as SVG: a row a band, a dot a PCT; those with a name are filled and carry it, the others are open rings. Pure."""

from html import escape

from practices.svg import Drawn, labelled
from workforce.variation import Dot, Spread

WIDTH, LEFT, TOP = 360, 2, 4
LABEL, LINE, EDGE = 18, 20, 8
RADIUS, STEP = 6, 17
NAMED_STEP = 119
NAMED_A_LINE = (WIDTH - LEFT) // NAMED_STEP
ALIKE_A_LINE = (WIDTH - LEFT) // STEP
LONGEST_NAME = 15


def drawing(identifier: str, title: str, description: str, spread: Spread) -> Drawn:
    """The drawing, with the words that screen readers get."""
    parts, top = [], TOP
    for band in spread.bands:
        dots = [dot for dot in spread.dots if dot.band == band]
        drawn, height = row(band, dots, top)
        parts.append(drawn)
        top += height
    told = {"identifier": identifier, "title": title, "words": description}
    return labelled("".join(parts), width=WIDTH, height=top, css_class="app-spread", **told)


def row(band: str, dots: list[Dot], top: int) -> tuple[str, int]:
    """(markup, height) of a band: its name, beneath it its named dots line by line, then the others."""
    named, alike = [dot for dot in dots if dot.label], [dot for dot in dots if not dot.label]
    above = lines_needed(len(named), NAMED_A_LINE)
    height = LABEL + (above + lines_needed(len(alike), ALIKE_A_LINE)) * LINE + EDGE
    first = top + LABEL + LINE // 2
    parts = [
        f'<line x1="0" x2="{WIDTH}" y1="{top + height - 4}" y2="{top + height - 4}" stroke="#d8dde0"/>',
        f'<text x="{LEFT}" y="{top + 13}" font-size="12" font-weight="600">{escape(band)}</text>',
        *(filled(dot, place, first) for place, dot in enumerate(named)),
        *(ring(place, first + above * LINE) for place in range(len(alike))),
    ]
    return "".join(parts), height


def lines_needed(number: int, a_line: int) -> int:
    return -(-number // a_line)


def filled(dot: Dot, place: int, top: int) -> str:
    line, column = divmod(place, NAMED_A_LINE)
    x, y = LEFT + RADIUS + column * NAMED_STEP, top + line * LINE
    name = dot.label if len(dot.label) <= LONGEST_NAME else f"{dot.label[: LONGEST_NAME - 1]}…"
    words = f"{name}, {dot.people}"
    return (
        f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="#005eb8"/>'
        f'<text x="{x + RADIUS + 4}" y="{y + 4}" font-size="10">{escape(words)}</text>'
    )


def ring(place: int, top: int) -> str:
    line, column = divmod(place, ALIKE_A_LINE)
    x, y = LEFT + RADIUS + column * STEP, top + line * LINE
    return f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="#fff" stroke="#005eb8" stroke-width="2"/>'
