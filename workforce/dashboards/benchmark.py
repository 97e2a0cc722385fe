"""The benchmark as its page prints it: the programme, its waves and the reader's own PCTs, each with quartiles and n (P7)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q

from accounts.permissions import Permission
from measures.chart_tables import numeric
from practices.models import Organisation, Parent, Wave
from workforce import benchmark
from workforce.benchmark import Columns, Quartiles, band_places, one_a_person, shares_held
from workforce.catalogue import bands, role_name
from workforce.dashboards.led_places import led_by
from workforce.dashboards.variation import Material, most_people
from workforce.dashboards.variation import material_of as material_on
from workforce.dashboards.variation_reading import columns_on
from workforce.disclosure import shown
from workforce.models import Terms
from workforce.models.scope import grants_with

HEAD = ("Lower quartile", "Median", "Upper quartile", "People")
CSV_HEAD = ("role", "what", "group", "lower_quartile", "median", "upper_quartile", "people", "note")
PROGRAMME = "The programme"


@dataclass(frozen=True)
class Figure:
    """What is compared: `values` of the people's table, and how one is printed."""

    title: str
    values: Callable[[Columns], np.ndarray]
    printed: Callable[[float, bool], str]
    is_ordinal: bool = False
    is_pay: bool = False


FIGURES = (
    Figure("Supervision held of that expected, last three full months", shares_held, lambda value, exact: f"{value:.{int(exact)}f}%"),
    Figure("Hours, as WTE", lambda table: table["wte"], lambda value, exact: f"{value:.2f}"),
    Figure(
        "Pay band, Agenda for Change",
        lambda table: band_places(table, Terms.Scheme.AGENDA_FOR_CHANGE, bands()),
        lambda value, exact: f"Band {bands()[int(value)]}",
        is_ordinal=True,
        is_pay=True,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """`trusts`: codes of its PCTs, None for all; `exact` to this reader."""

    name: str
    trusts: frozenset[str] | None
    exact: bool


@dataclass(frozen=True)
class Compared:
    figure: Figure
    rows: list[tuple[Group, Quartiles]]


@dataclass(frozen=True)
class BenchmarkPage:
    """Ready for the template; `roles`: (code, name), `role` the one that is shown."""

    day: object
    roles: list[tuple[str, str]]
    role: str
    role_name: str
    sections: list[dict]
    is_protected: bool
    shows_pay: bool


def benchmark_page(user, programme, role: str = "") -> BenchmarkPage:
    material, groups = material_on(user, programme, None, may_be_kept=True), groups_of(user, programme)
    people, roles = columns_on(programme, material.day), roles_of(material)
    chosen = role if role in dict(roles) else next((code for code, _ in roles if code == most_people(material)), "")
    found = compared_in(people, groups, chosen, shows_pay=material.shows_pay) if chosen else []
    return BenchmarkPage(
        day=material.day,
        roles=roles,
        role=chosen,
        role_name=role_name(chosen) if chosen else "",
        sections=[section(one) for one in found],
        is_protected=not material.reader.whole,
        shows_pay=material.shows_pay,
    )


def roles_of(material: Material) -> list[tuple[str, str]]:
    return sorted(((role, role_name(role)) for role in material.roles), key=lambda pair: pair[1])


# ---- beside whom


def groups_of(user, programme) -> list[Group]:
    """The programme, then the waves that this person may see, then the own PCTs, each in alphabetical order."""
    led = led_by(user, programme)
    own = {trust.ods_code: trust.name for trust in led.trusts.values()}
    looked_after = {code: name for code, name in commissioned(user, programme) if code not in own}
    return [
        Group(PROGRAMME, None, led.whole),
        *(Group(name, codes, led.whole) for name, codes in waves_of(user, programme)),
        *(
            Group(name, frozenset([code]), code in own)
            for code, name in sorted((own | looked_after).items(), key=lambda pair: pair[1])
        ),
    ]


def commissioned(user, programme) -> list[tuple[str, str]]:
    """(code, name) of PCTs with posts in which this person holds a grant, as a commissioner does."""
    held = {grant.organisation_id for grant in grants_with(user, Permission.VIEW_WORKFORCE_FIGURES)} - {None}
    return list(Organisation.objects.filter(pk__in=held, posts__programme=programme).distinct().values_list("ods_code", "name"))  # fmt: skip


def waves_of(user, programme) -> list[tuple[str, frozenset[str]]]:
    """(name, codes of the PCTs whose practices take part) of the waves that reach PCTs of this programme: one query."""
    rows = Parent.objects.filter(
        Q(parent__kind=Organisation.Kind.COMMISSIONER),
        parent__posts__programme=programme,
        child__memberships__wave__in=Wave.objects.visible_to(user),
    ).values_list("child__memberships__wave__name", "parent__ods_code")
    found: dict[str, set[str]] = {}
    for name, code in rows.distinct():
        found.setdefault(name, set()).add(code)
    return sorted((name, frozenset(codes)) for name, codes in found.items())


# ---- the figures


def compared_in(people: Columns, groups: Sequence[Group], role: str, *, shows_pay: bool) -> list[Compared]:
    is_in = people["role"] == role
    table = {name: column[is_in] for name, column in people.items()}
    return [compared(one, table, groups) for one in FIGURES if shows_pay or not one.is_pay]


def compared(figure: Figure, table: Columns, groups: Sequence[Group]) -> Compared:
    rows = one_a_person(table, figure.values(table))
    members = [benchmark.Group(inside_of(one, rows["trust"]), one.exact) for one in groups]
    found = benchmark.all_quartiles(rows, members, is_ordinal=figure.is_ordinal)
    return Compared(figure, list(zip(groups, found, strict=True)))


def inside_of(group: Group, trusts: np.ndarray) -> np.ndarray:
    return np.ones(len(trusts), dtype=bool) if group.trusts is None else np.isin(trusts, sorted(group.trusts))


# ---- as printed


def section(one: Compared) -> dict:
    return {"title": one.figure.title, "sentence": sentence_of(one), "table": table_of(one)}


def table_of(one: Compared) -> dict:
    return {
        "caption": one.figure.title,
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Group", *map(numeric, HEAD)],
        "rows": [row_of(one.figure, *pair) for pair in one.rows],
    }


def row_of(figure: Figure, group: Group, found: Quartiles) -> list:
    people = shown(found.people, exact=group.exact)
    last = numeric(f"{people:,}" if isinstance(people, int) else people)
    if found.why:
        return [group.name, {"text": found.why.capitalize(), "colspan": 3}, last]
    return [group.name, *(numeric(figure.printed(value, group.exact)) for value in values(found)), last]


def values(found: Quartiles) -> tuple[float, float, float]:
    return found.lower, found.median, found.upper


def sentence_of(one: Compared) -> str:
    """The programme's median, and the middle half of its people."""
    group, found = one.rows[0]
    if found.why:
        return f"The programme is not shown: {found.why.removeprefix('withheld: ')}."
    lower, median, upper = (one.figure.printed(value, group.exact) for value in values(found))
    return f"In the programme the median is {median}; the middle half lies from {lower} to {upper}."


def csv_rows(user, programme) -> tuple[Sequence[str], list[list]]:
    """The figures of the page of every role, and no others."""
    material, groups = material_on(user, programme, None, may_be_kept=True), groups_of(user, programme)
    people = columns_on(programme, material.day)
    return CSV_HEAD, [
        [name, one.figure.title, group.name, *plain(one.figure, group, found)]
        for role, name in roles_of(material)
        for one in compared_in(people, groups, role, shows_pay=material.shows_pay)
        for group, found in one.rows
    ]


def plain(figure: Figure, group: Group, found: Quartiles) -> list:
    people = shown(found.people, exact=group.exact)
    if found.why:
        return [None, None, None, people, found.why]
    return [*(figure.printed(value, group.exact) for value in values(found)), people, ""]
