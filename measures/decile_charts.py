"""Deciles over time (L3): how the practices of a wave are spread, month by month, with a practice's own line. Pure.

Of fewer than ten practices nothing is said, nor where small counts withhold more than half of them: deciles of those that
are left would be deciles of large practices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from measures import chart_words as words
from measures.chart_layouts import AXIS, SHEET
from measures.chart_tables import numeric
from measures.chart_traces import BLUE, GREY
from measures.disclosure import MINIMUM_PRACTICES_OF_DISTRIBUTION, quantile
from measures.funnel_charts import MARK, short
from practices import months

DECILES = tuple(range(10, 100, 10))
MIDDLE = 50
TOO_FEW = f"withheld: fewer than {MINIMUM_PRACTICES_OF_DISTRIBUTION} practices with a value"
TOO_MANY_SMALL = "withheld: small counts hide more than half of the practices"


@dataclass(frozen=True)
class Month:
    """`values`: the deciles from 10 to 90, or () with the reason. `practices`: of how many."""

    month: date
    practices: int
    values: tuple[float, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Own:
    """The line of a marked practice, one value per month."""

    name: str
    values: Sequence[float | None]
    is_exact: bool


@dataclass(frozen=True)
class Deciles:
    title: str
    unit: str
    months: Sequence[Month]
    marked: Sequence[Own] = ()
    is_protected: bool = False

    @property
    def has_values(self) -> bool:
        return any(month.values for month in self.months)


def deciles_of(month: date, published: Sequence[float | None], with_value: int) -> Month:
    """Of the published rates of one month; `with_value` practices have one, published or not."""
    known = sum(value is not None for value in published)
    if known < MINIMUM_PRACTICES_OF_DISTRIBUTION:
        return Month(month, known, (), TOO_FEW)
    if 2 * known < with_value:
        return Month(month, known, (), TOO_MANY_SMALL)
    return Month(month, known, tuple(quantile(published, decile / 100) for decile in DECILES))


def figure(deciles: Deciles) -> dict:
    """Nine lines, the middle one solid, and the marked practices by shape; a month that is withheld is a gap."""
    places = [months.period(month.month) for month in deciles.months]
    data = [decile_trace(deciles, number, places) for number in range(len(DECILES))]
    data += [own_trace(own, number, places) for number, own in enumerate(deciles.marked)]
    return {"data": data, "layout": layout(deciles)}


def decile_trace(deciles: Deciles, number: int, places: list[str]) -> dict:
    decile = DECILES[number]
    values = [month.values[number] if month.values else None for month in deciles.months]
    is_middle = decile == MIDDLE
    stroke = {"color": BLUE, "width": 3} if is_middle else {"color": GREY, "width": 1, "dash": "dot"}
    return {
        "type": "scatter",
        "mode": "lines",
        "name": "Middle practice (median)" if is_middle else "Other deciles, 10% to 90%",
        "showlegend": is_middle or number == 0,
        "x": places,
        "y": short(values),
        "line": stroke,
        "hovertemplate": f"{decile}% of practices at or below %{{y}}<extra></extra>",
    }


SYMBOLS = ("diamond", "square", "triangle-up", "cross", "x", "star", "hexagon", "triangle-down", "pentagon", "bowtie")


def own_trace(own: Own, number: int, places: list[str]) -> dict:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": own.name,
        "x": places,
        "y": short(own.values),
        "connectgaps": False,
        "line": {"color": MARK, "width": 2},
        "marker": {"size": 9, "symbol": SYMBOLS[number % len(SYMBOLS)]},
    }


def layout(deciles: Deciles) -> dict:
    return SHEET | {
        "height": 420,
        "hovermode": "closest",
        "xaxis": AXIS | {"type": "date", "tickformat": "%b %Y"},
        "yaxis": AXIS | {"title": {"text": deciles.unit, "font": {"size": 12}}, "rangemode": "tozero"},
    }


# ---- in words, as a table, as rows of a file


def sentence(deciles: Deciles) -> str:
    shown = [month for month in deciles.months if month.values]
    if not shown:
        return f"No month can be shown: {deciles.months[-1].reason if deciles.months else TOO_FEW}."
    last = shown[-1]
    low, middle, high = (words.shown(last.values[place], False) for place in (0, len(DECILES) // 2, -1))
    withheld = len(deciles.months) - len(shown)
    gaps = f" {withheld} {'month is' if withheld == 1 else 'months are'} withheld." if withheld else ""
    return (
        f"In {months.label(last.month)} the middle one of {last.practices} practices had {words.with_unit(middle, deciles.unit)}; "
        f"eight of ten practices lay between {low} and {high}.{gaps} The spread is no judgement: "
        "who the patients are and how consultations are coded differ from practice to practice."
    )


def head(deciles: Deciles) -> list[str]:
    return ["Practices", *(f"{decile}%" for decile in DECILES), *(own.name for own in deciles.marked)]


def table(deciles: Deciles) -> dict:
    return {
        "caption": f"{deciles.title}: deciles month by month ({deciles.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": "No month to show yet.",
        "head": ["Month", *(numeric(text) for text in head(deciles)), "Withheld"],
        "rows": [table_row(deciles, place) for place in range(len(deciles.months))],
    }


def table_row(deciles: Deciles, place: int) -> list:
    month = deciles.months[place]
    values = month.values or (None,) * len(DECILES)
    own = [words.shown(one.values[place], not one.is_exact) for one in deciles.marked]
    return [
        months.label(month.month),
        numeric(str(month.practices)),
        *(numeric(words.shown(value, False)) for value in values),
        *(numeric(text) for text in own),
        month.reason,
    ]


def csv_columns(deciles: Deciles) -> list[str]:
    return ["month", "practices", *(f"decile_{decile}" for decile in DECILES), "why_withheld"] + [
        own.name for own in deciles.marked
    ]


def csv_rows(deciles: Deciles) -> list[list]:
    return [
        [
            months.period(month.month),
            month.practices,
            *(month.values or (None,) * len(DECILES)),
            month.reason or None,
            *(own.values[place] for own in deciles.marked),
        ]
        for place, month in enumerate(deciles.months)
    ]
