"""What the registers of many practices come to, as ratios to reading the same rows from the same database in the same run.

`python -m bench.registers first-wave|tenth [rounds]` on the database that DATABASE_URL names, which must be empty. Medians
of interleaved rounds; the numbers in brackets are the targets 20, 21 and 22 of the performance design.
"""

import random
import statistics
import subprocess
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402

from bench.measuring import peak_mb, timed  # noqa: E402
from bench.rates import CONTACT_ROWS, rates  # noqa: E402
from bench.reading import read  # noqa: E402
from bench.register_rows import FIRST, LAST  # noqa: E402
from bench.spells import NOTE_ROWS, equal_ranges, spells  # noqa: E402
from practices.models import Organisation  # noqa: E402
from practices.months import first_of  # noqa: E402
from registers.actions import summaries  # noqa: E402
from registers.counting.months import MonthGrid  # noqa: E402
from registers.models import CertificateNote, Consultation  # noqa: E402

# Practices, people, notes, contacts.
SCALES = {"first-wave": (97, 58_000, 57_923, 1_050_000), "tenth": (650, 300_000, 450_000, 8_190_000)}
SINGLE_PRACTICES = 20
LABELS = {
    "notes": "reading the notes",
    "spells": "spells, with reading them",
    "contacts": "reading the contacts",
    "rates": "contacts and person-days, with reading them",
    "one": "the same of one practice",
    "figures": "every count of every month, nothing to write",
    "figures_one": "the same of one practice",
}


class Bench:
    """One country of registers, measured."""

    def __init__(self):
        self.practices = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        self.grid = MonthGrid.between(first_of(FIRST), first_of(LAST))

    def run(self, rounds):
        rates(self.practices[:1], self.grid)
        before = peak_mb()
        rates(self.practices, self.grid)
        print(f"rates: memory rises by {peak_mb() - before:.0f} MB (100)")
        print(f"first of all, {timed(summaries.refresh_all)[0]:.1f} s for all months, written; ", end="")
        print(
            f"memory rises by {peak_mb() - before:.0f} MB; a night without changes wrote {summaries.refresh_all()} (0)"
        )
        print(equal_ranges(self.practices))
        times = {name: [] for name in LABELS}
        for _ in range(rounds):
            self.one_round(times)
        self.report({name: statistics.median(values) for name, values in times.items()})

    def one_round(self, times):
        times["notes"].append(timed(read, NOTE_ROWS)[0])
        times["spells"].append(timed(spells, self.practices)[0])
        times["contacts"].append(timed(read, CONTACT_ROWS)[0])
        times["rates"].append(timed(rates, self.practices, self.grid)[0])
        times["figures"].append(timed(summaries.refresh_all)[0])
        for practice in random.sample(self.practices, SINGLE_PRACTICES):
            times["one"].append(timed(rates, [practice], self.grid)[0])
            times["figures_one"].append(timed(summaries.refresh_practices, [practice])[0])

    def report(self, median):
        for name, label in LABELS.items():
            print(f"{label:47} {median[name] * 1000:9.1f} ms")
        print(f"spells / reading {median['spells'] / median['notes']:.2f} (2); ", end="")
        print(f"rates / reading {median['rates'] / median['contacts']:.2f} (2); ", end="")
        print(f"all / one practice {median['rates'] / median['one']:.0f} (500)")
        print(f"every count / reading the contacts {median['figures'] / median['contacts']:.2f}; ", end="")
        print(f"all / one practice {median['figures'] / median['figures_one']:.0f}", flush=True)


def main(scale, rounds=5):
    call_command("migrate", verbosity=0)
    # In a process of its own, so that what making the data takes does not hide what the counting takes.
    subprocess.run([sys.executable, "-m", "bench.register_rows", *map(str, SCALES[scale])], check=True)
    contacts, notes = Consultation.objects.count(), CertificateNote.objects.count()
    print(
        f"\n{scale} on {connection.vendor}: {SCALES[scale][0]} practices, {contacts} contacts, {notes} notes",
        flush=True,
    )
    Bench().run(int(rounds))


if __name__ == "__main__":
    main(*sys.argv[1:])
