"""Who was in post on a day, on which terms and with how much supervision, as one table: the rows behind the variation."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.db.models import Sum

from operations.first_use import when_first_used
from practices import months
from workforce.models import SupervisionMonth, Terms
from workforce.models.scope import in_force
from workforce.variation import hours_bands

pd = when_first_used("pandas")

SUPERVISION_MONTHS = 3
FIELDS = {
    "worker": "holding__worker",
    "role": "holding__post__role",
    "trust": "holding__post__commissioner__ods_code",
    "employer": "employer",
    "scheme": "scheme",
    "band": "band",
    "contract": "contract",
    "wte": "wte",
}
EXPECTED, HELD = "expected", "held"
NO_MINUTES = (np.nan, np.nan)
# What is not a word.
KINDS = {"worker": np.int64, "employer": np.int64, "wte": float}


def people_on(programme, day: date) -> pd.DataFrame:
    """A row for each set of terms in force: FIELDS, `hours`, minutes of supervision `expected` and `held`. Two queries."""
    found = pd.DataFrame(rows_on(programme, day), columns=list(FIELDS))
    found["hours"] = hours_bands(found["wte"].astype("float64"))
    minutes = pd.DataFrame(minutes_before(programme, day), columns=["worker", EXPECTED, HELD])
    return found.merge(minutes, on="worker", how="left")


def columns_on(programme, day: date) -> dict[str, np.ndarray]:
    """The same without `hours` as arrays, for which pandas is not needed; NaN where no supervision was expected."""
    rows = rows_on(programme, day)
    columns = dict(zip(FIELDS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(FIELDS, ())
    minutes = {worker: sums for worker, *sums in minutes_before(programme, day)}
    found = np.array([minutes.get(worker, NO_MINUTES) for worker in columns["worker"]], dtype=float).reshape(-1, 2)
    arrays = {name: np.array(column, dtype=KINDS.get(name, np.str_)) for name, column in columns.items()}
    return arrays | {EXPECTED: found[:, 0], HELD: found[:, 1]}


def rows_on(programme, day: date) -> list[tuple]:
    """FIELDS of each set of terms in force."""
    rows = Terms.objects.filter(in_force(on=day), in_force("holding__", on=day), holding__post__programme=programme)
    return list(rows.order_by("pk").values_list(*FIELDS.values()))


def minutes_before(programme, day: date) -> list[tuple]:
    """(worker, expected, held): minutes of the last three full months before a day; a month without a standard is left out."""
    this = months.first_of(day)
    rows = SupervisionMonth.objects.filter(
        worker__programme=programme,
        month__gte=months.add_months(this, -SUPERVISION_MONTHS),
        month__lt=this,
        expected_minutes__isnull=False,
    )
    return list(rows.order_by("worker").values_list("worker").annotate(Sum("expected_minutes"), Sum("held_minutes")))
