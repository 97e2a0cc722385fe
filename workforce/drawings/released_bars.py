"""Figures of groups as SVG: under each group's name a bar for each figure, with its interval where it has one. Pure.

Drawn from what a release says: what is shown as "0 to 7", or withheld, has its words and no bar.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from practices.svg import Drawn, labelled

WIDTH, LEFT, RIGHT = 360, 2, 352
LINE, ROW, BAR, EDGE = 19, 34, 12, 10
LONGEST_LINE = 42
# The first and the second figure of a group: told apart by their words, and by filled and open.
FILLS = ("#005eb8", "#ffffff")


@dataclass(frozen=True)
class Bar:
    """`words` say the figure; without a value they alone are printed."""

    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Group:
    name: str
    bars: tuple[Bar, ...]


def drawing(groups: Sequence[Group], most: float, *, identifier: str, title: str, words: str) -> Drawn:
    """Bars on one scale from 0 to `most`, with the words that screen readers get."""
    parts, top = [], 0
    for group in groups:
        drawn, height = rows(group, top, most)
        parts.append(drawn)
        top += height
    told = {"identifier": identifier, "title": title, "words": words}
    return labelled("".join(parts), width=WIDTH, height=top, css_class="app-pulse-bars", **told)


def rows(group: Group, top: int, most: float) -> tuple[str, int]:
    """(markup, height) of a group: its name, and its bars one under the other."""
    names = wrap(group.name, LONGEST_LINE)
    name = "".join(
        f'<text x="{LEFT}" y="{top + 15 + LINE * place}" font-size="14" font-weight="600">{escape(line)}</text>'
        for place, line in enumerate(names)
    )
    starts = [top + LINE * len(names)]
    for one in group.bars:
        starts.append(starts[-1] + (LINE if one.value is None else ROW))
    bars = (bar(one, start, place, most) for place, (one, start) in enumerate(zip(group.bars, starts, strict=False)))
    return name + "".join(bars), starts[-1] + EDGE - top


def bar(one: Bar, top: int, place: int, most: float) -> str:
    words = f'<text x="{LEFT}" y="{top + 13}" font-size="12">{escape(one.words)}</text>'
    if one.value is None:
        return words
    fill, width = FILLS[place % len(FILLS)], across(one.value, most) - LEFT
    drawn = f'<rect x="{LEFT}" y="{top + 19}" width="{width:.1f}" height="{BAR}" fill="{fill}" stroke="#005eb8"/>'
    return words + drawn + whisker(one, top + 19 + BAR // 2, most)


def whisker(one: Bar, middle: int, most: float) -> str:
    if one.low is None or one.high is None:
        return ""
    low, high = across(one.low, most), across(one.high, most)
    path = f"M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 5}v10M{high:.1f} {middle - 5}v10"
    return f'<path d="{path}" fill="none" stroke="#212b32" stroke-width="1.5"/>'


def across(value: float, most: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(value, most) / most
