"""The text of a cell -> a month or a day, or the words for why it is none (B57 to B65). Pure, standard library only.

Nothing is guessed: a month is written 2008-02 or Feb 2008, a day 2008-02-01 or 01/02/2008, and years have four digits.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from practices.uploads.problems import shown

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
FULL_MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z")
NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})\s+([0-9]{4})\Z")
EXCEL_MONTH = re.compile(r"([A-Za-z]{3})-([0-9]{2})\Z")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
UK_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
SHORT_YEAR = re.compile(r"[0-9]{1,2}[/.-](?:[0-9]{1,2}|[A-Za-z]{3})[/.-][0-9]{2}\Z")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})[T ]+"
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?\s*(Z|[+-][0-9]{2}:?[0-9]{2})?\Z"
)
SERIAL = re.compile(r"[1-9][0-9]{4}(?:\.0+)?\Z")
LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, LAST_YEAR = 1990, 2099
WRITE_MONTH = "Month must be written 2008-02"
WRITE_DAY = "Date must be written 2008-02-01"
WRITE_REAL = "Write a day that the calendar has, such as 2008-02-29"


class DateProblem(NamedTuple):
    """Why a text is no month or day: the code of the rule, a whole message, what to do."""

    code: str
    message: str
    fix: str = ""


@dataclass(frozen=True)
class DateRead:
    """A value (a month is its first day) or a problem; `note` says what was assumed."""

    value: date | None = None
    problem: DateProblem | None = None
    note: str = ""


def read_month(text: str, *, kind: str = "text", open_months: Collection[date] = ()) -> DateRead:
    """Read a cell as a month. `kind` is the cell's kind in a workbook: a date cell is taken when it is day 1.

    `Feb-08`, which is what Excel makes of 2008-02 when it saves a CSV, is taken where it fits one of `open_months`.
    """
    text = text.strip(" \t\r\n\u00a0")
    if kind == "date":
        return month_of_date_cell(text)
    if (written := ISO_MONTH.match(text)) and 1 <= int(written[2]) <= 12:
        return month_in(int(written[1]), int(written[2]))
    if (written := NAMED_MONTH.match(text)) and (number := month_number(written[1])):
        return month_in(int(written[2]), number)
    if (written := EXCEL_MONTH.match(text)) and (number := month_number(written[1])):
        return month_of_short_year(text, int(written[2]), number, open_months)
    return DateRead(problem=why_no_month(text))


def month_number(name: str) -> int:
    """February, feb -> 2; 0 for no month. "Sept" is a month too."""
    name = "sep" if name.casefold() == "sept" else name.casefold()
    return MONTHS.index(name[:3]) + 1 if name in MONTHS or name in FULL_MONTHS else 0


def month_in(year: int, month: int) -> DateRead:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DateRead(problem=impossible_year(year))
    return DateRead(date(year, month, 1))


def impossible_year(year: int) -> DateProblem:
    if year > LAST_YEAR:
        return DateProblem("B63", f"{year} is in the future")
    return DateProblem("B63", "Use four-digit years" if year < 1000 else f"{year} is too long ago")


def month_of_date_cell(text: str) -> DateRead:
    day = read_date(text)
    if day.value and day.value.day == 1:
        return DateRead(day.value, note=f"The date {text[:10]} was read as the month {text[:7]}")
    return day if day.problem else DateRead(problem=DateProblem("B57", WRITE_MONTH, "Format the column as text"))


def month_of_short_year(text: str, year: int, month: int, open_months: Collection[date]) -> DateRead:
    fitting = [m for m in set(open_months) if m.month == month and m.year % 100 == year]
    if len(fitting) == 1:
        return DateRead(fitting[0], note=f"{text} was read as {fitting[0]:%Y-%m}")
    return DateRead(problem=DateProblem("B57", WRITE_MONTH, "Format the column as text"))


def why_no_month(text: str) -> DateProblem:
    if not text:
        return DateProblem("E10", "enter the month, such as 2008-02")
    if SERIAL.match(text):
        return excel_number(text)
    if ISO_DAY.match(text) or UK_DAY.match(text) or SHORT_YEAR.match(text):
        day = read_date(text)
        return day.problem if day.problem and day.problem.code in {"B58", "B64"} else DateProblem("B57", WRITE_MONTH)
    return DateProblem("B57", WRITE_MONTH)


def excel_number(text: str) -> DateProblem:
    return DateProblem("B61", f"{text} looks like an Excel date number. Format the column as a date")


def read_date(text: str) -> DateRead:
    """Read a cell as a day: ISO first, then day/month/year, never month/day. A time is dropped, and said so.

    A workbook's date cell comes as ISO text, so that its kind makes no difference.
    """
    text = text.strip(" \t\r\n\u00a0")
    if text == "1900-01-00":  # what a workbook shows for a date cell that holds 0
        return DateRead(problem=DateProblem("B63", "Use four-digit years"))
    if written := MOMENT.match(text):
        return day_of_moment(text, written)
    if written := ISO_DAY.match(text):
        return day_in(text, int(written[1]), int(written[2]), int(written[3]))
    if written := UK_DAY.match(text):
        return day_in(text, int(written[3]), int(written[2]), int(written[1]))
    return DateRead(problem=why_no_day(text))


def day_in(text: str, year: int, month: int, day: int) -> DateRead:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DateRead(problem=impossible_year(year))
    try:
        return DateRead(date(year, month, day))
    except ValueError:
        return DateRead(problem=not_real(text, month, day))


def not_real(text: str, month: int, day: int) -> DateProblem:
    if month > 12 and 1 <= day <= 12 and UK_DAY.match(text):
        return DateProblem("B58", f"‘{text}’ is not a day/month/year date", "Write 2008-02-13 or 13/02/2008")
    return DateProblem("B64", f"{text} is not a real date", WRITE_REAL)


def day_of_moment(text: str, written: re.Match) -> DateRead:
    """The London date of a date with a time; without a zone the time is London's already."""
    day = read_date(written[1])
    hour, minute = int(written[2]), int(written[3])
    if day.problem:
        return day
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return DateRead(problem=DateProblem("B64", f"{shown(text)} is not a real date", WRITE_REAL))
    moment = datetime(day.value.year, day.value.month, day.value.day) + timedelta(hours=hour, minutes=minute)
    if written[5]:
        moment = moment.replace(tzinfo=zone(written[5])).astimezone(LONDON)
    return DateRead(moment.date(), note=f"{shown(text)} was read as {moment.date().isoformat()}, the date in London")


def zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def why_no_day(text: str) -> DateProblem:
    if not text:
        return DateProblem("E10", "enter a date, such as 2008-02-01")
    if SERIAL.match(text):
        return excel_number(text)
    if SHORT_YEAR.match(text):
        return DateProblem("B63", "Use four-digit years")
    return DateProblem("B60", WRITE_DAY)


def looks_american(texts: Iterable[str]) -> bool:
    """Whether any date of a column has a thirteenth month or later in the middle: then none of them is safe (B59)."""
    return any((written := UK_DAY.match(text.strip())) and int(written[2]) > 12 >= int(written[1]) for text in texts)


AMERICAN = DateProblem("B59", "Some dates look American", "Write every date as 2008-02-01")
