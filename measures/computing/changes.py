"""Two periods of a series and what changed between them, each with a named reason where it cannot be said. Pure."""

from dataclasses import dataclass

from measures.statistics.intervals import percentage_change
from measures.statistics.pooled_change import Clustering, PooledRate, pooled_change

# Named reasons for a change that cannot be given, or is not the headline.
CHANGE_REASONS = {
    "no_returns": "No returns yet",
    "no_baseline": "No baseline yet",
    "too_early": "The latest three months still overlap the baseline",
    "no_matched_practices": "No practice has returns in both periods",
    "too_few": "Too few people on the list for a rate",
    "no_events_in_baseline": "Nothing was counted in the baseline, so there is nothing to compare with",
    "series_broken": "Break in series: the figures count something else since the baseline",
    "list_building": "The list is still being built",
    "list_changed": "The list differs by more than a quarter from the baseline",
}


@dataclass(frozen=True)
class Period:
    """Sums over up to three months. `denominator` is person-months or people; None where it was not counted.

    monthly_numerator, monthly_denominator, monthly_list: sums over practices of each one's monthly mean.
    """

    practices: int
    months: int
    numerator: int
    denominator: float
    monthly_numerator: float
    monthly_denominator: float
    monthly_list: float | None = None

    def rate(self, per: int) -> float | None:
        return self.numerator / self.denominator * per if self.denominator else None


@dataclass(frozen=True)
class Change:
    """From `baseline` to `current`: the difference in the rate's unit and in per cent, each with its 95% interval.

    `reason` is named where there is none. `lower` and `upper` are None with a `percent` when nothing was counted in the
    current months. `practices` is the number of practices of the matched panel; `is_clustered` says that the differences
    among them made the interval wider.
    """

    baseline: Period | None
    current: Period | None
    reason: str = ""
    difference: float | None = None
    difference_lower: float | None = None
    difference_upper: float | None = None
    percent: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_clustered: bool = False

    @property
    def practices(self) -> int:
        return self.current.practices if self.current and self.percent is not None else 0


def change_between(
    baseline: Period | None,
    current: Period | None,
    *,
    per: int,
    reason: str = "",
    same_people: bool,
    clustering: Clustering | None = None,
) -> Change:
    """Compare two periods; `same_people` when their months count much the same people (measure 4)."""
    found = None
    if baseline and current and not reason:
        found = pooled_change(rate_of(baseline, same_people), rate_of(current, same_people), clustering)
    if found is None:
        return Change(baseline, current, reason or "no_baseline")
    lower, upper = (None if end is None else percentage_change(end) for end in (found.ratio_lower, found.ratio_upper))
    return Change(
        baseline,
        current,
        difference=found.difference * per,
        difference_lower=found.difference_lower * per,
        difference_upper=found.difference_upper * per,
        percent=percentage_change(found.ratio),
        lower=lower,
        upper=upper,
        is_clustered=found.is_clustered,
    )


def rate_of(period: Period, same_people: bool) -> PooledRate:
    independent = period.monthly_numerator if same_people else period.numerator
    return PooledRate(period.numerator, period.denominator, independent)
