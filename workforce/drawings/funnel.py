"""The pipeline of recruitment drawn: a bar for each stage under its words, as wide as the number that reached it. Pure.

Drawn from what the reader may see: a protected count of 0 to 7 has no bar, and says so.
"""

from collections.abc import Sequence
from html import escape

from practices.svg import Drawn, labelled

WIDTH, ROW, BAR = 360, 44, 18
LEFT, RIGHT = 4, 356


def drawing(stages: Sequence[tuple[str, int | str]], title: str, words: str) -> Drawn:
    """`stages` are (name, how many reached it, or "*"); `words` say the same for whoever cannot see it."""
    most = max((number for _, number in stages if isinstance(number, int)), default=0)
    rows = "".join(bar(position, name, number, most) for position, (name, number) in enumerate(stages))
    size = {"width": WIDTH, "height": ROW * len(stages)}
    return labelled(rows, identifier="funnel", title=title, words=words, css_class="app-funnel", **size)


def bar(position: int, name: str, number: int | str, most: int) -> str:
    top = position * ROW
    text = f"{number:,}" if isinstance(number, int) else "0 to 7"
    label = f'<text x="{LEFT}" y="{top + 16}" font-size="14" fill="#212b32">{escape(name)}: {text}</text>'
    width = (RIGHT - LEFT) * number / most if isinstance(number, int) and most else 0
    return f'{label}<rect x="{LEFT}" y="{top + 21}" width="{width:.1f}" height="{BAR}" fill="#005eb8"/>'
