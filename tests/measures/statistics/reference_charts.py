"""The reference cases of qicharts2 as our functions take them."""

import numpy as np

from measures.statistics import event_charts, limits
from tests.measures.statistics.vectors import column

CHARTS = ("qic_i", "qic_mr", "qic_p", "qic_pp", "qic_c", "qic_u", "qic_up", "qic_g", "qic_t", "qic_ip")


def observed(case: dict) -> tuple[np.ndarray, np.ndarray | None]:
    """Numerators, or values, and denominators where there are any."""
    given = case["input"]
    return column(given["y"]), column(given["n"]) if "n" in given else None


def phases_of(case: dict) -> np.ndarray:
    phases = np.zeros((len(case["input"]["y"]), 1), dtype=int)
    for start in case["options"]["part"]:
        phases[start:] += 1
    return phases


def excluded_of(case: dict) -> np.ndarray:
    excluded = np.zeros((len(case["input"]["y"]), 1), dtype=bool)
    excluded[[place - 1 for place in case["options"]["exclude"]]] = True
    return excluded


def counted_of(case: dict) -> np.ndarray:
    """The reference ignores a frozen baseline when there are parts."""
    counted, options = ~excluded_of(case), case["options"]
    if options["freeze"] and not options["part"]:
        counted[options["freeze"] :] = False
    return counted


def limits_of(case: dict) -> limits.Limits:
    """With what is peculiar to the reference: its constants, Laney's ratio below 1, ranges taken across excluded points."""
    above, below = observed(case)
    parts, kind = (phases_of(case), counted_of(case)), case["kind"].removeprefix("qic_")
    screened = {"screened": case["options"]["screened_mr"]}
    prime = screened | {"prime": kind in ("pp", "up"), "least_sigma_z": 0}
    match kind:
        case "i":
            return limits.individuals(above, *parts, **screened, constants=limits.QIC, bridged=True)
        case "mr":
            return limits.moving_ranges(above, *parts, constants=limits.QIC)
        case "p" | "pp":
            return limits.proportions(above, below, *parts, **prime)
        case "u" | "up":
            return limits.rates(above, below, *parts, **prime)
        case "ip":
            return limits.weighted_individuals(above, below, *parts, **screened)
        case "c":
            return limits.counts(above, *parts)
        case "g":
            return event_charts.g_chart(above, *parts)
        case "t":
            return event_charts.t_chart(above, *parts, **screened)
    raise ValueError(kind)
