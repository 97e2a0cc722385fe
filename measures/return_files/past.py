"""A line of a return against what came before it: what does not follow, and what is unlike it. Pure.

The lines of the file count as past for one another: a file of twelve months is looked at as it will stand. No check looks
across a break in series. A rule's numbers come from its file (`rules/*.toml`) or from what the programme has set.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import sqrt
from operator import itemgetter
from statistics import median

from measures.fields import ACTIVITY_FIELDS, REGISTERED_FIELDS
from measures.return_files.lines import Break, Line, Stored
from measures.return_files.rules import RuleInForce
from measures.return_files.wave_past import MAD_FACTOR, RATES, Counts, WavePast, event_rate, people_of
from practices import months
from practices.uploads.problems import Problem


@dataclass(frozen=True)
class Past:
    """What is known of the months before a line's; `counts` are those of every month of the practice, its own included."""

    month: date
    counts: Mapping[date, Counts]
    stored: Stored | None = None
    breaks: tuple[Break, ...] = ()
    wave: WavePast | None = None

    def before(self, months_back: int, field: str = "") -> list[tuple[date, Counts]]:
        """The months with figures among the last so many, oldest first, none from before a break of this field."""
        first = max([months.add_months(self.month, -int(months_back)), *self.breaks_of(field)])
        return [(month, counts) for month, counts in self.earlier if month >= first]

    @cached_property
    def earlier(self) -> list[tuple[date, Counts]]:
        """Every month with figures before the line's, oldest first."""
        return sorted((pair for pair in self.counts.items() if pair[0] and pair[0] < self.month), key=itemgetter(0))

    def breaks_of(self, field: str) -> list[date]:
        """Breaks of everything, and of this field."""
        return [found.month for found in self.breaks if found.month <= self.month and found.field in ("", field)]

    def last(self, field: str, months_back: int) -> tuple[date, int] | None:
        """The latest figure there is, with its month."""
        known = [(month, counts[field]) for month, counts in self.before(months_back, field) if field in counts]
        return known[-1] if known else None


def check_past(line: Line, past: Past, rules: Iterable[RuleInForce]) -> Iterator[Problem]:
    """What these rules find in one line beside its past; of several for one cell the first (no noise)."""
    asked, by_code = set(), {rule.rule.code: rule for rule in rules}
    for code in filter(by_code.get, CHECKS):
        for problem in CHECKS[code](line, by_code[code], past):
            if problem.column not in asked:
                asked.add(problem.column)
                yield problem


def replaces_accepted(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """Figures that were accepted are replaced only with a reason."""
    stored = past.stored
    if stored and stored.is_accepted:
        yield rule.says(
            line,
            "period",
            f"This replaces the figures sent by {stored.sent_by} on {stored.sent_on}, which were accepted",
            fix="Say why they are corrected; the earlier version is kept",
            key=f"{rule.rule.code}:{line.row}:period",
        )


def opens_where_last_closed(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    opened, last = line.counts.get("list_open"), past.last("list_close", 1)
    if opened is not None and last and opened != last[1]:
        yield rule.says(
            line,
            "list_open",
            f"The list opens with {opened}, but {months.label(last[0])} closed with {last[1]}",
            fix="Take list_open from last month's list_close, or say what happened in between",
            found=str(opened),
            expected=str(last[1]),
        )


def activity(counts: Counts) -> list[int | None]:
    return [counts.get(name) for name in ACTIVITY_FIELDS]


def repeats_last_month(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """All activity the same as the month before, and not all of it nothing."""
    now = activity(line.counts)
    for month, counts in past.before(1):
        if any(now) and now == activity(counts):
            yield says_repeated(line, rule, month)


def says_repeated(line: Line, rule: RuleInForce, month: date) -> Problem:
    message = f"Every activity is the same as in {months.label(month)}"
    return rule.says(line, "gp_consultations", message, fix="Check that the file holds this month's figures")


def repeats_earlier_month(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """As the month before, for those before it: the file of another month. Few events repeat by chance."""
    now = activity(line.counts)
    if sum(filter(None, now)) < rule["fewest_events"]:
        return
    last = months.add_months(line.month, -1)
    same = [month for month, counts in past.before(rule["months_compared"]) if activity(counts) == now]
    if same and same[-1] != last:
        yield says_repeated(line, rule, same[-1])


# ------------------------------------------------------------------ the practice's own series


def unlike_its_past(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """Each measure against the median of its own months, and against its last figure."""
    for name, denominators in RATES.items():
        now = event_rate(line.counts, name)
        earlier = past.before(rule["months_compared"], name)
        known = [counts for _, counts in earlier if event_rate(counts, name) is not None]
        if now is None or not known:
            continue
        rates = [event_rate(counts, name) for counts in known]
        events, people = line.counts[name], people_of(line.counts, denominators)
        if reason := far_from_centre(events, people, rates, rule) or far_from_last(
            events, people, rates[-1], known[-1][name], rule
        ):
            yield rule.says(
                line,
                name,
                f"{events} is unlike the months before: {reason}",
                fix="Check the figure; if it is right, say what changed",
                found=str(events),
            )


def far_from_centre(events: int, people: float, past: list[float], rule: RuleInForce) -> str:
    """More than so many standard deviations from the practice's own median; the spread is the larger of what its months
    show (median absolute deviation) and of what chance alone gives (square root of the count)."""
    if len(past) < rule["fewest_months"]:
        return ""
    centre = median(past)
    expected = centre * people
    spread = max(MAD_FACTOR * median(abs(rate - centre) for rate in past) * people, sqrt(expected), 1)
    if abs(events - expected) <= rule["standard_deviations"] * spread:
        return ""
    return f"about {expected:.0f} would be usual for this list, by the last {len(past)} months"


def far_from_last(events: int, people: float, last: float, before: int, rule: RuleInForce) -> str:
    """Below some number of events a month, half as many again is chance."""
    expected = last * people
    if expected < rule["fewest_events"] or abs(events - expected) * 100 <= expected * rule["most_change"]:
        return ""
    return f"{(events / expected - 1) * 100:+.0f}% for the same list since the last figure ({before})"


# ------------------------------------------------------------------ the list and the registered


def list_follows_on(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """The list against its last known size, where neither the month before nor the month itself can say it."""
    close, last = line.counts.get("list_close"), past.last("list_close", rule["months_back"])
    if close is None or last is None or not last[1]:
        return
    month, before = last
    passed = months.months_between(month, line.month)
    if passed == 1 and "list_open" in line.counts:
        return
    if abs(close - before) * 100 > before * rule["most_change"] * passed:
        yield rule.says(
            line,
            "list_close",
            f"{close} people on the list, but {before} in {months.label(month)}: {change_of(close, before)}",
            fix="Check the list's size; say what happened, such as a validation search",
            found=str(close),
        )


def registered_follow_on(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """Those registered hardly change from month to month: a jump is a typing error, a merger or another count."""
    for name in REGISTERED_FIELDS:
        now, last = line.counts.get(name), past.last(name, rule["months_back"])
        if now is None or last is None:
            continue
        month, before = last
        difference = abs(now - before)
        if difference >= rule["fewest_people"] and difference * 100 > before * rule["most_change"]:
            yield rule.says(
                line,
                name,
                f"{now} people registered ({name}), but {before} in {months.label(month)}: {change_of(now, before)}",
                fix="Check the figure; say what happened, such as a merger or a list cleaned",
                found=str(now),
            )


def change_of(now: int, before: int) -> str:
    return f"{(now / before - 1) * 100:+.1f}%" if before else "from nobody"


# ------------------------------------------------------------------ certified absence


def absent_follow_on(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """Who has 13 weeks and is not new had them last month, or was added to the list with them."""
    numbers, last = line.numbers("people_13w", "people_13w_new", "list_added"), past.last("people_13w", 1)
    if numbers is None or last is None:
        return
    people, new, added = numbers
    if people - new > last[1] + added:
        yield rule.says(
            line,
            "people_13w_new",
            f"{people - new} of {people} people with 13 weeks are not new, but {months.label(last[0])} had {last[1]} and "
            f"{added} joined the list",
            fix="Count under people_13w_new everybody who reached 91 days in this month",
            found=str(new),
            expected=f"at least {people - last[1] - added}",
        )


def absent_share_follows_on(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """The share of the list with 13 weeks against that of the last months together, beyond chance and beyond some points."""
    numbers = line.numbers("people_13w", "list_close")
    before = [counts for _, counts in past.before(rule["months_compared"], "people_13w")]
    known = [(counts["people_13w"], counts["list_close"]) for counts in before if event_rate(counts, "people_13w")]
    if numbers is None or not numbers[1] or not known:
        return
    (people, close), (events, listed) = numbers, map(sum, zip(*known, strict=True))
    share, usual = people / close, events / listed
    chance = rule["standard_deviations"] * sqrt(usual * (1 - usual) / close)
    if abs(share - usual) > max(chance, rule["most_points"] / 100):
        yield rule.says(
            line,
            "people_13w",
            f"{people} people with 13 weeks are {share:.1%} of the list; {months_in_words(len(known))} had {usual:.1%}",
            fix="Check the figure; if it is right, say what changed",
            found=str(people),
        )


def months_in_words(count: int) -> str:
    return "the last month" if count == 1 else f"the last {count} months together"


# ------------------------------------------------------------------ the wave


def unlike_the_wave(line: Line, rule: RuleInForce, past: Past) -> Iterator[Problem]:
    """A measure far from the middle of the wave, when the practice's last figure was not: who always differs is not asked.

    The message has the middle and how many practices it is of; never another practice.
    """
    for name, denominators in RATES.items():
        middle = past.wave and past.wave.middle(line.month, name, int(rule["months_compared"]))
        people, rate = people_of(line.counts, denominators), event_rate(line.counts, name)
        if rate is None or middle is None or middle.practices < rule["fewest_practices"]:
            continue
        if max(middle.median * people, line.counts[name]) < rule["fewest_events"]:
            continue
        side = middle.side(rate, people, rule["standard_deviations"])
        if side and side != side_of_last(name, denominators, past, middle, rule):
            yield rule.says(
                line,
                name,
                f"{line.counts[name]} is {rate * 100:.1f} for every 100 people on the list; the middle of "
                f"{middle.practices} practices is {middle.median * 100:.1f}",
                fix="Check that the same is counted as the counting guide says; if it is right, say what is different here",
                found=str(line.counts[name]),
            )


def side_of_last(name: str, denominators, past: Past, middle, rule: RuleInForce) -> int:
    """On which side of the wave the practice's last figure was; 0 for neither, or none."""
    known = [counts for _, counts in past.before(12, name) if event_rate(counts, name) is not None]
    if not known:
        return 0
    return middle.side(event_rate(known[-1], name), people_of(known[-1], denominators), rule["standard_deviations"])


# The order is that in which a cell is asked about: what is plainly wrong first.
CHECKS = {
    "B70": replaces_accepted,
    "W1": opens_where_last_closed,
    "W5": repeats_last_month,
    "W4": unlike_its_past,
    "W15": list_follows_on,
    "W16": registered_follow_on,
    "W17": repeats_earlier_month,
    "W18": absent_follow_on,
    "W19": absent_share_follows_on,
    "W20": unlike_the_wave,
}
