"""Who was in post on a day, on which terms and with how much supervision, as one table: the rows behind the variation."""

from datetime import date

import pandas as pd
from django.db.models import Sum

from practices import months
from workforce.models import SupervisionMonth, Terms
from workforce.models.scope import in_force
from workforce.variation import hours_bands

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


def people_on(programme, day: date) -> pd.DataFrame:
    """A row for each set of terms in force: FIELDS, `hours`, minutes of supervision `expected` and `held`. Two queries."""
    rows = Terms.objects.filter(in_force(on=day), in_force("holding__", on=day), holding__post__programme=programme)
    found = pd.DataFrame(list(rows.order_by("pk").values_list(*FIELDS.values())), columns=list(FIELDS))
    found["hours"] = hours_bands(found["wte"].astype("float64"))
    return found.merge(supervision_before(programme, day), on="worker", how="left")


def supervision_before(programme, day: date) -> pd.DataFrame:
    """By worker: the minutes of the last three full months before a day; a month without a standard is left out."""
    this = months.first_of(day)
    rows = SupervisionMonth.objects.filter(
        worker__programme=programme,
        month__gte=months.add_months(this, -SUPERVISION_MONTHS),
        month__lt=this,
        expected_minutes__isnull=False,
    )
    sums = rows.order_by("worker").values_list("worker").annotate(Sum("expected_minutes"), Sum("held_minutes"))
    return pd.DataFrame(list(sums), columns=["worker", EXPECTED, HELD])
