"""The columns of a segmented regression, and when a series is too short or too empty for one. Pure, NumPy."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

# Twelve months before and twelve after are the least (statistics.md, trap 24; also the Cochrane EPOC group's advice
# for monthly data); under two years on a side a season and a trend cannot be told apart, which is a warning.
FEWEST_MONTHS = 12
FEW_MONTHS = 24
MONTHS_OF_A_YEAR = 12

NAMES = ("intercept", "time", "post", "since")
SEASONAL_NAMES = ("sin12", "cos12")
POST, SINCE = NAMES.index("post"), NAMES.index("since")

FEW_BEFORE, FEW_AFTER = "few_months_before", "few_months_after"
SINGULAR, NO_VARIATION, NO_FINITE_ESTIMATE = "singular", "no_variation", "no_finite_estimate"
NEGATIVE_COUNT, NO_DENOMINATOR = "negative_count", "no_denominator"
NO_EVENTS, NO_EVENTS_BEFORE, NO_EVENTS_AFTER = "no_events", "no_events_before", "no_events_after"

REASON_WORDS = {
    FEW_BEFORE: f"Fewer than {FEWEST_MONTHS} months before the change can be used, so no earlier trend can be carried on.",
    FEW_AFTER: f"Fewer than {FEWEST_MONTHS} months after the change can be used, so no new trend can be seen.",
    SINGULAR: "The months with figures do not let level, trend and season be told apart.",
    NO_VARIATION: "All months lie exactly on the fitted lines, so there is no variation to judge a change by.",
    NO_FINITE_ESTIMATE: "Events are so few that no finite change fits them.",
    NEGATIVE_COUNT: "A count is negative.",
    NO_DENOMINATOR: "No month has a denominator above zero.",
    NO_EVENTS: "There are no events in any month.",
    NO_EVENTS_BEFORE: "There are no events before the change, so there is nothing to compare with.",
    NO_EVENTS_AFTER: "There are no events after the change, so the ratio has no finite interval.",
}

NO_CONTROL, AUTOCORRELATED, FEW_POINTS = "no_control", "autocorrelated", "few_points"
UNDERDISPERSED = "underdispersed"
WARNING_WORDS = {
    NO_CONTROL: "There is no comparison group: anything else that changed in the same months may be the cause.",
    AUTOCORRELATED: "Neighbouring months are alike, so the intervals are too narrow.",
    FEW_POINTS: f"Under {FEW_MONTHS} months on one side: the intervals are too narrow, and a season may pass for a change.",
    UNDERDISPERSED: "The months vary less than chance alone would make them; the intervals are not narrowed for it.",
}


@dataclass(frozen=True)
class Design:
    """Of `months` consecutive months. `columns` and `counterfactual` are [months, terms]; `kept` is [months], True or False.

    `post` is 1 from `first_post_row` on, `since` counts 1, 2, 3 ... from there (trap 24: the reference cases count the
    first month after the change as 1, so `post` is the change of level on the eve of that month, and the whole effect
    in the m-th month is post + m x since). `counterfactual` has 0 in both: the earlier line carried on.
    `transition_rows` are left out of the fit; directly after the intervention they also put off the first post month.
    """

    months: int
    intervention_row: int
    first_post_row: int
    transition_rows: tuple[int, ...]
    names: tuple[str, ...]
    columns: np.ndarray
    counterfactual: np.ndarray
    kept: np.ndarray

    @property
    def is_after(self) -> np.ndarray:
        """[months], True from the first post month on."""
        return self.columns[:, POST] == 1


def design(
    months: int, intervention_row: int, *, transition_rows: Iterable[int] = (), seasonal: bool = False
) -> Design:
    """Segmented regression of `months` rows whose change falls on `intervention_row` (the first changed month, from 0).

    `seasonal` adds one annual harmonic. Rows outside the months are allowed: the fit then refuses for want of months.
    """
    transition = tuple(sorted({row for row in transition_rows if 0 <= row < months}))
    first_post_row = intervention_row
    while first_post_row in transition:
        first_post_row += 1
    columns = _columns(months, first_post_row, seasonal)
    counterfactual = columns.copy()
    counterfactual[:, [POST, SINCE]] = 0
    kept = np.ones(months, dtype=bool)
    kept[list(transition)] = False
    names = NAMES + SEASONAL_NAMES if seasonal else NAMES
    return Design(months, intervention_row, first_post_row, transition, names, columns, counterfactual, kept)


def _columns(months: int, first_post_row: int, seasonal: bool) -> np.ndarray:
    time = np.arange(1.0, months + 1)
    since = np.maximum(time - first_post_row, 0)
    columns = [np.ones(months), time, (since > 0).astype(float), since]
    if seasonal:
        angle = 2 * np.pi * time / MONTHS_OF_A_YEAR
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack(columns)


def months_on_each_side(usable: np.ndarray, plan: Design) -> tuple[np.ndarray, np.ndarray]:
    """How many months of each series can be used before and after; `usable` is [series, months]."""
    after = np.sum(usable & plan.is_after, axis=1)
    return np.sum(usable, axis=1) - after, after


def reasons_of_length(usable: np.ndarray, plan: Design) -> np.ndarray:
    """[series], the code of why a series is too short, or the empty text."""
    before, after = months_on_each_side(usable, plan)
    reasons = np.full(len(usable), "", dtype=object)
    reasons[after < FEWEST_MONTHS] = FEW_AFTER
    reasons[before < FEWEST_MONTHS] = FEW_BEFORE
    return reasons


def default_lag(months: int) -> int:
    """Newey and West's rule of thumb, the whole part of 4 (n / 100)^(2/9): 2 for 24 months, 3 for 36."""
    return int(4 * (months / 100) ** (2 / 9))
