"""The page of turnover and stability over twelve months, and who began and left month by month."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Sum

from practices.months import add_months, first_of, label, month_range
from workforce.dashboards.retention_reading import ROLE, TRUST, Rows, Sight, names_of, rows_of
from workforce.dashboards.retention_words import number, numeric, rate_words
from workforce.disclosure import shown, why_withheld
from workforce.models import WorkforceMonth
from workforce.released_retention import Rate, rates_together, reasons_withheld, stability_rate, turnover_rate
from workforce.retention import Turnover, turnover_of

MONTHS_SHOWN = 24
# Columns of WorkforceMonth, and how the table by month heads them.
SUMMED = {
    "starters": "Started",
    "leavers": "Left",
    "promoted": "Promoted",
    "people": "In post at its end",
    "posts_vacant": "Posts vacant at its end",
}
HEADINGS = (
    "In post 12 months ago", "Started", "Left", "Promoted", "In post now", "Turnover", "Stability",
)  # fmt: skip


@dataclass(frozen=True)
class Yearly:
    """Twelve months of a group, and the two rates that may be shown of it."""

    name: str
    found: Turnover
    turnover: Rate
    stability: Rate


@dataclass(frozen=True)
class Found:
    sight: Sight
    rows: Rows
    whole: Yearly
    roles: tuple[Yearly, ...]
    trusts: tuple[Yearly, ...]


def found_for(programme, sight: Sight) -> Found:
    rows = rows_of(programme, sight)
    whole = yearly("All", rows.spells, rows, sight)
    trusts = grouped(programme, rows, sight, TRUST) if sight.is_exact else ()
    return Found(sight, rows, whole, grouped(programme, rows, sight, ROLE), trusts)


def grouped(programme, rows: Rows, sight: Sight, by: str) -> tuple[Yearly, ...]:
    names = names_of(programme, by, rows)
    parts = [(names[key], part) for key, part in rows.spells.groupby(by)]
    sizes = [(len(part), part["employer"].nunique()) for _, part in parts]
    reasons = [""] * len(parts) if sight.is_exact else reasons_withheld(sizes)
    listed = [yearly(name, part, rows, sight, why) for (name, part), why in zip(parts, reasons, strict=True)]
    listed = listed if sight.is_exact else together(listed)
    return tuple(sorted(listed, key=lambda one: one.name))


def together(listed: list[Yearly]) -> list[Yearly]:
    """No rate that is withheld may follow from the others and that of all."""
    went = [one.found.at_start - one.found.stayed for one in listed]
    turnovers = rates_together([one.turnover for one in listed], [one.found.leavers for one in listed])
    stabilities = rates_together([one.stability for one in listed], went)
    columns = zip(listed, turnovers, stabilities, strict=True)
    return [replace(one, turnover=turnover, stability=stability) for one, turnover, stability in columns]


def yearly(name: str, spells, rows: Rows, sight: Sight, withheld: str = "") -> Yearly:
    found = turnover_of(spells, rows.observed_from, rows.today, open_on_closed=rows.open_on_closed)
    exact = sight.is_exact
    reason = "" if exact else withheld or why_withheld(len(spells), spells["employer"].nunique())
    rates = (make(found, exact=exact, withheld=reason) for make in (turnover_rate, stability_rate))
    return Yearly(name, found, *rates)


def page_of(found: Found, months) -> dict:
    """What templates/workforce/turnover.html prints; `months` are the stored ones that this person may read as they are."""
    return {
        "sentence": sentence(found),
        "roles": table("By role", "Role", (*found.roles, found.whole), found.sight),
        "trusts": table("By PCT", "PCT", found.trusts, found.sight) if found.trusts else None,
        "by_month": by_month(months, found.rows.today) if found.sight.is_exact else None,
        "since": found.whole.found.since,
        "until": found.whole.found.until,
    }


def sentence(found: Found) -> str:
    whole = found.whole
    return (
        f"Turnover of the 12 months: {rate_words(whole.turnover)}. "
        f"Stability, those of 12 months ago who are still in the role: {rate_words(whole.stability)}."
    ).replace("..", ".")


def table(caption: str, first: str, listed, sight: Sight) -> dict:
    return {
        "caption": caption,
        "head": [first, *(numeric(heading) for heading in HEADINGS)],
        "first_is_header": True,
        "compact": True,
        "rows": [[one.name, *cells(one, sight.is_exact)] for one in listed],
        "empty": "Nobody has been in post.",
    }


def cells(one: Yearly, exact: bool) -> list[dict]:
    found = one.found
    counts = (found.at_start, found.starters, found.leavers, found.promoted, found.at_end)
    rates = (one.turnover, one.stability)
    return [*(number(shown(count, exact=exact)) for count in counts), *(numeric(rate_words(rate)) for rate in rates)]


def stored_months(programme, sight: Sight):
    """The months of the programme, or of the PCTs that somebody leads: rows of WorkforceMonth to be summed."""
    found = WorkforceMonth.objects.filter(programme=programme)
    return found if sight.commissioners is None else found.filter(commissioner__in=sight.commissioners)


def by_month(months, today: date) -> dict:
    """Who began, left and was promoted, and who was in post at the month's end, of the last two years' full months."""
    last = add_months(first_of(today), -1)
    wanted = month_range(add_months(last, 1 - MONTHS_SHOWN), last)
    sums = (
        months.filter(month__in=wanted).order_by("month").values("month").annotate(**{one: Sum(one) for one in SUMMED})
    )
    return {
        "caption": "Who began and who left, by month",
        "compact": True,
        "head": ["Month", *(numeric(heading) for heading in SUMMED.values())],
        "first_is_header": True,
        "rows": [[label(row["month"]), *(number(row[name]) for name in SUMMED)] for row in sums],
        "empty": "No full month has been counted yet. The counts are made every night.",
    }
