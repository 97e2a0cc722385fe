"""A staff file of 5,000 rows, from the stored file to the roster, as ratios to a bare load of the same rows.

`python -m bench.staff_upload [rounds]` on the database that DATABASE_URL names, which must be empty. Bare is COPY into an
unindexed table of text on PostgreSQL, csv and executemany on SQLite. Ours reads, checks every value, compares with the roster
and stores posts, hosts, people, holdings, reasons, terms and supervision. It does so twice: once to show what will change, and
once more, under a lock, when somebody has said so ("both" is what the person waits for). Medians of interleaved rounds.
"""

import csv
import os
import resource
import statistics
import sys
import tempfile
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.permissions import Role  # noqa: E402
from bench.ingest import timed  # noqa: E402  with the processors' seconds, which a busy machine does not stretch
from bench.measuring import peak_mb  # noqa: E402
from operations import jobs  # noqa: E402
from practices.exports import csv_bytes  # noqa: E402
from practices.models import Grant, Organisation, Parent, Programme, Upload, Wave, WaveMembership  # noqa: E402
from practices.uploads import actions as uploads  # noqa: E402
from workforce import models  # noqa: E402
from workforce.actions import staff_files  # noqa: E402
from workforce.files.staff_schema import NAMES  # noqa: E402

ROWS, TRUSTS, SUPERVISORS = 5_000, 20, 250
BEGAN = date(2006, 1, 9)
PRACTICE = "A99{:03d}"
TABLES = (
    models.Leaving,
    models.Terms,
    models.SupervisionArrangement,
    models.PostHost,
    models.Holding,
    models.Cohort,
    models.Post,
    models.Worker,
    models.Employer,
)


class Sent:
    """As a form gives it."""

    name = "staff.csv"

    def __init__(self, content):
        self.content = content

    def read(self):
        return self.content


def make_programme():
    programme = Programme.objects.create(
        name="Bench workforce", slug="bench", kind=Programme.Kind.WORKFORCE, is_invented=True
    )
    days = {f"learning_workshop_{number}_on": BEGAN + timedelta(days=100 * number) for number in (1, 2, 3)}
    ends = BEGAN + timedelta(days=400)
    wave = Wave.objects.create(
        programme=programme, code="B1", number=1, name="Bench", orientation_on=BEGAN, ends_on=ends, **days
    )
    for number in range(TRUSTS):
        trust = Organisation.objects.create(ods_code=f"5W{chr(65 + number)}", name=f"PCT {number}", kind="commissioner")
        practice = Organisation.objects.create(
            ods_code=PRACTICE.format(number), name=f"Practice {number}", kind="practice"
        )
        Parent.objects.create(child=practice, parent=trust)
        WaveMembership.objects.create(wave=wave, practice=practice, joined_on=BEGAN)
    return programme


def make_lead(programme):
    lead = User.objects.create_user("bench@example.org", "a long and quiet phrase", name="Bench")
    Grant.objects.create(person=lead, role=Role.WORKFORCE_LEAD, starts_on=BEGAN, programme=programme)
    return lead


def row_of(number: int) -> dict[str, str]:
    """One post, its holder and the terms; one in five has left, one in ten is vacant, most are supervised."""
    row = {
        "post_number": f"P{number:05d}",
        "role": ("GMHW", "PCMHW", "STR")[number % 3],
        "commissioner": f"5W{chr(65 + number % TRUSTS)}",
        "post_wte": "1",
        "hosts": f"{PRACTICE.format(number % TRUSTS)}:60",
        "funding": "PCT growth",
        "post_start": BEGAN.isoformat(),
    }
    return row if number % 10 == 9 else {**row, **holder(number)}


def holder(number: int) -> dict[str, str]:
    held = {
        "staff_number": f"S{number:05d}",
        "name": f"Worker {number}",
        "cohort": f"C{number % 8}",
        "start": (BEGAN + timedelta(days=number % 200)).isoformat(),
        "employer": f"Employer {number % 25}",
        "scheme": "agenda_for_change",
        "band": ("4", "5", "6")[number % 3],
        "wte": ("1", "0.6", "0.8")[number % 3],
        "contract": "fixed_term",
        "contract_end": "2008-03-31",
    }
    if number % 5 == 4:
        return held | {"end": "2006-12-31", "end_reason": "pay", "destination": "nhs"}
    if number < SUPERVISORS:
        return held
    supervision = {"supervision_kind": "group", "supervision_minutes": "90", "supervision_days": "14"}
    return held | {"supervisor": f"S{5 * (number % 50):05d}", **supervision}


def changed(row: dict[str, str]) -> dict[str, str]:
    return row | {"band": "7"} if row.get("band") else row


def file_of(rows) -> bytes:
    return csv_bytes(NAMES, ([row.get(name, "") for name in NAMES] for row in rows))


class Bench:
    def __init__(self):
        self.programme = make_programme()
        self.lead = make_lead(self.programme)
        rows = [row_of(number) for number in range(ROWS)]
        few = [changed(row) if number % 100 == 0 else row for number, row in enumerate(rows)]
        self.files = {"new": file_of(rows), "same rows": file_of(rows[::-1]), "1% changed": file_of(few)}
        self.times = defaultdict(list)
        self.path = Path(os.environ.get("DATA_DIR", tempfile.gettempdir())) / "bare.csv"
        self.path.write_bytes(self.files["new"])
        print(f"{ROWS:,} rows, {len(NAMES)} columns, {len(self.files['new']) / 1e6:.1f} MB; {connection.vendor}")

    def empty(self):
        for table in TABLES:
            table.objects.all().delete()
        Upload.objects.all().delete()

    def bare(self):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bare")
            cursor.execute(f"CREATE TABLE bare ({', '.join(f'{name}_ text' for name in NAMES)})")
            if connection.vendor == "postgresql":
                with self.path.open("rb") as stream:
                    cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", stream)
                return
            with self.path.open(newline="", encoding="utf-8-sig") as stream:
                rows = csv.reader(stream)
                next(rows)
                cursor.executemany(f"INSERT INTO bare VALUES ({', '.join(['%s'] * len(NAMES))})", rows)

    def take(self, name: str):
        file = Sent(self.files[name])
        upload = staff_files.receive_staff_file(by=self.lead, programme=self.programme, file=file, acting_scope="")
        check, _ = timed(staff_files.check_staff_file, upload)
        if upload.state == "needs_confirming":
            keys = [problem["key"] for problem in upload.problems if problem["level"] == "W"]
            uploads.confirm(upload, by=self.lead, reasons=dict.fromkeys(keys, "bench"))
        uploads.submit_to_worker(upload=upload, by=self.lead)
        store, _ = timed(lambda: staff_files.apply_staff_file(upload, by=self.lead))
        if upload.state != "submitted":
            raise SystemExit(f"{name} ended as {upload.state}: {upload.problems[:3]}")
        for part, seconds in (("check", check), ("store", store), ("both", check + store)):
            self.times[f"{name}: {part}"].append(seconds)

    def one_round(self):
        self.empty()
        self.times["bare"].append(timed(self.bare)[0])
        for name in self.files:
            self.take(name)
        writing = timed(lambda: staff_files.write_roster(by=self.lead, programme=self.programme, extension="csv"))
        self.times["roster out as CSV"].append(writing[0])

    @staticmethod
    def ratio(worked, name) -> str:
        return f"{worked[name] / worked['bare']:6.1f} x" if worked["bare"] else "(bare too quick to measure)"

    def report(self):
        middle = {name: statistics.median(values) for name, values in self.times.items()}
        worked = {name: statistics.median(one.worked for one in values) for name, values in self.times.items()}
        for name, seconds in middle.items():
            of_bare = f"{seconds / middle['bare']:7.2f} x bare {ROWS / seconds:10,.0f} rows/s"
            print(f"{name:20} {seconds:8.3f} s {of_bare}, processor {worked[name]:7.3f} s {self.ratio(worked, name)}")
        reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"memory: worker at most {peak_mb():.0f} MB, reader at most {reader:.0f} MB")


def main(rounds="3"):
    call_command("migrate", verbosity=0)
    jobs.publish = lambda _job: None  # there is no worker: the jobs' work is done here
    bench = Bench()
    for _ in range(int(rounds)):
        bench.one_round()
    bench.report()


if __name__ == "__main__":
    main(*sys.argv[1:])
