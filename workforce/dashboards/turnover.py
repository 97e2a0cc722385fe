"""The page of turnover and stability over twelve months, and who began and left month by month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Sum

from practices.models import Organisation
from practices.months import add_months, first_of, label, month_range
from workforce.catalogue import role_name
from workforce.computing.kept import keep, kept
from workforce.dashboards.retention_reading import EVERYBODY, ROLE, TRUST, Rows, Sight, orientation_of, rows_of
from workforce.dashboards.retention_words import number, numeric, rate_words
from workforce.disclosure import shown, why_withheld
from workforce.models import WorkforceMonth
from workforce.released_retention import Rate, rates_together, reasons_withheld, stability_rate, turnover_rate
from workforce.retention import Turnover, turnover_of

KIND = "turnover"
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
class Part:
    """Twelve months of a group (`key`: a role's code, a PCT's id, "" for all), as they are: nobody sees this."""

    key: str
    people: int
    employers: int
    found: Turnover


@dataclass(frozen=True)
class Parts:
    """What is kept of a programme until its roster changes. `orientation`, since when it is observed, is changed elsewhere."""

    orientation: date | None
    today: date
    whole: Part
    roles: tuple[Part, ...]
    trusts: tuple[Part, ...]


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
    today: date
    whole: Yearly
    roles: tuple[Yearly, ...]
    trusts: tuple[Yearly, ...]


def found_for(programme, sight: Sight, rows: Rows | None = None) -> Found:
    """`rows`: those of today unless given."""
    parts = parts_of(rows) if rows else parts_for(programme, sight)
    whole = yearly("All", parts.whole, sight)
    roles = grouped({one.key: role_name(one.key) for one in parts.roles}, parts.roles, sight)
    trusts = grouped(names_of_trusts(parts.trusts), parts.trusts, sight) if sight.is_exact else ()
    return Found(sight, parts.today, whole, roles, trusts)


def parts_for(programme, sight: Sight) -> Parts:
    """Those of the programme may have been kept; those of the PCTs that somebody leads are computed for the page."""
    found = kept(programme, KIND, Parts) if sight.commissioners is None else None
    if found and found.orientation == orientation_of(programme):
        return found
    return parts_of(rows_of(programme, sight))


def keep_parts(programme, number: int) -> int:
    """Returns 1 where they are others than before."""
    return keep(programme, number, KIND, parts_of(rows_of(programme, EVERYBODY), orientation_of(programme)))


def parts_of(rows: Rows, orientation: date | None = None) -> Parts:
    return Parts(orientation, rows.today, part_of("", rows.spells, rows), parts_by(ROLE, rows), parts_by(TRUST, rows))


def parts_by(by: str, rows: Rows) -> tuple[Part, ...]:
    return tuple(part_of(str(key), spells, rows) for key, spells in rows.spells.groupby(by))


def part_of(key: str, spells, rows: Rows) -> Part:
    found = turnover_of(spells, rows.observed_from, rows.today, open_on_closed=rows.open_on_closed)
    return Part(key, len(spells), int(spells["employer"].nunique()), found)


def names_of_trusts(parts: Sequence[Part]) -> dict[str, str]:
    found = Organisation.objects.filter(pk__in=[int(one.key) for one in parts])
    return {str(trust.pk): str(trust) for trust in found}


def grouped(names: Mapping[str, str], parts: Sequence[Part], sight: Sight) -> tuple[Yearly, ...]:
    sizes = [(one.people, one.employers) for one in parts]
    reasons = [""] * len(parts) if sight.is_exact else reasons_withheld(sizes)
    listed = [yearly(names[one.key], one, sight, why) for one, why in zip(parts, reasons, strict=True)]
    listed = listed if sight.is_exact else together(listed)
    return tuple(sorted(listed, key=lambda one: one.name))


def together(listed: list[Yearly]) -> list[Yearly]:
    """No rate that is withheld may follow from the others and that of all."""
    went = [one.found.at_start - one.found.stayed for one in listed]
    turnovers = rates_together([one.turnover for one in listed], [one.found.leavers for one in listed])
    stabilities = rates_together([one.stability for one in listed], went)
    columns = zip(listed, turnovers, stabilities, strict=True)
    return [replace(one, turnover=turnover, stability=stability) for one, turnover, stability in columns]


def yearly(name: str, part: Part, sight: Sight, withheld: str = "") -> Yearly:
    exact = sight.is_exact
    reason = "" if exact else withheld or why_withheld(part.people, part.employers)
    rates = (make(part.found, exact=exact, withheld=reason) for make in (turnover_rate, stability_rate))
    return Yearly(name, part.found, *rates)


def page_of(found: Found, months) -> dict:
    """What templates/workforce/turnover.html prints; `months` are the stored ones that this person may read as they are."""
    return {
        "sentence": sentence(found),
        "roles": table("By role", "Role", (*found.roles, found.whole), found.sight),
        "trusts": table("By PCT", "PCT", found.trusts, found.sight) if found.trusts else None,
        "by_month": by_month(months, found.today) if found.sight.is_exact else None,
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
