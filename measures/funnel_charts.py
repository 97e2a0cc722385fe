"""Funnels and deciles: what was worked out of released figures in; plotly figures (plain dicts) and tables out. Pure.

A practice outside its reader's scope is a dot without a name; such dots are ordered by where they lie, never by name, so
that their order tells nobody apart. Which practice stands out is said by shape and word, not by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from measures import chart_words as words
from measures.chart_layouts import AXIS, SHEET
from measures.chart_tables import numeric
from measures.chart_traces import BLUE, DARK, GREY
from measures.chart_traces import PURPLE as MARK

INSIDE, ABOVE_95, BELOW_95, ABOVE_998, BELOW_998 = "inside", "above_95", "below_95", "above_998", "below_998"
ZONE_WORDS = {
    INSIDE: "inside the 95% limits",
    ABOVE_95: "above the 95% limits, inside the 99.8%",
    BELOW_95: "below the 95% limits, inside the 99.8%",
    ABOVE_998: "above the 99.8% limits",
    BELOW_998: "below the 99.8% limits",
}
SHAPES = {
    INSIDE: "circle",
    ABOVE_95: "triangle-up-open",
    BELOW_95: "triangle-down-open",
    ABOVE_998: "triangle-up",
    BELOW_998: "triangle-down",
}
ORANGE = "#b35900"
SIGNIFICANT_DIGITS = 5


@dataclass(frozen=True)
class Point:
    """One practice as its reader may see it. `size`: what it is divided by, as its limits take it; `name` "" where hidden.

    `numerator` and `denominator` are those of the latest three months; `rate` is in the measure's unit.
    """

    name: str
    code: str
    numerator: float
    denominator: float
    size: float
    rate: float
    zone: str = INSIDE
    q: float | None = None
    is_marked: bool = False
    is_exact: bool = False
    href: str = ""


@dataclass(frozen=True)
class Limits:
    """Limits along `sizes`, in the measure's unit."""

    sizes: Sequence[float]
    lower_95: Sequence[float]
    upper_95: Sequence[float]
    lower_998: Sequence[float]
    upper_998: Sequence[float]


@dataclass(frozen=True)
class Funnel:
    """What a funnel draws. `wider`: the limits that allow for over-dispersion, where it is clear; the zones are of them."""

    title: str
    unit: str
    size_title: str
    target: float
    limits: Limits
    points: Sequence[Point]
    wider: Limits | None = None
    is_protected: bool = False
    period: str = ""

    @property
    def said_target(self) -> float:
        """The average as it is said: of protected counts a whole number, halves upward."""
        return said(self.target, self.is_protected)

    @property
    def average(self) -> str:
        return words.shown(self.said_target, self.is_protected)

    @property
    def named(self) -> list[Point]:
        """Those that the reader may see by name, alphabetical."""
        return sorted((one for one in self.points if one.name), key=lambda one: (one.name, one.code))

    @property
    def marked(self) -> list[Point]:
        return [one for one in self.named if one.is_marked]


def said(average: float, is_protected: bool) -> float:
    """An average of protected counts is said as a whole number, halves upward, like every rate that others see."""
    return floor(average + 0.5) if is_protected else average


def zone_of(rate: float, lower_95: float, upper_95: float, lower_998: float, upper_998: float) -> str:
    """On a limit is inside it."""
    if rate > upper_998:
        return ABOVE_998
    if rate < lower_998:
        return BELOW_998
    if rate > upper_95:
        return ABOVE_95
    return BELOW_95 if rate < lower_95 else INSIDE


def figure(funnel: Funnel) -> dict:
    """The funnel as plotly.js takes it: limits, average, dots by where they lie, then the marked practices."""
    data = [*limit_traces(funnel), target_trace(funnel), *dot_traces(funnel)]
    if funnel.marked:
        data.append(marked_trace(funnel))
    return {"data": data, "layout": layout(funnel)}


def limit_traces(funnel: Funnel) -> list[dict]:
    """Both sets where over-dispersion is allowed for: those of chance alone are thin then."""
    by_chance = [
        *pair_of_lines("95% limits", funnel.limits, "95", {"color": GREY, "width": 1, "dash": "dash"}),
        *pair_of_lines("99.8% limits", funnel.limits, "998", {"color": GREY, "width": 1}),
    ]
    if funnel.wider is None:
        return by_chance
    return [
        *by_chance,
        *pair_of_lines("95%, over-dispersion allowed for", funnel.wider, "95", {"color": DARK, "width": 2, "dash": "dash"}),
        *pair_of_lines("99.8%, over-dispersion allowed for", funnel.wider, "998", {"color": DARK, "width": 2}),
    ]  # fmt: skip


def pair_of_lines(name: str, limits: Limits, level: str, stroke: dict) -> list[dict]:
    lower, upper = getattr(limits, f"lower_{level}"), getattr(limits, f"upper_{level}")
    line = {"type": "scatter", "mode": "lines", "x": short(limits.sizes), "line": stroke, "hoverinfo": "skip"}
    return [
        line | {"name": name, "y": short(upper), "legendgroup": name},
        line | {"name": name, "y": short(lower), "legendgroup": name, "showlegend": False},
    ]


def target_trace(funnel: Funnel) -> dict:
    sizes = funnel.limits.sizes
    return {
        "type": "scatter",
        "mode": "lines",
        "name": f"Average: {funnel.average}",
        "x": [sizes[0], sizes[-1]],
        "y": short([funnel.target] * 2),
        "line": {"color": GREY, "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }


def dot_traces(funnel: Funnel) -> list[dict]:
    """A trace for each zone that has a dot, so that the legend says what each shape means."""
    dots = sorted((one for one in funnel.points if not one.is_marked), key=lambda one: (one.size, one.rate, one.name))
    found = []
    for zone, label in ZONE_WORDS.items():
        inside = [one for one in dots if one.zone == zone]
        if inside:
            found.append(dot_trace(funnel, label, zone, inside))
    return found


def dot_trace(funnel: Funnel, label: str, zone: str, dots: list[Point]) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{label[0].upper()}{label[1:]}",
        "x": short([one.size for one in dots]),
        "y": short([one.rate for one in dots]),
        "text": [hover(one) for one in dots],
        "hoverinfo": "text",
        "marker": {"color": BLUE if zone == INSIDE else ORANGE, "size": 8 if zone == INSIDE else 11, "symbol": SHAPES[zone]},
    }  # fmt: skip


def marked_trace(funnel: Funnel) -> dict:
    """Diamonds with their names beside them."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": "Marked",
        "x": short([one.size for one in funnel.marked]),
        "y": short([one.rate for one in funnel.marked]),
        "text": [one.name for one in funnel.marked],
        "textposition": "top center",
        "hovertext": [hover(one) for one in funnel.marked],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"color": MARK, "size": 15, "symbol": "diamond", "line": {"color": "#ffffff", "width": 1}},
    }


def hover(point: Point) -> str:
    return (
        f"{point.name or 'A practice that you do not see by name'}: {words.shown(point.rate, not point.is_exact)} "
        f"({words.shown_count(point.numerator)} of {words.shown_count(point.denominator)}), {ZONE_WORDS[point.zone]}"
    )


def layout(funnel: Funnel) -> dict:
    """The rate from 0, what it is divided by from the smallest practice to the largest."""
    along = AXIS | {"rangemode": "tozero"}
    return SHEET | {
        "margin": SHEET["margin"] | {"b": 150},
        "height": 560,
        "hovermode": "closest",
        "legend": {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        "xaxis": along | {"title": {"text": funnel.size_title}},
        "yaxis": along | {"title": {"text": funnel.unit, "font": {"size": 12}}, "range": [0, highest(funnel) * 1.05]},
    }


def highest(funnel: Funnel) -> float:
    """The top of the drawing: the highest dot or the limits of the median practice, not those of the smallest."""
    limits = funnel.wider or funnel.limits
    middle = limits.upper_998[len(limits.upper_998) // 2]
    return max([*(one.rate for one in funnel.points), middle, funnel.target], default=1) or 1


def short(values: Sequence) -> list:
    """Five digits are more than a screen has pixels."""
    return [None if value is None else float(f"{value:.{SIGNIFICANT_DIGITS}g}") for value in values]


# ---- the funnel in words and as a table


def sentence(funnel: Funnel) -> str:
    outside_95 = sum(one.zone != INSIDE for one in funnel.points)
    outside_998 = sum(one.zone in (ABOVE_998, BELOW_998) for one in funnel.points)
    allowed = " that allow for over-dispersion" if funnel.wider else ""
    return (
        f"{funnel.period}: {len(funnel.points)} practices around an average of "
        f"{words.with_unit(funnel.average, funnel.unit)}. Of them {outside_95} "
        f"{'lies' if outside_95 == 1 else 'lie'} outside the 95% limits{allowed}, {outside_998} of these outside the 99.8% limits."
    )


def where_words(funnel: Funnel, point: Point) -> str:
    """Where am I: the rate, how far from the average, and where that lies. No rank."""
    apart = point.rate - funnel.said_target
    distance = f"{abs(apart):.1f}" if point.is_exact else f"{abs(round(apart))}"
    away = f"{distance} {'above' if apart > 0 else 'below'} the average of {funnel.average}"
    return (
        f"{point.name}: {words.with_unit(words.shown(point.rate, not point.is_exact), funnel.unit)} "
        f"({words.shown_count(point.numerator)} of {words.shown_count(point.denominator)}), "
        f"{away if float(distance) else f'at the average of {funnel.average}'}; {ZONE_WORDS[point.zone]}."
    )


def table(funnel: Funnel, caption: str) -> dict:
    """The practices that the reader may see by name, alphabetical; no rank and no order by rate."""
    return {
        "caption": caption,
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": "None of the practices in this funnel lies in your scope, so none is named.",
        "head": ["Practice", *map(numeric, ("Numerator", "Denominator", "Rate")), "Where", "Figures"],
        "rows": [table_row(one) for one in funnel.named],
    }  # fmt: skip


def table_row(point: Point) -> list:
    is_rounded = not point.is_exact
    name = {"text": f"{point.name}{' (marked)' if point.is_marked else ''}", "href": point.href}
    return [
        name,
        numeric(words.shown_count(point.numerator)),
        numeric(words.shown_count(point.denominator)),
        numeric(words.shown(point.rate, is_rounded)),
        ZONE_WORDS[point.zone],
        "rounded" if is_rounded else "exact",
    ]


CSV_COLUMNS = ("ods_code", "name", "numerator", "denominator", "rate", "where", "q_value", "marked", "figures")


def csv_rows(funnel: Funnel) -> list[list]:
    """Named practices alphabetical, then the dots without a name, by where they lie."""
    hidden = sorted((one for one in funnel.points if not one.name), key=lambda one: (one.size, one.rate))
    return [csv_row(one) for one in [*funnel.named, *hidden]]


def csv_row(point: Point) -> list:
    return [
        point.code or None,
        point.name or "not named",
        point.numerator,
        point.denominator,
        point.rate,
        ZONE_WORDS[point.zone],
        None if point.q is None else float(f"{point.q:.2g}"),
        "yes" if point.is_marked else "no",
        "exact" if point.is_exact else "protected",
    ]
