"""The change since the baseline as one reader may see it: which change, of whom, in words, with what to beware of.

`series` is a collaborative.dashboards.shown.Shown throughout; nothing is read from the database.
"""

from dataclasses import dataclass

from measures import change_words
from measures.change_words import BASELINE_HIGH, BASELINE_LOW, REGRESSION_WORDS
from measures.computing.changes import CHANGE_REASONS, Period
from measures.definitions import BETTER_SIDE
from measures.disclosed_changes import Change, change
from measures.disclosure import REGISTERED_PER, Pool, Withheld, may_publish_both
from measures.special_causes import special_causes
from measures.statistics.comparisons import regression_to_the_mean_warning

THAN_BASELINE = "than in the baseline"
THAN_ESTABLISHED = "than in the first three months of the established list"
EVERYBODY = "all practices that reported, not only those in both periods"
# The near limits lie two standard deviations of three from the centre.
NEAR = 2 / 3
# Three months are by chance the highest of thirteen once in 286 times.
ENOUGH_EARLIER = 10


@dataclass(frozen=True)
class Headline:
    """What changed: the absolute difference first, its interval, then per cent, of how many; or why there is no change.

    `sureness` says what the interval allows for, `cautions` what else may be behind the change, `second` the change since the
    second baseline, with its own caution.
    """

    change: str = ""
    interval: str = ""
    relative: str = ""
    sample: str = ""
    sureness: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    second: str = ""

    @property
    def details(self) -> str:
        """All that stands behind the difference."""
        return "; ".join(part for part in (self.interval, self.relative, self.sample) if part)

    @property
    def sentence(self) -> str:
        return sentence_of(self.change, self.interval, self.relative, self.sample)


def sentence_of(change: str, interval: str, relative: str, sample: str) -> str:
    """12.3 fewer … (95% interval 6.1 to 18.4 fewer), a change of −21.3% (−31.0 to −10.5); 5,210 and 4,480 events."""
    between = f" ({interval})" if interval else ""
    return f"{change}{between}" + (f", {relative}; {sample}" if relative else "")


def headline(series) -> Headline:
    """The change since the baseline; per registered patients and labelled so while the list is still being built."""
    name = "registered_change" if series.is_headline_withheld else "change"
    found, panel = change_of(series, name)
    return Headline(
        *parts(series, found, panel, unit_of(series, name), THAN_BASELINE),
        sureness=sureness(series, found),
        cautions=tuple(cautions(series, found)),
        second=second_words(series),
    )


def parts(series, found: Change, panel: str, unit: str, than: str) -> tuple[str, str, str, str]:
    """(difference, interval, per cent, sample) in words, or the reason and nothing."""
    if found.percent is None:
        return f"No change to compare: {change_words.reason_words(found.reason)}", "", "", ""
    return (
        change_words.difference_words(found, series.definition, unit, than),
        change_words.interval_words(found),
        change_words.relative_words(found),
        change_words.sample_words(found, series.definition, panel),
    )


def unit_of(series, name: str) -> str:
    definition = series.definition
    if name != "registered_change":
        return definition.unit_of_counts
    when = "at the end of the month" if definition.counts_the_same_people else "a month"
    return f"per {REGISTERED_PER[series.audience.is_exact]:,} registered patients {when}"


def sureness(series, found: Change) -> tuple[str, ...]:
    if found.percent is None:
        return ()
    return tuple(change_words.sureness(found, series.definition, of_several=series.level != "practice"))


def cautions(series, found: Change) -> list[str]:
    """What else may be behind a change: a list that moves, a baseline that was high or low by chance."""
    why = []
    if series.is_headline_withheld:
        moved = CHANGE_REASONS[series.data.headline]
        why.append(f"{moved}, so the change is shown per registered patient in place of per person on the list.")
    if found.percent is not None and (side := side_of_baseline(series)):
        why.append(REGRESSION_WORDS[BASELINE_HIGH if side > 0 else BASELINE_LOW])
    return why


def second_words(series) -> str:
    """The change since the second baseline, which begins with the first three months of an established list."""
    if series.data.second_change is None or not series.is_list_shown:
        return ""
    found, panel = change_of(series, "second_change")
    said = sentence_of(*parts(series, found, panel, unit_of(series, "second_change"), THAN_ESTABLISHED))
    if found.percent is None:
        return f"Since the list was established: {said[0].lower()}{said[1:]}."
    warning = regression_to_the_mean_warning(window_fixed_before=False, picked_as_extreme=False)
    return f"{said}. {REGRESSION_WORDS[warning]}"


# ---- as its reader may see it


def change_of(series, name: str) -> tuple[Change, str]:
    """A change as its reader may see it, and of whom it is: the true one, or one made again from protected counts."""
    true = getattr(series.data, name)
    if true.percent is None:
        return Change(reason=why_no_change(series, true.reason)), ""
    if series.withheld:
        return Change(reason=series.withheld), ""
    if series.audience.is_exact:
        return exact_change(series, true, name), panel_words(series, true.practices)
    everybody = series.data.current.practices
    if series.level != "practice" and not may_publish_both(everybody, true.practices):
        return change_of_everybody(series, name)
    found = protected_change(series, series.pool(true.baseline), series.pool(true.current), name)
    return found, panel_words(series, true.practices)


def exact_change(series, true, name: str) -> Change:
    """Without an event now there is no interval: that of the difference would allow for the baseline alone."""
    has_events = bool(true.current.numerator)
    return Change(
        percent=true.percent,
        lower=true.lower,
        upper=true.upper,
        difference=true.difference,
        difference_lower=true.difference_lower if has_events else None,
        difference_upper=true.difference_upper if has_events else None,
        per=per_of(series, name),
        baseline=exact_pool(true.baseline),
        current=exact_pool(true.current),
        is_clustered=true.is_clustered,
    )


def exact_pool(period: Period) -> Pool:
    return Pool(period.numerator, period.denominator, period.months, period.practices)


def per_of(series, name: str) -> int:
    """The true changes per registered patient are stored per 1,000; those of others are made again (`protected_change`)."""
    if name != "registered_change":
        return series.definition.per
    return REGISTERED_PER[series.audience.is_exact]


def why_no_change(series, reason: str) -> str:
    """That nothing at all was counted is a true zero, which others are not told."""
    is_zero = reason == "no_events_in_baseline" and not series.audience.is_exact
    return Withheld.SMALL_COUNTS if is_zero else reason


def protected_change(series, baseline: Pool, current: Pool, name: str) -> Change:
    return change(
        baseline,
        current,
        series.audience,
        level=series.structure_level,
        per=per_of(series, name),
        repeated=series.definition.counts_the_same_people,
        public=name == "registered_change",
    )


def change_of_everybody(series, name: str) -> tuple[Change, str]:
    """The matched panel differs from everybody by so few practices that only one of the two may be published."""
    if not series.baseline_months or name == "second_change":
        return Change(reason=Withheld.NEARLY_ALL), ""
    baseline = pool_of_months(series, series.baseline_months, name)
    current = pool_of_months(series, series.data.current_months, name)
    return protected_change(series, baseline, current, name), EVERYBODY


def pool_of_months(series, wanted, name: str) -> Pool:
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


def panel_words(series, practices: int) -> str:
    if series.level == "practice":
        return ""
    return f"{practices} {'practice' if practices == 1 else 'practices'} with returns in both periods"


# ---- regression to the mean


def side_of_baseline(series) -> int:
    """On which side the baseline of a practice stood out on its own chart as it is shown: 1 high, -1 low, 0 neither.

    Only the worse side asks for a warning, since there a change looks like an improvement; without a judgement, either.
    It stands out when a special cause of that side lies in it, or all its months lie beyond the near limits; on a chart
    without limits, when all of them lie beyond every earlier month.
    """
    if series.level != "practice":
        return 0
    line = series.line
    rows = {row for row, month in enumerate(line.months) if month in series.baseline_months}
    better = BETTER_SIDE.get(line.direction)
    for side in (1, -1) if better is None else (-better,):
        has_cause = any(cause.side == side and rows & set(cause.rows) for cause in special_causes(line))
        if has_cause or is_beyond_near(line, rows, side) or is_beyond_earlier(line, rows, side):
            return side
    return 0


def is_beyond_near(line, rows: set[int], side: int) -> bool:
    known = [row for row in rows if line.values[row] is not None]
    return bool(known) and all(distance(line, row) * side > NEAR for row in known)


def is_beyond_earlier(line, rows: set[int], side: int) -> bool:
    """For a chart without limits: every known month of these further out than all before them, which are enough to tell."""
    known = [line.values[row] * side for row in rows if line.values[row] is not None]
    if line.has_limits or not known:
        return False
    earlier = [value * side for value in line.values[: min(rows)] if value is not None]
    return len(earlier) >= ENOUGH_EARLIER and min(known) > max(earlier)


def distance(line, row: int) -> float:
    """From the centre, in parts of the way to the limit on that side; 0 without limits."""
    phase, (lower, upper) = line.phase_at(row), line.limits_at(row)
    if lower is None or upper is None:
        return 0
    above = line.values[row] - phase.centre
    width = upper - phase.centre if above > 0 else phase.centre - lower
    return above / width if width else 0


# ---- beside figures in a file


def facts(series) -> list[tuple]:
    """The change as rows of a file: in words, and the counts from which others' whole numbers follow again."""
    name = "registered_change" if series.is_headline_withheld else "change"
    found, _ = change_of(series, name)
    said = series.headline
    notes = [*said.sureness, *said.cautions, said.second]
    return [
        ("change_since_baseline", said.sentence),
        *(counts_behind(found, unit_of(series, name), name) if found.percent is not None else ()),
        *(("change_note", note) for note in notes if note),
    ]


def counts_behind(found: Change, unit: str, name: str) -> list[tuple]:
    """For others without a sum of registered people: list sizes are public, so it would tell who is in the panel."""
    is_hidden = found.is_protected and name == "registered_change"
    periods = (("baseline", found.baseline), ("current", found.current))
    rows = [("change_is_per", unit.removeprefix("per "))]
    for period, pool in periods:
        rows.append((f"{period}_numerator", pool.numerator))
        rows.append((f"{period}_denominator", "registered patients, as published" if is_hidden else pool.denominator))
    return rows
