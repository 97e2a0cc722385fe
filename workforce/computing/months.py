"""The months of a programme's roster, computed from its rows and written where they differ from what is stored."""

from datetime import date

import pandas as pd
from django.db import transaction

from practices import clock
from practices.months import add_months, first_of, month_range
from workforce.computing.staff_rows import frame, holdings_of, posts_of
from workforce.models import CaseloadMonth, SupervisionMonth, Terms, WorkforceMonth
from workforce.role_spells import role_spells
from workforce.roster_months import AMOUNTS, COUNTS, Tables, roster_months

REMOVED_AT_ONCE = 500
WRITTEN_AT_ONCE = 2_000
KEY = ("commissioner", "role", "month")
FIGURES = (*COUNTS, *AMOUNTS)


@transaction.atomic
def refresh(programme) -> int:
    """Returns how many months were written or removed; none after a correct refresh of the same rows."""
    found = computed(programme)
    stored = WorkforceMonth.objects.filter(programme=programme)
    old = {row[1:4]: (row[0], row[4:]) for row in stored.order_by().values_list("pk", *KEY, *FIGURES)}
    changed = [(key, figures) for key, figures in found.items() if old.get(key, (None, None))[1] != figures]
    gone = [pk for key, (pk, _) in old.items() if key not in found]
    for begin in range(0, len(gone), REMOVED_AT_ONCE):
        WorkforceMonth.objects.filter(pk__in=gone[begin : begin + REMOVED_AT_ONCE]).delete()
    WorkforceMonth.objects.bulk_create(
        [row_of(programme, key, figures) for key, figures in changed],
        update_conflicts=True,
        unique_fields=["programme", *KEY],
        update_fields=FIGURES,
        batch_size=WRITTEN_AT_ONCE,
    )
    return len(changed) + len(gone)


def computed(programme) -> dict[tuple, tuple]:
    """(PCT, role, month) -> figures, in the order of FIGURES."""
    tables = read(programme)
    months = months_of(tables.posts, clock.today())
    if not months:
        return {}
    found = roster_months(tables, months)
    keys = found[list(KEY)].itertuples(index=False, name=None)
    return dict(zip(keys, found[list(FIGURES)].itertuples(index=False, name=None), strict=True))


def months_of(posts: pd.DataFrame, today: date) -> list[date]:
    """From the month of the first post to the last full month."""
    if posts.empty:
        return []
    return month_range(first_of(posts["start"].min().date()), add_months(first_of(today), -1))


def read(programme) -> Tables:
    """Six queries."""
    holdings = holdings_of(programme)
    return Tables(
        posts_of(programme),
        holdings,
        terms_of(programme),
        role_spells(holdings, clock.today()),
        caseload_of(programme),
        supervision_of(programme),
    )


def terms_of(programme) -> pd.DataFrame:
    found = Terms.objects.filter(holding__post__programme=programme).order_by("pk")
    columns = ["holding", "employer", "wte", "start", "end"]
    return frame(found.values_list(*columns), columns).astype({"wte": "float64"})


def caseload_of(programme) -> pd.DataFrame:
    found = CaseloadMonth.objects.filter(holding__post__programme=programme).order_by("pk")
    columns = ["holding", "month", "new_patients", "active"]
    return with_months(frame(found.values_list(*columns), columns), ["new_patients", "active"])


def supervision_of(programme) -> pd.DataFrame:
    found = SupervisionMonth.objects.filter(worker__programme=programme).order_by("pk")
    rows = found.values_list("worker", "month", "expected_minutes", "held_minutes")
    return with_months(frame(rows, ["worker", "month", "expected", "held"]), ["expected", "held"])


def with_months(rows: pd.DataFrame, numbers: list[str]) -> pd.DataFrame:
    rows["month"] = pd.to_datetime(rows["month"]).astype("datetime64[s]")
    return rows.astype(dict.fromkeys(numbers, "float64"))


def row_of(programme, key: tuple, figures: tuple) -> WorkforceMonth:
    commissioner, role, month = key
    return WorkforceMonth(
        programme=programme, commissioner_id=commissioner, role=role, month=month,
        **dict(zip(FIGURES, figures, strict=True)),
    )  # fmt: skip
