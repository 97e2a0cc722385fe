"""Worked figures of comparisons on the method pages: funnels, intervals, before and after, staying in post. Pure."""

import numpy as np

from measures.method_drawings import Lines
from measures.method_pages import Example
from measures.method_words import Worked, number, shown, with_unit
from measures.statistics.by_chance import chance_words
from measures.statistics.clustered_change import clustered_change
from measures.statistics.comparisons import newcombe_difference
from measures.statistics.funnel import proportions_funnel
from measures.statistics.intervals import Intervals, byar, wilson
from measures.statistics.pooled_change import PooledRate, pooled_change
from measures.statistics.segmented_design import design
from measures.statistics.survival import LOG, kaplan_meier
from measures.statistics.time_series import Estimate, SegmentedPoisson, segmented_poisson

PER_CENT = 100
NAMED_BELOW = 0.05  # q of a list that names


def work_funnel(example: Example) -> Worked:
    order = np.argsort(example.denominators)
    people, counts = (
        np.array(example.denominators, dtype=float)[order],
        np.array(example.numerators, dtype=float)[order],
    )
    found = proportions_funnel(counts, people)
    outside = int(np.count_nonzero(found.exact.outside_inner(found.values)))
    lines = Lines(
        title=f"Funnel of {found.units} invented practices by number of people, {example.unit}, with 95% and 99.8% limits",
        values=shown(found.values * PER_CENT),
        centre=[found.target * PER_CENT] * found.units,
        lower=shown(found.exact.inner_lower * PER_CENT),
        upper=shown(found.exact.inner_upper * PER_CENT),
        outer_lower=shown(found.exact.outer_lower * PER_CENT),
        outer_upper=shown(found.exact.outer_upper * PER_CENT),
        places=people.tolist(),
        under="people",
        joined=False,
    )
    rows = (
        ("Average of all", with_unit(found.target * PER_CENT, example.unit)),
        ("Outside the 95% limits", str(outside)),
        ("By chance", chance_words(found.units)),
        ("Winsorised φ", number(found.dispersion.phi)),
        ("Limits widened", "yes" if found.is_overdispersed else "no"),
    )
    return Worked(rows, lines)


def work_many(example: Example) -> Worked:
    """Who is named when all are looked at at once; practices count from 1."""
    found = proportions_funnel(example.numerators, example.denominators)
    least = int(np.argmin(found.p))
    named = [str(place + 1) for place in np.flatnonzero(found.judged_q < NAMED_BELOW)]
    return Worked(
        (
            ("Practices", str(found.units)),
            ("Least probable", f"practice {least + 1}, {number(found.values[least] * PER_CENT)}%"),
            ("Its mid-P, by itself", number(found.p[least])),
            ("Its q, among all", number(found.judged_q[least])),
            ("Named at 5%", ", ".join(named) or "none"),
        )
    )


def work_clustered(example: Example) -> Worked:
    earlier = (example.earlier_numerators, example.earlier_denominators)
    found = clustered_change(*earlier, example.numerators, example.denominators)
    times = example.multiplier
    return Worked(
        (
            ("Practices in both periods", str(found.practices)),
            ("Baseline", with_unit(found.baseline * times, example.unit)),
            ("Now", with_unit(found.current * times, example.unit)),
            ("Difference", number(found.difference * times)),
            ("95% interval", f"{number(found.difference_lower * times)} to {number(found.difference_upper * times)}"),
            ("Ratio", f"{number(found.ratio)} ({number(found.ratio_lower)} to {number(found.ratio_upper)})"),
            ("Variance by practice ÷ by events alone", number(found.phi)),
        )
    )


def interval_row(found: Intervals, times: float, unit: str) -> tuple[tuple[str, str], ...]:
    value, lower, upper = (float(np.ravel(part)[0]) * times for part in (found.values, found.lower, found.upper))
    return (("Figure", with_unit(value, unit)), ("95% interval", f"{number(lower)} to {number(upper)}"))


def work_wilson(example: Example) -> Worked:
    return Worked(interval_row(wilson(example.numerators, example.denominators), PER_CENT, example.unit))


def work_byar(example: Example) -> Worked:
    return Worked(interval_row(byar(example.numerators, example.denominators), example.multiplier, example.unit))


def work_newcombe(example: Example) -> Worked:
    """The earlier period stands first in the file."""
    (before, after), (people_before, people_after) = example.numerators, example.denominators
    found = newcombe_difference(after, people_after, before, people_before)
    return Worked(
        (
            ("Before", with_unit(before / people_before * PER_CENT, "%")),
            ("After", with_unit(after / people_after * PER_CENT, "%")),
            ("Difference", with_unit(found.value * PER_CENT, example.unit)),
            ("95% interval", f"{number(found.lower * PER_CENT)} to {number(found.upper * PER_CENT)}"),
        )
    )


def work_rate_ratio(example: Example) -> Worked:
    """The later period stands first in the file."""
    (now, before), (time_now, time_before) = example.numerators, example.denominators
    found = pooled_change(PooledRate(before, time_before, before), PooledRate(now, time_now, now))
    return Worked(
        (
            ("Rate ratio", number(found.ratio)),
            ("95% interval", f"{number(found.ratio_lower)} to {number(found.ratio_upper)}"),
        )
    )


def work_interrupted(example: Example) -> Worked:
    counts, time = np.array(example.numerators, dtype=float), np.array(example.denominators, dtype=float)
    found = segmented_poisson(counts, time, design(len(counts), example.frozen))
    rates = counts / time * example.multiplier
    lines = Lines(
        title=f"Invented figures, {example.unit}, with the fitted lines before and after the change",
        values=shown(rates),
        centre=shown(fitted_rates(found) * example.multiplier),
        breaks=(example.frozen,),
    )
    rows = (
        ("Months before and after", f"{found.months_before} and {found.months_after}"),
        ("Level, ratio", estimate(found.level_ratio)),
        ("Slope a month, ratio", estimate(found.slope_ratio)),
        ("Last month against the earlier line carried on, ratio", estimate(found.ratio_at_end)),
        ("Dispersion", number(found.dispersion)),
    )
    return Worked(rows, lines)


def fitted_rates(found: SegmentedPoisson) -> np.ndarray:
    """Per unit of person-time, [months]."""
    return np.exp(found.design.columns @ found.coefficients)


def estimate(found: Estimate) -> str:
    return f"{number(found.value)} ({number(found.lower)} to {number(found.upper)})"


def work_survival(example: Example) -> Worked:
    found = kaplan_meier(example.values, [bool(event) for event in example.events], interval=LOG)
    places, survival = steps(found.times, found.survival)
    lower, upper = found.interval_at([12.0])
    rows = (
        ("People", str(found.people)),
        ("Still in post after 12 months", with_unit(float(found.at([12.0])[0]) * PER_CENT, "%")),
        ("95% interval (log)", f"{number(float(lower[0]) * PER_CENT)} to {number(float(upper[0]) * PER_CENT)}"),
        ("Median", with_unit(found.median, example.unit)),
    )
    title = f"Kaplan-Meier curve of {found.people} invented people, % still in post by {example.unit}"
    return Worked(rows, Lines(title=title, values=survival, centre=(), places=places, under=example.unit, marked=False))


def steps(times: np.ndarray, survival: np.ndarray) -> tuple[list[float], list[float]]:
    """A staircase: level up to each time, then down."""
    places, heights = [0.0], [float(PER_CENT)]
    for time, share in zip(times.tolist(), survival.tolist(), strict=True):
        places += [time, time]
        heights += [heights[-1], share * PER_CENT]
    return places, heights


COMPARISONS = {
    "funnel": work_funnel,
    "many": work_many,
    "clustered": work_clustered,
    "wilson": work_wilson,
    "byar": work_byar,
    "newcombe": work_newcombe,
    "rate_ratio": work_rate_ratio,
    "interrupted": work_interrupted,
    "survival": work_survival,
}
