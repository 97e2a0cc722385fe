"""Caseload as its pages print it: a worker's months; and of a programme, who has not said and how many a WTE-month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef

from accounts.permissions import Permission
from practices import clock, months
from practices.wording import number_of
from workforce.actions.caseload import months_of
from workforce.catalogue import role_name
from workforce.dashboards.links import href
from workforce.models import CaseloadMonth, Holding, Terms
from workforce.throughput import wte_months

A_PAGE = 50
POOLED = 3
NOT_SAID = "not said"
FEW = "no WTE-month"
HEADINGS = (
    "Staff number", "Post", "Month", "New patients", "Active at the month's end", "WTE-months", "New patients a WTE-month",
)  # fmt: skip
COLUMNS = ["holding", "month", "new_patients", "active"]


def latest_month() -> date:
    """The last month that is over."""
    return months.add_months(months.first_of(clock.today()), -1)


# ---- one worker


def holdings_to_say(worker) -> list[tuple[Holding, date]]:
    """(holding, month) pairs that may be said, the latest month first."""
    pairs = [(holding, month) for holding in worker.holdings.select_related("post") for month in months_of(holding)]
    return sorted(pairs, key=lambda pair: (pair[1], pair[0].pk), reverse=True)


def worker_table(worker) -> dict:
    """The months of a worker, the latest first. Three queries."""
    found = with_rates(CaseloadMonth.objects.filter(holding__worker=worker))
    numbers = dict(worker.holdings.values_list("pk", "post__number"))
    rows = found.sort_values(["month", "holding"], ascending=False).itertuples()
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
            for row in rows
        ],
        "empty": "No month has been said yet.",
    }


def with_rates(rows) -> pd.DataFrame:
    """Caseload rows with their `wte`, the WTE-months. NaN: not said. Two queries."""
    found = frame(rows.order_by("pk"), COLUMNS)
    found[["new_patients", "active"]] = found[["new_patients", "active"]].astype("float64")
    found["month"] = pd.to_datetime(found["month"]).astype("datetime64[s]")
    terms = frame(Terms.objects.filter(holding__in=rows.values("holding")), ["holding", "wte", "start", "end"])
    terms = terms.astype({"wte": "float64", "start": "datetime64[s]", "end": "datetime64[s]"})
    found["wte"] = wte_months(found, terms)
    return found


def frame(rows, columns) -> pd.DataFrame:
    return pd.DataFrame(list(rows.values_list(*columns)), columns=columns)


def said(count: float) -> str:
    return NOT_SAID if np.isnan(count) else f"{count:,.0f}"


def per(row) -> str:
    if np.isnan(row.new_patients):
        return NOT_SAID
    return f"{row.new_patients / row.wte:,.1f}" if row.wte else FEW


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
    page = Paginator(missing if only_missing else asked, A_PAGE).get_page(number)
    return CaseloadPage(sentence_of(missing.count(), asked.count(), month), table_of(page, month), page)


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
    pooled = pool(with_rates(rows), month)
    return {
        "caption": f"Caseload of those in post in {months.label(month)}",
        "first_is_header": True,
        "head": [
            "Worker", "Post", "Role", "PCT", *numeric(f"New patients, {months.label(month)}", "Active", f"New a WTE-month, last {POOLED} months"),
        ],
        "rows": [row_of(holding, pooled.get(holding.pk)) for holding in page],
        "empty": "Nobody is in this list.",
    }  # fmt: skip


def pool(rows: pd.DataFrame, month: date) -> dict[int, tuple]:
    """Holding -> (new patients and active of the last month, new patients a WTE-month over the months that were said)."""
    counted = rows.dropna(subset=["new_patients"]).groupby("holding")[["new_patients", "wte"]].sum()
    latest = rows[rows["month"] == pd.Timestamp(month)].set_index("holding")[["new_patients", "active"]]
    joined = counted.rename(columns={"new_patients": "pooled"}).join(latest, how="outer")
    return {row[0]: row[1:] for row in joined[["new_patients", "active", "pooled", "wte"]].itertuples(name=None)}


def row_of(holding: Holding, pooled: tuple | None) -> list:
    new, active, all_new, wte = pooled or (np.nan,) * 4
    rate = NOT_SAID if np.isnan(all_new) else f"{all_new / wte:,.1f}" if wte else FEW
    return [
        {"text": holding.worker.name, "hint": f"No. {holding.worker.staff_number}", "href": href("caseload_record", holding.worker_id)},
        holding.post.number,
        role_name(holding.post.role),
        holding.post.commissioner.name,
        *numeric(said(new), said(active), rate),
    ]  # fmt: skip


def csv_rows(user, programme) -> tuple[Sequence[str], list[list]]:
    """(headings, rows): every month that was said of those whom this person may read, by staff number. Three queries."""
    holdings = Holding.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).filter(worker__programme=programme)
    found = with_rates(CaseloadMonth.objects.filter(holding__in=holdings.values("pk")))
    numbers = frame(holdings, ["pk", "worker__staff_number", "post__number"])
    joined = found.merge(numbers, left_on="holding", right_on="pk").sort_values(
        ["worker__staff_number", "post__number", "month"]
    )
    return HEADINGS, [csv_row(row) for row in joined.itertuples()]


def csv_row(row) -> list:
    new, active = (None if np.isnan(count) else int(count) for count in (row.new_patients, row.active))
    rate = round(new / row.wte, 2) if new is not None and row.wte else None
    return [row.worker__staff_number, row.post__number, months.period(row.month), new, active, round(row.wte, 2), rate]
