"""Charts of a release, drawn from what is frozen in it and from nothing else. Pure.

So a chart says no more than its table: a count of 0 to 7 has no bar, and where a figure is withheld there is no mark but a word.
A figure of another version may have other columns: it has no chart until somebody has looked at it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from practices.svg import Drawn
from workforce.drawings import released_bars, released_points
from workforce.drawings.released_bars import Bar, Group
from workforce.drawings.released_points import Point
from workforce.releases.contents import value_words

WTE = ("WTE established", "WTE in post")
MINUTES, WEEKS = "Minutes held, %", "Weeks with supervision, %"
STILL = "Still in the role, %"
INTERVAL = ("95% from", "95% to")
FEW, FEW_WORDS = "*", "0 to 7"
WITHHELD, NO_VALUE = "withheld", "no value"
HOW_JOINED = "Upright lines are the 95% interval. A dashed line joins two figures; between them nothing is known."


@dataclass(frozen=True)
class Chart:
    """`name`: whom it is about where a figure has several; `words` say the same as the drawing."""

    svg: Drawn
    words: str
    name: str = ""


@dataclass(frozen=True)
class Charts:
    """Those of one figure, and what holds for all of them."""

    charts: tuple[Chart, ...] = ()
    note: str = ""


def charts_of(figure: Mapping) -> Charts:
    """The charts of one frozen figure; none where no value of it can be drawn."""
    draw = DRAWN.get((figure["code"], figure["version"]))
    return draw(figure) if draw and figure["rows"] else Charts()


def values_of(figure: Mapping, row: Mapping) -> dict:
    """Column -> value."""
    return dict(zip(figure["columns"], row["values"], strict=True))


def whys_of(figure: Mapping, row: Mapping) -> dict[str, str]:
    return dict(zip(figure["columns"], row["why"], strict=True))


# ---- bars


def wte_chart(figure: Mapping) -> Charts:
    """WTE established and in post, by role."""
    groups = [Group(row["name"], tuple(count_bar(figure, row, column) for column in WTE)) for row in figure["rows"]]
    return bars(figure, groups, "WTE by role")


def count_bar(figure: Mapping, row: Mapping, column: str) -> Bar:
    value, why = values_of(figure, row)[column], whys_of(figure, row)[column]
    if value is None:
        return Bar(f"{column}: {why}")
    return Bar(f"{column}: {FEW_WORDS}") if value == FEW else Bar(f"{column}: {value_words(value)}", value)


def supervision_chart(figure: Mapping) -> Charts:
    """Minutes and weeks with supervision, by role; the reason once where both have the same."""
    groups = [Group(row["name"], held_bars(figure, row)) for row in figure["rows"]]
    return bars(figure, groups, "Supervision held, %, by role", least=100)


def held_bars(figure: Mapping, row: Mapping) -> tuple[Bar, ...]:
    values, why = values_of(figure, row), whys_of(figure, row)
    if values[MINUTES] is None and values[WEEKS] is None and why[MINUTES] == why[WEEKS]:
        return (Bar(capital(why[MINUTES])),)
    low, high = (values[name] for name in INTERVAL)
    return share_bar(MINUTES, values, why), share_bar(WEEKS, values, why, low, high)


def share_bar(column: str, values: Mapping, why: Mapping, low=None, high=None) -> Bar:
    name, value = column.removesuffix(", %"), values[column]
    if value is None:
        return Bar(f"{name}: {why[column]}")
    return Bar(f"{name}: {with_interval(value, low, high)}", value, low, high)


def bars(figure: Mapping, groups: Sequence[Group], title: str, least: float = 0) -> Charts:
    """On a scale to the highest that is drawn, or to `least`."""
    drawn = [end for group in groups for bar in group.bars for end in (bar.value, bar.high) if end is not None]
    if not drawn:
        return Charts()
    words = " ".join(f"{group.name}: {'; '.join(bar.words for bar in group.bars)}." for group in groups)
    most = max(least, *drawn) or 1
    svg = released_bars.drawing(groups, most, identifier=f"chart-{figure['code']}", title=title, words=words)
    return Charts((Chart(svg, words),))


# ---- who is still in the role


def survival_charts(figure: Mapping) -> Charts:
    """One for each group of which something may be shown."""
    groups = [(name, list(rows)) for name, rows in groupby(figure["rows"], key=lambda row: row["name"])]
    charts = tuple(
        survival_chart(figure, place, name, rows)
        for place, (name, rows) in enumerate(groups, start=1)
        if any(values_of(figure, row)[STILL] is not None for row in rows)
    )
    return Charts(charts, HOW_JOINED if charts else "")


def survival_chart(figure: Mapping, place: int, name: str, rows: Sequence[Mapping]) -> Chart:
    words = survival_words(figure, rows)
    points = [point_of(figure, row) for row in rows]
    title = f"Still in the role, %, by months in it: {name}"
    svg = released_points.drawing(points, identifier=f"chart-survival-{place}", title=title, words=words)
    return Chart(svg, words, name)


def month_of(row: Mapping) -> int:
    """Of a part that reads `12 months`."""
    return int(row["part"].split()[0])


def point_of(figure: Mapping, row: Mapping) -> Point:
    values, why = values_of(figure, row), whys_of(figure, row)[STILL]
    if values[STILL] is None:
        return Point(month_of(row), missing=WITHHELD if why.startswith(WITHHELD) else NO_VALUE)
    shares = (values[name] for name in (STILL, *INTERVAL))
    return Point(month_of(row), *(None if share is None else share / 100 for share in shares))


def survival_words(figure: Mapping, rows: Sequence[Mapping]) -> str:
    """What is known, and for what reason the rest is not."""
    known, reasons = [], {}
    for row in rows:
        values = values_of(figure, row)
        if values[STILL] is None:
            reasons.setdefault(whys_of(figure, row)[STILL], []).append(str(month_of(row)))
        else:
            share = with_interval(values[STILL], *(values[name] for name in INTERVAL))
            known.append(f"{share} after {month_of(row)} months")
    missing = "".join(f" {capital(why)}: after {', '.join(months)} months." for why, months in reasons.items())
    return f"Still in the role: {'; '.join(known)}.{missing}"


def with_interval(value, low, high) -> str:
    return f"{value}%" if low is None or high is None else f"{value}% ({low}% to {high}%)"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


DRAWN = {("posts", 1): wte_chart, ("supervision", 1): supervision_chart, ("survival", 1): survival_charts}
