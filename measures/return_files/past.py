"""A line of a return against the practice's own past: what does not follow, and what is unlike it. Pure.

The lines of the file count as past for one another: a file of twelve months is looked at as it will stand.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from math import sqrt
from statistics import median

from measures.fields import ACTIVITY_FIELDS
from measures.return_files.checks import at
from measures.return_files.lines import Line, Stored
from practices import months
from practices.uploads.problems import Problem, warning

# W4. Six months make a centre to compare with; the factor turns a median absolute deviation into a standard deviation.
MONTHS_COMPARED, FEWEST_MONTHS = 12, 6
STANDARD_DEVIATIONS, MAD_FACTOR = 3, 1.4826
# Below this many events a month, half as many again is chance.
FEWEST_EVENTS = 30

RATES = {
    "gp_consultations": ("list_open", "list_close"),
    "other_staff_consultations": ("list_open", "list_close"),
    "referrals_dedup": ("list_open", "list_close"),
    "people_13w": ("list_close", "list_close"),
}

Counts = Mapping[str, int]


def check_past(line: Line, counts: Mapping[date, Counts], stored: Stored | None) -> Iterable[Problem]:
    """Warnings of one line; `counts` are those of every month of the practice, the file's own included."""
    last = counts.get(months.add_months(line.month, -1))
    yield from replaces_accepted(line, stored)
    if last is not None:
        yield from opens_where_last_closed(line, last)
        yield from repeats_last_month(line, last)
    yield from unlike_its_past(line, counts)


def replaces_accepted(line: Line, stored: Stored | None) -> Iterator[Problem]:
    """B70: figures that were accepted are replaced only with a reason."""
    if stored and stored.is_accepted:
        yield warning(
            "B70",
            f"This replaces the figures sent by {stored.sent_by} on {stored.sent_on}, which were accepted",
            fix="Say why they are corrected; the earlier version is kept",
            key=f"B70:{line.row}:period",
            **at(line, "period"),
        )


def opens_where_last_closed(line: Line, last: Counts) -> Iterator[Problem]:
    """W1."""
    opened, closed = line.counts.get("list_open"), last.get("list_close")
    if opened is not None and closed is not None and opened != closed:
        before = months.label(months.add_months(line.month, -1))
        yield warning(
            "W1",
            f"The list opens with {opened}, but {before} closed with {closed}",
            fix="Take list_open from last month's list_close, or say what happened in between",
            found=str(opened),
            expected=str(closed),
            **at(line, "list_open"),
        )


def repeats_last_month(line: Line, last: Counts) -> Iterator[Problem]:
    """W5: all activity the same as the month before, and not all of it nothing."""
    now = {name: line.counts.get(name) for name in ACTIVITY_FIELDS}
    if any(now.values()) and now == {name: last.get(name) for name in ACTIVITY_FIELDS}:
        yield warning(
            "W5",
            f"Every activity is the same as in {months.label(months.add_months(line.month, -1))}",
            fix="Check that the file holds this month's figures",
            **at(line, "gp_consultations"),
        )


def unlike_its_past(line: Line, counts: Mapping[date, Counts]) -> Iterator[Problem]:
    """W4 for each measure."""
    earlier = [
        counts.get(month, {})
        for month in months.month_range(
            months.add_months(line.month, -MONTHS_COMPARED), months.add_months(line.month, -1)
        )
    ]
    for name, denominators in RATES.items():
        now = event_rate(line.counts, name, denominators)
        known = [month for month in earlier if event_rate(month, name, denominators) is not None]
        if now is None or not known:
            continue
        past = [event_rate(month, name, denominators) for month in known]
        events, people = line.counts[name], people_of(line.counts, denominators)
        if reason := far_from_centre(events, people, past) or half_as_many_again(
            events, people, past[-1], known[-1][name]
        ):
            yield warning(
                "W4",
                f"{events} is unlike the months before: {reason}",
                fix="Check the figure; if it is right, say what changed",
                found=str(events),
                **at(line, name),
            )


def people_of(counts: Counts, denominators: tuple[str, str]) -> float | None:
    first, second = (counts.get(name) for name in denominators)
    return None if first is None or second is None else (first + second) / 2


def event_rate(counts: Counts, name: str, denominators: tuple[str, str]) -> float | None:
    people = people_of(counts, denominators)
    return counts[name] / people if people and name in counts else None


def far_from_centre(events: int, people: float, past: list[float]) -> str:
    """More than three standard deviations from the practice's own median; the spread is the larger of what its months
    show (median absolute deviation) and of what chance alone gives (square root of the count)."""
    if len(past) < FEWEST_MONTHS:
        return ""
    centre = median(past)
    expected = centre * people
    spread = max(MAD_FACTOR * median(abs(rate - centre) for rate in past) * people, sqrt(expected), 1)
    if abs(events - expected) <= STANDARD_DEVIATIONS * spread:
        return ""
    return f"about {expected:.0f} would be usual for this list, by the last {len(past)} months"


def half_as_many_again(events: int, people: float, last: float, before: int) -> str:
    expected = last * people
    if expected < FEWEST_EVENTS or abs(events - expected) * 2 <= expected:
        return ""
    return f"{(events / expected - 1) * 100:+.0f}% for the same list since the last figure ({before})"
