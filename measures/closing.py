"""When a month closes, and which months are open still by an exception. Pure; times are Europe/London."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from practices import months


@dataclass(frozen=True)
class Closing:
    """How a wave's months close: so many days after their end; those before `first_month` together with it.

    Months before a practice takes part are welcome afterwards, so they stay open as long as its first month does.
    """

    days: int
    first_month: date

    def day(self, month: date, first_month: date | None = None) -> date:
        """The last day on which a month's figures are taken; `first_month` of a practice that joined later."""
        return months.last_day(max(month, first_month or self.first_month)) + timedelta(days=self.days)


@dataclass(frozen=True)
class Locks:
    """What decides whether a month takes figures: the time, how each wave closes its months, the exceptions.

    `closing` has the waves whose months close, by code; `joined` is (wave, practice) -> the first month of those that
    joined later; `reopened` is (wave, practice, month) -> the last day of the exception.
    """

    now: datetime | None = None
    closing: Mapping[str, Closing] = field(default_factory=dict)
    joined: Mapping[tuple[str, str], date] = field(default_factory=dict)
    reopened: Mapping[tuple[str, str, date], date] = field(default_factory=dict)

    def closing_day(self, wave: str, practice: str, month: date) -> date | None:
        """The day at the end of which the month closes or has closed, exceptions apart; None where months never close."""
        found = self.closing.get(wave)
        return found.day(month, self.joined.get((wave, practice))) if found else None

    def is_past(self, day: date) -> bool:
        return self.now is not None and self.now > end_of(day)

    def closed_on(self, wave: str, practice: str, month: date) -> date | None:
        """The day on which the month closed; None while it is open, or open again."""
        day = self.closing_day(wave, practice, month)
        if day is None or not self.is_past(day):
            return None
        until = self.reopened.get((wave, practice, month))
        return day if until is None or self.is_past(until) else None

    def reopened_until(self, wave: str, practice: str, month: date) -> date | None:
        """The last day of the exception by which a closed month is open."""
        day, until = self.closing_day(wave, practice, month), self.reopened.get((wave, practice, month))
        is_open_again = day is not None and self.is_past(day) and until is not None and not self.is_past(until)
        return until if is_open_again else None


@lru_cache(maxsize=1000)
def end_of(day: date) -> datetime:
    """The last second of a day in London, in both clock changes."""
    return datetime.combine(day, time(23, 59, 59), months.LONDON)


def day_words(day: date) -> str:
    return f"{day:%-d %b %Y}"


def closed_words(month: date, day: date) -> str:
    """As people read it: which month closed, and on what day."""
    return f"{months.label(month)} closed on {day_words(day)}"
