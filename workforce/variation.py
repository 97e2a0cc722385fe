"""How supervision, pay and terms differ between PCTs: one dot a PCT and band, with how many people it stands for. Pure.

The whole of a role must pass the thresholds (8 people, 3 employers); then every PCT is a dot, or the finding of the first
collaborative, that it varied widely, could never be seen. One PCT alone is no variation, and the whole would be its own
figure: nothing is shown of it. Of two, each knows the other (row 6 of the systems wants the two dots, so the page says it).
To whoever does not lead it a PCT has no name and no place: all dots of a band are alike and stand in a stack, so that there
is no order to read a name, a rank or a size from, and nothing links the dots of one PCT in two charts. How many people a
band has is protected (workforce.disclosure.shown).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from measures.disclosure import Published
from operations.first_use import when_first_used
from practices.wording import counted
from workforce.disclosure import shown, why_withheld

pd = when_first_used("pandas")

# Upper ends of shares of the expected supervision, in per cent; the last is open.
LEVELS = ((0, 25), (25, 50), (50, 75), (75, 100))
FULL = "100% or more"
ONE_PCT = "withheld: with one PCT the programme's figures would be those of that PCT"
LEVEL_BANDS = (*(f"{low}% to under {high}%" for low, high in LEVELS), FULL)
HOURS_BANDS = ("Under half", "Half to under full", "Full time")
QUALITY_BANDS = ("1.0 to 1.9", "2.0 to 2.9", "3.0 to 3.9", "4.0 to 5.0")


@dataclass(frozen=True)
class Place:
    """One PCT in one band: `people` there."""

    trust: str
    band: str
    people: int


@dataclass(frozen=True)
class Dot:
    """`label` is "" where the reader is not told which PCT it is."""

    band: str
    label: str
    people: int | None


@dataclass(frozen=True)
class BandRow:
    """A band: in how many PCTs it is found, and how many people it has there."""

    band: str
    trusts: int
    people: Published


@dataclass(frozen=True)
class Spread:
    """One chart as one reader may see it; with `why` nothing of the programme, but the reader's own PCTs still stand in `own`."""

    bands: tuple[str, ...]
    rows: tuple[BandRow, ...]
    dots: tuple[Dot, ...]
    trusts: int
    own: tuple[Place, ...]
    why: str = ""


@dataclass(frozen=True)
class Reader:
    """`named`: the PCTs that this person leads, code -> name; `whole`: the lead of the whole programme."""

    whole: bool
    named: Mapping[str, str]


def spread_of(
    places: Sequence[Place], order: Iterable[str], *, people: int, employers: int, reader: Reader, is_one: bool = False
) -> Spread:
    """`people` and `employers` are those of the whole role, which `is_one` PCT alone may have; `order` puts bands in their order, others follow by name."""
    bands = bands_in_order(places, order)
    own = tuple(sorted((one for one in places if one.trust in reader.named), key=lambda one: (one.trust, one.band)))
    why = why_withheld(people, employers, exact=reader.whole) or (ONE_PCT if is_one and not reader.whole else "")
    if why or not places:
        return Spread(bands if not why else (), (), (), 0, own, why)
    rows = tuple(row_of(band, places, exact=reader.whole) for band in bands)
    dots = tuple(dot for band in bands for dot in dots_of(band, places, reader))
    return Spread(bands, rows, dots, len({one.trust for one in places}), own)


def bands_in_order(places: Sequence[Place], order: Iterable[str]) -> tuple[str, ...]:
    found = {one.band for one in places}
    known = [band for band in order if band in found]
    return (*known, *sorted(found - set(known)))


def row_of(band: str, places: Sequence[Place], *, exact: bool) -> BandRow:
    inside = [one for one in places if one.band == band]
    return BandRow(band, len({one.trust for one in inside}), shown(sum(one.people for one in inside), exact=exact))


def dots_of(band: str, places: Sequence[Place], reader: Reader) -> list[Dot]:
    """Named ones first, by name; the others are all the same."""
    inside = [one for one in places if one.band == band]
    named = sorted((one for one in inside if one.trust in reader.named), key=lambda one: reader.named[one.trust])
    dots = [Dot(band, reader.named[one.trust], one.people) for one in named]
    return dots + [Dot(band, "", None)] * (len(inside) - len(named))


def sentence_of(spread: Spread, noun: str) -> str:
    """In how many PCTs more than one band, or which bands, are found."""
    if spread.why:
        return f"The programme is not shown: {spread.why.removeprefix('withheld: ')}."
    if not spread.rows:
        return f"No {noun} is known."
    if len(spread.rows) == 1:
        only = spread.rows[0].band
        return f"One {noun} in all {counted(spread.trusts, 'PCT')}: {only}."
    parts = [f"{row.band} in {row.trusts}" for row in spread.rows]
    return (
        f"Of {counted(spread.trusts, 'PCT')}: {', '.join(parts)}. A PCT with more than one {noun} is counted in each."
    )


# ---- from people to places


def places_of(table: pd.DataFrame) -> list[Place]:
    """`table`: worker, trust, band. How many people are in each band of each PCT; somebody in two bands is in both."""
    counts = table.dropna(subset=["band"]).groupby(["trust", "band"])["worker"].nunique()
    return [Place(trust, band, int(people)) for (trust, band), people in counts.items()]


def level_places(table: pd.DataFrame) -> list[Place]:
    """`table`: worker, trust, expected, held (minutes). A place a PCT: held of expected, over all its people with a standard."""
    due = table[table["expected"] > 0]
    sums = due.groupby("trust").agg(expected=("expected", "sum"), held=("held", "sum"), people=("worker", "nunique"))
    levels = sums["held"] / sums["expected"]
    return [
        Place(trust, level_band(level), int(people))
        for trust, level, people in zip(sums.index, levels, sums["people"], strict=True)
    ]


def level_band(share: float) -> str:
    return next((f"{low}% to under {high}%" for low, high in LEVELS if share * 100 < high), FULL)


def hours_bands(wte: pd.Series) -> np.ndarray:
    return np.select([wte < 0.5, wte < 1], HOURS_BANDS[:2], HOURS_BANDS[2])


def quality_band(mean: float) -> str:
    """Of a mean on the scale of 1 to 5, as it is printed."""
    return QUALITY_BANDS[min(int(round(mean, 1)), 4) - 1]
