"""What the registers of a wave's practices say together: process, balancing, uptake, access; protected as every other figure.

Nothing of a single practice is here. Two groups of practices that differ by a few are never both shown to others: what is
of all but a few is withheld, since the difference would be theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from collaborative.dashboards.register_access import access_tables
from collaborative.dashboards.register_measures import GROUP_TITLES, expected_words, interval_words, share_row
from collaborative.dashboards.register_places import Place, places_of
from collaborative.dashboards.register_reading import latest_month
from collaborative.dashboards.register_shares import BALANCING, PROCESS, Found, of_group
from measures import chart_words
from measures.chart_tables import numeric
from measures.disclosure import RULE, WORDS, Reader, is_number
from practices import months
from registers.figures import completeness, expected_prevalence

LISTED_GROUPS = (PROCESS, BALANCING)


@dataclass(frozen=True)
class RegisterWavePage:
    """Ready for the template. Without any register only `empty` is filled."""

    month: str = ""
    coverage: str = ""
    is_protected: bool = False
    rule: str = RULE
    completeness: list[str] = field(default_factory=list)
    tables: list[dict] = field(default_factory=list)
    places: list[dict] = field(default_factory=list)
    without: str = ""
    access: list[dict] = field(default_factory=list)
    empty: str = ""


def register_wave_page(wave, reader: Reader) -> RegisterWavePage:
    """A fixed number of queries, however many practices."""
    month = latest_month(wave)
    if month is None:
        return RegisterWavePage(empty="No practice of this wave keeps its register here yet.")
    whole, *every = places_of(wave, reader, month)
    parts = [place for place in every if place.rows]
    return RegisterWavePage(
        month=months.label(month),
        coverage=coverage_words(whole, month),
        is_protected=not all(place.audience.is_exact for place in (whole, *parts)),
        completeness=completeness_words(whole),
        tables=[group_table(group, whole, month) for group in GROUP_TITLES],
        places=[places_table(group, [whole, *parts], month) for group in LISTED_GROUPS],
        without=without_words([place for place in every if not place.rows]),
        access=access_tables(whole, month),
    )


def coverage_words(whole: Place, month: date) -> str:
    return (
        f"{len(whole.rows)} of {whole.members} practices keep a register that is counted up to {months.label(month)}."
    )


def without_words(places: Sequence[Place]) -> str:
    names = ", ".join(place.name for place in places)
    return f"No practice of these keeps a register here yet: {names}." if names else ""


def group_table(group: str, whole: Place, month: date) -> dict:
    """The wave's shares of one group, with of how many practices each is."""
    rows = [
        [*share_row(one), numeric(f"{one.practices} of {whole.members}")] for one in map(whole.found, of_group(group))
    ]
    head = ["What", numeric("Counted"), numeric("Of"), numeric("Value"), "95% interval", numeric("Practices")]
    caption = f"{GROUP_TITLES[group]}, the wave, {months.label(month)}"
    return {"caption": caption, "compact": True, "first_is_header": True, "head": head, "rows": rows}


def places_table(group: str, places: Sequence[Place], month: date) -> dict:
    """The wave and its PCTs in alphabetical order, not ranked."""
    shares = list(of_group(group))
    return {
        "caption": f"{GROUP_TITLES[group]} by PCT, alphabetical, {months.label(month)}",
        "compact": True,
        "first_is_header": True,
        "head": [
            "Place",
            numeric("Registers"),
            *(numeric(f"{share.title}, {share.unit}") for share in shares),
            *([numeric("On the list, of those expected")] if group == PROCESS else []),
        ],
        "rows": [
            [
                place.name,
                numeric(f"{len(place.rows)} of {place.members}"),
                *(short_cell(place.found(share)) for share in shares),
                *([completeness_cell(place)] if group == PROCESS else []),
            ]
            for place in places
        ],
    }


def short_cell(one: Found) -> dict:
    if one.value is None:
        return {"text": "No value", "hint": chart_words.reason_words(one.why), "numeric": True}
    decimals = 1 if isinstance(one.value, float) else 0
    return {"text": f"{one.value:,.{decimals}f}", "hint": interval_words(one), "numeric": True}


# ---- completeness


@dataclass(frozen=True)
class Complete:
    """Shares of the expected people, whole per cents; or why there is none."""

    listed: object
    registered: int | None
    share: int | None
    lower: int | None
    upper: int | None
    why: str = ""


def complete(place: Place) -> Complete:
    """From the list as shown and the registered people, which are published; the bounds are those of the expectation."""
    listed, registered, why = place.listed_of_registered
    if why or not is_number(listed) or not registered:
        return Complete(listed, registered, None, None, None, why or "few")
    one = completeness(listed, registered)
    return Complete(listed, registered, *(round(share * 100) for share in (one.share, one.lower, one.upper)))


def completeness_cell(place: Place) -> dict:
    one = complete(place)
    if one.share is None:
        return {"text": "No value", "hint": reason_of(one.why), "numeric": True}
    return {"text": f"{one.share}%", "hint": f"{one.lower}% to {one.upper}%", "numeric": True}


def reason_of(why: str) -> str:
    return WORDS.get(why, chart_words.reason_words(why))


def completeness_words(whole: Place) -> list[str]:
    one, prevalence = complete(whole), expected_prevalence()
    if one.share is None:
        return [f"Completeness against the expected prevalence: no value, {reason_of(one.why)}."]
    said = (
        f"On the lists are {one.share}% of the people whom one would expect there (from {one.lower}% to {one.upper}%, by the "
        f"bounds of the expectation): {one.listed:,} among {one.registered:,} registered people aged 16 to 64."
    )
    return [said, expected_words(prevalence)]


# ---- the file


def csv_rows(wave, reader: Reader) -> tuple[list[str], list[list]]:
    """The same figures as the page: a row for each place and share."""
    head = [
        "place",
        "month",
        "what",
        "unit",
        "counted",
        "of",
        "value",
        "lower",
        "upper",
        "practices",
        "no_value_because",
    ]
    month = latest_month(wave)
    if month is None:
        return head, []
    rows = []
    for place in places_of(wave, reader, month):
        groups = GROUP_TITLES if place.is_wave else LISTED_GROUPS
        rows += [file_row(place, month, place.found(share)) for group in groups for share in of_group(group)]
    return head, rows


def file_row(place: Place, month: date, one: Found) -> list:
    why = chart_words.reason_words(one.why) if one.value is None else ""
    value, lower, upper = (None if number is None else round(number, 2) for number in (one.value, one.lower, one.upper))
    counts = one.numerator, one.denominator
    return [
        place.name,
        months.period(month),
        one.share.title,
        one.share.unit,
        *counts,
        value,
        lower,
        upper,
        one.practices,
        why,
    ]
