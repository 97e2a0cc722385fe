"""A spread as SVG: a row a band, a dot a PCT; those with a name are filled and carry it, the others are open rings. Pure."""

from html import escape
from textwrap import wrap

from practices.svg import Drawn, labelled
from workforce.variation import Dot, Spread

# As wide as a phone's page, so that letters there are as large as they are here.
WIDTH, LEFT, TOP = 344, 2, 4
LABEL, LINE, EDGE = 20, 22, 8
RADIUS, STEP = 6, 17
ALIKE_A_LINE = (WIDTH - LEFT) // STEP
# In characters of 14 units: a name is read whole, on a second line where it is longer.
LONGEST_LINE = 42


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
    named, alike = [lines_of(dot) for dot in dots if dot.label], [dot for dot in dots if not dot.label]
    starts = [sum(len(lines) for lines in named[:place]) for place in range(len(named) + 1)]
    height = LABEL + (starts[-1] + lines_needed(len(alike), ALIKE_A_LINE)) * LINE + EDGE
    first = top + LABEL + LINE // 2
    parts = [
        f'<line x1="0" x2="{WIDTH}" y1="{top + height - 4}" y2="{top + height - 4}" stroke="#d8dde0"/>',
        f'<text x="{LEFT}" y="{top + 15}" font-size="14" font-weight="600">{escape(band)}</text>',
        *(filled(lines, first + start * LINE) for lines, start in zip(named, starts, strict=False)),
        *(ring(place, first + starts[-1] * LINE) for place in range(len(alike))),
    ]
    return "".join(parts), height


def lines_needed(number: int, a_line: int) -> int:
    return -(-number // a_line)


def lines_of(dot: Dot) -> list[str]:
    return wrap(f"{dot.label}, {dot.people}", LONGEST_LINE)


def filled(lines: list[str], top: int) -> str:
    x = LEFT + RADIUS
    words = "".join(
        f'<text x="{x + RADIUS + 4}" y="{top + number * LINE + 5}" font-size="14">{escape(line)}</text>'
        for number, line in enumerate(lines)
    )
    return f'<circle cx="{x}" cy="{top}" r="{RADIUS}" fill="#005eb8"/>{words}'


def ring(place: int, top: int) -> str:
    line, column = divmod(place, ALIKE_A_LINE)
    x, y = LEFT + RADIUS + column * STEP, top + line * LINE
    return f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="#fff" stroke="#005eb8" stroke-width="2"/>'
