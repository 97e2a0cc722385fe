"""Working days in England, pure: Monday to Friday without bank holidays.

One-off holidays (a coronation, a jubilee moved) are not known here; a day more or less changes only when a clean
return is accepted by itself.
"""

from datetime import date, timedelta
from functools import cache

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


def easter_sunday(year: int) -> date:
    """The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def last_monday(year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=last.weekday())


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The yearly bank holidays, moved to the next free weekday when they fall on a weekend."""
    easter = easter_sunday(year)
    fixed_to_monday = {first_monday(year, 5), last_monday(year, 5), last_monday(year, 8)}
    holidays = {easter - timedelta(days=2), easter + timedelta(days=1), *fixed_to_monday}
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        while day.weekday() in (SATURDAY, SUNDAY) or day in holidays:
            day += timedelta(days=1)
        holidays.add(day)
    return frozenset(holidays)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day on which `count` working days after `day` are over."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_since(day: date, today: date) -> int:
    """How many working days have begun after `day`, the present one included; 0 on the day itself."""
    return sum(is_working_day(day + timedelta(days=count)) for count in range(1, (today - day).days + 1))


def latest_day_before(day: date, count: int) -> date:
    """The latest day after which `count` whole working days had passed before `day` began."""
    earlier = day
    while count:
        earlier -= timedelta(days=1)
        count -= is_working_day(earlier)
    return earlier - timedelta(days=1)
