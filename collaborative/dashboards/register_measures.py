"""A practice's measures from its own register, exact and for the practice alone: charts, process and balancing measures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from django.urls import reverse

from collaborative.dashboards.register_reading import read_months, registered_16_64, unbroken, wave_of
from collaborative.dashboards.register_series import MonthCounts, Point, RegisterSeries, line_of, series_of
from collaborative.dashboards.register_shares import (
    ABSENCES,
    BALANCING,
    MONTHS_TOGETHER,
    PROCESS,
    SENSITIVITIES,
    SYMPTOMS,
    UPTAKE,
    Found,
    found,
    of_group,
    sums,
)
from collaborative.dashboards.wave import chart_icons, method_href
from measures import chart_words, charts
from measures.chart_lines import Band
from measures.chart_tables import numeric
from measures.definitions import all_definitions
from measures.disclosure import Audience
from practices import months
from registers.figures import Prevalence, completeness, expected_prevalence

OWN_SOURCE = "Counted from the practice's register. Own data, exact: do not share; small numbers"


LEFT_CENSORED = (
    "Sick notes cover less than the 26 weeks before the month: an absence that began earlier is counted too short, so "
    "measure 4 may be too low."
)


@dataclass(frozen=True)
class RegisterMeasuresPage:
    """Ready for the template. Without any counted month only `empty` is filled."""

    latest: str = ""
    charts: list[dict] = field(default_factory=list)
    tables: list[dict] = field(default_factory=list)
    completeness: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    empty: str = ""


def register_measures_page(practice, may_send: bool) -> RegisterMeasuresPage:
    """`may_send`: whether the reader sends the practice's return. Three queries."""
    rows = unbroken(read_months([practice]).get(practice.pk, []))
    if not rows:
        return RegisterMeasuresPage(empty="Nothing is counted yet. Upload the register and the events of a month.")
    wave, latest = wave_of(practice), rows[-1]
    drawn = since_counted(rows)
    series = [series_of(definition, drawn) for definition in all_definitions().values()]
    csv_href = reverse("register_measures_csv", args=[practice.ods_code])
    return RegisterMeasuresPage(
        latest=months.label(latest.month),
        charts=[chart_of(one, wave, csv_href) for one in series],
        tables=[*share_tables({practice.pk: [row.figures for row in rows]}, latest), sensitivity_table(rows)],
        completeness=completeness_words(latest, registered_16_64([practice], latest.month).get(practice.pk)),
        notes=notes_of(latest),
        links=links_of(practice, latest, may_send),
    )


def since_counted(rows: list[MonthCounts]) -> list[MonthCounts]:
    """Without the months before the first event: a register reaches back by years further, and would draw nothing there."""
    names = [definition.numerator for definition in all_definitions().values()]
    counted = dropwhile(lambda row: all(row.figures.get(name) is None for name in names), rows)
    return list(counted) or rows


def notes_of(latest: MonthCounts) -> list[str]:
    """What to beware of in the latest month."""
    if not latest.figures.get("is_left_censored"):
        return []
    return [LEFT_CENSORED]


def links_of(practice, latest: MonthCounts, may_send: bool) -> list[dict]:
    prepare = ("Prepare the return of this month", "return_prepare", [practice.ods_code, months.period(latest.month)])
    wanted = [
        *([prepare] if may_send else []),
        ("The list", "register_list", [practice.ods_code]),
        ("Entries waiting for validation", "validation_queue", [practice.ods_code]),
    ]
    return [{"text": text, "href": reverse(name, args=args)} for text, name, args in wanted]


# ---- charts


def chart_of(series: RegisterSeries, wave, csv_href: str) -> dict:
    """As components/chart.html takes it; the closed cohort is a dashed line behind the rate."""
    line = line_of(series, judged_from=months.first_of(wave.learning_workshop_1_on) if wave else None)
    definition = series.definition
    values = [one.value for one in series.cohort]
    reference = charts.Reference("Closed cohort", values) if any(value is not None for value in values) else None
    return {
        "id": f"register-{definition.code}".replace("_", "-"),
        "title": f"{definition.short_title}, {definition.unit}",
        "icons": chart_icons(line),
        "words": [*chart_words.parts(line), ("Closed cohort", cohort_words(series))],
        "figure": charts.sent(charts.figure(line, bands_of(wave), reference=reference)),
        "is_table_only": line.is_table_only,
        "method_href": method_href(line),
        "source": OWN_SOURCE,
        "table": series_table(series),
        "files": [{"href": csv_href, "text": "CSV of all counts", "of": definition.short_title}],
    }


def bands_of(wave) -> list[Band]:
    periods = enumerate(wave.action_periods, start=1) if wave else ()
    return [Band(start, end, f"AP{number}") for number, (start, end, _) in periods]


def cohort_words(series: RegisterSeries) -> str:
    """What the people who were on the list all through the baseline say beside the list as it is now."""
    last = series.cohort[-1]
    if last.value is None:
        return f"{months.label(last.month)}: no value, {chart_words.reason_words(last.why)}."
    value = chart_words.with_unit(chart_words.shown(last.value), series.definition.unit)
    people = f"{last.denominator:,.0f}"
    return (
        f"{months.label(last.month)}: {value} among the {people} people who were on the list throughout the baseline. "
        "They join when worst, so some of a fall is a return to the usual; a list that grows moves only the other line."
    )


def series_table(series: RegisterSeries) -> dict:
    definition = series.definition
    exact = "Person-months" if definition.counts_person_months else "On the list"
    head = ["Month", numeric("Counted"), numeric(exact), numeric("Rate")]
    if definition.counts_person_months:
        head += [numeric("(Open + close) / 2"), numeric("Rate by it")]
    head += [numeric("Closed cohort"), numeric("Its rate")]
    columns = zip(series.points, series.halved, series.cohort, strict=True)
    return {
        "caption": f"{definition.short_title}, month by month ({definition.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": head,
        "rows": [table_row(definition, *points) for points in columns],
    }


def table_row(definition, exact: Point, halved: Point, cohort: Point) -> list:
    cells = [months.label(exact.month), numeric(count(exact.numerator)), numeric(people(exact)), value_cell(exact)]
    if definition.counts_person_months:
        cells += [numeric(people(halved)), value_cell(halved)]
    return [*cells, numeric(people(cohort)), value_cell(cohort)]


def count(value) -> str:
    return "Not known" if value is None else f"{value:,}"


def people(point: Point) -> str:
    return "" if point.denominator is None else f"{point.denominator:,.2f}".removesuffix(".00")


def value_cell(point: Point) -> dict:
    if point.value is None:
        return {"text": "No value", "hint": chart_words.reason_words(point.why), "numeric": True}
    return numeric(f"{point.value:.2f}")


# ---- tables


GROUP_TITLES = {
    PROCESS: "Process measures",
    BALANCING: "Balancing measures",
    UPTAKE: f"Taken up, of what was offered in {MONTHS_TOGETHER} months",
    SYMPTOMS: "Symptoms that are not explained",
}


def share_tables(by_practice: dict, latest: MonthCounts) -> list[dict]:
    return [share_table(group, by_practice, latest) for group in GROUP_TITLES]


def share_table(group: str, by_practice: dict, latest: MonthCounts) -> dict:
    shares = [found(share, sums(share, by_practice), Audience.OWNER) for share in of_group(group)]
    return {
        "caption": f"{GROUP_TITLES[group]}, {months.label(latest.month)}",
        "compact": True,
        "first_is_header": True,
        "head": ["What", numeric("Counted"), numeric("Of"), numeric("Value"), "95% interval"],
        "rows": [share_row(one) for one in shares],
    }


def share_row(one: Found) -> list:
    over = f"{MONTHS_TOGETHER} months together" if one.share.is_flow else ""
    title = {"text": one.share.title, "hint": over}
    if one.value is None:
        counts = ["" if value is None else count_words(value) for value in (one.numerator, one.denominator)]
        return [
            title,
            *map(numeric, counts),
            {"text": "No value", "hint": chart_words.reason_words(one.why), "numeric": True},
            "",
        ]
    return [
        title,
        numeric(count_words(one.numerator)),
        numeric(count_words(one.denominator)),
        value_words(one),
        interval_words(one),
    ]


def count_words(value) -> str:
    return value if isinstance(value, str) else f"{value:,.1f}".removesuffix(".0")


def value_words(one: Found) -> dict:
    decimals = 1 if isinstance(one.value, float) else 0
    if one.share.is_rate:
        return {"text": f"{one.value:,.{decimals}f}", "hint": one.share.unit, "numeric": True}
    return numeric(f"{one.value:.{decimals}f}%")


def interval_words(one: Found) -> str:
    if one.lower is None:
        return ""
    decimals = 1 if isinstance(one.lower, float) else 0
    return f"{one.lower:,.{decimals}f} to {one.upper:,.{decimals}f}"


def sensitivity_table(rows: Sequence[MonthCounts]) -> dict:
    """Measure 4 by other rules, for the latest months: how much the answer rests on the rule."""
    shown = rows[-6:]
    return {
        "caption": "Certified absence of 13 weeks by other rules",
        "anchor": ABSENCES,
        "compact": True,
        "first_is_header": True,
        "head": ["Rule", *(numeric(months.label(row.month)) for row in shown)],
        "rows": [[title, *(numeric(count(row.figures.get(name))) for row in shown)] for name, title in SENSITIVITIES],
    }


def completeness_words(latest: MonthCounts, size) -> list[str]:
    """What share of the people whom one would expect on the list is on it, with the bounds of the expectation."""
    active = latest.figures.get("list_close")
    if active is None or size is None:
        why = latest.why("list_close") if active is None else "No number of registered people aged 16 to 64 is known"
        return [f"Completeness cannot be worked out: {why[:1].lower()}{why[1:]}."]
    day, registered = size
    one, prevalence = completeness(active, registered), expected_prevalence()
    if one is None:
        return ["Completeness cannot be worked out: nobody aged 16 to 64 is registered."]
    said = (
        f"{active:,} people are on the list; {one.expected:,.0f} would be expected of {registered:,} registered people aged "
        f"16 to 64 ({day:%-d %b %Y}): {one.share:.0%} (from {one.lower:.0%} to {one.upper:.0%}, by the bounds of the expectation)."
    )
    return [said, expected_words(prevalence)]


def expected_words(prevalence: Prevalence) -> str:
    return f"Expected are {prevalence.per_1000:g} of 1,000 ({prevalence.lower:g} to {prevalence.upper:g}). {prevalence.source}."


# ---- the file


def csv_rows(practice) -> tuple[list[str], list[list]]:
    """Every count of every month, and the rates with person-months: headings and rows."""
    rows = unbroken(read_months([practice]).get(practice.pk, []))
    names = sorted({name for row in rows for name in row.figures})
    series = [series_of(definition, rows) for definition in all_definitions().values()] if rows else []
    rates = [f"{one.definition.code}_{kind}" for one in series for kind in ("rate", "cohort_rate")]
    content = []
    for place, row in enumerate(rows):
        values = [value for one in series for value in (one.points[place].value, one.cohort[place].value)]
        counts = [row.figures.get(name) for name in names]
        content.append([months.period(row.month), *counts, *map(rounded, values), row.code_list])
    return ["month", *names, *rates, "code_list"], content


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
