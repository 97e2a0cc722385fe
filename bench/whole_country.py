"""The analysis of all series of England at once, as a ratio to reading the rows that they come from; and of 1,000 series.

`python -m bench.whole_country [rounds]` on the database that DATABASE_URL names, which must be empty. 26,200 series of 36
months: 6,500 practices, 42 commissioners and 8 waves, four measures. Medians of interleaved rounds; bars in brackets.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import numpy as np

django.setup()

from django.core.management import call_command  # noqa: E402  models can be imported only now
from django.db import connection  # noqa: E402

from bench import country, values  # noqa: E402
from bench.reading import our_rows, read  # noqa: E402
from bench.recompute import SCALES  # noqa: E402
from measures.computing.reading import READ_FIELDS  # noqa: E402
from measures.models import MonthlyReturn  # noqa: E402
from measures.statistics import limits  # noqa: E402
from measures.statistics.analysing import Observed, analyse, baselines  # noqa: E402
from measures.statistics.phases import Phases  # noqa: E402
from measures.statistics.profiles import MAKING_DATA_COUNT, NHSRPLOTTHEDOTS_0_2_2, judge  # noqa: E402

SEED, JUDGED_FROM, REBASED_ROW, REBASED_EVERY, BLOCK = 3, 13, 24, 10, 1024
ONE_THOUSAND_FROM = 250  # practices, of four measures
NUMERATORS = ("gp_consultations", "other_staff_consultations", "referrals_dedup", "people_13w")
OF_PEOPLE = (False, False, False, True)
BETTER = (-1, 0, -1, -1)


def made_country(practices, commissioners, waves, months) -> Observed:
    """What the recompute hands to the analysis: every tenth series has been rebased, three returns of a hundred are missing."""
    chance = np.random.default_rng(SEED)
    counts = country.draw_counts(chance, months, practices)
    missing = chance.random((months, practices)) < country.MISSING
    levels = [
        np.arange(practices),
        np.arange(practices) * commissioners // practices,
        np.arange(practices) * waves // practices,
    ]
    numerators, denominators = [], []
    for name, people in zip(NUMERATORS, OF_PEOPLE, strict=True):
        below = counts["list_close"] if people else (counts["list_open"] + counts["list_close"]) / 2
        for groups in levels:
            numerators.append(rolled_up(counts[name], missing, groups))
            denominators.append(rolled_up(below, missing, groups))
    sizes = (practices, commissioners, waves)
    series = sum(sizes)
    numerators, denominators = np.hstack(numerators), np.hstack(denominators)
    return Observed(
        numerators=numerators,
        denominators=denominators,
        people=np.repeat(OF_PEOPLE, series),
        pooled=np.tile(np.repeat((False, True, True), sizes), len(NUMERATORS)),
        better=np.repeat(np.array(BETTER, dtype=np.int8), series),
        phases=phases_of(numerators.shape),
        judged_from=JUDGED_FROM,
        targets=np.full(numerators.shape[1], np.nan),
    )


def rolled_up(counts, missing, groups) -> np.ndarray:
    """Sums of neighbours; a group without a return has no value."""
    starts = np.unique(groups, return_index=True)[1]
    totals = np.add.reduceat(np.where(missing, 0.0, counts), starts, axis=1)
    returned = np.add.reduceat(~missing, starts, axis=1)
    return np.where(returned > 0, totals, np.nan)


def phases_of(shape) -> np.ndarray:
    rebased = np.arange(shape[1]) % REBASED_EVERY == 0
    return ((np.arange(shape[0]) >= REBASED_ROW)[:, None] & rebased).astype(np.int8)


def part_of(observed: Observed, columns) -> Observed:
    fields = {name: getattr(observed, name) for name in ("people", "pooled", "better", "targets")}
    wide = {name: getattr(observed, name)[:, columns] for name in ("numerators", "denominators", "phases")}
    return Observed(
        **{name: found[columns] for name, found in fields.items()}, **wide, judged_from=observed.judged_from
    )


def in_blocks(observed: Observed) -> None:
    """As a computer with little memory would."""
    for first in range(0, observed.numerators.shape[1], BLOCK):
        analyse(part_of(observed, slice(first, first + BLOCK)))


def limits_and_rules(observed: Observed) -> None:
    """What the targets were set for, and no more: phases, frozen baselines, Laney, screening, the rules."""
    counted = baselines(~np.isnan(observed.values), Phases(observed.phases, observed.values.shape), JUDGED_FROM).counted
    for family, chart in ((observed.people, limits.proportions), (~observed.people, limits.rates)):
        arrays = (observed.numerators, observed.denominators, observed.phases, counted)
        judge_drawn(chart(*(array[:, family] for array in arrays), prime=True), observed.phases[:, family])


def judge_drawn(drawn: limits.Limits, phases, profile=MAKING_DATA_COUNT) -> None:
    lines = (drawn.value, drawn.centre, drawn.lower, drawn.upper, drawn.near_lower, drawn.near_upper)
    judge(*lines, phases, profile)


def second_profile(observed: Observed) -> None:
    """The same series as individuals charts by the rules of NHSRplotthedots."""
    drawn = limits.individuals(observed.values, observed.phases, screened=True)
    judge_drawn(drawn, observed.phases, NHSRPLOTTHEDOTS_0_2_2)


def two_profiles(observed: Observed) -> None:
    limits_and_rules(observed)
    second_profile(observed)


def one_by_one(observed: Observed) -> None:
    """A hundredth of a thousand, each in a call of its own."""
    for column in range(10):
        analyse(part_of(observed, slice(column, column + 1)))


# ---- reading


def of_first_practices() -> str:
    ids = MonthlyReturn.objects.order_by("practice_id").values_list("practice_id", flat=True).distinct()
    return f"practice_id <= {ids[ONE_THOUSAND_FROM - 1]}"


def read_by_django(last) -> None:
    rows = MonthlyReturn.objects.filter(is_current=True, practice_id__lte=last).order_by()
    list(rows.values_list("practice_id", "month", "state", *READ_FIELDS))


def timed(function, *arguments) -> float:
    began = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - began


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def resident_mb() -> float:
    """What the process has now, on Linux; elsewhere the most that it has had."""
    place = Path("/proc/self/statm")
    return int(place.read_text().split()[1]) * resource.getpagesize() / 1e6 if place.exists() else peak_mb()


def measured(observed: Observed, rounds: int) -> dict[str, float]:
    thousand = part_of(observed, slice(0, 1000))
    few = of_first_practices()
    last = int(few.split()[-1])
    narrow = values.every_row()
    work = {
        "floor": (read, our_rows()),
        "narrow": (read, narrow),
        "whole": (analyse, observed),
        "blocks": (in_blocks, observed),
        "alike": (limits_and_rules, observed),
        "two": (two_profiles, observed),
        "thousand": (analyse, thousand),
        "one by one": (one_by_one, thousand),
        "thousand floor": (read, our_rows(f"is_current AND {few}")),
        "thousand narrow": (read, f"{narrow} WHERE practice <= {last}"),
        "thousand django": (read_by_django, last),
    }
    times = {name: [] for name in work}
    for _ in range(rounds):
        for name, (function, argument) in work.items():
            times[name].append(timed(function, argument))
    return {name: statistics.median(found) for name, found in times.items()}


def report(median: dict[str, float]) -> None:
    print(f"whole analysis, one call {median['whole']:.2f} s; in blocks of {BLOCK} {median['blocks']:.2f} s")
    print(
        f"limits and rules alone, as the targets were set {median['alike']:.2f} s; by two profiles {median['two']:.2f} s"
    )
    for name, words in (("floor", "our rows"), ("narrow", "one row per value, as the targets were set")):
        alike, two, whole = (median[work] / median[name] for work in ("alike", "two", "whole"))
        print(f"against the quickest reading of {words} ({median[name]:.2f} s):", end=" ")
        print(f"limits and rules {alike:.2f} (1.0), two profiles {two:.2f} (1.8); the whole analysis {whole:.2f}")
    print(
        f"1,000 series: {median['thousand'] * 1000:.1f} ms at once, {median['one by one'] * 100:.2f} s one by one",
        end="; ",
    )
    print(
        f"reading them: {median['thousand floor'] * 1000:.1f} ms our rows, {median['thousand narrow'] * 1000:.1f} ms",
        end=" ",
    )
    print(f"one row per value, {median['thousand django'] * 1000:.1f} ms values_list", end="; ")
    print(f"analysis / values_list {median['thousand'] / median['thousand django']:.2f}")


def rise_of_memory(observed: Observed, work: str) -> float:
    """Of a process that has the rows, and nothing else, when it begins."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        np.savez(f"{folder}/observed.npz", **vars(observed))
        command = [sys.executable, "-m", "bench.whole_country", "memory", work, f"{folder}/observed.npz"]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def print_rise(work: str, place: str) -> None:
    with np.load(place) as stored:
        found = {name: stored[name] for name in stored.files}
    observed = Observed(**found | {"judged_from": int(found["judged_from"])})
    analyse(part_of(observed, slice(0, 1)))  # what a first call imports and keeps
    before = resident_mb()
    {"whole": analyse, "blocks": in_blocks, "two": two_profiles}[work](observed)
    print(peak_mb() - before)


def main(rounds=5):
    call_command("migrate", verbosity=0)
    sizes = SCALES["england"]
    subprocess.run([sys.executable, "-m", "bench.country", *(str(size) for size in sizes.values())], check=True)
    observed = made_country(**sizes)
    values.make_table()
    print(
        f"\n{observed.numerators.shape[1]} series of {len(observed.numerators)} months on {connection.vendor}",
        flush=True,
    )
    rises = {work: rise_of_memory(observed, work) for work in ("whole", "blocks", "two")}
    print(
        "memory rises by {whole:.0f} MB in one call, {blocks:.0f} MB in blocks, {two:.0f} MB with two profiles".format(
            **rises
        )
    )
    report(measured(observed, int(rounds)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["memory"]:
        print_rise(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
