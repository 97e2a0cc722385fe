"""An extract of one practice's contacts, from the stored file to the table, as ratios to a bare load of the same file.

`python -m bench.ingest rows [rounds]` on the database that DATABASE_URL names, which must be empty. Bare is COPY into an
unindexed table of text on PostgreSQL, csv and executemany on SQLite. Ours reads, checks every value, compares with what is
stored and stores. It does so twice: once to show what will change, and once more, under a lock, when somebody has said so
("both" is what the person waits for; "store" is one reading with everything that the targets name).
Medians of interleaved rounds; the numbers in brackets are the targets of the performance design.
"""

import csv
import hashlib
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  models can be imported only now
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.permissions import Role  # noqa: E402
from bench.measuring import peak_mb  # noqa: E402
from operations import jobs  # noqa: E402
from practices.models import Grant, Organisation, Upload  # noqa: E402
from practices.uploads import actions as uploads  # noqa: E402
from registers.actions import extracts, standings, summaries  # noqa: E402
from registers.actions.sending import receive_extract  # noqa: E402
from registers.codes import ContactMode  # noqa: E402
from registers.models import Consultation, CoveredMonth, Person, PracticeRegister  # noqa: E402
from registers.roles import contact_roles  # noqa: E402

HEADER = ("patient_key", "date", "role_code", "mode", "attended", "key_check")
KEY_CHECK = "1a2b3c4d"
FIRST, DAYS = date(2004, 1, 1), 730
ROLES, MODES = ["GP", "PN", "GMHW", "CPN"], ["surgery", "telephone", "visit", "letter"]
SMALL, SLOW = 12_600, 100_000
TABLE = Consultation._meta.db_table


class Sent:
    """As a form gives it."""

    def __init__(self, content):
        self.content, self.name = content, "contacts.csv"

    def read(self):
        return self.content


def key_of(number):
    return hashlib.sha256(f"invented {number}".encode()).hexdigest()


def make_rows(count, people):
    """Different contacts of invented people in any order; the same on every run."""
    generator = random.Random(5)
    keys = [key_of(number) for number in range(people)]
    days = [(FIRST + timedelta(days=number)).isoformat() for number in range(DAYS)]
    found = set()
    while len(found) < count:
        found.add(
            (generator.randrange(people), generator.randrange(DAYS), generator.randrange(4), generator.randrange(4))
        )
    found = sorted(found)
    generator.shuffle(found)
    return [f"{keys[a]},{days[b]},{ROLES[c]},{MODES[d]},Y,{KEY_CHECK}" for a, b, c, d in found]


def content_of(rows):
    return ("\n".join([",".join(HEADER), *rows]) + "\n").encode()


def changed(rows):
    """One row in a hundred says that the person did not attend."""
    return [row.replace(",Y,", ",N,") if number % 100 == 0 else row for number, row in enumerate(rows)]


def timed(function, *arguments):
    """(seconds, result); the seconds know those of the processors too, which a busy machine does not stretch."""
    began, worked = time.perf_counter(), processor_seconds()
    result = function(*arguments)
    return Seconds(time.perf_counter() - began, processor_seconds() - worked), result


class Seconds(float):
    def __new__(cls, wall, worked):
        seconds = super().__new__(cls, wall)
        seconds.worked = worked
        return seconds

    def __add__(self, other):
        return Seconds(float(self) + float(other), self.worked + other.worked)


def processor_seconds():
    """Of this process, of the readers that have ended, and of the database's process for us."""
    return sum(time_of(resource.getrusage(who)) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) + backend()


def time_of(usage):
    return usage.ru_utime + usage.ru_stime


def backend():
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    fields = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def make_practice(people):
    practice = Organisation.objects.create(ods_code="A99001", name="Bench Surgery", kind="practice", is_invented=True)
    manager = User.objects.create_user("bench@example.org", "a long and quiet phrase", name="Bench")
    Grant.objects.create(person=manager, role=Role.PRACTICE_MANAGER, starts_on=date(2003, 1, 1), organisation=practice)
    PracticeRegister.objects.create(practice=practice, key_check_value=KEY_CHECK, key_check_set_at=timezone.now())
    Person.objects.bulk_create(
        [
            Person(practice=practice, patient_key=key_of(number), local_number=number + 1, birth_year=1970, sex="F")
            for number in range(people)
        ],
        batch_size=2_000,
    )
    return practice, manager


class Bench:
    def __init__(self, count):
        people = max(600, count // 50)
        self.practice, self.manager = make_practice(people)
        rows = make_rows(count, people)
        self.again = rows[::-1]
        self.files = {"new": content_of(rows), "again": content_of(self.again), "changed": content_of(changed(rows))}
        self.times = defaultdict(list)
        self.path = Path(settings.DATA_DIR) / "bare.csv"
        self.path.write_bytes(self.files["new"])
        size = len(self.files["new"])
        print(
            f"{count:,} rows of {people:,} people, {size / 1e6:.1f} MB, {size / count:.0f} bytes a row; {connection.vendor}"
        )

    def empty(self):
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}" if connection.vendor == "postgresql" else f"DELETE FROM {TABLE}")
        CoveredMonth.objects.all().delete()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM ANALYZE {TABLE}")

    def bare(self):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bare")
            cursor.execute(f"CREATE TABLE bare ({', '.join(f'{name} text' for name in HEADER)})")
            if connection.vendor == "postgresql":
                with self.path.open("rb") as stream:
                    cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv, HEADER)", stream)
            else:
                with self.path.open(newline="") as stream:
                    rows = csv.reader(stream)
                    next(rows)
                    cursor.executemany(f"INSERT INTO bare VALUES ({', '.join(['%s'] * len(HEADER))})", rows)

    def by_objects(self):
        """csv, a check of each value, objects and bulk_create: what one would write first."""
        people = dict(Person.objects.filter(practice=self.practice).values_list("patient_key", "pk"))
        modes = ContactMode.words()
        with transaction.atomic(), self.path.open(newline="") as stream:
            Consultation.objects.bulk_create(
                [
                    Consultation(
                        practice=self.practice, person_id=people[row["patient_key"]], day=date.fromisoformat(row["date"]),
                        role=contact_roles()[row["role_code"]].number, mode=modes[row["mode"]],
                        attended={"Y": True, "N": False}[row["attended"]],
                    )
                    for row in csv.DictReader(stream)
                ],
                batch_size=2_000,
            )  # fmt: skip

    def send(self, content):
        return receive_extract(by=self.manager, practice=self.practice, kind="consultations", file=Sent(content))

    def take(self, name, content):
        """Received, checked, confirmed, stored; each timed."""
        seconds, upload = timed(self.send, content)
        self.times[f"{name}: received"].append(seconds)
        check, upload = timed(extracts.check_extract, upload)
        if upload.state == "needs_confirming":
            keys = [problem["key"] for problem in upload.problems if problem["level"] == "W"]
            uploads.confirm(upload, by=self.manager, reasons=dict.fromkeys(keys, "bench"))
        uploads.submit_to_worker(upload=upload, by=self.manager)
        store = timed(lambda: extracts.apply_extract(upload, by=self.manager))[0]
        self.times[f"{name}: check"].append(check)
        self.times[f"{name}: store"].append(store)
        self.times[f"{name}: both"].append(check + store)
        if upload.state != "submitted":
            raise SystemExit(f"{name} ended as {upload.state}: {upload.problems[:3]}")
        return upload

    def one_round(self, with_objects):
        self.empty()
        self.times["bare"].append(timed(self.bare)[0])
        if with_objects:
            self.times["by objects"].append(timed(self.by_objects)[0])
            self.empty()
        self.take("new", self.files["new"])
        self.take("same bytes", self.files["new"])
        upload = self.take("same rows", self.files["again"])
        summary = upload.context["differences"]["summary"]
        print(f"  the same rows again: {summary['added']} added, {summary['removed']} removed (0)")
        self.take("1% changed", self.files["changed"])
        self.files["again"] = content_of(random.sample(self.again, len(self.again)))  # never the same bytes as before
        Upload.objects.update(repeated_of=None)
        CoveredMonth.objects.all().delete()
        Upload.objects.all().delete()

    def run(self, rounds, with_objects):
        for _ in range(rounds):
            self.one_round(with_objects)
        self.report()

    def report(self):
        middle = {name: statistics.median(values) for name, values in self.times.items()}
        worked = {name: statistics.median(one.worked for one in values) for name, values in self.times.items()}
        bare, rows = middle["bare"], len(self.again)
        for name, seconds in middle.items():
            of_bare = (
                f"{seconds / bare:6.2f} x bare, processor {worked[name]:7.3f} s {worked[name] / worked['bare']:6.2f} x"
            )
            print(f"{name:20} {seconds:8.3f} s {of_bare} {rows / seconds:10,.0f} rows/s {TARGETS.get(name, '')}")
        if "by objects" in middle:
            slow = middle["by objects"]
            print(
                f"csv and bulk_create: {slow / middle['new: store']:.1f} x our storing, {slow / middle['new: both']:.1f} x both"
            )


TARGETS = {
    "new: store": "(PostgreSQL 4, in bounded memory 5; SQLite 2)",
    "same rows: store": "(2.5)",
    "same bytes: both": "(0.5, with receiving)",
}


def measure_parts():
    """How much of storing is bringing up to date what pages lean on."""
    spent = defaultdict(float)

    def wrapped(module, name):
        function = getattr(module, name)

        def measured(*arguments, **named):
            seconds, result = timed(lambda: function(*arguments, **named))
            spent[f"{module.__name__.rpartition('.')[2]}.{name}"] += seconds
            return result

        setattr(module, name, measured)

    wrapped(standings, "refresh")
    wrapped(summaries, "refresh")
    wrapped(extracts, "read_columns")
    return spent


READER = """
import resource, sys
from pathlib import Path
from practices.uploads.columns_reading import read_columns
from registers.files.schemas import extract_schema
read_columns(Path(sys.argv[1]), "contacts.csv", extract_schema("consultations"))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def reader_mb(path):
    """The most that the process has which reads the file; asked by a small process, whose own size would count."""
    return float(subprocess.run([sys.executable, "-c", READER, path], capture_output=True, check=True).stdout)


def main(count="100000", rounds="5"):
    call_command("migrate", verbosity=0)
    jobs.publish = lambda _job: None  # there is no worker: the jobs' work is done here
    count, rounds = int(count), int(rounds)
    bench = Bench(count)
    bench.empty()
    before, spent = peak_mb(), measure_parts()
    bench.run(rounds, with_objects=count <= SLOW)
    print(
        f"memory: worker at most {peak_mb():.0f} MB, of which the bench's own {before:.0f}; reader {reader_mb(bench.path):.0f} MB"
    )
    print("of all rounds:", {name: f"{seconds:.2f} s" for name, seconds in spent.items()})


if __name__ == "__main__":
    main(*sys.argv[1:])
