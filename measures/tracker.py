"""Practice by month: what was sent, when, and what is owed. It depends on the data that are there, on no button (S5).

Expected is a practice-month that lies in the membership, not before orientation, and whose deadline has passed; months
before orientation are welcome, never late, and count for nothing here.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from django.db.models import BooleanField, ExpressionWrapper, QuerySet, TextField
from django.db.models.functions import Cast

from measures.closing import Locks, day_words
from measures.computing.standing import NOW, Standing
from measures.fields import COUNT_FIELDS
from measures.locks import locks_of
from measures.models import MonthlyReturn
from measures.pages.versions_then import sent_by_then
from practices import clock, months
from practices.models import ListSize, Organisation, Wave, WaveMembership


class Status(Enum):
    """(words, symbol, what it means): every state has words and a shape, never a colour alone."""

    ON_TIME = ("On time", "✓", "first sent by 23:59 on the 10th of the next month")
    LATE = ("Late", "◐", "sent after the deadline")
    OVERDUE = ("Late, not here yet", "!", "the deadline has passed, nothing has come")
    MISSING = ("Missing", "✗", "nothing has come within 30 days of the deadline")
    RETURNED = ("Returned", "?", "here, and sent back with a query")
    SENT = ("Sent before the wave", "+", "a month before orientation: welcome and never late")
    NOT_YET = ("Not yet", "…", "the deadline has not passed")
    NOT_DUE = ("Not due", "·", "before joining, after leaving or closing, or before orientation")

    @property
    def words(self) -> str:
        return self.value[0]

    @property
    def symbol(self) -> str:
        return self.value[1]

    @property
    def meaning(self) -> str:
        return self.value[2]

    @property
    def slug(self) -> str:
        return self.name.lower().replace("_", "-")


OWED = {Status.OVERDUE, Status.MISSING}


@dataclass(frozen=True)
class Sent:
    """What is there of one practice-month: the current version and when its first was submitted."""

    return_id: int
    state: str
    version: int
    first_sent: datetime
    not_available: str
    """JSON, as it is stored: thousands are read, and few pages ask what they say."""
    registered: int | None

    @property
    def is_accepted(self) -> bool:
        return self.state == MonthlyReturn.State.ACCEPTED

    @property
    def filled(self) -> int:
        """How many of the figures asked for were given."""
        return len(COUNT_FIELDS) - len(json.loads(self.not_available))


@dataclass(frozen=True)
class Cell:
    month: date
    status: Status
    is_expected: bool
    sent: Sent | None = None
    # The day on which the month closed, or the last day on which it is open again.
    closed_on: date | None = None
    reopened_until: date | None = None

    @property
    def is_provisional(self) -> bool:
        return self.sent is not None and not self.sent.is_accepted

    @property
    def words(self) -> str:
        state = ""
        if self.sent:
            state = ", accepted" if self.sent.is_accepted else ", provisional"
        return f"{months.label(self.month)}: {self.status.words}{state}{self.lock_words}"

    @property
    def lock_words(self) -> str:
        if self.closed_on:
            return f", closed on {day_words(self.closed_on)}"
        return f", reopened until {day_words(self.reopened_until)}" if self.reopened_until else ""


@dataclass(frozen=True)
class TrackedPractice:
    practice: Organisation
    membership: WaveMembership
    cells: list[Cell]

    @property
    def owed(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.status in OWED]


@dataclass(frozen=True)
class Share:
    """A part of a whole; no per cent, and the reason why, where there is no whole."""

    part: int
    whole: int
    reason: str = "No month has been due yet"

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.whole if self.whole else None

    @property
    def text(self) -> str:
        """Per cent to one decimal, rounded down: 100% is said only of all."""
        return f"{1000 * self.part // self.whole / 10:g}%" if self.whole else self.reason


@dataclass(frozen=True)
class Totals:
    """As the programme defines them; each over expected practice-months of all practices of the wave."""

    completeness: Share
    timeliness: Share
    item_completeness: Share
    coverage: Share
    coverage_month: date | None
    accepted: int = 0
    provisional: int = 0
    not_here: int = 0


@dataclass(frozen=True)
class Tracker:
    wave: Wave
    months: list[date]
    rows: list[TrackedPractice]
    totals: Totals
    others: dict[date, Share] = field(default_factory=dict)
    hidden: int = 0
    """How many practices have no row here and are in `others`."""


def track(
    wave: Wave, *, visible: Collection[int] | None = None, now: datetime | None = None, standing: Standing = NOW
) -> Tracker:
    """The whole wave in three queries, five where months close; `visible` are the practices whose rows may be shown, the
    others are counted. `standing` asks for an earlier day."""
    now = standing.last_moment or now or clock.now()
    members = list(wave.memberships.select_related("practice", "wave").order_by("practice__name", "practice__ods_code"))
    sent = sent_by_place(MonthlyReturn.objects.filter(wave=wave), standing)
    grid = months.month_range(wave.first_month, wave.last_month)
    locks = locks_of([wave], now=now)
    rows = [TrackedPractice(member.practice, member, cells_of(member, grid, sent, now, locks)) for member in members]
    shown = [row for row in rows if visible is None or row.practice.pk in visible]
    hidden = [row for row in rows if visible is not None and row.practice.pk not in visible]
    return Tracker(wave, grid, shown, totals(rows, list_sizes(wave), now), reported(hidden, grid), len(hidden))


def track_practices(
    waves: Iterable[Wave], practices: Iterable[Organisation], *, now: datetime | None = None
) -> dict[int, list[TrackedPractice]]:
    """Wave id -> the rows of these practices and of no others: two queries however many waves and practices there are, four
    where months close. The waves have their programmes with them."""
    now = now or clock.now()
    waves = list(waves)
    members = WaveMembership.objects.filter(wave__in=waves, practice__in=practices).select_related("practice", "wave")
    sent = sent_by_place(MonthlyReturn.objects.filter(wave__in=waves, practice__in=practices))
    locks = locks_of(waves, now=now)
    grids = {wave.pk: months.month_range(wave.first_month, wave.last_month) for wave in waves}
    rows: dict[int, list[TrackedPractice]] = {wave.pk: [] for wave in waves}
    for member in members.order_by("practice__name", "practice__ods_code"):
        cells = cells_of(member, grids[member.wave_id], sent, now, locks)
        rows[member.wave_id].append(TrackedPractice(member.practice, member, cells))
    return rows


def sent_by_place(returns: QuerySet[MonthlyReturn], standing: Standing = NOW) -> dict[tuple[int, int, date], Sent]:
    """What is there by wave, practice and month. First sent is asked of the versions that were not withdrawn."""
    state = "state" if standing.day is None else "state_then"
    versions = (
        sent_by_then(returns, standing)
        .exclude(**{f"{state}__in": [MonthlyReturn.State.DRAFT, MonthlyReturn.State.WITHDRAWN]})
        .annotate(counts=ExpressionWrapper(standing.counting, BooleanField()))
        .order_by("version")
        .values_list(
            "wave_id",
            "practice_id",
            "month",
            "pk",
            state,
            "version",
            "counts",
            "submitted_at",
            Cast("not_available", TextField()),
            "registered_all",
        )
    )
    first: dict[tuple[int, int, date], datetime] = {}
    found = {}
    for wave, practice, month, pk, state, version, is_current, submitted_at, not_available, registered in versions:
        place = wave, practice, month
        first.setdefault(place, submitted_at)
        if is_current:
            found[place] = Sent(pk, state, version, min(first[place], submitted_at), not_available, registered)
    return found


def cells_of(member: WaveMembership, grid: list[date], sent: dict, now: datetime, locks: Locks) -> list[Cell]:
    wave, code = member.wave.code, member.practice.ods_code
    closed, first, last = member.practice.closed, member.first_expected_month, member.last_month
    cells = []
    for month in grid:
        is_member = month <= last and (closed is None or month <= closed)
        is_expected = is_member and month >= first and now > months.due_at(month)
        here = sent.get((member.wave_id, member.practice_id, month))
        status = status_of(month, here, now) if is_member and month >= first else outside(here)
        lock = lock_facts(locks, wave, code, month) if is_member and locks.closing else {}
        cells.append(Cell(month, status, is_expected, here, **lock))
    return cells


def lock_facts(locks: Locks, wave: str, code: str, month: date) -> dict:
    closed, until = locks.closed_on(wave, code, month), locks.reopened_until(wave, code, month)
    return {"closed_on": closed, "reopened_until": until}


def outside(here: Sent | None) -> Status:
    return Status.SENT if here else Status.NOT_DUE


def status_of(month: date, here: Sent | None, now: datetime) -> Status:
    """The state of an expected month, or of one that will be."""
    if here:
        if here.state == MonthlyReturn.State.QUERIED:
            return Status.RETURNED
        return Status.ON_TIME if here.first_sent <= months.due_at(month) else Status.LATE
    if now <= months.due_at(month):
        return Status.NOT_YET
    return Status.OVERDUE if now <= months.missing_from(month) else Status.MISSING


def list_sizes(wave: Wave) -> dict[int, list[tuple[date, int]]]:
    """Registered people by practice, as published, in order of date."""
    sizes = defaultdict(list)
    found = ListSize.objects.filter(practice__memberships__wave=wave).order_by("on")
    for practice, on, registered in found.values_list("practice_id", "on", "registered"):
        sizes[practice].append((on, registered))
    return sizes


def totals(rows: list[TrackedPractice], sizes: dict, now: datetime) -> Totals:
    expected = [cell for row in rows for cell in row.cells if cell.is_expected]
    here = [cell.sent for cell in expected if cell.sent]
    on_time = [cell for cell in expected if cell.sent and cell.sent.first_sent <= months.due_at(cell.month)]
    month = max((cell.month for cell in expected), default=None)
    return Totals(
        completeness=Share(sum(sent.is_accepted for sent in here), len(expected)),
        timeliness=Share(len(on_time), len(expected)),
        item_completeness=Share(
            sum(sent.filled for sent in here), len(COUNT_FIELDS) * len(here), "No return has come yet"
        ),
        coverage=coverage(rows, sizes, month),
        coverage_month=month,
        accepted=sum(sent.is_accepted for sent in here),
        provisional=sum(not sent.is_accepted for sent in here),
        not_here=len(expected) - len(here),
    )


def coverage(rows: list[TrackedPractice], sizes: dict, month: date | None) -> Share:
    """Registered people in practices whose return of the month is accepted, out of all expected practices."""
    part = whole = 0
    for row in rows:
        cell = next((cell for cell in row.cells if cell.month == month and cell.is_expected), None)
        if cell is None:
            continue
        people = registered_in(row, sizes.get(row.practice.pk, []), month)
        whole += people
        part += people if cell.sent and cell.sent.is_accepted else 0
    return Share(part, whole, "No list size is known" if month else "No month has been due yet")


def registered_in(row: TrackedPractice, sizes: list[tuple[date, int]], month: date) -> int:
    """The latest published list size by the month's end, else the latest that the practice returned; 0 when neither is."""
    published = [registered for on, registered in sizes if on <= months.last_day(month)]
    if published:
        return published[-1]
    returned = [
        cell.sent.registered for cell in row.cells if cell.sent and cell.sent.registered and cell.month <= month
    ]
    return returned[-1] if returned else 0


def reported(rows: list[TrackedPractice], grid: list[date]) -> dict[date, Share]:
    """Of practices that are not named: how many are here, of those expected, by month."""
    expected = [[row.cells[place] for row in rows if row.cells[place].is_expected] for place in range(len(grid))]
    return {
        month: Share(sum(cell.sent is not None for cell in cells), len(cells), "None expected")
        for month, cells in zip(grid, expected, strict=True)
    }
