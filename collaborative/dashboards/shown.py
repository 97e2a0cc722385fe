"""One series as one reader may see it: the release, the line that charts draw, the current rate and its change, in words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from measures import chart_lines, chart_words, disclosure
from measures.computing.series_data import CHANGE_REASONS, Period, SeriesData, read
from measures.definitions import MeasureDefinition, definition_of
from measures.disclosure import Audience, Counts, Pool
from measures.statistics.run_chart import RunChart, run_chart

MINUS = "\N{MINUS SIGN}"
WITHHELD_HEADLINES = ("list_building", "list_changed")


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
    def run(self) -> RunChart:
        """The run rules on the true points, or for others on those that are shown."""
        return self.data.run_chart if self.audience.is_exact else run_chart(list(self.release.rates))

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
            signal=chart_lines.Signal(
                run.signal,
                run.points,
                run.useful_points,
                run.median,
                run.longest_run,
                run.longest_run_limit,
                run.crossings,
                run.crossings_limit,
            ),
            numerators=release.numerators,
            denominators=release.denominators,
            lists=release.lists,
            registered=release.registered,
            registered_values=release.registered_rates,
            registered_per=release.registered_per,
            states=states(self.data),
            reasons=release.reasons,
            contributors=self.data.contributing,
            is_protected=release.is_protected,
            list_standing=self.list_standing,
            breaks=[(change.on, f"Definition {change.version}") for change in definition.changes[1:]],
        )

    @cached_property
    def current(self) -> tuple[float | int | None, str]:
        """(the rate of the latest three months pooled, "") or (None, why not)."""
        data, period = self.data, self.data.current
        if period is None:
            return None, "no_return"
        if data.current_value is None:
            return None, "too_few"
        if self.audience.is_exact:
            return data.current_value, ""
        if self.withheld:
            return None, self.withheld
        pool = self.pool(period)
        return disclosure.pooled_rate(pool, self.audience, per=self.definition.per, level=self.structure_level)

    def pool(self, period: Period, denominator=None) -> Pool:
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
    def headline(self) -> "Headline":
        return headline(self)

    @property
    def signal_tag(self) -> dict:
        return chart_words.signal_tag(self.line)

    @property
    def list_standing(self) -> str:
        """Whether the list may be behind a signal (chart_lines.Line); a measure with no better direction claims nothing."""
        if self.is_headline_withheld:
            return "moved"
        better = chart_words.BETTER_SIDE.get(self.definition.direction)
        if better is None:
            return ""
        change, _ = change_of(self, "registered_change")
        return "" if change.percent is not None and change.percent * better > 0 else "unconfirmed"

    @property
    def is_headline_withheld(self) -> bool:
        return self.data.headline in WITHHELD_HEADLINES


@dataclass(frozen=True)
class Headline:
    """The change beside a rate, in words: what changed by how much, how sure, what to beware of; or why there is none."""

    change: str = ""
    interval: str = ""
    caution: str = ""
    second: str = ""
    panel: str = ""


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


def shown(row, audience: Audience, *, commissioners=(), baseline_months=(), withheld="") -> Shown:
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
    )


# ---- changes


def headline(series: Shown) -> Headline:
    """The change since the baseline; per registered patients and labelled so while the list is still being built."""
    if series.is_headline_withheld:
        found, panel = change_of(series, "registered_change")
        second = second_words(series)
        why = CHANGE_REASONS[series.data.headline]
        caution = f"{why}, so the change is shown per 1,000 registered patients in place of per person on the list."
        return Headline(
            *change_words(found, "per 1,000 registered patients since the baseline"), caution, second, panel
        )
    found, panel = change_of(series, "change")
    return Headline(*change_words(found, "since the baseline"), "", second_words(series), panel)


def change_of(series: Shown, name: str) -> tuple[disclosure.Change, str]:
    """A change as its reader may see it, and of whom it is: the true one, or one made again from protected counts."""
    true = getattr(series.data, name)
    if true.percent is None:
        return disclosure.Change(reason=why_no_change(series, true.reason)), ""
    if series.withheld:
        return disclosure.Change(reason=series.withheld), ""
    if series.audience.is_exact:
        return disclosure.Change(true.percent, true.lower, true.upper), panel_words(series, true.practices)
    everybody = series.data.current.practices
    if series.level != "practice" and not disclosure.may_publish_both(everybody, true.practices):
        return change_of_everybody(series, name)
    return protected_change(series, series.pool(true.baseline), series.pool(true.current), name), panel_words(
        series, true.practices
    )


def why_no_change(series: Shown, reason: str) -> str:
    """That nothing at all was counted is a true zero, which others are not told."""
    is_zero = reason == "no_events_in_baseline" and not series.audience.is_exact
    return disclosure.Withheld.SMALL_COUNTS if is_zero else reason


def protected_change(series: Shown, baseline: Pool, current: Pool, name: str) -> disclosure.Change:
    return disclosure.change(
        baseline,
        current,
        series.audience,
        level=series.structure_level,
        repeated=series.definition.counts_the_same_people,
        public=name == "registered_change",
    )


def change_of_everybody(series: Shown, name: str) -> tuple[disclosure.Change, str]:
    """The matched panel differs from everybody by so few practices that only one of the two may be published."""
    if not series.baseline_months or name == "second_change":
        return disclosure.Change(reason=disclosure.Withheld.NEARLY_ALL), ""
    baseline = pool_of_months(series, series.baseline_months, name)
    current = pool_of_months(series, series.data.current_months, name)
    return protected_change(
        series, baseline, current, name
    ), "all practices that reported, not only those in both periods"


def pool_of_months(series: Shown, wanted, name: str) -> Pool:
    """What everybody returned for some months, added up; the fewest practices and commissioners of any of them."""
    data, of_registered = series.data, name == "registered_change"
    numerators = data.registered_numerators if of_registered else data.numerators
    denominators = data.registered if of_registered else data.denominators
    places = [place for place, month in enumerate(data.months) if month in wanted and numerators[place] is not None]
    return Pool(
        numerator=sum(numerators[place] for place in places),
        denominator=sum(denominators[place] or 0 for place in places),
        months=len(places),
        practices=min((data.contributing[place] for place in places), default=0),
        commissioners=min(
            (series.commissioners[place] for place in places if place < len(series.commissioners)), default=0
        ),
    )


def panel_words(series: Shown, practices: int) -> str:
    if series.level == "practice":
        return ""
    return f"{practices} {'practice' if practices == 1 else 'practices'} with returns in both periods"


def second_words(series: Shown) -> str:
    """The change since the second baseline, which begins with the first three months of an established list."""
    if series.data.second_change is None:
        return ""
    found, _ = change_of(series, "second_change")
    change, interval = change_words(found, "since the list was established")
    return f"{change} ({interval})" if interval else change


def change_words(change: disclosure.Change, since: str) -> tuple[str, str]:
    """("−21.3% since the baseline", "95% interval −24.0 to −18.5"), or the reason and nothing."""
    if change.percent is None:
        return f"No change {since}: {reason_of_change(change.reason)}", ""
    if change.lower is None:
        return f"{signed(change.percent)}% {since}", "no interval: nothing was counted in the latest months"
    interval = f"95% interval {signed(change.lower)} to {signed(change.upper)}"
    return f"{signed(change.percent)}% {since}", interval


def reason_of_change(reason: str) -> str:
    words = CHANGE_REASONS.get(reason) or disclosure.WORDS.get(reason) or "there is nothing to compare"
    return words[0].lower() + words[1:]


def signed(value: float) -> str:
    """With its sign, whole numbers whole: −21.3, +4.0, 0."""
    text = f"{abs(value):.0f}" if isinstance(value, int) else f"{abs(value):.1f}"
    if not text.strip("0."):
        return text
    return f"{MINUS if value < 0 else '+'}{text}"


def provisional_months(series: Shown) -> str:
    """Beside the rate of the latest three months, when a return in them is not accepted yet."""
    data = series.data
    current = [place for place, month in enumerate(data.months) if month in data.current_months]
    return ", provisional" if any(data.is_provisional[place] for place in current) else ""


def tile(series: Shown, href: str = "") -> dict:
    """The four figures of ten seconds: current rate, change and interval, what the signal says, what to beware of."""
    value, reason = series.current
    headline = series.headline
    caution = " ".join(part for part in (headline.caution, f"{headline.second}." if headline.second else "") if part)
    return {
        "label": f"{series.definition.number}. {series.definition.short_title}",
        "value": chart_words.shown(value, series.line.is_protected),
        "unit": f"{series.definition.unit}{provisional_months(series)}",
        "reason": chart_words.reason_words(reason),
        "change": headline.change,
        "interval": "; ".join(part for part in (headline.interval, headline.panel) if part),
        "signal": series.signal_tag,
        "caution": caution,
        "href": href,
    }
