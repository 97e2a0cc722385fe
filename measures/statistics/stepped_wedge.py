"""A wave's practices as controls for each other: what changed in a practice when it began to work differently. Pure, NumPy.

Practices cross from the old way to the new in different months. Every practice is compared with itself before, and every
month with the practices that had not crossed yet, or had crossed already; what changed for all in the same month drops out
(Hussey and Hughes 2007; quasi-Poisson with an effect of every practice and month, Wooldridge 1999).
"""

from dataclasses import dataclass

import numpy as np

from measures.statistics.distributions import student_t_quantile
from measures.statistics.time_series import Estimate
from measures.statistics.two_way_poisson import TwoWayFit, two_way_poisson

NEVER = -1
FEWEST_PRACTICES = 4
FEW_PRACTICES = 10
UPPER_POINT = 0.975  # of a 95% interval
PER_PERSON_MONTHS = 100
# A ratio of e to this power or more is no figure: events are on their way to none.
LARGEST_EFFECT = 12.0
WIDEST_HALF = 50.0

NO_DATA, NEGATIVE_COUNT, TOO_FEW_PRACTICES = "no_data", "negative_count", "too_few_practices"
NONE_CROSSED, ALL_CROSSED, SAME_MONTH = "none_crossed", "all_crossed_before", "same_month"
NO_EVENTS_BEFORE, NO_EVENTS_AFTER = "no_events_before", "no_events_after"
NOT_IDENTIFIED, ONE_PRACTICE, NO_FINITE_ESTIMATE = "not_identified", "one_practice", "no_finite_estimate"
REASON_WORDS = {
    NO_DATA: "No practice has events and person-time.",
    NEGATIVE_COUNT: "A count is negative.",
    TOO_FEW_PRACTICES: f"Fewer than {FEWEST_PRACTICES} practices have events, too few to be each other's controls.",
    NONE_CROSSED: "No practice works differently yet.",
    ALL_CROSSED: "All practices worked differently from the first month on, so there is no time before.",
    SAME_MONTH: "All practices began in the same month, so they cannot be each other's controls.",
    NO_EVENTS_BEFORE: "There are no events before practices began, so there is nothing to compare with.",
    NO_EVENTS_AFTER: "There are no events after practices began, so the ratio has no finite interval.",
    NOT_IDENTIFIED: "No practice has figures before and after it began, in months in which others can be its controls.",
    ONE_PRACTICE: "The whole comparison hangs on a single practice.",
    NO_FINITE_ESTIMATE: "Events are so few that no finite change fits them.",
}

NOT_RANDOMISED, CONSTANT_EFFECT, FEW = "not_randomised", "constant_effect", "few_practices"
WARNING_WORDS = {
    NOT_RANDOMISED: "The order in which practices began was not drawn by lot.",
    CONSTANT_EFFECT: "One effect is supposed for all practices and all months after the start; if it grows, this is not its mean.",
    FEW: f"Fewer than {FEW_PRACTICES} practices: the interval is rough.",
}


@dataclass(frozen=True, kw_only=True)
class SteppedWedge:
    """With a `reason` there are no figures. The absolute comparison comes first: events per 100 person-months in the months
    after practices began, as they were, `expected_with`, and as they would have been, `expected_without`; `difference` is
    the one less the other. Its interval takes what happened as given, so it excludes 0 exactly when `ratio` excludes 1.

    Intervals: t with practices - 1 degrees of freedom and `standard_error` of the log ratio, which leaves out each practice
    in turn (cluster jackknife, CV3 of MacKinnon, Nielsen and Webb 2023), so months of one practice need not be independent;
    it is never under that of Poisson counts, lest practices that happen to agree look like certainty. Beside it stands
    `quasi_standard_error`, which supposes independent months, with Pearson's `dispersion` (None without freedom).
    `practices` and practice-months are those that count: with an event, at least two months, not in transition.
    `crossing_rows` are the months in which practices began.
    """

    method: str = "stepped wedge, Poisson with practice and month effects"
    practices: int
    practices_left_out: int
    months_before: int
    months_after: int
    months_in_transition: int
    crossing_rows: tuple[int, ...]
    practices_never_crossed: int
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    expected_with: float | None = None
    expected_without: float | None = None
    difference: Estimate | None = None
    ratio: Estimate | None = None
    log_ratio: float | None = None
    standard_error: float | None = None
    quasi_standard_error: float | None = None
    dispersion: float | None = None
    degrees_of_freedom: int | None = None


@dataclass(frozen=True)
class _Cells:
    """[months, practices] of those that can be compared; `crossing` [practices] is their row, or the number of months."""

    counts: np.ndarray
    time: np.ndarray
    exposed: np.ndarray
    crossing: np.ndarray
    months: int
    in_transition: int
    left_out: int
    has_negative: bool

    @property
    def used(self) -> np.ndarray:
        return self.time > 0


def stepped_wedge(
    counts: np.ndarray, person_time: np.ndarray, crossing_rows: np.ndarray, *, transition_months: int = 0
) -> SteppedWedge:
    """Counts and person-months are [months, practices], NaN or no person-time where there is no data.

    `crossing_rows` [practices] is the first month in which each works differently: 0 when it did from the start, -1 for
    not yet. The first `transition_months` from there on are left out of the comparison.
    """
    cells = _cells(counts, person_time, crossing_rows, transition_months)
    reason = _reason(cells)
    if reason:
        return SteppedWedge(reason=reason, **_known(cells))
    fit = two_way_poisson(cells.counts, cells.time, cells.exposed)
    reason = _reason_of_fit(fit)
    if reason:
        return SteppedWedge(reason=reason, **_known(cells))
    error = _standard_error(fit)
    if error is None:
        return SteppedWedge(reason=ONE_PRACTICE, **_known(cells))
    return SteppedWedge(**_known(cells), **_figures(cells, fit, error))


def _cells(counts, person_time, crossing_rows, transition_months: int) -> _Cells:
    counts, time = np.asarray(counts, dtype=float), np.asarray(person_time, dtype=float)
    months = len(counts)
    crossing = np.asarray(crossing_rows, dtype=int)
    crossing = np.where(crossing == NEVER, months, np.clip(crossing, 0, months))
    since = np.arange(months)[:, None] - crossing
    has_data = np.isfinite(counts) & np.isfinite(time) & (time > 0)
    in_transition = has_data & (since >= 0) & (since < transition_months)
    used = has_data & ~in_transition
    counts, time = np.where(used, counts, 0), np.where(used, time, 0)
    rows, columns = _that_say_something(counts, used)
    exposed = ((since >= 0) & used).astype(float)
    kept = np.ix_(rows, columns)
    return _Cells(
        counts[kept],
        time[kept],
        exposed[kept],
        crossing[columns],
        months,
        int(in_transition.sum()),
        int(np.sum(~columns)),
        bool(np.any(counts < 0)),
    )


def _that_say_something(counts: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Months with an event, and practices with an event and two months: the others fit exactly whatever the effect is."""
    rows, columns = np.ones(len(counts), dtype=bool), np.ones(counts.shape[1], dtype=bool)
    while True:
        fewer_columns = columns & (counts[rows].sum(axis=0) != 0) & (used[rows].sum(axis=0) > 1)
        fewer_rows = rows & (counts[:, fewer_columns].sum(axis=1) != 0)
        if fewer_columns.sum() == columns.sum() and fewer_rows.sum() == rows.sum():
            return rows, columns
        rows, columns = fewer_rows, fewer_columns


def _known(cells: _Cells) -> dict:
    """What is known before anything is fitted."""
    crossing = cells.crossing[cells.crossing < cells.months]
    return {
        "practices": len(cells.crossing),
        "practices_left_out": cells.left_out,
        "months_before": int(np.sum(cells.used & (cells.exposed == 0))),
        "months_after": int(cells.exposed.sum()),
        "months_in_transition": cells.in_transition,
        "crossing_rows": tuple(np.unique(crossing).tolist()),
        "practices_never_crossed": len(cells.crossing) - len(crossing),
    }


def _reason(cells: _Cells) -> str | None:
    """The first that holds of the data."""
    events_after = np.sum(cells.counts * cells.exposed)
    found = {
        NEGATIVE_COUNT: cells.has_negative,
        NO_DATA: not len(cells.crossing),
        TOO_FEW_PRACTICES: len(cells.crossing) < FEWEST_PRACTICES,
        NONE_CROSSED: not np.any(cells.exposed),
        ALL_CROSSED: np.all(cells.exposed == cells.used),
        SAME_MONTH: len(np.unique(cells.crossing)) < 2,
        NO_EVENTS_AFTER: events_after == 0,
        NO_EVENTS_BEFORE: events_after == np.sum(cells.counts),
    }
    return next((reason for reason, holds in found.items() if holds), None)


def _reason_of_fit(fit: TwoWayFit) -> str | None:
    if fit.effect_information <= fit.least_information:
        return NOT_IDENTIFIED
    is_finite = fit.has_settled and abs(fit.effect) + 1 / np.sqrt(fit.effect_information) < LARGEST_EFFECT
    return None if is_finite else NO_FINITE_ESTIMATE


def _standard_error(fit: TwoWayFit) -> float | None:
    """Of the log ratio, leaving out each practice in turn; None when without one of them nothing can be compared."""
    without_each, information = fit.effects_without_each()
    if np.any(information == 0):
        return None
    practices = len(without_each)
    jackknife = np.sqrt((practices - 1) / practices * np.sum((without_each - fit.effect) ** 2))
    return float(max(jackknife, 1 / np.sqrt(fit.effect_information)))


def _figures(cells: _Cells, fit: TwoWayFit, error: float) -> dict:
    practices = len(cells.crossing)
    # One step of a practice that carries nearly everything may be large; beyond this the interval holds any ratio at all.
    half = min(float(student_t_quantile(UPPER_POINT, practices - 1)) * error, WIDEST_HALF)
    ratio = Estimate(*(float(np.exp(fit.effect + way * half)) for way in (0, -1, 1)))
    rate = PER_PERSON_MONTHS * float(np.sum(cells.counts * cells.exposed) / np.sum(cells.time * cells.exposed))
    dispersion = fit.dispersion
    quasi = None if dispersion is None else float(np.sqrt(max(dispersion, 1) / fit.effect_information))
    return {
        "warnings": (NOT_RANDOMISED, CONSTANT_EFFECT, *((FEW,) if practices < FEW_PRACTICES else ())),
        "expected_with": rate,
        "expected_without": rate / ratio.value,
        "difference": Estimate(*(rate * (1 - 1 / end) for end in (ratio.value, ratio.lower, ratio.upper))),
        "ratio": ratio,
        "log_ratio": fit.effect,
        "standard_error": error,
        "quasi_standard_error": quasi,
        "dispersion": dispersion,
        "degrees_of_freedom": practices - 1,
    }
