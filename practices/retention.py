"""How long rows are kept, table by table, of patients and of staff (D39). Pure: the schedule is data, fixtures/retention.toml."""

import calendar
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

SCHEDULE = Path(__file__).resolve().parent.parent / "fixtures" / "retention.toml"


@dataclass(frozen=True)
class Rule:
    """One table's time: so many months or days from a column, with another table's row, or without end."""

    table: str
    what: str
    reason: str
    column: str = ""
    months: int = 0
    days: int = 0
    goes_with: str = ""
    is_kept: bool = False

    def cut_off(self, day):
        """Rows whose column is this day (or moment) or earlier are due. `day` is a date, or an aware datetime."""
        return months_before(day, self.months) if self.months else day - timedelta(days=self.days)

    @property
    def words(self) -> str:
        if self.is_kept:
            return "Kept"
        if self.goes_with:
            return (
                "With its entry on the list" if self.goes_with == "RegisterEntry" else "With the record it belongs to"
            )
        number, unit = (self.months, "month") if self.months else (self.days, "day")
        return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@dataclass(frozen=True)
class Schedule:
    version: str
    in_force_from: date
    rules: tuple[Rule, ...]

    def timed(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.column]

    def rule_of(self, table: str, column: str = "") -> Rule:
        """Raises LookupError where the schedule has none."""
        for rule in self.rules:
            if rule.table == table and column in ("", rule.column):
                return rule
        raise LookupError(f"no rule for {table} {column}")


def months_before(day, months: int):
    """The same day so many months earlier, or the last of a shorter month; the time of day stays. Date or datetime."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))


@lru_cache(maxsize=1)
def schedule() -> Schedule:
    return read(SCHEDULE.read_text(encoding="utf-8"))


def read(text: str) -> Schedule:
    """Raises ValueError for a rule that says nothing, or two things at once."""
    content = tomllib.loads(text)
    return Schedule(content["version"], content["in_force_from"], tuple(rule_from(row) for row in content["rule"]))


def rule_from(row: dict) -> Rule:
    ways = [bool(row.get("from")), bool(row.get("goes_with")), bool(row.get("kept"))]
    has_time = bool(row.get("months")) != bool(row.get("days"))
    if sum(ways) != 1 or has_time != ways[0]:
        raise ValueError(f"the rule for {row.get('table')} must say one thing")
    return Rule(
        row["table"],
        row["what"],
        row["reason"],
        row.get("from", ""),
        row.get("months", 0),
        row.get("days", 0),
        row.get("goes_with", ""),
        row.get("kept", False),
    )
