"""How long the demonstration takes to make: `python -m bench.seeding` on an empty database that DATABASE_URL names.

In seconds, and as a ratio to reading the same rows back from the same database in the same run (all columns, by Django).
"""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now

from bench.measuring import peak_mb, timed  # noqa: E402
from collaborative.demonstration import seed  # noqa: E402
from measures.models import MonthlyReturn, Series  # noqa: E402
from practices.models import Upload  # noqa: E402


def read_back():
    return [list(model.objects.all()) for model in (MonthlyReturn, Upload, Series)]


def main():
    call_command("migrate", verbosity=0)
    making, made = timed(seed.seed)
    if not made.is_new:
        sys.exit("The demonstration is there already: give an empty database")
    reading, rows = timed(read_back)
    again, _ = timed(seed.seed)
    print(
        f"made {made.returns} returns in {making:.2f} s, {making / reading:.1f} times reading {sum(map(len, rows))} rows"
    )
    print(f"second run {again * 1000:.0f} ms; peak memory {peak_mb():.0f} MB")


if __name__ == "__main__":
    main()
