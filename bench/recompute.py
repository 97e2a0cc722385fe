"""The nightly recompute and one return's, as ratios to reading the same rows from the same database in the same run.

`python -m bench.recompute first-wave|england [rounds]` on the database that DATABASE_URL names, which must be empty.
Medians of interleaved rounds; the numbers in brackets are the targets of the performance design, set for England.
Our rows are wide: a practice's whole month, seven numbers of four measures. The targets were set against reading the
same values from narrow rows, one per value, four times as many: both are read here, and both ratios are printed.
"""

import random
import statistics
import subprocess
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402

from bench import country, values  # noqa: E402
from bench.measuring import peak_mb, timed  # noqa: E402
from bench.reading import our_rows, read  # noqa: E402
from measures.computing.reading import READ_FIELDS  # noqa: E402
from measures.computing.recompute import recompute_all, recompute_wave  # noqa: E402
from measures.models import MonthlyReturn, Series  # noqa: E402

SCALES = {
    "first-wave": {"practices": 97, "commissioners": 16, "waves": 1, "months": 24},
    "england": {"practices": 6_500, "commissioners": 42, "waves": 8, "months": 36},
}
RETURNS_A_ROUND = 10
LABELS = {
    "floor": "reading our rows, binary COPY or fetchall",
    "django": "reading our rows, list(values_list())",
    "narrow_floor": "reading one row per value, COPY or fetchall",
    "narrow_django": "reading one row per value, list(values_list())",
    "new": "whole recompute, all new",
    "again": "whole recompute, nothing changed",
    "one": "one return's recompute",
}


class Bench:
    """One country, measured."""

    def __init__(self):
        self.names = ("practice_id", "month", "state", *READ_FIELDS)

    def read_by_django(self):
        return len(list(MonthlyReturn.objects.filter(is_current=True).order_by().values_list(*self.names)))

    def forget_series(self):
        Series.objects.all()._raw_delete("default")
        self.tidy()

    def tidy(self):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE measures_series" if connection.vendor == "postgresql" else "ANALYZE")

    def whole(self):
        return sum(run.series_written for run in recompute_all())

    def one_return(self):
        """Milliseconds of one return's recompute, and how many series it wrote."""
        changed = country.one_more_return(random.choice(self.practices), country.LATEST)
        seconds, run = timed(
            lambda: recompute_wave(wave=changed.wave, kind="incremental", practices=[changed.practice_id])
        )
        return seconds, run

    def stored_mb(self):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("VACUUM FULL measures_series")
                cursor.execute("SELECT pg_total_relation_size('measures_series') - pg_indexes_size('measures_series')")
            else:
                cursor.execute("SELECT sum(pgsize) FROM dbstat WHERE name = 'measures_series'")
            return cursor.fetchone()[0] / 1e6

    def run(self, rounds):
        self.practices = list(MonthlyReturn.objects.filter(month=country.LATEST).values_list("practice_id", flat=True))
        before = peak_mb()
        _, written = timed(self.whole)
        rise = peak_mb() - before
        print(
            f"{written} series; memory rises by {rise:.0f} MB (250 on PostgreSQL, 400 on SQLite); stored {self.stored_mb():.1f} MB (35)"
        )
        print(f"one row per value, as the targets were set: {values.make_table()} rows")
        times = {name: [] for name in LABELS}
        for _ in range(rounds):
            self.one_round(times)
        self.report({name: statistics.median(values) for name, values in times.items()}, times)

    def one_round(self, times):
        times["floor"].append(timed(read, our_rows())[0])
        times["django"].append(timed(self.read_by_django)[0])
        times["narrow_floor"].append(timed(read, values.every_row())[0])
        times["narrow_django"].append(timed(values.read_by_django)[0])
        self.forget_series()
        times["new"].append(timed(self.whole)[0])
        seconds, written = timed(self.whole)
        times["again"].append(seconds)
        runs = [self.one_return() for _ in range(RETURNS_A_ROUND)]
        times["one"] += [seconds for seconds, _ in runs]
        most = max(run.series_written for _, run in runs)
        print(f"  a night without changes wrote {written} (0); a return at most {most} series (12)", end="; ")
        print(f"the night after {RETURNS_A_ROUND} returns wrote {self.whole()} (0)")

    def report(self, median, times):
        for name, label in LABELS.items():
            print(f"{label:47} {median[name] * 1000:9.1f} ms")
        for prefix, rows in (("", "our rows"), ("narrow_", "one row per value, as the targets were set")):
            print(f"whole, all new, by {rows}:", end=" ")
            print(f"{median['new'] / median[prefix + 'django']:.2f} x values_list (1.5),", end=" ")
            print(
                f"{median['new'] / median[prefix + 'floor']:.2f} x the quickest reading (5 on PostgreSQL, 4 on SQLite)"
            )
        one_95 = sorted(times["one"])[int(len(times["one"]) * 0.95)]
        print(f"whole / one return: all new {median['new'] / median['one']:.0f},", end=" ")
        print(f"nothing changed {median['again'] / median['one']:.0f} (50); its 95% {one_95 * 1000:.0f} ms")


def main(scale, rounds=5):
    call_command("migrate", verbosity=0)
    # In a process of its own, so that what making the data takes does not hide what the recompute takes.
    subprocess.run([sys.executable, "-m", "bench.country", *(str(size) for size in SCALES[scale].values())], check=True)
    print(f"\n{scale} on {connection.vendor}: {SCALES[scale]}, {MonthlyReturn.objects.count()} returns", flush=True)
    Bench().run(int(rounds))


if __name__ == "__main__":
    main(*sys.argv[1:])
