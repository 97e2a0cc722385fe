"""The whole analysis once more, for one series of people or of events, as one would tell it: lists, loops, None for no value."""

from dataclasses import dataclass
from math import sqrt
from statistics import median

from scipy.stats import chi2

from measures.statistics import codes
from tests.measures.statistics import naive_rules

D2 = 1.128
BITS = (codes.OUTSIDE, codes.TREND, codes.TWO_IN_THREE, codes.SHIFT)  # in order of precedence


@dataclass(frozen=True)
class Told:
    """One phase: its rows, those that count, centre, how much wider its limits are than chance, the variance of one unit."""

    rows: list
    counted: list
    centre: float | None
    sigma_z: float | None
    variance: float


@dataclass(frozen=True)
class Naive:
    kind: str
    why: str
    phases: list
    lower: list
    upper: list
    flags: list
    variation: str
    assurance: str
    row: int | None


def naive_analysis(above, below, *, people, pooled, better, phases, judged_from, target) -> Naive:
    """Lists of one element a month; `target` None for none."""
    values = [one / size if one is not None and size else None for one, size in zip(above, below, strict=True)]
    told = [phase_of(above, below, values, phases, number, judged_from, people) for number in sorted(set(phases))]
    longest = max(told, key=lambda phase: len(phase.counted))
    kind, why = choice(above, below, values, longest, people=people, pooled=pooled)
    if kind in codes.WITH_LIMITS and not longest.variance > 0:
        kind, why = codes.RUN_CHART, "no_variation"
    lines = [drawn(below, values, phase, kind) for phase in told]
    near_lower, lower, centre, upper, near_upper = ([one for line in lines for one in line[part]] for part in range(5))
    judged = [value if limit is not None else None for value, limit in zip(values, upper, strict=True)]
    flags = flags_of(judged, centre, (near_lower, near_upper), (lower, upper), phases)
    row = max((row for row, value in enumerate(values) if value is not None), default=None)
    has_icon = row is not None and strong(told[-1], kind)
    return Naive(
        kind=kind,
        why=why,
        phases=told,
        lower=lower,
        upper=upper,
        flags=flags,
        variation=variation(flags[row], better) if has_icon else codes.NO_ICON,
        assurance=assurance(values, lower, upper, flags, told[-1], kind, better, target),
        row=row,
    )


def phase_of(above, below, values, phases, number, judged_from, people) -> Told:
    rows = [row for row, phase in enumerate(phases) if phase == number]
    points = [row for row in rows if values[row] is not None]
    early = [row for row in points if row < judged_from]
    counted = early if len(early) >= 13 else points[:20]
    if not counted:
        return Told(rows, counted, None, None, 0)
    centre = sum(above[row] for row in counted) / sum(below[row] for row in counted)
    variance = centre * (1 - centre) if people else centre
    return Told(rows, counted, centre, sigma_z(below, values, counted, centre, variance), variance)


def sigma_z(below, values, counted, centre, variance) -> float | None:
    if not variance > 0:
        return None
    z = {row: (values[row] - centre) / sqrt(variance / below[row]) for row in counted}
    ranges = [abs(z[row] - z[row - 1]) for row in counted if row - 1 in z]
    return sum(ranges) / len(ranges) / D2 if ranges else None


def choice(above, below, values, phase, *, people, pooled) -> tuple[str, str]:
    """Kind and reason, a season aside."""
    rows = [row for row in phase.rows if values[row] is not None]
    shown = [values[row] for row in rows]
    middle = median([values[row] for row in phase.counted]) if shown else 0
    useful = sum(abs(value - middle) > 1e-9 * abs(middle) for value in shown)
    if useful < 10:
        return codes.PLAIN_LINE, "few_useful"
    noughts, everybody = sum(value == 0 for value in shown), sum(abs(value - 1) < 1e-9 for value in shown)
    if max(noughts, everybody if people else 0) > len(rows) / 2:
        return codes.TABLE, "at_bound"
    if 3 * (len(rows) - useful) > len(rows):
        return codes.TABLE, "tied"
    if len(rows) < 13:
        return codes.RUN_CHART, "short"
    if is_rare(above, below, rows, people):
        return codes.RUN_CHART, "rare"
    plain, prime = (codes.P_CHART, codes.P_PRIME) if people else (codes.U_CHART, codes.U_PRIME)
    if pooled:
        return prime, "pooled"
    is_wide = phase.sigma_z is not None and phase.sigma_z > 1 and pearson_p(above, below, phase, people) < 0.05
    return (prime, "overdispersed") if is_wide else (plain, "counts")


def is_rare(above, below, rows, people) -> bool:
    counted, total = sum(above[row] for row in rows), sum(below[row] for row in rows)
    scarcer = min(counted, total - counted) if people else counted
    expected = [below[row] * scarcer / total for row in rows]
    five, ten = (sum(one >= least for one in expected) / len(rows) >= 0.9 for least in (5, 10))
    extreme = people and min(counted / total, 1 - counted / total) < 0.05
    return not five or (extreme and not ten)


def pearson_p(above, below, phase, people) -> float:
    def share(row):
        expected = phase.centre * below[row]
        return (above[row] - expected) ** 2 / (expected * (1 - phase.centre if people else 1))

    degrees = len(phase.counted) - 1
    return chi2.sf(sum(map(share, phase.counted)), degrees) if degrees and phase.variance > 0 else 1


def strong(phase, kind) -> bool:
    return kind in codes.WITH_LIMITS and len(phase.counted) >= 13 and phase.variance > 0


def drawn(below, values, phase, kind) -> list[list]:
    """Near lower, lower, centre, upper, near upper of the phase's months; None where there is none."""
    factor = max(1, phase.sigma_z or 1) if kind in (codes.P_PRIME, codes.U_PRIME) else 1
    found = []
    for row in phase.rows:
        if values[row] is None or not strong(phase, kind):
            found.append((None,) * 5)
        else:
            sigma = factor * sqrt(phase.variance / below[row])
            found.append(tuple(phase.centre + sigmas * sigma for sigmas in (-2, -3, 0, 3, 2)))
    return [list(part) for part in zip(*found, strict=True)]


def flags_of(values, centre, near, limit, phases) -> list[int]:
    rules = (
        outside_sides(values, *limit),
        sides_of_trend(values, phases),
        sides_of_two(values, centre, near, limit, phases),
        sides_of_shift(values, centre, phases),
    )
    flags = []
    for sides in zip(*rules, strict=True):
        side = next((side for side in sides if side), 0)
        own = sum(bit for bit, found in zip(BITS, sides, strict=True) if found)
        flags.append(own + (codes.HIGH if side > 0 else codes.LOW if side < 0 else 0))
    return flags


def outside_sides(values, lower, upper):
    triples = zip(values, lower, upper, strict=True)
    return [(naive_rules.side(value, high) == 1) - (naive_rules.side(value, low) == -1) for value, low, high in triples]


def sides_of_trend(values, phases):
    members, _ = naive_rules.trend(values, phases, 7)
    return [naive_rules.trend_side(values, phases, 7, row) if member else 0 for row, member in enumerate(members)]


def sides_of_two(values, centre, near, limit, phases):
    low, high = (
        naive_rules.two_in_three(values, centre, near[side], limit[side], phases, way, True)[0]
        for side, way in enumerate((-1, 1))
    )
    return [up - down for up, down in zip(high, low, strict=True)]


def sides_of_shift(values, centre, phases):
    members, _ = naive_rules.same_side(values, centre, phases, 7)
    triples = zip(values, centre, members, strict=True)
    return [naive_rules.side(value, line) if member else 0 for value, line, member in triples]


def variation(flag, better) -> str:
    side = 1 if flag & codes.HIGH else -1 if flag & codes.LOW else 0
    if not side:
        return codes.COMMON_CAUSE
    word = "neutral" if not better else "improvement" if side == better else "concern"
    return f"{word}_{'high' if side > 0 else 'low'}"


def assurance(values, lower, upper, flags, phase, kind, better, target) -> str:
    if target is None or not better:
        return codes.NO_TARGET
    rows = [row for row in phase.rows if values[row] is not None]
    if not strong(phase, kind) or any(flags[row] for row in rows[-7:]):
        return codes.NOT_ASSURED
    lowest, highest = min(lower[row] for row in rows), max(upper[row] for row in rows)
    if naive_rules.side(target, lowest) == -1:
        return codes.PASS if better > 0 else codes.FAIL
    if naive_rules.side(target, highest) == 1:
        return codes.FAIL if better > 0 else codes.PASS
    return codes.HIT_OR_MISS
