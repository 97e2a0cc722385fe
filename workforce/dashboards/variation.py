"""The variation between PCTs as its page prints it: supervision, its quality, pay and terms, by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.permissions import Permission
from operations.first_use import when_first_used
from practices import clock, months
from workforce.catalogue import bands as agenda_bands
from workforce.catalogue import role_name
from workforce.computing.kept import keep, kept
from workforce.dashboards.led_places import led_by
from workforce.dashboards.pulses import results_by_pulse
from workforce.dashboards.variation_reading import people_on
from workforce.disclosure import shown
from workforce.drawings.variation import drawing
from workforce.models import Pulse, Terms
from workforce.models.scope import programmes_of
from workforce.pulse_results import ALL, COMMISSIONER
from workforce.pulses import SUPERVISION
from workforce.variation import (
    HOURS_BANDS,
    LEVEL_BANDS,
    QUALITY_BANDS,
    Place,
    Reader,
    Spread,
    level_places,
    places_of,
    quality_band,
    sentence_of,
    spread_of,
)

pd = when_first_used("pandas")

HEADINGS = ("Role", "What", "As at", "PCT", "Band", "PCTs", "People", "Note")
ALL_ROLES = "All roles"
QUALITY, QUALITY_NAME = "quality", "All roles: quality of supervision"
SCHEMES = dict(Terms.Scheme.choices)
CONTRACTS = dict(Terms.Contract.choices)


@dataclass(frozen=True)
class Chart:
    """One spread with its words, drawing and tables; `noun` is what a band is called."""

    title: str
    noun: str
    sentence: str
    drawing: str
    table: dict
    own_table: dict | None
    spread: Spread


@dataclass(frozen=True)
class RoleSection:
    name: str
    why: str
    charts: list[Chart]
    # Of two PCTs with people in a role each knows by its own dot which is the other's: the page says so.
    is_of_two: bool = False


@dataclass(frozen=True)
class RoleBehind:
    """A role on a day, as it is: how many people, employers and PCTs; and the dots of each chart. `bands` by scheme of pay."""

    role: str
    people: int
    employers: int
    trusts: int
    levels: tuple[Place, ...]
    bands: dict[str, tuple[Place, ...]]
    schemes: tuple[Place, ...]
    contracts: tuple[Place, ...]
    hours: tuple[Place, ...]


@dataclass(frozen=True)
class Behind:
    """All roles on a day; that of today and of the month's first day is kept until the roster changes."""

    roles: tuple[RoleBehind, ...]


@dataclass(frozen=True)
class Material:
    """What the charts are made of; `people`: a row for each set of terms in force on the day, None where `kept` was found."""

    people: pd.DataFrame | None
    day: date
    reader: Reader
    shows_pay: bool
    quality: list[RoleSection]
    kept: Behind | None = None

    @cached_property
    def roles(self) -> dict[str, RoleBehind]:
        behind = self.kept or behind_of(self.people)
        return {one.role: one for one in behind.roles}


@dataclass(frozen=True)
class VariationPage:
    """One role; `roles`: (code, name) of all that can be shown, `role` the code of the one that is."""

    day: date
    roles: list[tuple[str, str]]
    role: str
    section: RoleSection | None
    is_protected: bool
    shows_pay: bool


def day_shown(asked: date | None, *, whole: bool) -> date:
    """The day that is looked at: none to come; for others the first of a month, or day by day one newcomer could be told."""
    day = min(asked or clock.today(), clock.today())
    return day if whole else months.first_of(day)


def variation_page(user, programme, asked: date | None = None, role: str = "") -> VariationPage:
    """The role asked for, else the one with the most people."""
    material = material_of(user, programme, asked, may_be_kept=True)
    roles = roles_of(material)
    chosen = role if role in dict(roles) else most_people(material)
    section = section_of(material, chosen) if chosen else None
    return VariationPage(material.day, roles, chosen, section, not material.reader.whole, material.shows_pay)


def material_of(user, programme, asked: date | None, *, may_be_kept: bool = False) -> Material:
    """Without `people` when what was kept will do."""
    led = led_by(user, programme)
    reader = Reader(led.whole, {trust.ods_code: trust.name for trust in led.trusts.values()})
    day = day_shown(asked, whole=led.whole)
    shows_pay = programmes_of(user, Permission.VIEW_PAY_FIGURES).filter(pk=programme.pk).exists()
    found = kept_on(programme, day) if may_be_kept else None
    people = None if found else people_on(programme, day)
    return Material(people, day, reader, shows_pay, quality_sections(programme, day, reader), found)


def days_kept() -> dict[str, date]:
    """Today, which whoever leads the programme is shown first; and the first of its month, which others are."""
    return {"variation today": clock.today(), "variation of the month": months.first_of(clock.today())}


def kept_on(programme, day: date) -> Behind | None:
    kind = next((name for name, one in days_kept().items() if one == day), None)
    return kept(programme, kind, Behind) if kind else None


def keep_behind(programme, number: int) -> int:
    """Returns how many are others than before."""
    return sum(keep(programme, number, kind, behind_of(people_on(programme, day))) for kind, day in days_kept().items())


def behind_of(people: pd.DataFrame) -> Behind:
    return Behind(tuple(role_behind(role, rows) for role, rows in people.groupby("role")))


def role_behind(role: str, rows: pd.DataFrame) -> RoleBehind:
    bands = {
        scheme: tuple(places_of(rows[rows["scheme"] == scheme]))
        for scheme in SCHEMES
        if (rows["scheme"] == scheme).any()
    }
    return RoleBehind(
        role,
        *(rows[column].nunique() for column in ("worker", "employer", "trust")),
        tuple(level_places(rows)),
        bands,
        tuple(places_of(banded(rows, rows["scheme"].map(SCHEMES)))),
        tuple(places_of(banded(rows, rows["contract"].map(CONTRACTS)))),
        tuple(places_of(banded(rows, rows["hours"]))),
    )


def banded(rows: pd.DataFrame, bands: pd.Series) -> pd.DataFrame:
    return rows[["worker", "trust"]].assign(band=bands)


def roles_of(material: Material) -> list[tuple[str, str]]:
    """(code, name), by name; the pulse asks about supervision in all roles together."""
    named = sorted(((role, role_name(role)) for role in material.roles), key=lambda pair: pair[1])
    return [*((QUALITY, QUALITY_NAME) for _ in material.quality), *named]


def most_people(material: Material) -> str:
    """As the reader may know it: by the counts that are shown, the first by name of those alike; "" without anybody."""
    known = {role: shown(one.people, exact=material.reader.whole) for role, one in material.roles.items()}
    roles = [role for role, _ in roles_of(material)]
    return max(roles, key=lambda role: found if isinstance(found := known.get(role), int) else 0, default="")


def section_of(material: Material, role: str) -> RoleSection:
    if role == QUALITY:
        return material.quality[0]
    return role_section(material.roles[role], material.reader, shows_pay=material.shows_pay)


# ---- one role


def role_section(one: RoleBehind, reader: Reader, *, shows_pay: bool) -> RoleSection:
    role = one.role
    size = {"is_one": one.trusts == 1, "people": one.people, "employers": one.employers, "reader": reader}
    wanted = [
        (
            "Supervision held of that expected, last three full months",
            "level of supervision",
            one.levels,
            LEVEL_BANDS,
        )
    ]
    wanted += pay_wanted(one) if shows_pay else []
    charts = [
        chart_of(f"{role}-{number}", title, noun, spread_of(places, order, **size), reader)
        for number, (title, noun, places, order) in enumerate(wanted)
    ]
    why = charts[0].spread.why
    return RoleSection(role_name(role), why, [chart for chart in charts if not why or chart.own_table], one.trusts == 2)


def pay_wanted(one: RoleBehind) -> list[tuple]:
    """(title, noun, places, order) of each chart of pay and terms; the bands of each scheme apart."""
    found = [
        (f"Pay band: {SCHEMES[scheme]}", "band", places, band_order(scheme)) for scheme, places in one.bands.items()
    ]
    return [
        *found,
        ("Scheme of pay", "scheme", one.schemes, SCHEMES.values()),
        ("Contract", "contract", one.contracts, CONTRACTS.values()),
        ("Hours", "kind of hours", one.hours, HOURS_BANDS),
    ]


def band_order(scheme: str) -> Sequence[str]:
    return agenda_bands() if scheme == Terms.Scheme.AGENDA_FOR_CHANGE else ()


# ---- quality, as the pulse found it


def quality_sections(programme, day: date, reader: Reader) -> list[RoleSection]:
    """Of the latest round closed by the day: the PCTs that the pulse may show; hidden ones are not drawn."""
    rounds = Pulse.objects.filter(programme=programme, closes_on__lt=day).order_by("-opens_on")
    pulse = next((one for one in rounds[:1] if one.is_closed), None)
    if pulse is None:
        return []
    results = [one for one in results_by_pulse([pulse])[pulse.pk] if one.question == SUPERVISION]
    whole = next((one.why for one in results if one.kind == ALL), "nobody was asked")
    places = [
        Place(one.member, quality_band(one.mean), one.number)
        for one in results
        if one.kind == COMMISSIONER and not one.why
    ]
    why = whole or ("" if places else "no PCT has 10 answers of 3 employers or more")
    title = f"Quality of supervision, mean of the answers in {pulse.name}"
    if why:
        return [RoleSection(f"{title}: {ALL_ROLES.lower()}", f"withheld: {why.removeprefix('withheld: ')}", [])]
    # The pulse has decided already what may be shown.
    spread = spread_of(places, QUALITY_BANDS, people=sum(one.people for one in places), employers=3, reader=reader)
    return [RoleSection(ALL_ROLES, "", [chart_of("quality", title, "mean", spread, reader)])]


# ---- as printed


def chart_of(identifier: str, title: str, noun: str, spread: Spread, reader: Reader) -> Chart:
    sentence = sentence_of(spread, noun)
    return Chart(
        title=title,
        noun=noun,
        sentence=sentence,
        drawing=drawing(f"spread-{identifier}", title, sentence, spread) if spread.rows else "",
        table=table_of(title, noun, spread),
        own_table=own_table_of(title, noun, spread, reader) if spread.own else None,
        spread=spread,
    )


def table_of(title: str, noun: str, spread: Spread) -> dict:
    return {
        "caption": f"{title}: PCTs and people",
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "head": [noun.capitalize(), {"text": "PCTs", "numeric": True}, {"text": "People", "numeric": True}],
        "rows": [[row.band, number(row.trusts), number(row.people)] for row in spread.rows],
        "empty": sentence_of(spread, noun),
    }


def own_table_of(title: str, noun: str, spread: Spread, reader: Reader) -> dict:
    """The PCTs that the reader leads, by name."""
    places = sorted(spread.own, key=lambda one: reader.named[one.trust])
    return {
        "caption": f"{title}: the PCTs that you lead",
        "caption_hidden": True,
        "first_is_header": True,
        "compact": True,
        "head": ["PCT", noun.capitalize(), {"text": "People", "numeric": True}],
        "rows": [[reader.named[one.trust], one.band, number(one.people)] for one in places],
    }


def number(count) -> dict:
    return {"text": f"{count:,}" if isinstance(count, int) else count, "numeric": True}


def csv_rows(user, programme, asked: date | None) -> tuple[Sequence[str], list[list]]:
    """(headings, rows): the figures of the page of every role and no others."""
    material = material_of(user, programme, asked)
    sections = [section_of(material, role) for role, _ in roles_of(material)]
    return HEADINGS, [row for section in sections for row in section_rows(section, material.day, material.reader.named)]


def section_rows(section: RoleSection, day: date, names: Mapping[str, str]) -> list[list]:
    rows = [[section.name, None, day, None, None, None, None, section.why]] if section.why else []
    for chart in section.charts:
        start = [section.name, chart.title, day]
        rows += [[*start, "All", row.band, row.trusts, row.people, ""] for row in chart.spread.rows]
        rows += [[*start, names[one.trust], one.band, None, one.people, ""] for one in chart.spread.own]
    return rows
