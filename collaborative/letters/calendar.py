"""On which days letters about a month's return go out, pure. A step is named by its days from the deadline: -5, 0, 3, 10."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from practices import months
from practices.months import LONDON

# Source: the programme's life cycle of a return (C12). Letters go in the morning, London time.
REMINDERS = (-5, 0, 3, 10)
DIGESTS = (1, 3, 10)
AT = time(8, 0)
# The last letter is not made up for longer than this.
LAST_STAYS_DAYS = 7


@dataclass(frozen=True)
class Step:
    """One round of letters about one month."""

    month: date
    days: int

    @property
    def at(self) -> datetime:
        return datetime.combine(months.due_at(self.month).date() + timedelta(days=self.days), AT, LONDON)

    @property
    def period(self) -> str:
        """As letters name it: 2007-01:-5, 2007-01:+3."""
        return f"{months.period(self.month)}:{self.days:+d}" if self.days else f"{months.period(self.month)}:0"


def step_of(period: str) -> Step:
    """The step written `2007-01:+3`. Raises ValueError for anything else."""
    month, _, days = period.partition(":")
    return Step(months.parse_period(month), int(days))


def steps_due(now: datetime, rounds: tuple[int, ...]) -> list[Step]:
    """For each month the latest round whose moment has come, until the next takes its place: a day without a worker skips none.

    So a worker that comes back after a week sends the round of today, not one for each that was missed.
    """
    this_month = months.first_of(now.date())
    found = [latest_step(months.add_months(this_month, -back), now, rounds) for back in range(3)]
    return [step for step in reversed(found) if step]


def latest_step(month: date, now: datetime, rounds: tuple[int, ...]) -> Step | None:
    come = [step for days in rounds if (step := Step(month, days)).at <= now]
    if not come or now >= come[-1].at + timedelta(days=LAST_STAYS_DAYS):
        return None
    return come[-1]


def next_step(now: datetime, rounds: tuple[int, ...], last_month: date) -> Step | None:
    """The first round that has not come yet, of a month up to `last_month`."""
    this_month = months.first_of(now.date())
    coming = [
        step
        for month in months.month_range(months.add_months(this_month, -2), min(this_month, last_month))
        for days in rounds
        if (step := Step(month, days)).at > now
    ]
    return min(coming, key=lambda step: step.at, default=None)
