"""How much of what was expected was held, for each worker over some months: a fixed number of queries, no names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, Sum

from operations.first_use import when_first_used
from practices import months
from workforce.computing.staff_rows import holdings_of
from workforce.models import SupervisionMonth

pd = when_first_used("pandas")

SUMMED = {
    "expected": "expected_minutes",
    "held": "held_minutes",
    "weeks_expected": "weeks_expected",
    "weeks_without": "weeks_without",
}
# Sessions, of whoever has some: management supervision is counted apart, and asked for by no standard.
MANAGEMENT = {"management_planned": "management_planned", "management_held": "management_held"}
OF_HOLDING = ["role", "commissioner", "employer"]


def supervision_levels(programme, over: Sequence[date], commissioners=None) -> pd.DataFrame:
    """One row a worker in a post in these months: worker, role, commissioner, employer, and the sums of SUMMED and MANAGEMENT.

    `expected` is NaN without a standard and 0 when all was leave. Role, PCT and employer are those of the last holding in
    these months. Minutes are held / expected of months with a standard.
    """
    found = SupervisionMonth.objects.filter(worker__programme=programme, month__in=over)
    return with_sums(latest_holdings(holdings_of(programme, commissioners), over), found)


def with_sums(holdings: pd.DataFrame, found) -> pd.DataFrame:
    """`found`: months of supervision. One query."""
    has_standard = Q(expected_minutes__isnull=False)
    sums = {f"sum_{name}": Sum(field, filter=has_standard) for name, field in SUMMED.items()}
    sums |= {f"sum_{name}": Sum(field) for name, field in MANAGEMENT.items()}
    rows = list(found.order_by().values("worker").annotate(**sums).values_list("worker", *sums))
    totals = pd.DataFrame.from_records(rows, columns=["worker", *SUMMED, *MANAGEMENT]).astype(float)
    return holdings.merge(totals.astype({"worker": "int64"}), on="worker", how="left")


def latest_holdings(rows: pd.DataFrame, over: Sequence[date]) -> pd.DataFrame:
    first, last = pd.Timestamp(over[0]), pd.Timestamp(months.last_day(over[-1]))
    within = (rows["start"] <= last) & (rows["end"].isna() | (rows["end"] >= first))
    latest = rows[within].sort_values(["start", "holding"]).drop_duplicates("worker", keep="last")
    return latest[["worker", *OF_HOLDING]].reset_index(drop=True)


def summed(levels: pd.DataFrame, by: str) -> pd.DataFrame:
    """By role or PCT: people, people with a standard, those of them of whom anything was expected and how many employ them,
    and the sums of SUMMED. Who was on leave throughout is in no share. Of management the same: people with any, employers.
    """
    counted = levels.assign(
        has_standard=levels["expected"].notna(),
        is_expected=levels["expected"] > 0,
        is_managed=levels["management_planned"] > 0,
    )
    counted["their_employer"] = counted["employer"].where(counted["is_expected"])
    counted["managed_employer"] = counted["employer"].where(counted["is_managed"])
    return counted.groupby(by).agg(
        people=("worker", "size"),
        with_standard=("has_standard", "sum"),
        with_expected=("is_expected", "sum"),
        employers=("their_employer", "nunique"),
        managed=("is_managed", "sum"),
        managed_employers=("managed_employer", "nunique"),
        **{name: (name, "sum") for name in (*SUMMED, *MANAGEMENT)},
    )
