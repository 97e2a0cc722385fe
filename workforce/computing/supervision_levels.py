"""How much of what was expected was held, for each worker over some months: a fixed number of queries, no names."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from django.db.models import Sum

from practices import months
from workforce.computing.staff_rows import holdings_of
from workforce.models import SupervisionMonth

SUMMED = {
    "expected": "expected_minutes",
    "held": "held_minutes",
    "weeks_expected": "weeks_expected",
    "weeks_without": "weeks_without",
}
OF_HOLDING = ["role", "commissioner", "employer"]


def supervision_levels(programme, over: Sequence[date], commissioners=None) -> pd.DataFrame:
    """One row a worker in a post in these months: worker, role, commissioner, employer, and the sums of SUMMED.

    `expected` is NaN without a standard and 0 when all was leave. Role, PCT and employer are those of the last holding in
    these months. Minutes are held / expected of months with a standard.
    """
    holdings = latest_holdings(programme, over, commissioners)
    found = SupervisionMonth.objects.filter(worker__programme=programme, month__in=over, expected_minutes__isnull=False)
    sums = found.order_by().values("worker").annotate(**{f"sum_{name}": Sum(field) for name, field in SUMMED.items()})
    rows = list(sums.values_list("worker", *(f"sum_{name}" for name in SUMMED)))
    totals = pd.DataFrame.from_records(rows, columns=["worker", *SUMMED]).astype(float)
    return holdings.merge(totals.astype({"worker": "int64"}), on="worker", how="left")


def latest_holdings(programme, over, commissioners) -> pd.DataFrame:
    first, last = pd.Timestamp(over[0]), pd.Timestamp(months.last_day(over[-1]))
    rows = holdings_of(programme, commissioners)
    within = (rows["start"] <= last) & (rows["end"].isna() | (rows["end"] >= first))
    latest = rows[within].sort_values(["start", "holding"]).drop_duplicates("worker", keep="last")
    return latest[["worker", *OF_HOLDING]].reset_index(drop=True)


def summed(levels: pd.DataFrame, by: str) -> pd.DataFrame:
    """By role or PCT: people, people with a standard, those of them of whom anything was expected and how many employ them,
    and the sums of SUMMED. Who was on leave throughout is in no share.
    """
    counted = levels.assign(has_standard=levels["expected"].notna(), is_expected=levels["expected"] > 0)
    counted["their_employer"] = counted["employer"].where(counted["is_expected"])
    return counted.groupby(by).agg(
        people=("worker", "size"),
        with_standard=("has_standard", "sum"),
        with_expected=("is_expected", "sum"),
        employers=("their_employer", "nunique"),
        **{name: (name, "sum") for name in SUMMED},
    )
