"""What the tracker page prints: the grid, its legend, the four shares. Ready answers for a template."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import reverse

from measures.actions.acceptance import Waiting
from measures.computing.standing import NOW, Standing
from measures.tracker import Cell, Share, Status, Totals, TrackedPractice, Tracker, track
from practices import months
from practices.models import Wave

PROVISIONAL, CLOSED, REOPENED = "○", "■", "□"


@dataclass(frozen=True)
class GridCell:
    symbol: str
    words: str
    slug: str
    href: str | None


@dataclass(frozen=True)
class GridRow:
    name: str
    code: str
    href: str
    cells: list[GridCell]
    before: str
    accepted: str


@dataclass(frozen=True)
class TrackerPage:
    heads: list[str]
    rows: list[GridRow]
    legend: list[dict]
    summary: list[dict]
    others: list[str] | None
    others_label: str
    accept_months: list[dict]
    shows_all: bool
    lock_legend: list[dict]
    """What marks closed and reopened months; empty where months never close."""


def page_of(wave: Wave, visible: set[int], *, shows_all: bool = False, standing: Standing = NOW) -> TrackerPage:
    """The months since orientation, newest first; those before it are a count, unless all are asked for."""
    tracker = track(wave, visible=visible, standing=standing)
    shown = [month for month in reversed(tracker.months) if shows_all or month >= wave.orientation_month]
    used = {cell.status for row in tracker.rows for cell in row.cells}
    number = tracker.hidden
    return TrackerPage(
        heads=[f"{month:%b %y}" for month in shown],
        rows=[grid_row(wave, row, set(shown)) for row in tracker.rows],
        legend=[legend_item(status) for status in Status if status in used],
        summary=summary(tracker.totals, hides_some=bool(number)),
        others=[share_words(tracker.others[month]) for month in shown] if number else None,
        others_label=f"{number} other practices: here, of expected",
        accept_months=months_to_accept(tracker),
        shows_all=shows_all,
        lock_legend=lock_legend(tracker),
    )


def lock_legend(tracker: Tracker) -> list[dict]:
    cells = [cell for row in tracker.rows for cell in row.cells]
    used = [
        (CLOSED, "Closed", "takes no other figures", any(cell.closed_on for cell in cells)),
        (
            REOPENED,
            "Reopened",
            "was closed, and takes figures again until a day",
            any(cell.reopened_until for cell in cells),
        ),
    ]
    return [
        {"symbol": symbol, "words": words, "meaning": meaning} for symbol, words, meaning, is_used in used if is_used
    ]


def legend_item(status: Status) -> dict:
    return {"symbol": status.symbol, "words": status.words, "meaning": status.meaning, "slug": status.slug}


def grid_row(wave: Wave, row: TrackedPractice, shown: set[date]) -> GridRow:
    before = [cell for cell in row.cells if cell.month < wave.orientation_month]
    expected = [cell for cell in row.cells if cell.is_expected]
    accepted = sum(cell.sent is not None and cell.sent.is_accepted for cell in expected)
    return GridRow(
        name=row.practice.name,
        code=row.practice.ods_code,
        href=reverse("return_versions", args=[wave.code, row.practice.ods_code]),
        cells=[grid_cell(cell) for cell in reversed(row.cells) if cell.month in shown],
        before=f"{sum(cell.sent is not None for cell in before)} of {len(before)}",
        accepted=f"{accepted} of {len(expected)}",
    )


def grid_cell(cell: Cell) -> GridCell:
    href = f"{detail_address()}{cell.sent.return_id}/" if cell.sent else None
    provisional = PROVISIONAL if cell.is_provisional else ""
    lock = CLOSED if cell.closed_on else REOPENED if cell.reopened_until else ""
    return GridCell(f"{cell.status.symbol}{provisional}{lock}", cell.words, cell.status.slug, href)


@cache
def detail_address() -> str:
    """The common beginning of all addresses of stored lines: thousands of cells have one."""
    return reverse("return_detail", args=[0]).removesuffix("0/")


def share_words(share: Share) -> str:
    return f"{share.part} of {share.whole}" if share.whole else "none due"


def summary(totals: Totals, *, hides_some: bool) -> list[dict]:
    """The four shares with what each is made of, or the reason why there is none.

    Where some practices are hidden the people covered are a whole per cent: list sizes are public, so an exact sum would
    name who is missing.
    """
    month = f" in {months.label(totals.coverage_month)}" if totals.coverage_month else ""
    return [
        standing_row(totals),
        share_row("Completeness", totals.completeness, "practice-months accepted, of those expected"),
        share_row("Timeliness", totals.timeliness, "practice-months first sent by the deadline, of those expected"),
        share_row("Item completeness", totals.item_completeness, "figures given, of those asked for in what came"),
        coverage_row(totals.coverage, f"registered people in accepted practices{month}, of all expected", hides_some),
    ]


def standing_row(totals: Totals) -> dict:
    """How much of what is here may still change (S4)."""
    value = f"{totals.accepted:,} accepted, {totals.provisional:,} provisional, {totals.not_here:,} not here"
    return {"name": "Returns due so far", "value": value, "made_of": "practice-months whose deadline has passed"}


def coverage_row(share: Share, meaning: str, hides_some: bool) -> dict:
    if not hides_some or not share.whole:
        return share_row("Coverage", share, meaning)
    return {"name": "Coverage", "value": f"{100 * share.part // share.whole}%", "made_of": meaning}


def share_row(name: str, share: Share, meaning: str) -> dict:
    made_of = f"{share.part:,} of {share.whole:,} {meaning}" if share.whole else meaning
    return {"name": name, "value": share.text, "made_of": made_of}


def months_to_accept(tracker: Tracker) -> list[dict]:
    """The months in which something submitted waits, newest first."""
    waiting: dict[date, int] = {}
    for row in tracker.rows:
        for cell in row.cells:
            if cell.sent and cell.sent.state == "submitted":
                waiting[cell.month] = waiting.get(cell.month, 0) + 1
    return [
        {
            "label": months.label(month),
            "waiting": count,
            "href": reverse("return_accept_many", args=[tracker.wave.code, months.period(month)]),
        }
        for month, count in sorted(waiting.items(), reverse=True)
    ]


# ------------------------------------------------------------------ accepting many


@dataclass(frozen=True)
class AcceptPage:
    """The returns of a month to tick, each ticked to begin with, and those held back with the reason."""

    ready: list[dict]
    held: dict


def accept_page(waiting: Waiting, month: date) -> AcceptPage:
    label = months.label(month)
    return AcceptPage(
        ready=[
            {
                "value": version.pk,
                "name": version.practice.name,
                "code": version.practice.ods_code,
                "hint": f"version {version.version}, sent {version.submitted_at.astimezone(months.LONDON):%-d %b %Y}",
                "href": f"{detail_address()}{version.pk}/",
            }
            for version in waiting.ready
        ],
        held={
            "caption": f"Held back in {label}",
            "compact": True,
            "first_is_header": True,
            "empty": "No return is held back.",
            "head": ["Practice", "Why it is held back"],
            "rows": [
                [{"text": version.practice.name, "href": f"{detail_address()}{version.pk}/"}, why]
                for version, why in waiting.held
            ],
        },
    )
