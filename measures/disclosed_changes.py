"""What a reader may see of a change since a baseline: step 6 of the release rule. Pure.

Others are told whole numbers, worked out from the counts that they are shown and from nothing else: the same sums by the same
code (measures.statistics.pooled_change), without what true figures would say about the differences between practices.
"""

from dataclasses import dataclass, replace

from measures.disclosure import MINIMUM_COUNT_OF_CHANGE, Audience, Pool, Withheld, is_number, protected_pool
from measures.statistics.intervals import percentage_change
from measures.statistics.pooled_change import PooledChange, PooledRate, pooled_change


@dataclass(frozen=True)
class Change:
    """From `baseline` to `current` as one audience sees them; or why there is no change to see.

    `difference` is in events per `per`; both it and `percent` have a 95% interval, except where nothing is counted now.
    `is_clustered`: the differences between practices made the interval wider. `is_protected`: of rounded counts.
    """

    percent: float | None = None
    lower: float | None = None
    upper: float | None = None
    difference: float | None = None
    difference_lower: float | None = None
    difference_upper: float | None = None
    per: int = 0
    baseline: Pool | None = None
    current: Pool | None = None
    is_clustered: bool = False
    is_protected: bool = False
    reason: str = ""

    @property
    def practices(self) -> int | None:
        return self.current.practices if self.current else None


NO_CHANGE = Change()


def change(
    baseline: Pool,
    current: Pool,
    audience: Audience,
    *,
    level: str,
    per: int,
    repeated: bool = False,
    public: bool = False,
) -> Change:
    """How far the current rate lies from the baseline's, with its 95% interval.

    `repeated`: the months count largely the same people (long absence), so the interval takes the mean of one month.
    `public`: the denominators are published ones (registered people) and stay true.
    """
    if audience.is_exact:
        return change_of_pools(baseline, current, per, repeated, is_protected=False)
    protected = [protected_pool(pool, level) for pool in (baseline, current)]
    if hidden := protected[0][1] or protected[1][1]:
        return Change(reason=hidden)
    released = [pool for pool, _ in protected]
    if public:
        true = (baseline, current)
        released = [replace(new, denominator=old.denominator) for new, old in zip(released, true, strict=True)]
    if not comparable(*released):
        return Change(reason=Withheld.SMALL_COUNTS)
    return change_of_pools(*released, per, repeated, is_protected=True)


def comparable(baseline: Pool, current: Pool) -> bool:
    counts = (baseline.numerator, current.numerator)
    return all(is_number(count) and count >= MINIMUM_COUNT_OF_CHANGE for count in counts)


def change_of_pools(baseline: Pool, current: Pool, per: int, repeated: bool, *, is_protected: bool) -> Change:
    """Whole numbers for others. No interval without events on both sides."""
    figures = (baseline.numerator, current.numerator, baseline.denominator, current.denominator)
    if not all(is_number(figure) for figure in figures):
        return NO_CHANGE
    found = pooled_change(rate_of(baseline, repeated), rate_of(current, repeated))
    if found is None:
        return NO_CHANGE
    as_shown = whole if is_protected else float
    sizes = [
        None if size is None else as_shown(size) for size in sizes_of(found, per, has_events=bool(current.numerator))
    ]
    return Change(*sizes, per=per, baseline=baseline, current=current, is_protected=is_protected)


def rate_of(pool: Pool, repeated: bool) -> PooledRate:
    return PooledRate(pool.numerator, pool.denominator, pool.numerator / (pool.months if repeated else 1))


def sizes_of(found: PooledChange, per: int, *, has_events: bool) -> list[float | None]:
    """(per cent, lower, upper, difference, lower, upper); None without an end."""
    ratios = (found.ratio, found.ratio_lower, found.ratio_upper)
    ends = (found.difference_lower, found.difference_upper) if has_events else (None, None)
    return [
        *(None if ratio is None else percentage_change(ratio) for ratio in ratios),
        *(None if size is None else size * per for size in (found.difference, *ends)),
    ]


def whole(value: float) -> int:
    """The nearest whole number, halves away from zero."""
    return int(abs(value) + 0.5) * (1 if value >= 0 else -1)
