"""Questions to flagged points, as their readers may see them: what the chart said, what the next return showed, how old they are.

What was stored at asking and closing are the words of whoever asked and closed. A reader who sees less is told what their own
figures say instead, and one outside the practice's scope none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission, has_permission
from collaborative.dashboards.gathering import Gathered, gather
from collaborative.dashboards.shown import Shown
from collaborative.forms.shared import readable_text
from collaborative.models import FollowUp, PdsaCycle, ReadingLevel
from measures import chart_tables, chart_words
from measures.chart_lines import Line
from measures.definitions import definition_of
from measures.models import Series
from measures.readers import reader_of
from practices import clock, months
from practices.wording import counted

SOON = timedelta(days=14)
OUT_OF_SCOPE = "Figures of this place lie outside what you may see"
NOT_YET = "Not yet: no later month has a value"


@dataclass(frozen=True)
class Entry:
    """One question on the list."""

    title: str
    href: str
    place: str
    action: str
    due: dict | None
    age: str
    checked: str


@dataclass(frozen=True)
class ListPage:
    open: dict
    closed: dict
    summary: str


@dataclass(frozen=True)
class DetailPage:
    title: str
    caption: str
    facts: list[dict]
    working_href: str
    cycle_create_href: str
    is_open: bool


# ---- what a chart says of a month


def signal_words(series: Shown, month: date) -> str:
    """What the rules say of one month, in the figures that this reader may see; "" where it is not flagged."""
    line = series.line
    return next((row.special_cause for row in chart_tables.rows(line) if row.month == month), "")


def value_words(line: Line, month: date) -> str:
    """Oct 2006: 61.2 per 100 people on the list a month; or why there is no value."""
    place = line.months.index(month)
    value = line.values[place]
    if value is None:
        return f"{months.label(month)}: {chart_words.reason_words(line.reasons[place])}"
    return (
        f"{months.label(month)}: {chart_words.with_unit(chart_words.shown(value, line.is_protected), line.unit)}"
        f"{', provisional' if line.open_at and line.open_at[place] else ''}"
    )


def latest_month(series: Shown) -> date | None:
    line = series.line
    return None if line.latest is None else line.months[line.latest]


def next_month(line: Line, after: date) -> date | None:
    """The first month after a given one that has a value: the next return."""
    known = zip(line.months, line.values, strict=True)
    return next((month for month, value in known if month > after and value is not None), None)


def check_words(series: Shown, follow_up: FollowUp, month: date) -> str:
    """What the next return showed beside the month that was asked about. Nothing is claimed of a single month."""
    flagged = signal_words(series, month) or "Not flagged"
    asked = f" ({value_words(series.line, follow_up.month)})" if follow_up.month in series.line.months else ""
    return f"{value_words(series.line, month)}. {flagged}{asked}"


# ---- as one reader may see it


class Reading:
    """The figures behind a team's questions for one reader, gathered once for all of them."""

    def __init__(self, user, team, follow_ups: Sequence[FollowUp]):
        self.user, self.team = user, team
        self.level = team.reading_level(user)
        self.gathered: Gathered | None = self.gather(follow_ups)
        self.may_see_shared = has_permission(user, Permission.VIEW_SHARED_FIGURES, team.wave)

    def gather(self, follow_ups: Sequence[FollowUp]) -> Gathered | None:
        if not follow_ups:
            return None
        places = {one.practice_id or self.team.organisation_id for one in follow_ups}
        only = Q(organisation__in=places, measure__in={one.measure for one in follow_ups})
        return gather(self.user, self.team.wave, reader_of(self.user, self.team.wave), only)

    def series(self, follow_up: FollowUp) -> Shown | None:
        """None where this reader may not open the place's figures, or there are none."""
        if follow_up.practice_id is None:
            level, place, may_see = Series.Level.COMMISSIONER, self.team.organisation, self.may_see_shared
        else:
            level, place = Series.Level.PRACTICE, follow_up.practice
            may_see = follow_up.practice_id in self.gathered.in_scope
        return self.gathered.series(level, place, follow_up.measure) if may_see else None

    def signal(self, follow_up: FollowUp) -> str:
        """The stored words for whoever sees exact figures; for others what their own say of that month now."""
        series = self.series(follow_up)
        if series is None:
            return OUT_OF_SCOPE
        if series.audience.is_exact:
            return follow_up.signal or "Not flagged"
        return signal_words(series, follow_up.month) or "Not flagged in the figures that you may see"

    def check(self, follow_up: FollowUp) -> str:
        """What the next return showed: as kept at closing for whoever sees exact figures, else of their own figures."""
        series = self.series(follow_up)
        if series is None:
            return OUT_OF_SCOPE
        if series.audience.is_exact and follow_up.check_result:
            return follow_up.check_result
        month = self.checked_month(follow_up, series)
        return check_words(series, follow_up, month) if month else NOT_YET

    def checked_month(self, follow_up: FollowUp, series: Shown) -> date | None:
        kept = follow_up.checked_month
        if kept is not None and kept in series.line.months:
            return kept
        return next_month(series.line, max(follow_up.month, follow_up.asked_after or follow_up.month))

    def checked(self, follow_up: FollowUp) -> tuple[date | None, str]:
        """(month, words) to keep when it is closed; (None, "") before the next return."""
        series = self.series(follow_up)
        month = self.checked_month(follow_up, series) if series else None
        return (month, check_words(series, follow_up, month)) if month else (None, "")


# ---- pages


def list_page(user, team) -> ListPage:
    """All questions of a team that this person may read: the open ones first by their day, then the closed."""
    found = FollowUp.objects.visible_to(user).filter(team=team).select_related("practice", "cycle")
    found = sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max, one.pk))
    reading = Reading(user, team, found)
    opened = [entry_of(one, reading) for one in found if one.is_open]
    overdue = sum(one.is_overdue for one in found)
    return ListPage(
        open=table_of("Open questions", opened, "No question is open."),
        closed=table_of("Closed questions", [entry_of(one, reading) for one in found if not one.is_open], ""),
        summary=f"{len(opened)} open, {overdue} overdue.",
    )


def entry_of(follow_up: FollowUp, reading: Reading) -> Entry:
    owner = readable_text(follow_up, "owner", reading.level)
    return Entry(
        title=follow_up.question,
        href=reverse("follow_up_detail", args=[follow_up.pk]),
        place=place_words(follow_up, reading.team),
        action=", ".join(filter(None, [follow_up.action, owner])) or "No action yet",
        due=due_tag(follow_up),
        age=age_words(follow_up),
        checked=reading.check(follow_up),
    )


def table_of(caption: str, entries: list[Entry], empty: str) -> dict:
    return {
        "caption": caption,
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Question", "Chart and month", "Action", "State", "Age", "Next return"],
        "rows": [
            [{"text": one.title, "href": one.href}, one.place, one.action, {"tag": one.due}, one.age, one.checked]
            for one in entries
        ],
        "empty": empty,
    }


def place_words(follow_up: FollowUp, team) -> str:
    place = follow_up.practice or team.organisation
    return f"{definition_of(follow_up.measure).short_title} of {place.name}, {months.label(follow_up.month)}"


def due_tag(follow_up: FollowUp) -> dict:
    if not follow_up.is_open:
        return {"text": follow_up.get_state_display(), "colour": "grey"}
    if follow_up.due_on is None:
        return {"text": "No day set", "colour": "white"}
    day = f"{follow_up.due_on:%-d %b %Y}"
    if follow_up.is_overdue:
        return {"text": f"Overdue, {day}", "colour": "red"}
    return {"text": f"Due {day}", "colour": "yellow" if follow_up.due_on <= clock.today() + SOON else "blue"}


def age_words(follow_up: FollowUp) -> str:
    days = follow_up.age_in_days
    return "today" if days < 1 else counted(days, "day")


def detail_page(user, follow_up: FollowUp) -> DetailPage:
    team = follow_up.team
    reading = Reading(user, team, [follow_up])
    series, cycle = reading.series(follow_up), readable_cycle(follow_up, user)
    place = [team.wave.code, series.level, series.code, follow_up.measure] if series else []
    return DetailPage(
        title=follow_up.question
        if len(follow_up.question) <= 80
        else f"{follow_up.question[:79].rstrip()}\N{HORIZONTAL ELLIPSIS}",
        caption=place_words(follow_up, team),
        facts=facts_of(follow_up, reading, cycle),
        working_href=reverse("show_working", args=[*place, months.period(follow_up.month)]) if place else "",
        cycle_create_href=start_href(follow_up, cycle),
        is_open=follow_up.is_open,
    )


def facts_of(follow_up: FollowUp, reading: Reading, cycle: PdsaCycle | None) -> list[dict]:
    owner = readable_text(follow_up, "owner", reading.level)
    facts = [
        {"key": "Question", "value": follow_up.question},
        {"key": "What the chart said", "value": reading.signal(follow_up)},
        {"key": "Cause", "value": follow_up.root_cause or "Not written down yet"},
        {"key": "Action", "value": follow_up.action or "None yet"},
        *([] if owner is None else [{"key": "Who does it", "value": owner or "Nobody yet"}]),
        {
            "key": "State",
            "value": age_words(follow_up) + " old" if follow_up.age_in_days >= 1 else "asked today",
            "tag": due_tag(follow_up),
        },
        {"key": "What the next return showed", "value": reading.check(follow_up)},
        {"key": "PDSA cycle", **cycle_words(cycle)},
        {"key": "Can be read by", "value": ReadingLevel(follow_up.shared_with).label},
    ]
    if not follow_up.is_open:
        facts.append({"key": "How it ended", "value": f"{follow_up.closing_note} ({follow_up.closed_on:%-d %b %Y})"})
    return facts


def readable_cycle(follow_up: FollowUp, user) -> PdsaCycle | None:
    """The linked cycle, for whoever may read it."""
    return PdsaCycle.objects.visible_to(user).filter(pk=follow_up.cycle_id).first() if follow_up.cycle_id else None


def cycle_words(cycle: PdsaCycle | None) -> dict:
    return {"value": str(cycle), "href": reverse("cycle_detail", args=[cycle.pk])} if cycle else {"value": "None"}


def start_href(follow_up: FollowUp, cycle: PdsaCycle | None) -> str:
    """Where a cycle is started that tests the answer; "" once there is one that this person may read."""
    if cycle or not follow_up.is_open:
        return ""
    return f"{reverse('cycle_create', args=[follow_up.team_id])}?follow_up={follow_up.pk}"


# ---- on the first page


def due_for(user, practices: Sequence) -> list[dict]:
    """What is due at these practices within two weeks or overdue, as links: one query."""
    due = FollowUp.objects.visible_to(user).due_by(clock.today() + SOON).filter(practice__in=practices)
    return [
        {
            "text": one.action or one.question,
            "place": f"{one.practice.name}, {definition_of(one.measure).short_title}",
            "href": reverse("follow_up_detail", args=[one.pk]),
            "tag": due_tag(one),
        }
        for one in due.select_related("practice").order_by("due_on", "pk")
    ]
