"""Which practices need help, and why. Reasons, not ranks; only practices of the reader's scope."""

from dataclasses import dataclass

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from measures import chart_words
from measures.definitions import all_definitions
from measures.disclosure import SUPPRESSED
from measures.models import Series
from practices import months

RECENT_MONTHS = 3


@dataclass(frozen=True)
class NeedsHelp:
    name: str
    code: str
    href: str
    reasons: list[str]


def needs_help(gathered: Gathered) -> list[NeedsHelp]:
    """In alphabetical order, those with at least one reason."""
    found = []
    for membership in gathered.visible_memberships:
        practice = membership.practice
        if membership.left_on is not None and membership.left_on < gathered.today:
            continue
        if reasons := reasons_of(gathered, membership):
            href = reverse("practice_dashboard", args=[gathered.wave.code, practice.ods_code])
            found.append(NeedsHelp(practice.name, practice.ods_code, href, reasons))
    return found


def reasons_of(gathered: Gathered, membership) -> list[str]:
    series = [gathered.series(Series.Level.PRACTICE, membership.practice, code) for code in all_definitions()]
    known = [one for one in series if one is not None]
    if not known:
        return ["No return yet"]
    return [
        *missing_returns(gathered, membership, known[0]),
        *list_trouble(gathered, known[0]),
        *signals(known),
        *cannot_count(known),
    ]


def missing_returns(gathered: Gathered, membership, series: Shown) -> list[str]:
    """The latest months that are past their day and have no return; an old gap is no cry for help."""
    now, data = gathered.moment, series.data
    due = [
        place
        for place, month in enumerate(data.months)
        if month >= membership.first_expected_month and months.due_at(month) < now
    ]
    late = [
        months.label(data.months[place])
        for place in due[-RECENT_MONTHS:]
        if not data.has_return[place] and data.reasons[place] == "no_return"
    ]
    return [f"No return for {' and '.join(late)}"] if late else []


def list_trouble(gathered: Gathered, series: Shown) -> list[str]:
    if gathered.today < gathered.wave.learning_workshop_2_on:
        return []
    status = series.data.list_status
    if status == "no_list" and series.audience.is_exact:
        return ["No list yet, after learning workshop 2"]
    # A list of nobody is a true zero: others are told the same of every list of 0 to 7, whether it moves or not.
    is_hidden = not series.audience.is_exact and series.latest_list == SUPPRESSED
    if is_hidden or (series.is_list_shown and status != "established"):
        return ["The list is still being built, after learning workshop 2"]
    return []


def signals(series: list[Shown]) -> list[str]:
    return [
        f"{one.definition.short_title}: special cause, getting worse"
        for one in series
        if chart_words.verdict(one.line) == "worse"
    ]


def cannot_count(series: list[Shown]) -> list[str]:
    """Measures for which the latest return gave no number."""
    return [
        f"{one.definition.short_title}: {chart_words.reason_words(reason)}"
        for one in series
        if (reason := latest_reason(one)).startswith("not_available")
    ]


def latest_reason(series: Shown) -> str:
    """Why the latest month that has a return has no value; "" when it has one."""
    reasons = [
        reason for reason, has_return in zip(series.data.reasons, series.data.has_return, strict=True) if has_return
    ]
    return reasons[-1] if reasons else ""
