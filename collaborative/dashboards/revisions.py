"""Figures since revised: which ones say something else on one day than they said of the same month on an earlier day, and why.

Both days are computed by the one way in which every page is (measures.computing.as_at), and compared as this reader may see
them: who is shown protected figures is told of protected figures that differ, and of nobody's words.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.return_events import Events
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.tidy import places
from measures import chart_words
from measures.definitions import all_definitions
from measures.models import Series
from practices import months
from practices.wording import counted

CHANGE = "Change since the baseline"
LEVEL_WORDS = {
    Series.Level.WAVE: "Wave",
    Series.Level.COMMISSIONER: "PCT",
    Series.Level.PRACTICE: "Practice",
}
COLUMNS = ("level", "ods_code", "name", "measure", "month", "before", "after", "unit", "why", "audience")


@dataclass(frozen=True)
class Revised:
    """One figure that was shown otherwise. `month` is a label, or CHANGE."""

    level: str
    code: str
    name: str
    measure: str
    month: str
    before: str
    after: str
    unit: str
    why: str
    is_protected: bool

    @property
    def cells(self) -> list:
        return [self.name, LEVEL_WORDS[self.level], self.measure, self.month, self.before, self.after, self.why]

    @property
    def row(self) -> list:
        audience = "protected" if self.is_protected else "exact"
        place = [LEVEL_WORDS[self.level], self.code, self.name]
        return [*place, self.measure, self.month, self.before, self.after, self.unit, self.why, audience]


def revised(before: Gathered, after: Gathered, events: Events) -> list[Revised]:
    """In the order of the wave's page: the wave, its PCTs, the practices that this person may open, each alphabetical."""
    listed = places(after)
    for gathered in (before, after):
        gathered.analyse_listed(all_definitions())
    found = []
    for level, organisation in listed:
        for measure in all_definitions():
            pair = [gathered.series(level, organisation, measure) for gathered in (before, after)]
            if None not in pair:
                found += series_revised(*pair, events.of(after, level, organisation, pair[1].audience.is_exact))
    return found


def series_revised(was: Shown, now: Shown, why) -> Iterator[Revised]:
    """The months that both days have; what came later is no revision."""
    line, rows = now.line, {month: row for row, month in enumerate(now.line.months)}
    for place, month in enumerate(was.line.months):
        row = rows.get(month)
        if row is None or figures_at(was.line, place) == figures_at(line, row):
            continue
        yield entry(now, months.label(month), value_words(was.line, place), value_words(line, row), why([month]))
    if was.data.current_months == now.data.current_months and was.headline.change != now.headline.change:
        touched = {*now.data.current_months, *now.baseline_months}
        yield entry(now, CHANGE, was.headline.change, now.headline.change, why(sorted(touched), with_acceptance=True))


def figures_at(line, row: int) -> tuple:
    """What is published of a month."""
    return line.values[row], line.numerators[row], line.denominators[row], line.lists[row], line.reasons[row]


def value_words(line, row: int) -> str:
    """The rate with what it is made of, or why there is none."""
    if line.values[row] is None:
        return chart_words.reason_words(line.reasons[row])
    counts = [chart_words.shown_count(column[row]) for column in (line.numerators, line.denominators)]
    return f"{chart_words.shown(line.values[row], line.is_protected)} ({counts[0]} of {counts[1]})"


def entry(series: Shown, month: str, before: str, after: str, why: str) -> Revised:
    return Revised(
        level=str(series.level),
        code=series.code,
        name=series.name,
        measure=series.definition.short_title,
        month=month,
        before=before,
        after=after,
        unit=series.definition.unit,
        why=why,
        is_protected=series.line.is_protected,
    )


def counts_table(found: list[Revised]) -> dict:
    """How many figures of each measure and level were revised."""
    counts = Counter((one.measure, one.level) for one in found)
    return {
        "caption": "How many figures were revised",
        "first_is_header": True,
        "head": ["Measure", *({"text": f"{words}s", "numeric": True} for words in LEVEL_WORDS.values())],
        "rows": [
            [
                definition.short_title,
                *({"text": str(counts[definition.short_title, level]), "numeric": True} for level in LEVEL_WORDS),
            ]
            for definition in all_definitions().values()
        ],
    }


def table(rows: list[Revised]) -> dict:
    return {
        "caption": "Figures that say something else",
        "caption_hidden": True,
        "first_is_header": True,
        "head": ["Whose", "Level", "Measure", "Month", "Before", "After", "Why"],
        "rows": [one.cells for one in rows],
        "empty": "No figure that you may see says anything else.",
    }


def summary(found: list[Revised], days: tuple) -> str:
    first, last = (f"{day:%-d %b %Y}" for day in days)
    return f"{counted(len(found), 'figure')} that stood on {first} said something else on {last}."
