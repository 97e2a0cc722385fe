"""Months and their edges, pure. A month is the date of its first day; deadlines are Europe/London."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
DUE_DAY = 10
MISSING_AFTER_DAYS = 30

_PERIOD = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def first_of(day: date) -> date:
    """The month that a day lies in."""
    return date(day.year, day.month, 1)


def add_months(month: date, count: int) -> date:
    """The month `count` months later; earlier when negative."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def last_day(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def months_between(start: date, end: date) -> int:
    """How many months lie from `start` to `end`: 0 within one month, negative when `end` is earlier."""
    return (end.year - start.year) * 12 + end.month - start.month


def month_range(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    return [add_months(first, count) for count in range(months_between(first, last) + 1)]


def parse_period(text: str) -> date:
    """The month written `2006-11`. Raises ValueError for anything else."""
    match = _PERIOD.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a month written 2006-11")
    return date(int(match[1]), int(match[2]), 1)


def period(month: date) -> str:
    """The month as files and addresses write it: 2006-11."""
    return f"{month:%Y-%m}"


def label(month: date) -> str:
    """The month as people read it: Nov 2006."""
    return f"{month:%b %Y}"


@lru_cache(maxsize=1000)
def due_at(month: date) -> datetime:
    """The last moment at which a month's return is on time: 23:59:59 on the 10th of the next month, in London."""
    return datetime.combine(add_months(month, 1).replace(day=DUE_DAY), time(23, 59, 59), LONDON)


def missing_from(month: date) -> datetime:
    """The moment from which a return that has not come is missing, not merely late: 30 days after it was due."""
    return datetime.combine(due_at(month).date() + timedelta(days=MISSING_AFTER_DAYS), time(23, 59, 59), LONDON)
