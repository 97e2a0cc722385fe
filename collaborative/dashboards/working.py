"""Show your working: one figure of one month, from the wave to the PCT to the practice to the stored line of its return."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from collaborative.dashboards.detail import working_href
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from measures import chart_tables, chart_words
from measures.disclosure import RULE
from measures.fields import COUNT_FIELDS, NOT_AVAILABLE_REASONS
from measures.models import MonthlyReturn, Series
from practices import months


@dataclass(frozen=True)
class Working:
    """One figure, taken apart."""

    title: str
    month: str
    facts: list[dict]
    sum_words: str
    parts_title: str
    parts: dict | None
    missing: list[str]
    others: str
    line: "ReturnLine | None"


@dataclass(frozen=True)
class ReturnLine:
    """The stored line that a practice's figure comes from, as far as its reader may see it."""

    href: str
    facts: list[dict]
    values: dict | None


def working(gathered: Gathered, series: Shown, organisation, month: date, line: MonthlyReturn | None) -> Working | None:
    """None for a month that the series does not have."""
    if month not in series.line.months:
        return None
    place = series.line.months.index(month)
    return Working(
        title=f"{series.definition.short_title}, {series.name}",
        month=months.label(month),
        facts=facts(gathered, series, place),
        sum_words=sum_words(series, place),
        parts_title=parts_title(gathered, series),
        parts=parts(gathered, series, organisation, month),
        missing=missing(gathered, series, organisation, month),
        others=others(gathered, series, organisation, place),
        line=return_line(line, series) if line else None,
    )


def facts(gathered: Gathered, series: Shown, place: int) -> list[dict]:
    line, definition, data = series.line, series.definition, series.data
    value = line.values[place]
    rows = [
        {
            "key": "Rate",
            "value": chart_words.with_unit(chart_words.shown(value, line.is_protected), definition.unit)
            if value is not None
            else chart_words.reason_words(line.reasons[place]),
        },
        {
            "key": "Numerator",
            "value": f"{chart_words.shown_count(line.numerators[place]) or 'none'}: {definition.numerator_text}",
        },
        {
            "key": "Denominator",
            "value": f"{chart_words.shown_count(line.denominators[place]) or 'none'}: {definition.denominator_text}",
        },
        {
            "key": "On the list at the end of the month",
            "value": chart_words.shown_count(line.lists[place]) or "not known",
        },
        {"key": "Registered patients", "value": chart_words.shown_count(line.registered[place]) or "not known"},
        {"key": "State", "value": chart_words.STATE_WORDS[line.states[place]]},
    ]
    if series.level != Series.Level.PRACTICE:
        rows.append({"key": "Practices", "value": practices_words(data, place)})
    version = "Version {} ({})".format(definition.version, RULE if line.is_protected else "exact figures")
    return [
        *rows,
        {"key": "Definition", "value": version, "href": reverse("measure_definition", args=[definition.code])},
        {"key": "Data as at", "value": f"{gathered.pointer.data_as_at.astimezone(months.LONDON):%-d %B %Y, %H:%M}"},
        {"key": "Computation", "value": f"{gathered.pointer.pk}, {gathered.pointer.get_kind_display().lower()}"},
    ]


def practices_words(data, place: int) -> str:
    expected = data.expected[place] if data.expected else 1
    return (
        f"{data.contributing[place]} in this figure; {data.reported[place]} reported, "
        f"{data.provisional[place]} of them provisional; {expected} expected"
    )


def sum_words(series: Shown, place: int) -> str:
    """The division, written out; what it is made of for others are the published counts."""
    line, definition = series.line, series.definition
    value = line.values[place]
    if value is None:
        return f"There is no rate for this month: {chart_words.reason_words(line.reasons[place])}."
    return (
        f"{chart_words.shown_count(line.numerators[place])} divided by {chart_words.shown_count(line.denominators[place])}, "
        f"times {definition.per:,}, is {chart_words.with_unit(chart_words.shown(value, line.is_protected), definition.unit)}."
    )


# ---- what it is made of


def parts_title(gathered: Gathered, series: Shown) -> str:
    match series.level:
        case Series.Level.WAVE:
            return f"{gathered.wave.commissioner_label}s in this figure"
        case Series.Level.PRACTICE:
            return ""
    return "Practices in this figure that you may open"


def parts(gathered: Gathered, series: Shown, organisation, month: date) -> dict | None:
    below = parts_below(gathered, series, organisation, month)
    if series.level == Series.Level.PRACTICE:
        return None
    return {
        "caption": parts_title(gathered, series),
        "caption_hidden": True,
        "first_is_header": True,
        "empty": "None of them lies in your scope.",
        "head": ["Name", *({"text": text, "numeric": True} for text in ("Numerator", "Denominator", "Rate")), "State"],
        "rows": [part_row(gathered, one, month) for one in below],
    }


def parts_below(gathered: Gathered, series: Shown, organisation, month: date) -> list[Shown]:
    """The series of the next level down that this reader may open."""
    code = series.definition.code
    match series.level:
        case Series.Level.WAVE:
            found = [gathered.series(Series.Level.COMMISSIONER, one, code) for one in gathered.commissioners]
        case Series.Level.PRACTICE:
            return []
        case _:
            found = [
                gathered.series(Series.Level.PRACTICE, one.practice, code)
                for one in members(gathered, series, organisation, month)
                if one.practice_id in gathered.in_scope
            ]
    return [one for one in found if one is not None]


def members(gathered: Gathered, series: Shown, commissioner, month: date) -> list:
    """Who stood under a commissioner in that month, or stands under it now."""
    if series.level == Series.Level.COMMISSIONER_NOW:
        return gathered.members_of(commissioner, now=True)
    return [
        one
        for one in gathered.memberships
        if (parent := gathered.parent_in(one.practice_id, month)) and parent.pk == commissioner.pk
    ]


def part_row(gathered: Gathered, series: Shown, month: date) -> list:
    line = series.line
    place = line.months.index(month)
    value = line.values[place]
    rate = (
        chart_words.shown(value, line.is_protected)
        if value is not None
        else chart_words.reason_words(line.reasons[place])
    )
    return [
        {"text": series.name, "href": working_href(gathered.wave, series, month)},
        chart_tables.numeric(chart_words.shown_count(line.numerators[place])),
        chart_tables.numeric(chart_words.shown_count(line.denominators[place])),
        chart_tables.numeric(rate),
        chart_words.STATE_WORDS[line.states[place]],
    ]


def missing(gathered: Gathered, series: Shown, organisation, month: date) -> list[str]:
    """Practices of the reader's scope that are not in the figure, and why."""
    if series.level == Series.Level.PRACTICE:
        return []
    chosen = (
        gathered.memberships if series.level == Series.Level.WAVE else members(gathered, series, organisation, month)
    )
    found = []
    for one in chosen:
        if one.practice_id not in gathered.in_scope:
            continue
        data = gathered.series(Series.Level.PRACTICE, one.practice, series.definition.code)
        if data is None:
            found.append(f"{one.practice.name}: no return")
            continue
        place = data.line.months.index(month)
        if data.data.numerators[place] is None and data.data.reasons[place] != "not_expected":
            found.append(f"{one.practice.name}: {chart_words.reason_words(data.data.reasons[place])}")
    return found


def others(gathered: Gathered, series: Shown, organisation, place: int) -> str:
    """How many more practices are in the figure than the reader may open: a number, no names."""
    if series.level == Series.Level.PRACTICE:
        return ""
    month = series.line.months[place]
    chosen = (
        gathered.memberships if series.level == Series.Level.WAVE else members(gathered, series, organisation, month)
    )
    hidden = sum(one.practice_id not in gathered.in_scope for one in chosen)
    return f"{hidden} more {'practice' if hidden == 1 else 'practices'} outside your scope." if hidden else ""


# ---- the stored line


def return_line(version: MonthlyReturn, series: Shown) -> ReturnLine:
    """What the practice's return said, for itself and its partners; others see its state only (R10)."""
    submitted = version.submitted_at
    rows = [
        {"key": "Version", "value": f"{version.version}, {version.get_state_display().lower()}"},
        {
            "key": "Submitted",
            "value": f"{submitted.astimezone(months.LONDON):%-d %B %Y, %H:%M}" if submitted else "not yet",
        },
    ]
    if not series.audience.is_exact:
        return ReturnLine("", rows, None)
    return ReturnLine(reverse("return_detail", args=[version.pk]), rows + file_facts(version), line_values(version))


def file_facts(version: MonthlyReturn) -> list[dict]:
    if version.upload is None:
        return [{"key": "File", "value": "entered without a file"}]
    place = f"{version.sheet}, row {version.row_number}" if version.sheet else f"row {version.row_number}"
    return [
        {"key": "File", "value": version.upload.original_name or "name not kept"},
        {"key": "Row", "value": place},
        {"key": "SHA-256 of the file", "value": version.upload.sha256},
    ]


def line_values(version: MonthlyReturn) -> dict:
    return {
        "caption": "Values of the stored line",
        "first_is_header": True,
        "head": ["Field", {"text": "Value", "numeric": True}],
        "rows": [
            [field_label(version, name), chart_tables.numeric(value_words(version, name))] for name in COUNT_FIELDS
        ],
    }


def field_label(version: MonthlyReturn, name: str) -> str:
    label = version._meta.get_field(name).verbose_name
    return label[0].upper() + label[1:]


def value_words(version: MonthlyReturn, name: str) -> str:
    """The number, or the reason that it is not available."""
    value = getattr(version, name)
    if value is not None:
        return chart_words.shown_count(value)
    reason = version.not_available.get(name, "")
    return f"Not available: {NOT_AVAILABLE_REASONS.get(reason, reason).lower()}"
