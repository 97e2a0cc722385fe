"""Limits the plain way: one series, one month after the other, lists with None for what is missing."""

from math import fsum, sqrt
from statistics import median

ROUNDING = 1e-9


def mean(numbers):
    return fsum(numbers) / len(numbers) if numbers else None


def over(above, below):
    return above / below if above is not None and below else None


def used_rows(values, counted, phases, phase):
    return [row for row in range(len(values)) if phases[row] == phase and counted[row] and values[row] is not None]


def ranges_of(values, rows):
    return [abs(values[row] - values[row - 1]) for row in rows if row - 1 in rows]


def mean_range(ranges, screened, range_limit=3.267):
    average = mean(ranges)
    if average is None or not screened:
        return average
    kept = mean([one for one in ranges if one < range_limit * average])
    return kept if kept is not None and kept > ROUNDING * average else average


def around(centre, sigma):
    """Centre, lower, near lower, near upper, upper."""
    if centre is None or not sigma:
        return (centre, None, None, None, None)
    return (centre, centre - 3 * sigma, centre - 2 * sigma, centre + 2 * sigma, centre + 3 * sigma)


def by_month(values, counted, phases, of_rows):
    """`of_rows` answers for the used rows of a phase with a function of the month."""
    answers = {phase: of_rows(used_rows(values, counted, phases, phase)) for phase in set(phases)}
    return [answers[phases[row]](row) for row in range(len(values))]


def individuals(values, phases, counted, screened, three_sigma=2.66):
    def of_rows(rows):
        centre = mean([values[row] for row in rows])
        average = mean_range(ranges_of(values, rows), screened)
        if average is not None and average <= ROUNDING * abs(centre):
            average = None
        return lambda row: around(centre, average and average * three_sigma / 3)

    return by_month(values, counted, phases, of_rows)


def moving_ranges(values, phases, counted):
    def of_rows(rows):
        centre = mean(ranges_of(values, rows))
        upper = 3.267 * centre if centre else None
        return lambda row: (centre, upper and 0, upper and 0, upper and upper * 2 / 3, upper)

    return by_month(values, counted, phases, of_rows)


def counts(values, phases, counted):
    def of_rows(rows):
        centre = mean([values[row] for row in rows])
        return lambda row: around(centre, sqrt(centre or 0))

    return by_month(values, counted, phases, of_rows)


def pooled(above, below, phases, counted, *, people, prime, screened=True, floor=1):
    values = [over(one, other) for one, other in zip(above, below, strict=True)]

    def of_rows(rows):
        centre = over(sum(above[row] for row in rows), sum(below[row] for row in rows))
        variance = (centre * (1 - centre) if people else centre) if centre is not None else 0
        spread = 1
        if prime and variance > 0:
            scores = [
                (values[row] - centre) / sqrt(variance / below[row]) if row in rows else None
                for row in range(len(values))
            ]
            average = mean_range(ranges_of(scores, rows), screened)
            spread = max(average / 1.128, floor) if average is not None else 0
            spread = spread if spread > ROUNDING else 0
        return lambda row: around(
            centre, spread * sqrt(max(variance, 0) / below[row]) if values[row] is not None else 0
        )

    return by_month(values, counted, phases, of_rows)


def weighted_individuals(above, below, phases, counted, screened):
    values = [over(one, other) for one, other in zip(above, below, strict=True)]

    def of_rows(rows):
        centre = over(sum(above[row] for row in rows), sum(below[row] for row in rows))
        ranges = [
            abs(values[row] - values[row - 1]) / sqrt(1 / below[row] + 1 / below[row - 1])
            for row in rows
            if row - 1 in rows
        ]
        average = mean_range(ranges, screened, 3.2665)
        if average is not None and average <= ROUNDING * centre:
            average = None
        unit = sqrt(3.141592653589793 / 2)
        return lambda row: around(
            centre, average * unit / sqrt(below[row]) if average and values[row] is not None else 0
        )

    return by_month(values, counted, phases, of_rows)


def g_chart(values, phases, counted):
    def of_rows(rows):
        gaps = [values[row] for row in rows]
        average = mean(gaps)
        lines = around(average, sqrt(average * (average + 1)) if average else 0)
        return lambda row: (median(gaps) if gaps else None, *lines[1:])

    return by_month(values, counted, phases, of_rows)


def days(root):
    return abs(root) ** 3.6 * (1 if root >= 0 else -1)


def t_chart(values, phases, counted, screened):
    def of_rows(rows):
        if any(values[row] <= 0 for row in rows):
            return lambda row: (None,) * 5
        roots = [None if value is None else days_root(value) for value in values]
        lines = individuals(roots, phases, counted, screened, 3 / 1.128)
        return lambda row: tuple(None if line is None else days(line) for line in lines[row])

    return by_month(values, counted, phases, of_rows)


def days_root(value):
    return value ** (1 / 3.6) if value >= 0 else -((-value) ** (1 / 3.6))


def pearson(above, below, counted, people):
    """phi and the degrees of freedom, or None."""
    rows = [row for row in range(len(above)) if counted[row] and over(above[row], below[row]) is not None]
    if len(rows) < 2:
        return None
    centre = sum(above[row] for row in rows) / sum(below[row] for row in rows)
    if centre == 0 or (people and centre == 1):
        return None
    shares = [
        (above[row] - below[row] * centre) ** 2 / (below[row] * centre * ((1 - centre) if people else 1))
        for row in rows
    ]
    return fsum(shares) / (len(rows) - 1), len(rows) - 1
