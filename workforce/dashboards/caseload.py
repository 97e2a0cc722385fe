"""Caseload as its pages print it: a worker's months; and of a programme, who has not said and how many a WTE-month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from accounts.permissions import Permission
from practices import clock, months
from practices.wording import number_of
from workforce.actions.caseload import months_of
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.dashboards.worker_reading import holdings_of
from workforce.models import CaseloadMonth, Holding, Terms
from workforce.throughput import wte_months

A_PAGE = 50
POOLED = 3
NOT_SAID = "not said"
FEW = "no WTE-month"
HEADINGS = (
    "Staff number", "Post", "Month", "New patients", "Active at the month's end", "WTE-months", "New patients a WTE-month",
)  # fmt: skip
COLUMNS = ("holding", "month", "new_patients", "active")
TERMS = ("holding", "wte", "start", "end")
KINDS = {"holding": np.int64, "wte": float, "month": "datetime64[D]", "start": "datetime64[D]", "end": "datetime64[D]"}


@dataclass(frozen=True)
class MonthSaid:
    """What was said of a month of a holding, None: nothing; and `wte`, the WTE-months."""

    holding: int
    month: date
    new_patients: int | None
    active: int | None
    wte: float


def latest_month() -> date:
    """The last month that is over."""
    return months.add_months(months.first_of(clock.today()), -1)


# ---- one worker


def holdings_to_say(worker) -> list[tuple[Holding, date]]:
    """(holding, month) pairs that may be said, the latest month first."""
    pairs = [(holding, month) for holding in worker.holdings.select_related("post") for month in months_of(holding)]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].pk), reverse=True)


def worker_table(worker) -> dict:
    """The months of a worker, the latest first. Two queries, and the worker's posts."""
    found = with_rates(CaseloadMonth.objects.filter(holding__worker=worker))
    numbers = {one.pk: one.post.number for one in holdings_of(worker)}
    return {
        "caption": "Caseload by month",
        "first_is_header": True,
        "head": ["Month", "Post", *numeric("New patients", "Active at the end", "New a WTE-month")],
        "rows": [
            [
                months.label(row.month),
                numbers[row.holding],
                *numeric(said(row.new_patients), said(row.active), per(row)),
            ]
            for row in sorted(found, key=lambda row: (row.month, row.holding), reverse=True)
        ],
        "empty": "No month has been said yet.",
    }


def with_rates(rows) -> list[MonthSaid]:
    """Caseload rows with their WTE-months. Two queries."""
    found = list(rows.order_by("pk").values_list(*COLUMNS))
    terms = Terms.objects.filter(holding__in=rows.values("holding")).values_list(*TERMS)
    amounts = wte_months(columns_of(found, COLUMNS), columns_of(terms, TERMS))
    return [MonthSaid(*row, wte) for row, wte in zip(found, amounts.tolist(), strict=True)]


def columns_of(rows, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Those of KINDS, as arrays."""
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    return {name: np.array(columns[name], dtype=kind) for name, kind in KINDS.items() if name in columns}


def said(count: int | None) -> str:
    return NOT_SAID if count is None else f"{count:,}"


def per(one: MonthSaid) -> str:
    return NOT_SAID if one.new_patients is None else a_month(one.new_patients, one.wte)


def a_month(new_patients: int, wte: float) -> str:
    return f"{new_patients / wte:,.1f}" if wte else FEW


def numeric(*texts) -> list[dict]:
    return [{"text": text, "numeric": True} for text in texts]


# ---- a programme


@dataclass(frozen=True)
class CaseloadPage:
    sentence: str
    table: dict
    page: Page


def caseload_page(user, programme, number, *, only_missing: bool = False) -> CaseloadPage:
    """Those in post in the last full month whom this person may read, fifty at a time. A fixed number of queries."""
    month = latest_month()
    asked = holdings_asked(user, programme, month)
    missing = asked.filter(~Exists(told(month)))
    # Counted once each, for the sentence and for the pages.
    silent, everybody = missing.count(), asked.count()
    pages = Paginator(missing if only_missing else asked, A_PAGE)
    pages.count = silent if only_missing else everybody
    page = pages.get_page(number)
    return CaseloadPage(sentence_of(silent, everybody, month), table_of(page, month), page)


def holdings_asked(user, programme, month: date):
    """Holdings of which a month may be said: begun by its end, and not over before it."""
    found = Holding.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(worker__programme=programme)
    held = found.filter(start__lte=months.last_day(month)).exclude(end__lt=month)
    return held.select_related("post__commissioner", "worker").order_by("worker__name", "worker", "pk")


def told(month: date):
    return CaseloadMonth.objects.filter(holding=OuterRef("pk"), month=month, new_patients__isnull=False)


def sentence_of(missing: int, asked: int, month: date) -> str:
    if not asked:
        return f"Nobody whom you may read was in post in {months.label(month)}."
    if not missing:
        return f"Everybody in post has said how many new patients there were in {months.label(month)}: {asked:,} of {asked:,}."
    return f"{number_of(missing, 'holder').capitalize()} of {asked:,} in post {'has' if missing == 1 else 'have'} not said how many new patients there were in {months.label(month)}."


def table_of(page: Page, month: date) -> dict:
    first = months.add_months(month, 1 - POOLED)
    rows = CaseloadMonth.objects.filter(holding__in=[one.pk for one in page], month__gte=first, month__lte=month)
    found = with_rates(rows)
    latest, pooled = {one.holding: one for one in found if one.month == month}, pool(found)
    return {
        "caption": f"Caseload of those in post in {months.label(month)}",
        "first_is_header": True,
        "head": [
            # The figures come first: a phone shows the first columns.
            "Worker", *numeric(f"New patients, {months.label(month)}", "Active", f"New a WTE-month, last {POOLED} months"), "Post", "Role", "PCT",
        ],
        "rows": [row_of(holding, latest.get(holding.pk), pooled.get(holding.pk)) for holding in page],
        "empty": "Nobody is in this list.",
    }  # fmt: skip


def pool(rows: Sequence[MonthSaid]) -> dict[int, tuple[int, float]]:
    """Holding -> (new patients, WTE-months) over the months that were said."""
    pooled = {}
    for one in rows:
        if one.new_patients is not None:
            new_patients, wte = pooled.get(one.holding, (0, 0.0))
            pooled[one.holding] = (new_patients + one.new_patients, wte + one.wte)
    return pooled


def row_of(holding: Holding, latest: MonthSaid | None, pooled: tuple[int, float] | None) -> list:
    new, active = (latest.new_patients, latest.active) if latest else (None, None)
    rate = a_month(*pooled) if pooled else NOT_SAID
    return [
        {"text": holding.worker.name, "hint": f"No. {holding.worker.staff_number}", "href": href("caseload_record", holding.worker_id)},
        *numeric(said(new), said(active), rate),
        holding.post.number,
        role_name(holding.post.role),
        holding.post.commissioner.name,
    ]  # fmt: skip


def csv_rows(user, programme) -> tuple[Sequence[str], list[list]]:
    """(headings, rows): every month that was said of those whom this person may read, by staff number. Three queries."""
    holdings = Holding.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(worker__programme=programme)
    found = with_rates(CaseloadMonth.objects.filter(holding__in=holdings.values("pk")))
    numbers = {pk: pair for pk, *pair in holdings.values_list("pk", "worker__staff_number", "post__number")}
    return HEADINGS, [
        csv_row(*numbers[one.holding], one) for one in sorted(found, key=lambda one: (*numbers[one.holding], one.month))
    ]


def csv_row(staff_number: str, post_number: str, one: MonthSaid) -> list:
    is_said = one.new_patients is not None and one.wte
    rate = round(one.new_patients / one.wte, 2) if is_said else None
    month = months.period(one.month)
    return [staff_number, post_number, month, one.new_patients, one.active, round(one.wte, 2), rate]
