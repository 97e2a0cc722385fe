"""The practices of a wave together, as a line is held against them: the middle of their rates, and how far they spread. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from statistics import median

from practices import months

# The factor turns a median absolute deviation into a standard deviation.
MAD_FACTOR = 1.4826

# What is counted, over the mean of which two counts of people.
RATES = {
    "gp_consultations": ("list_open", "list_close"),
    "other_staff_consultations": ("list_open", "list_close"),
    "referrals_dedup": ("list_open", "list_close"),
    "people_13w": ("list_close", "list_close"),
}

Counts = Mapping[str, int]


def people_of(counts: Counts, denominators: tuple[str, str]) -> float | None:
    first, second = (counts.get(name) for name in denominators)
    return None if first is None or second is None else (first + second) / 2


def event_rate(counts: Counts, name: str) -> float | None:
    """Events a person; None without people or without the count."""
    people = people_of(counts, RATES[name])
    return counts[name] / people if people and name in counts else None


@dataclass(frozen=True)
class Middle:
    """The median rate of so many practices, and a robust standard deviation between them."""

    median: float
    spread: float
    practices: int

    def side(self, rate: float, people: float, standard_deviations: float) -> int:
        """1 above, -1 below, 0 where the distance is not more than so many deviations, of practices or of chance."""
        most = standard_deviations * max(self.spread, sqrt(self.median / people))
        return 0 if abs(rate - self.median) <= most else 1 if rate > self.median else -1


@dataclass
class WavePast:
    """`returns`: month -> practice -> its counts. A middle is worked out once, however many lines ask for it."""

    returns: Mapping[date, Mapping[str, Counts]]
    middles: dict[tuple, Middle | None] = field(default_factory=dict)

    def middle(self, month: date, name: str, months_back: int) -> Middle | None:
        """Of each practice's rate over the months before, taken together; None where nobody has sent any."""
        key = month, name, months_back
        if key not in self.middles:
            self.middles[key] = middle_of(self.rates(*key))
        return self.middles[key]

    def rates(self, month: date, name: str, months_back: int) -> list[float]:
        sums: dict[str, tuple[float, float]] = {}
        for earlier in months.month_range(months.add_months(month, -months_back), months.add_months(month, -1)):
            for practice, counts in self.returns.get(earlier, {}).items():
                people = people_of(counts, RATES[name])
                if people and name in counts:
                    events, listed = sums.get(practice, (0, 0))
                    sums[practice] = events + counts[name], listed + people
        return [events / people for events, people in sums.values()]


def middle_of(rates: list[float]) -> Middle | None:
    if not rates:
        return None
    centre = median(rates)
    return Middle(centre, MAD_FACTOR * median(abs(rate - centre) for rate in rates), len(rates))
