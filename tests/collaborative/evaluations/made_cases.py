"""Cases made of plain numbers, for the pure part."""

from datetime import date

import numpy as np

from collaborative.evaluations.asked import PRACTICES, Asked, Case, Columns, PracticeCounts
from measures.definitions import definition_of
from practices import months

FIRST = date(2005, 1, 1)
START = date(2006, 1, 10)


def grid(count):
    return tuple(months.add_months(FIRST, row) for row in range(count))


def columns(numerators, denominators=1000, lists=None, reasons=None):
    """One value per month; None where there is none, with "no_return" unless `reasons` says why."""
    count = len(numerators)
    below = [denominators if value is not None else None for value in numerators]
    why = reasons or ["" if value is not None else "no_return" for value in numerators]
    return Columns(grid(count), tuple(numerators), tuple(below), tuple(lists or [1000] * count), tuple(why))


def asked(**changes):
    values = {
        "cycle": 1,
        "measure": "gp_consultations",
        "started": START,
        "ended": date(2006, 2, 20),
        "direction": "fall",
        "percent": 20.0,
        "by": date(2006, 4, 1),
        "place_kind": PRACTICES,
        "places": ("A99001",),
    }
    return Asked(**values | changes)


def case(own, control=None, **changes):
    question = changes.pop("asked", None) or asked()
    given = {"control": control, "control_why": "" if control else "no_shared_figures"}
    return Case(question, definition_of(question.measure), own, **given | changes)


def counts(numerators, denominators=1000):
    """PracticeCounts of [practice][month] numbers."""
    above = np.array([[np.nan if value is None else value for value in row] for row in numerators], dtype=float).T
    codes = tuple(f"A99{place:03}" for place in range(1, above.shape[1] + 1))
    return PracticeCounts(codes, above, np.where(np.isnan(above), np.nan, float(denominators)))
