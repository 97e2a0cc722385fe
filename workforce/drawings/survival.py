"""Curves of who is still in a role, as SVG text: steps with their interval, and the people at risk beneath. Pure.

Colours and strokes are classes of static/css/workforce.css. For the workforce lead alone: each step is a person.
"""

from collections.abc import Sequence
from math import ceil

import numpy as np

from measures.statistics.survival import Survival
from practices.svg import Drawn, labelled

WIDTH, HEIGHT = 360, 236
LEFT, RIGHT, TOP, BOTTOM = 40, 348, 14, 176
MONTHS_BEFORE, RISK_LINE = 194, 226
EVERY_MONTHS, LEAST_MONTHS, MOST_TICKS = 6, 24, 6


def months_drawn(curves: Sequence[Survival]) -> int:
    """How far the axis reaches: to the last time of any curve, in half years, two years at least."""
    last = max((float(curve.times[-1]) for curve in curves if len(curve.times)), default=0)
    return max(LEAST_MONTHS, EVERY_MONTHS * ceil(last / EVERY_MONTHS))


def survival_chart(
    curve: Survival, until: int, *, identifier: str, title: str, words: str, at_risk, reference=None
) -> Drawn:
    """One curve to month `until`; `at_risk` gives the numbers at risk at some months, `reference` is drawn behind it."""
    marks = ticks(until)
    drawn = [
        grid(until, marks),
        path("reference", reference, until) if reference is not None else "",
        band(curve, until),
        path("curve", curve, until),
        last_seen(curve, until),
        risk_line(until, marks, at_risk(marks)),
    ]
    told = {"identifier": identifier, "title": title, "words": words}
    return labelled("".join(drawn), width=WIDTH, height=HEIGHT, css_class="survival", **told)


def ticks(until: int) -> list[int]:
    """Months under the axis, in whole half years, few enough to be read."""
    every = EVERY_MONTHS * ceil(until / EVERY_MONTHS / MOST_TICKS)
    return list(range(0, until + 1, every))


def across(month: float, until: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * min(month, until) / until, 1)


def down(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)


def grid(until: int, marks: Sequence[int]) -> str:
    levels = "".join(
        f'<path class="grid" d="M{LEFT} {down(share)}H{RIGHT}"/><text class="y" x="{LEFT - 5}" y="{down(share) + 4}">{share:.0%}</text>'
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    months = "".join(
        f'<text class="x" x="{across(month, until)}" y="{MONTHS_BEFORE - 4}">{month}</text>' for month in marks
    )
    return f'{levels}{months}<text class="x" x="{(LEFT + RIGHT) / 2}" y="{MONTHS_BEFORE + 8}">months in the role</text>'


def steps(values: np.ndarray, curve: Survival, until: int) -> str:
    """Level from time to time, then down; the pen stops where there is no value."""
    parts, here = [f"M{across(curve.start, until)} {down(1)}"], 1.0
    for time, value in zip(curve.times.tolist(), values.tolist(), strict=True):
        parts.append(f"H{across(time, until)}")
        if np.isnan(value):
            continue
        if value != here:
            parts.append(f"V{down(value)}")
            here = value
    return "".join(parts)


def path(name: str, curve: Survival, until: int) -> str:
    return f'<path class="{name}" d="{steps(curve.survival, curve, until)}"/>' if not curve.reason else ""


def band(curve: Survival, until: int) -> str:
    """The interval from one time to the next, where there is one."""
    ends = [*curve.times.tolist()[1:], curve.times[-1]] if len(curve.times) else []
    columns = zip(curve.times.tolist(), ends, curve.lower.tolist(), curve.upper.tolist(), strict=True)
    drawn = "".join(
        f"M{across(time, until)} {down(upper)}H{across(end, until)}V{down(lower)}H{across(time, until)}z"
        for time, end, lower, upper in columns
        if not (np.isnan(lower) or np.isnan(upper))
    )
    return f'<path class="interval" d="{drawn}"/>'


def last_seen(curve: Survival, until: int) -> str:
    """A short stroke where somebody was last seen in the role, and had not left it."""
    some = zip(curve.times.tolist(), curve.survival.tolist(), curve.censored.tolist(), strict=True)
    strokes = "".join(f"M{across(time, until)} {down(share) - 4}v8" for time, share, count in some if count)
    return f'<path class="seen" d="{strokes}"/>'


def risk_line(until: int, marks: Sequence[int], counts: Sequence[int]) -> str:
    numbers = "".join(
        f'<text class="x" x="{across(month, until)}" y="{RISK_LINE}">{count}</text>'
        for month, count in zip(marks, counts, strict=True)
    )
    return f'<text class="risk" x="2" y="{RISK_LINE - 12}">at risk</text>{numbers}'
