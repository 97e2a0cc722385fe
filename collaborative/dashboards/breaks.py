"""The list of a wave's breaks in series: what people said, and what is known without them."""

from dataclasses import dataclass

from collaborative.dashboards.rebases import done_words
from measures.actions.rebases import may_rebase
from measures.computing.cuts import read_cuts
from measures.definitions import all_definitions
from measures.models import SeriesBreak
from practices import months
from practices.models import Organisation, Wave


@dataclass(frozen=True)
class BreakEntry:
    """One break that this person may withdraw."""

    pk: int
    words: str


@dataclass(frozen=True)
class BreakPage:
    said: dict
    known: dict
    may_withdraw: list[BreakEntry]


def break_page(wave: Wave, user, breaks: list[SeriesBreak], practices: list[Organisation]) -> BreakPage:
    """`breaks` and `practices` are those that this person may see; three queries more, whatever their number."""
    allowed = may_break_at(user, wave, {one.practice for one in breaks})
    in_force = [one for one in breaks if one.withdrawn_at is None and one.practice in allowed]
    return BreakPage(
        said={
            "caption": "Breaks that people said",
            "head": ["From", "Whose figures", "Measure", "What changed", "Reason", "State", "Said"],
            "rows": [said_row(one) for one in breaks],
            "first_is_header": True,
            "empty": "Nobody has said that a series is broken.",
        },
        known=known_table(wave, practices),
        may_withdraw=[
            BreakEntry(one.pk, f"{one.get_kind_display()}, {place_words(one)}, {months.label(one.month)}")
            for one in in_force
        ],
    )


def may_break_at(user, wave: Wave, practices) -> set:
    """Of some practices (None for the wave itself) those whose charts this person may cut."""
    return {one for one in practices if may_rebase(user, wave, one)}


def place_words(one: SeriesBreak) -> str:
    return one.practice.name if one.practice else "The whole wave"


def measure_words(measure: str) -> str:
    return all_definitions()[measure].short_title if measure else "All"


def said_row(one: SeriesBreak) -> list:
    withdrawn = one.withdrawn_at is not None
    tag = {"text": "Withdrawn", "colour": "grey"} if withdrawn else {"text": "In force", "colour": "green"}
    why = f"{one.reason} Withdrawn: {one.withdrawn_reason}" if withdrawn else one.reason
    return [
        months.label(one.month),
        place_words(one),
        measure_words(one.measure),
        one.get_kind_display(),
        why,
        {"tag": tag},
        done_words(one.created_by, one.created_at),
    ]


def known_table(wave: Wave, practices: list[Organisation]) -> dict:
    """Changes of code lists and mergers are known from the returns and the directory; definitions from their versions."""
    names = {one.pk: one.name for one in practices}
    said = set(SeriesBreak.Kind.labels)
    cuts = read_cuts(wave, list(names))
    rows = [
        [months.label(cut.month), names[pk], "All", cut.text]
        for pk, found in cuts.of_practices.items()
        for cut in found
        if cut.text not in said
    ]
    rows += [
        [f"{change.on:%b %Y}", "The whole wave", definition.short_title, f"Definition {change.version}"]
        for definition in all_definitions().values()
        for change in definition.changes[1:]
    ]
    return {
        "caption": "Breaks known from code lists, definitions and mergers",
        "head": ["From", "Whose figures", "Measure", "What changed"],
        "rows": sorted(rows, key=lambda row: (row[1], row[0])),
        "first_is_header": True,
        "empty": "No practice changed its code list or merged, and no definition changed.",
    }


def month_choices(wave: Wave) -> list[tuple[str, str]]:
    """The months in which a series can be cut, newest first."""
    grid = months.month_range(months.add_months(wave.first_month, 1), wave.latest_month)
    return [(months.period(month), months.label(month)) for month in reversed(grid)]
