"""The figures of a release that come from the months of the roster and from supervision: as anybody without rights sees them."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from django.db.models import Sum

from measures.disclosure import MINIMUM_COMMISSIONERS, WORDS, Withheld
from practices import months
from workforce.catalogue import role_name
from workforce.computing.supervision_weeks import LEVEL_MONTHS
from workforce.dashboards import supervision
from workforce.dashboards.throughput import sums_of
from workforce.disclosure import shown, why_withheld
from workforce.models import WorkforceMonth
from workforce.releases.contents import ALL, BAND, Behind, Column, Figure, Row, row_of
from workforce.throughput import MonthShown, shown_months

FEW = "0 to 7"
STOCKS = {
    "posts": "Posts",
    "posts_vacant": "Vacant",
    "wte_established": "WTE established",
    "wte_in_post": "WTE in post",
    "people": "People in post",
}
SIZES = (("0 to 7 posts", 0, 7), ("8 to 14 posts", 8, 14), ("15 posts or more", 15, None))
NOBODY_COUNTED = "no month of the roster has been computed for it"


def posts_figure(programme, through: date) -> Figure:
    """By role, and of the programme; only where PCTs enough have posts."""
    rows = WorkforceMonth.objects.filter(programme=programme, month=through)
    sums = {name: Sum(name) for name in STOCKS}
    by_role = {row["role"]: row for row in rows.order_by().values("role").annotate(**sums)}
    why = why_no_posts(rows)
    listed = sorted((role_name(role), role, found) for role, found in by_role.items())
    found = [stock_row(role, name, "role", sums) for name, role, sums in listed]
    return Figure(
        code="posts",
        title="Posts and WTE by role",
        version=1,
        definition=(
            "Posts open on the last day of the month and their WTE; vacant: open and held by nobody; people: different people in "
            "post on that day. Counts to the nearest 5, 0 to 7 as *; sums from true values, so they need not add up."
        ),
        first="Role",
        columns=tuple(Column(code, name) for code, name in STOCKS.items()),
        rows=() if why else (*found, stock_row("", "All roles", ALL, rows.aggregate(**sums))),
        says="posts",
        why=why,
    )


def why_no_posts(rows) -> str:
    trusts = rows.filter(posts__gt=0).values("commissioner").distinct().count()
    if not trusts:
        return NOBODY_COUNTED
    return WORDS[Withheld.TOO_FEW_COMMISSIONERS] if trusts < MINIMUM_COMMISSIONERS else ""


def stock_row(key: str, name: str, kind: str, sums: Mapping) -> Row:
    return row_of(key, name, kind, [shown(sums[column], exact=False) for column in STOCKS])


def trusts_figure(programme, through: date, behind: Behind, employers: int) -> Figure:
    """How many PCTs have how many posts, without their names."""
    rows = WorkforceMonth.objects.filter(programme=programme, month=through)
    posts = list(rows.order_by().values("commissioner").annotate(number=Sum("posts")).values_list("number", flat=True))
    people = rows.aggregate(number=Sum("people"))["number"] or 0
    why = why_no_posts(rows) or why_withheld(people, employers)
    found = [
        row_of(
            name, name, BAND,
            [sum(low <= number <= (high if high is not None else number) for number in posts)], behind={0: behind},
        )
        for name, low, high in SIZES
    ]  # fmt: skip
    return Figure(
        code="posts_by_trust",
        title="PCTs by the number of their posts",
        version=1,
        definition="PCTs with a post in the programme by how many posts are open there on the last day of the month. No PCT is named.",
        first="Posts",
        columns=(Column("trusts", "PCTs"),),
        rows=() if why else tuple(found),
        says="trusts",
        why=why,
    )


# ---- supervision


def supervision_months(through: date) -> list[date]:
    return months.month_range(months.add_months(through, 1 - LEVEL_MONTHS), through)


def supervision_figures(programme, through: date, behind: Mapping[str, Behind]) -> list[Figure]:
    """`behind`: role -> who came and went; ALL -> of everybody."""
    found = supervision.behind_of(programme, supervision_months(through))
    codes = {role_name(role.key): role.key for role in found.roles}
    rows = [level_row(level, behind.get(codes[level.name], {})) for level in supervision.levels_of(found.roles, False)]
    names = ("People", "Minutes held, %", "Weeks with supervision, %", "95% from", "95% to")
    held = Figure(
        code="supervision",
        title="Supervision held of what the standard asks for",
        version=1,
        definition=(
            f"The last {LEVEL_MONTHS} months. Minutes: clinical supervision held, of what the standard of the role asks for "
            "without days of leave. Weeks: of those in which a worker was there on three working days or more, the ones in which "
            "any was held, from rounded counts, with Wilson's interval. Of 8 people of 3 employers or more."
        ),
        first="Role",
        columns=tuple(Column(code, name) for code, name in zip(("people", "minutes", "weeks", "low", "high"), names, strict=True)),
        rows=tuple(rows),
        says="minutes",
        why="" if rows else "nobody was in post",
    )  # fmt: skip
    return [held, supervision_bands(found, behind[ALL])]


def level_row(level, behind: Behind) -> Row:
    parts = (level.minutes, level.weeks, *(level.interval or (None, None)))
    values = [level.people, *(None if part is None else round(100 * part) for part in parts)]
    return row_of(level.name, level.name, "role", values, why=level.reason or FEW, behind={1: behind})


def supervision_bands(found: supervision.Behind, behind: Behind) -> Figure:
    bands, why = supervision.bands_of(found)
    return Figure(
        code="supervision_by_trust",
        title="PCTs by the part of the expected supervision that was held",
        version=1,
        definition="Minutes held of those expected in each PCT over the same months, in bands. No PCT is named.",
        first="Minutes held",
        columns=(Column("trusts", "PCTs"),),
        rows=tuple(row_of(name, name, BAND, [count], behind={0: behind}) for name, count in bands),
        says="trusts",
        why=why,
    )


# ---- throughput


def throughput_figure(programme, through: date) -> Figure:
    whole, _ = sums_of(programme)
    found = shown_months([one for one in whole if one.month <= through], exact=False)
    first = next((place for place, one in enumerate(found) if one.value is not None), len(found))
    names = ("New patients", "WTE-months", "New patients a WTE-month", "Holders who said")
    codes = ("new_patients", "wte_months", "rate", "said")
    return Figure(
        code="throughput",
        title="New patients a WTE-month",
        version=1,
        definition=(
            "New patients of those holders who said how many, and their WTE times the part of the month worked; both to the nearest "
            "5, and the rate from those. Months from the first that can be shown. More new patients are not better in themselves."
        ),
        first="Month",
        columns=tuple(Column(code, name) for code, name in zip(codes, names, strict=True)),
        rows=tuple(month_row(one) for one in found[first:]),
        says="rate",
        why="" if found[first:] else "in no month did 8 people of 3 employers say how many",
    )


def month_row(one: MonthShown) -> Row:
    values = [plain(value) for value in (one.new_patients, one.wte_months, one.value, one.said)]
    why = WORDS.get(one.why, str(one.why)) or FEW
    return row_of(months.period(one.month), months.label(one.month), "month", values, why=why)


def plain(value):
    """As JSON writes it."""
    if isinstance(value, np.generic):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value
