"""The evaluation of 500 PDSA cycles, as a ratio to reading the series of their wave from the same database in the same run.

`python -m bench.cycles [rounds]` on the database that DATABASE_URL names, which must be empty: the demonstration is made in it
and the cycles of its first wave are copied until there are 500. Medians of interleaved rounds. A night without changes may
write nothing, and the queries may not grow with the cycles.
"""

import statistics
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.measuring import timed  # noqa: E402
from collaborative.actions.cycle_evaluations import evaluate_wave, started_cycles  # noqa: E402
from collaborative.demonstration import seed  # noqa: E402
from collaborative.models import CycleEvaluation, PdsaCycle  # noqa: E402
from measures.models import Series  # noqa: E402
from practices.models import Wave  # noqa: E402

CYCLES = 500


def copy_cycles(wave):
    """Copies of the wave's started cycles on other days of the same month, in ramps as the first has."""
    first = started_cycles(wave)
    numbers = dict.fromkeys({cycle.ramp_id for cycle in first}, 100)
    for place in range(CYCLES - len(first)):
        original = first[place % len(first)]
        practices = list(original.practices.all())
        numbers[original.ramp_id] += 1
        copy = PdsaCycle.objects.get(pk=original.pk)
        copy.pk, copy.number = None, numbers[original.ramp_id]
        copy.save()
        copy.practices.set(practices)


def read_series(wave):
    return list(Series.objects.filter(wave=wave).select_related("organisation"))


def queries(wave):
    with CaptureQueriesContext(connection) as captured:
        evaluate_wave(wave=wave)
    return len(captured)


def one_round(wave, times):
    times["reading the series of the wave"].append(timed(lambda: read_series(wave))[0])
    CycleEvaluation.objects.all().delete()
    seconds, run = timed(lambda: evaluate_wave(wave=wave))
    times["all evaluations, all new"].append(seconds)
    seconds, again = timed(lambda: evaluate_wave(wave=wave))
    times["all evaluations, nothing changed"].append(seconds)
    return run.written, again.written


def main(rounds=5):
    call_command("migrate", verbosity=0)
    if not seed.seed().is_new:
        sys.exit("The demonstration is there already: give an empty database")
    wave = Wave.objects.get(code="W1")
    few = queries(wave)
    copy_cycles(wave)
    times = {
        name: []
        for name in ("reading the series of the wave", "all evaluations, all new", "all evaluations, nothing changed")
    }
    written = [one_round(wave, times) for _ in range(int(rounds))][-1]
    report(wave, times, written, few)


def report(wave, times, written, few):
    rows = Series.objects.filter(wave=wave).count()
    print(f"{len(started_cycles(wave))} cycles, {rows} series on {connection.vendor}")
    median = {name: statistics.median(found) for name, found in times.items()}
    reading = median["reading the series of the wave"]
    for name, seconds in median.items():
        print(f"{name:35} {seconds * 1000:8.1f} ms  {seconds / reading:6.1f} x reading")
    print(f"all new wrote {written[0]}; a night without changes wrote {written[1]} (0)")
    print(f"queries: {queries(wave)}, as with the demonstration's own cycles ({few})")


if __name__ == "__main__":
    main(*sys.argv[1:])
