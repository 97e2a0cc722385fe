"""An invented country, straight into the database: practices, their commissioners, and a return a month of each.

Numbers only, from a seeded generator; 3% of the returns are missing. For measuring, never for showing.
"""

import csv
import sys
from datetime import date
from io import StringIO

import django
import numpy as np

django.setup()

from django.db import connection, transaction  # noqa: E402  models can be imported only now
from django.utils import timezone  # noqa: E402

from measures.models import MonthlyReturn  # noqa: E402
from practices.models import Organisation, Parent, Programme, Wave, WaveMembership  # noqa: E402
from practices.months import add_months, last_day  # noqa: E402

LATEST = date(2007, 1, 1)
MISSING = 0.03


def build(*, practices, commissioners, waves, months, seed=1):
    """Everything of one country; returns how many returns were stored."""
    with transaction.atomic():
        organisations = make_organisations(practices, commissioners)
        calendar = make_waves(waves, months)
        take_part(calendar, *organisations)
        stored = sum(store_returns(*part, months, seed) for part in shares(calendar, organisations[1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return stored


def make_organisations(practices, commissioners):
    kinds = [
        *(("commissioner", f"5W{number:03d}") for number in range(commissioners)),
        *(("practice", f"A{number:05d}") for number in range(practices)),
    ]
    made = Organisation.objects.bulk_create(
        [Organisation(ods_code=code, name=f"Invented {code}", kind=kind, is_invented=True) for kind, code in kinds],
        batch_size=500,
    )
    return made[:commissioners], made[commissioners:]


def make_waves(waves, months):
    programme = Programme.objects.create(name="Invented country", slug="country", is_invented=True)
    first = add_months(LATEST, 1 - months)
    orientation = add_months(first, 12)
    return [
        Wave.objects.create(
            programme=programme,
            code=f"B{number}",
            number=number,
            name=f"Wave {number}",
            orientation_on=orientation,
            learning_workshop_1_on=add_months(orientation, 1),
            learning_workshop_2_on=add_months(orientation, 5),
            learning_workshop_3_on=add_months(orientation, 9),
            ends_on=date(2007, 6, 30),
        )
        for number in range(1, waves + 1)
    ]


def shares(waves, practices):
    """(wave, its practices): neighbours share a commissioner, and commissioners a wave."""
    size = -(-len(practices) // len(waves))
    return [(wave, practices[place * size : (place + 1) * size]) for place, wave in enumerate(waves)]


def take_part(waves, commissioners, practices):
    WaveMembership.objects.bulk_create(
        [
            WaveMembership(wave=wave, practice=practice, joined_on=wave.orientation_on)
            for wave, members in shares(waves, practices)
            for practice in members
        ],
        batch_size=500,
    )
    size = -(-len(practices) // len(commissioners))
    Parent.objects.bulk_create(
        [Parent(child=practice, parent=commissioners[place // size]) for place, practice in enumerate(practices)],
        batch_size=500,
    )


def store_returns(wave, practices, months, seed):
    """Draw the returns of a wave and store them in one statement."""
    chance = np.random.default_rng((seed, wave.number))
    first = add_months(LATEST, 1 - months)
    ids = [practice.pk for practice in practices]
    counts = draw_counts(chance, months, len(ids))
    there = chance.random((months, len(ids))) >= MISSING
    rows = [
        fixed_columns(wave.pk, practice, add_months(first, month))
        | {name: int(counts[name][month, column]) for name in counts}
        for month in range(months)
        for column, practice in enumerate(ids)
        if there[month, column]
    ]
    insert(MonthlyReturn._meta.db_table, rows)
    return len(rows)


def draw_counts(chance, months, practices):
    """field -> int [months, practices]; lists grow a little, and add up from month to month."""
    registered = np.broadcast_to(chance.integers(2_000, 16_000, practices), (months, practices))
    added = chance.poisson(4, (months, practices))
    close = chance.integers(80, 500, practices) + np.cumsum(added, axis=0)
    referred = chance.poisson(close * 0.016)
    absent = chance.binomial(close, 0.055)
    return {
        "registered_all": registered,
        "registered_16_64": registered * 65 // 100,
        "list_open": close - added,
        "list_added": added,
        "list_removed": np.zeros_like(added),
        "list_close": close,
        "gp_consultations": chance.poisson(close * 0.8),
        "other_staff_consultations": chance.poisson(close * 0.35),
        "attached_mh_contacts": chance.poisson(close * 0.05),
        "referrals_cmht": referred,
        "referrals_psychiatrist": np.zeros_like(referred),
        "referrals_dedup": referred,
        "people_13w": absent,
        "people_13w_new": absent // 4,
    }


def fixed_columns(wave, practice, month):
    moment = f"{add_months(month, 1):%Y-%m}-05 10:00:00+00:00"
    return {
        "wave_id": wave,
        "practice_id": practice,
        "month": month.isoformat(),
        "version": 1,
        "state": "accepted",
        "is_current": True,
        "not_available": "{}",
        "severity_tool": "PHQ9",
        "nil_return": False,
        "extract_date": last_day(month).isoformat(),
        "comment": "",
        "code_list": "",
        "confirmed_warnings": "[]",
        "sheet": "",
        "row_number": 2,
        "created_at": moment,
        "submitted_at": moment,
        "accepted_at": moment,
        "accepted_by_itself": False,
        "correction_reason": "",
    }


def insert(table, rows):
    """COPY on PostgreSQL, executemany on SQLite."""
    names = list(rows[0])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            buffer = StringIO()
            csv.writer(buffer).writerows(row.values() for row in rows)
            buffer.seek(0)
            cursor.copy_expert(
                f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL (comment, sheet, correction_reason))",
                buffer,
            )
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [tuple(row.values()) for row in rows]
            )


def one_more_return(practice_id, month):
    """A correction of one stored return, as one that is submitted would make it; gives back what changed."""
    changed = MonthlyReturn.objects.get(practice_id=practice_id, month=month, is_current=True)
    changed.gp_consultations += 1
    changed.other_staff_consultations += 1
    changed.list_added += 1
    changed.list_close += 1
    changed.created_at = timezone.now()
    changed.save()
    return changed


if __name__ == "__main__":
    build(**dict(zip(("practices", "commissioners", "waves", "months"), map(int, sys.argv[1:]), strict=True)))
