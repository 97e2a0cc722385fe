"""One series as one reader may see it: the release, the line that charts draw, the current rate and its change, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from collaborative.dashboards.changes import Headline, change_of, headline
from measures import chart_lines, chart_words, disclosure
from measures.computing.changes import Period
from measures.computing.series_data import SeriesData, read
from measures.definitions import BETTER_SIDE, MeasureDefinition, definition_of
from measures.disclosure import Audience, Counts, Pool
from measures.released_analysis import Part, analyses_of_releases, analysis_of_release
from measures.statistics.analysis import Analysis
from measures.statistics.run_chart import RunChart

WITHHELD_HEADLINES = ("list_building", "list_changed")


def analyse_together(several: Iterable["Shown"]) -> None:
    """Analyse what others are shown of several series of a wave in one call; each keeps its analysis."""
    waiting = [one for one in several if not one.audience.is_exact and "analysis" not in vars(one)]
    parts = [Part(one.release, one.definition, one.data) for one in waiting]
    for one, analysis in zip(waiting, analyses_of_releases(parts) if parts else (), strict=True):
        vars(one)["analysis"] = analysis


@dataclass(frozen=True)
class Shown:
    """A series row with what its reader may see of it. `commissioners`: how many contributed per month, for a wave."""

    level: str
    code: str
    name: str
    definition: MeasureDefinition
    data: SeriesData
    audience: Audience
    commissioners: tuple[int, ...] = ()
    # The wave's baseline months, for a change of everybody where that of the matched panel must be withheld.
    baseline_months: tuple[date, ...] = ()
    # Why others may see nothing of this series although they may of its parts; see collaborative.dashboards.nearness.
    withheld: str = ""
    # (first day, text) of each phase that a person has begun.
    phase_notes: tuple[tuple[date, str], ...] = ()
    # (month, text) from which the practice's people are found by another code list.
    breaks: tuple[tuple[date, str], ...] = ()
    # Cycles and events that this reader may read.
    annotations: tuple[chart_lines.Annotation, ...] = ()

    @cached_property
    def release(self) -> disclosure.Release:
        data = self.data
        counts = Counts(
            level=self.structure_level,
            months=data.months,
            numerators=data.numerators,
            denominators=data.denominators,
            lists=data.list_sizes,
            registered=data.registered,
            practices=data.contributing,
            commissioners=self.commissioners,
            reasons=data.reasons,
            registered_numerators=data.registered_numerators,
            withheld=self.withheld,
        )
        return disclosure.release(counts, self.audience, per=self.definition.per)

    @property
    def structure_level(self) -> str:
        return "commissioner" if self.level.startswith("commissioner") else self.level

    @cached_property
    def analysis(self) -> Analysis:
        """The chart of the true points, or for others one made from nothing but what they are shown."""
        if self.audience.is_exact:
            return self.data.analysis
        return analysis_of_release(self.release, self.definition, self.data)

    @property
    def run(self) -> RunChart:
        return self.analysis.run

    @cached_property
    def line(self) -> chart_lines.Line:
        release, definition, run = self.release, self.definition, self.run
        return chart_lines.Line(
            identifier=definition.code,
            title=definition.short_title,
            unit=definition.unit,
            direction=definition.direction,
            months=release.months,
            values=release.rates,
            signal=chart_lines.signal_of(run),
            numerators=release.numerators,
            denominators=release.denominators,
            per=definition.per,
            lists=release.lists,
            registered=release.registered,
            registered_values=release.registered_rates,
            registered_per=release.registered_per,
            states=states(self.data),
            reasons=release.reasons,
            contributors=self.data.contributing,
            is_protected=release.is_protected,
            list_standing=self.list_standing,
            analysis=self.analysis,
            phase_notes=self.phase_notes,
            annotations=self.annotations,
            target=self.data.target,
            breaks=[*((change.on, f"Definition {change.version}") for change in definition.changes[1:]), *self.breaks],
        )

    @cached_property
    def current(self) -> tuple[float | int | None, str]:
        """(the rate of the latest three months pooled, "") or (None, why not)."""
        data, period = self.data, self.data.current
        if period is None:
            return None, "no_return"
        if data.current_value is None:
            return None, "too_few"
        if self.is_cut_lately:
            return None, "cut"
        if self.audience.is_exact:
            return data.current_value, ""
        if self.withheld:
            return None, self.withheld
        pool = self.pool(period)
        return disclosure.pooled_rate(pool, self.audience, per=self.definition.per, level=self.structure_level)

    @property
    def is_cut_lately(self) -> bool:
        """Whether something else is counted from within the latest three months: one rate over both sides is of neither."""
        first, *later = self.data.current_months
        return any(first < day <= later[-1] for day, _ in self.line.breaks) if later else False

    def pool(self, period: Period) -> Pool:
        """A period as disclosure takes it, with the fewest commissioners that it can be of."""
        return Pool(
            numerator=period.numerator,
            denominator=period.denominator,
            months=period.months,
            practices=period.practices,
            commissioners=self.fewest_commissioners(period.practices),
            registered=self.fewest_registered,
        )

    @cached_property
    def fewest_registered(self) -> int | None:
        """Of a practice in any month: under a hundred people at one time, nothing is said of several months either."""
        known = [people for people in self.data.registered if people is not None]
        return min(known, default=None) if self.level == "practice" else None

    def fewest_commissioners(self, practices: int) -> int | None:
        """How many commissioners a panel of so many practices has at the least: each practice left out may be one's only one."""
        if self.level != "wave" or self.data.current is None or not self.commissioners:
            return None
        window = [
            count
            for month, count in zip(self.data.months, self.commissioners, strict=False)
            if month in self.data.current_months
        ]
        return min(window, default=0) - max(self.data.current.practices - practices, 0)

    @cached_property
    def headline(self) -> Headline:
        return headline(self)

    @property
    def signal_tag(self) -> dict:
        return chart_words.signal_tag(self.line)

    @property
    def list_standing(self) -> str:
        """Whether the list may be behind a signal (chart_lines.Line); a measure with no better direction claims nothing."""
        if self.is_headline_withheld:
            return "moved"
        better = BETTER_SIDE.get(self.definition.direction)
        if better is None:
            return ""
        change, _ = change_of(self, "registered_change")
        return "" if change.percent is not None and change.percent * better > 0 else "unconfirmed"

    @cached_property
    def is_headline_withheld(self) -> bool:
        return self.data.headline in WITHHELD_HEADLINES and self.is_list_shown

    @cached_property
    def is_list_shown(self) -> bool:
        """Whether this reader is shown how long the list is; where not, nothing is said of how it moves either."""
        return self.audience.is_exact or disclosure.is_number(self.latest_list)

    @property
    def latest_list(self) -> disclosure.Published:
        """The list of the latest month for which one was given, as released; None where it is withheld or was never given."""
        sizes = zip(self.release.lists, self.data.list_sizes, strict=True)
        return next((published for published, true in reversed(list(sizes)) if true is not None), None)


def states(data: SeriesData) -> list[str]:
    """One word a month: accepted, provisional, missing or not expected."""
    return [
        "provisional"
        if is_provisional
        else "accepted"
        if has_return
        else ("not_expected" if reason == "not_expected" else "missing")
        for is_provisional, has_return, reason in zip(data.is_provisional, data.has_return, data.reasons, strict=True)
    ]


def shown(
    row,
    audience: Audience,
    *,
    commissioners=(),
    baseline_months=(),
    withheld="",
    phase_notes=(),
    breaks=(),
    annotations=(),
) -> Shown:
    """A Series row (its organisation fetched) for one audience."""
    definition = definition_of(row.measure)
    organisation = row.organisation
    return Shown(
        level=row.level,
        code=organisation.ods_code if organisation else "wave",
        name=organisation.name if organisation else "The wave",
        definition=definition,
        data=read(row.payload, definition),
        audience=audience,
        commissioners=tuple(commissioners),
        baseline_months=tuple(baseline_months),
        withheld="" if audience.is_exact else withheld,
        phase_notes=phase_notes,
        breaks=breaks,
        annotations=annotations,
    )


def provisional_months(series: Shown) -> str:
    """Beside the rate of the latest three months, when a return in them is not accepted yet."""
    data = series.data
    current = [place for place, month in enumerate(data.months) if month in data.current_months]
    return ", provisional" if any(data.is_provisional[place] for place in current) else ""


def tile(series: Shown, href: str = "") -> dict:
    """The figures of ten seconds: current rate, change with interval and sample, what the signal says, what to beware of."""
    value, reason = series.current
    headline = series.headline
    return {
        "label": f"{series.definition.number}. {series.definition.short_title}",
        "value": chart_words.shown(value, series.line.is_protected),
        "unit": f"{series.definition.unit}{provisional_months(series)}",
        "reason": chart_words.reason_words(reason),
        "change": headline.change,
        "details": [part for part in (headline.interval, headline.relative, headline.sample) if part],
        "sureness": headline.sureness,
        "signal": series.signal_tag,
        "cautions": [*headline.cautions, *([headline.second] if headline.second else [])],
        "href": href,
    }


def notes_once(tiles: list[dict]) -> list[str]:
    """Takes out of the tiles, and returns, what every one that says how sure it is would repeat: it stands once beneath them."""
    saying = [one for one in tiles if one["sureness"]]
    if len(saying) < 2:
        return []
    shared = [words for words in saying[0]["sureness"] if all(words in one["sureness"] for one in saying)]
    for one in saying:
        one["sureness"] = [words for words in one["sureness"] if words not in shared]
    return shared
