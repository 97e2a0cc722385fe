"""The self-rating of a worker: the latest rating of each area, and its gap to the highest. Pure; drawn as SVG text.

A bar is as long as the rating, an outline goes on to the highest: what is left open is the gap. Figures and words stand beside
each bar, so that nothing is said by colour or length alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from practices.svg import Drawn, labelled
from workforce.frameworks import HIGHEST_RATING, Framework

WIDTH, ROW, LEFT, RIGHT, TOP = 400, 52, 8, 296, 4
BAR_HEIGHT = 18


@dataclass(frozen=True)
class Gap:
    """One area. `rating` and `rated_on` are None where it was never rated; `before` is the rating before the latest."""

    code: str
    name: str
    rating: int | None = None
    rated_on: date | None = None
    before: int | None = None

    @property
    def gap(self) -> int | None:
        return None if self.rating is None else HIGHEST_RATING - self.rating

    @property
    def words(self) -> str:
        if self.rating is None:
            return "not rated"
        return f"{self.rating} of {HIGHEST_RATING}, gap {self.gap}"


def gaps(framework: Framework, ratings: Sequence[tuple[str, int, date]]) -> tuple[Gap, ...]:
    """A gap for each area, in the order of the framework. `ratings` are (area, rating, day) in any order."""

    def rated(area):
        return sorted((day, rating) for code, rating, day in ratings if code == area.code)

    return tuple(gap_of(area, rated(area)) for area in framework.competences)


def gap_of(area, rated: list[tuple[date, int]]) -> Gap:
    if not rated:
        return Gap(area.code, area.name)
    day, rating = rated[-1]
    return Gap(area.code, area.name, rating, day, rated[-2][1] if len(rated) > 1 else None)


def sentence(found: Sequence[Gap]) -> str:
    """Where the widest gap is, in words; and what was not rated."""
    rated = [one for one in found if one.gap is not None]
    if not rated:
        return "No area has been rated yet."
    widest = max(one.gap for one in rated)
    if not widest:
        return f"All {len(rated)} rated areas have the highest rating."
    names = [one.name for one in rated if one.gap == widest]
    missing = len(found) - len(rated)
    more = f" {missing} of {len(found)} areas not rated." if missing else ""
    return f"The widest gap, {widest} of {HIGHEST_RATING - 1}: {'; '.join(names)}.{more}"


def drawing(found: Sequence[Gap], identifier: str) -> Drawn:
    """The bars, one for each area."""
    height = TOP + ROW * len(found) + 24
    bars = "".join(bar(one, TOP + ROW * place) for place, one in enumerate(found))
    content = bars + scale(TOP + ROW * len(found))
    told = {"identifier": identifier, "title": "Self-rating by area", "words": described(found)}
    return labelled(content, width=WIDTH, height=height, css_class="app-rating-gaps", **told)


def described(found: Sequence[Gap]) -> str:
    return "; ".join(f"{one.name}: {one.words}" for one in found)


def across(rating: int) -> float:
    return LEFT + (RIGHT - LEFT) * rating / HIGHEST_RATING


def bar(one: Gap, top: float) -> str:
    """The name above; the rating filled, the gap as a dashed outline, both in words at the end."""
    y = top + 22
    outline = f'<rect class="gap" x="{LEFT}" y="{y}" width="{RIGHT - LEFT}" height="{BAR_HEIGHT}"/>'
    width = across(one.rating or 0) - LEFT
    filled = (
        f'<rect class="rating" x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR_HEIGHT}"/>' if one.rating else ""
    )
    return (
        f'<g class="bar"><text x="{LEFT}" y="{top + 16}">{escape(one.name)}</text>{outline}{filled}'
        f'<text class="words" x="{RIGHT + 8}" y="{y + 15}">{escape(one.words)}</text></g>'
    )


def scale(top: float) -> str:
    marks = range(HIGHEST_RATING + 1)
    return "".join(f'<text class="mark" x="{across(mark):.1f}" y="{top + 16}">{mark}</text>' for mark in marks)
