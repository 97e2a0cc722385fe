"""How long people stay, and the months of a roster, as ratios to reading the rows that they are made of.

`python -m bench.retention [rounds]` on the database that DATABASE_URL names, which must be empty: 5,000 posts over two years with
their holders, terms, caseload and supervision months; then spells and curves of 100,000 people who are in no database. The
curve is first checked against the reference vector. Medians of interleaved rounds.
"""

import json
import statistics
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import django
import numpy as np
import pandas as pd

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402

from bench.measuring import peak_mb, timed  # noqa: E402
from bench.reading import read  # noqa: E402
from measures.statistics.survival import kaplan_meier  # noqa: E402
from practices.models import Organisation, Programme  # noqa: E402
from practices.months import month_range  # noqa: E402
from workforce import models  # noqa: E402
from workforce.computing import months, warnings  # noqa: E402
from workforce.retention import group_of, groups_by  # noqa: E402
from workforce.role_spells import HOLDING_COLUMNS, role_spells  # noqa: E402

POSTS, TRUSTS, PEOPLE = 5_000, 20, 100_000
BEGAN, TODAY = date(2005, 1, 10), date(2007, 2, 8)
ROLES = ("GMHW", "PCMHW", "MHP")
REASONS = ("pay", "promotion", "contract_end", "moved_post", "other")
READ = (models.Post, models.Holding, models.Leaving, models.Terms, models.CaseloadMonth, models.SupervisionMonth)
VECTORS = Path(__file__).resolve().parent.parent / "tests/measures/statistics/spc_vectors.json"
LABELS = {
    "rows": "reading the rows",
    "months": "months of the roster, nothing to write",
    "warnings": "early warnings, nothing to write",
    "spells": "spells of 100,000 people",
    "curve": "their curve, with intervals and mean",
    "groups": "their curves by 20 PCTs",
}


def build(random):
    """Everything of 5,000 posts; nine of ten held, a third of the holders have left and others came."""
    programme = Programme.objects.create(name="Bench", slug="bench", kind=Programme.Kind.WORKFORCE, is_invented=True)
    trusts = Organisation.objects.bulk_create(
        Organisation(ods_code=f"5X{place}", name=f"PCT {place}", kind="commissioner", is_invented=True)
        for place in range(TRUSTS)
    )
    employers = models.Employer.objects.bulk_create(models.Employer(name=trust.name) for trust in trusts)
    posts = models.Post.objects.bulk_create(
        (
            models.Post(programme=programme, commissioner=trusts[place % TRUSTS], number=f"P{place}", role=ROLES[place % 3], wte=1, start=BEGAN)
            for place in range(POSTS)
        ),
        batch_size=2_000,
    )  # fmt: skip
    holdings = hold(programme, posts, random)
    fill(holdings, employers, random)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return programme


def hold(programme, posts, random):
    """A first holder of most posts; a second where the first has left."""
    held = [post for post in posts if random.random() < 0.9]
    stays = random.exponential(500, len(held)).astype(int) + 30
    last = [BEGAN + timedelta(days=int(days)) for days in stays]
    first = store_holders(programme, held, [BEGAN] * len(held), [day if day < TODAY else None for day in last])
    models.Leaving.objects.bulk_create(
        (models.Leaving(holding=one, reason=REASONS[one.pk % len(REASONS)]) for one in first if one.end),
        batch_size=2_000,
    )
    again = [(one.post, one.end + timedelta(days=40)) for one in first if one.end and one.end < date(2006, 12, 1)]
    return first + store_holders(programme, [post for post, _ in again], [day for _, day in again], [None] * len(again))


def store_holders(programme, posts, starts, ends):
    number = models.Worker.objects.count()
    workers = models.Worker.objects.bulk_create(
        (
            models.Worker(programme=programme, commissioner=post.commissioner, staff_number=f"S{number + place}", name="-")
            for place, post in enumerate(posts)
        ),
        batch_size=2_000,
    )  # fmt: skip
    columns = zip(posts, workers, starts, ends, strict=True)
    return models.Holding.objects.bulk_create(
        (models.Holding(post=post, worker=worker, start=start, end=end) for post, worker, start, end in columns),
        batch_size=2_000,
    )


def fill(holdings, employers, random):
    """Terms of each, and for each month in post caseload and supervision."""
    models.Terms.objects.bulk_create(
        (
            models.Terms(holding=one, employer=employers[one.pk % TRUSTS], start=one.start, end=one.end, wte=1, scheme="agenda_for_change", band="5", contract="fixed_term")
            for one in holdings
        ),
        batch_size=2_000,
    )  # fmt: skip
    within = [
        (one, month)
        for one in holdings
        for month in month_range(one.start.replace(day=1), (one.end or TODAY).replace(day=1))
    ]
    counts = random.poisson(25, len(within)).tolist()
    models.CaseloadMonth.objects.bulk_create(
        (
            models.CaseloadMonth(holding=one, month=month, new_patients=count, active=count + 5, recorded_on=TODAY)
            for (one, month), count in zip(within, counts, strict=True)
        ),
        batch_size=5_000,
    )
    models.SupervisionMonth.objects.bulk_create(
        (
            models.SupervisionMonth(worker_id=one.worker_id, month=month, expected_minutes=260, planned_minutes=240, held_minutes=180, sessions_planned=4, sessions_held=3, sessions_missed=1)
            for one, month in within
        ),
        batch_size=5_000,
    )  # fmt: skip


def invented(random) -> pd.DataFrame:
    """Holdings of 100,000 people in one role, half of them ended."""
    start = pd.Timestamp(BEGAN) + pd.to_timedelta(random.integers(0, 700, PEOPLE), unit="D")
    end = pd.Series(start + pd.to_timedelta(30 + random.exponential(600, PEOPLE).astype(int), unit="D"))
    values = {
        "holding": np.arange(PEOPLE), "worker": np.arange(PEOPLE), "role": "GMHW", "start": start,
        "end": end.where(end < pd.Timestamp(TODAY)), "reason": "pay", "destination": "", "cohort": np.nan,
        "commissioner": np.arange(PEOPLE) % TRUSTS, "employer": 1.0,
    }  # fmt: skip
    return pd.DataFrame(values, columns=HOLDING_COLUMNS)


def read_rows():
    """Every column of every row that the months are made of."""
    for model in READ:
        read(f"SELECT * FROM {model._meta.db_table}")


def one_round(programme, holdings, spells, times):
    calls = {
        "rows": (read_rows,),
        "months": (months.refresh, programme),
        "warnings": (warnings.refresh, programme),
        "spells": (role_spells, holdings, TODAY),
        "curve": (group_of, spells, None, BEGAN, TODAY),
        "groups": (groups_by, spells, "commissioner", BEGAN, TODAY),
    }
    for name, call in calls.items():
        times[name].append(timed(*call)[0])


def vectors() -> str:
    cases = json.loads(VECTORS.read_text(encoding="utf-8"))["cases"]
    (case,) = [case for case in cases if case["kind"] == "kaplan_meier"]
    found = kaplan_meier(case["input"]["time"], case["input"]["event"]).survival
    return f"largest difference from the reference vector {np.max(np.abs(found - case['expected']['survival'])):.1e}"


def main(rounds=3):
    call_command("migrate", verbosity=0)
    # In a process of its own, so that what making the rows takes does not hide what the counting takes.
    subprocess.run([sys.executable, "-m", "bench.retention", "build"], check=True)
    programme, rows = Programme.objects.get(slug="bench"), sum(model.objects.count() for model in READ)
    print(f"\non {connection.vendor}: {POSTS} posts, {rows} rows; {vectors()}", flush=True)
    before = peak_mb()
    seconds, written = timed(months.refresh, programme)
    print(f"first of all, {seconds:.2f} s for {written} months, written; memory rises by {peak_mb() - before:.0f} MB")
    print(
        f"{warnings.refresh(programme)} early warnings, written; a second night writes {months.refresh(programme)} months (0)"
    )
    holdings = invented(np.random.default_rng(1))
    spells = role_spells(holdings, TODAY)
    times = {name: [] for name in LABELS}
    for _ in range(int(rounds)):
        one_round(programme, holdings, spells, times)
    report({name: statistics.median(values) for name, values in times.items()})


def report(median):
    for name, label in LABELS.items():
        print(f"{label:47} {median[name] * 1000:9.1f} ms, {median[name] / median['rows']:.2f} of reading the rows")
    print(f"memory at most {peak_mb():.0f} MB", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["build"]:
        build(np.random.default_rng(1))
    else:
        main(*sys.argv[1:])
