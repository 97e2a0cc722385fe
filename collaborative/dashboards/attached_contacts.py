"""Contacts with attached workers beside a practice's measure 2 and never in it (P8), for whoever sees its counts exactly.

Whoever is employed elsewhere and sees people in the practice takes work off its own staff, or adds to it; the measure is of
the practice's own staff alone. Composed here, so that `measures` knows nothing of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.register_series import Point, RegisterSeries, line_of
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.standing_words import facts
from collaborative.dashboards.wave import as_at, chart_icons, method_href, source_words
from measures import chart_annotations, chart_tables, chart_words, charts
from measures.chart_lines import Line
from measures.chart_tables import numeric
from measures.definitions import MeasureDefinition, definition_of
from measures.models import MonthlyReturn, Series
from practices import months

MEASURE = "other_staff_consultations"
FIELD = "attached_mh_contacts"
TITLE = "Contacts with attached workers"
NOT_GIVEN, NO_RETURN = "the return does not say", "no_return"
NOT_PART = (
    "People in attached posts (graduate mental health workers, therapists, community psychiatric nurses) are employed "
    "elsewhere. Their contacts stand beside measure 2 and are never added into it."
)
# Lower than the chart that it stands beside, and without the list, which stands beneath that one.
SMALL = {"height": 300, "rate": [0.34, 1], "strip": (0.0, 0.28)}
HEIGHT_WITHOUT_STRIP = 240


@dataclass(frozen=True)
class Attached:
    """The contacts in the months of measure 2, `series`; `line` is drawn."""

    series: Shown
    points: tuple[Point, ...]
    line: Line


def read_attached(user, gathered: Gathered, practice) -> Attached | None:
    """None for whoever does not see the practice's own counts, and where no return has ever given a number. One query."""
    series = gathered.series(Series.Level.PRACTICE, practice, MEASURE)
    if series is None or not series.audience.is_exact:
        return None
    returns = counting_returns(user, gathered, practice)
    if all(getattr(one, FIELD) is None for one in returns.values()):
        return None
    definition = replace(definition_of(MEASURE), short_title=TITLE)
    points = tuple(
        point(month, returns.get(month), reason, definition)
        for month, reason in zip(series.line.months, series.data.reasons, strict=True)
    )
    return Attached(series, points, drawn_line(gathered, series, definition, points, practice))


def counting_returns(user, gathered: Gathered, practice) -> Mapping[date, MonthlyReturn]:
    """Month -> the version that counts, or counted on the day that is asked for."""
    seen = MonthlyReturn.objects.visible_to(user).filter(gathered.standing.counting)
    rows = seen.filter(wave=gathered.wave, practice=practice).only(
        "month", FIELD, "list_open", "list_close", "not_available"
    )
    return {one.month: one for one in rows}


def point(month: date, returned: MonthlyReturn | None, reason: str, definition: MeasureDefinition) -> Point:
    """Over the same person-months as measure 2. A return that never came, a number not available and zero are three things."""
    if returned is None:
        return Point(month, None, None, None, reason or NO_RETURN)
    contacts, people = getattr(returned, FIELD), person_months(returned)
    why = why_not(returned, people, definition)
    return Point(month, contacts, people, None if why else contacts / people * definition.per, why)


def person_months(returned: MonthlyReturn) -> float | None:
    if returned.list_open is None or returned.list_close is None:
        return None
    return (returned.list_open + returned.list_close) / 2


def why_not(returned: MonthlyReturn, people: float | None, definition: MeasureDefinition) -> str:
    if getattr(returned, FIELD) is None:
        return reason_of(returned, FIELD)
    if people is None:
        return reason_of(returned, "list_close" if returned.list_close is None else "list_open")
    if not people:
        return "denominator_zero"
    return "too_few" if people < definition.minimum_denominator else ""


def reason_of(returned: MonthlyReturn, name: str) -> str:
    code = returned.not_available.get(name)
    return f"not_available:{code}" if code else NOT_GIVEN


def drawn_line(gathered: Gathered, series: Shown, definition, points: Sequence[Point], practice) -> Line:
    """With what happened in the posts that the practice hosts, for those who may see them."""
    found = RegisterSeries(definition, tuple(points), (), (), (), series.breaks)
    line = line_of(found, judged_from=gathered.workshop_month)
    posts = gathered.annotations.posts.get(practice.pk, ())
    return replace(line, identifier="attached-contacts", states=series.line.states, annotations=posts)


# ---- on the page


def chart_beside(user, gathered: Gathered, practice, *, workshop: date | None = None) -> dict[str, dict]:
    """Measure's code -> the chart that stands beside its own, as components/chart.html takes it; {} where there is none."""
    attached = read_attached(user, gathered, practice)
    return {MEASURE: chart(gathered, attached, practice, workshop)} if attached else {}


def chart(gathered: Gathered, attached: Attached, practice, workshop: date | None) -> dict:
    line = attached.line
    href = reverse("attached_contacts_csv", args=[gathered.wave.code, practice.ods_code])
    return {
        "id": line.identifier,
        "title": f"Beside measure 2: {TITLE.lower()}, {line.unit}",
        "icons": chart_icons(line),
        "words": [("Not part of measure 2", NOT_PART), *chart_words.parts(line)],
        "figure": charts.sent(small_figure(gathered, line, workshop)),
        "is_table_only": line.is_table_only,
        "method_href": method_href(line),
        "source": source_words(gathered, attached.series),
        "happened": chart_annotations.legend(line),
        "table": table(attached),
        "files": [{"href": href, "text": "CSV", "of": f"{TITLE}, {line.unit}: {practice.name}"}],
    }


def small_figure(gathered: Gathered, line: Line, workshop: date | None) -> dict:
    drawn = charts.rate_over_list(line, gathered.bands, workshop)
    layout = drawn["layout"]
    del layout["yaxis2"]
    layout["height"] = HEIGHT_WITHOUT_STRIP
    layout["yaxis"]["domain"] = [0, 1]
    layout["xaxis"] |= {"anchor": "free", "position": 0}
    return charts.with_strip(drawn, line, workshop, SMALL)


HEAD = ("Attached workers", "Per 100 on the list", "Other practice staff (measure 2)", "Per 100 on the list")


def table(attached: Attached) -> dict:
    happened = ["What happened"] if attached.line.annotations else []
    return {
        "caption": f"{TITLE} beside measure 2, month by month",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "head": ["Month", *map(numeric, HEAD), "State", *happened],
        "rows": table_rows(attached),
    }


def table_rows(attached: Attached) -> list[list]:
    own, happened = attached.series.line, chart_annotations.column(attached.line)
    rows = []
    for place, one in enumerate(attached.points):
        measure = cells(own.numerators[place], own.values[place], own.reasons[place])
        state = chart_words.STATE_WORDS[own.states[place]]
        said = [happened[place]] if attached.line.annotations else []
        rows.append(
            [months.label(one.month), *cells(one.numerator, one.value, one.why), *measure, state, *said],
        )
    return rows


def cells(count: int | None, rate: float | None, reason: str) -> list[dict]:
    """The count and its rate; zero is a counted nought, and where there is no number stands why."""
    why = {"text": "No value", "hint": chart_words.reason_words(reason), "numeric": True}
    return [
        why if count is None else numeric(chart_words.shown_count(count)),
        why if rate is None else numeric(chart_words.shown(rate)),
    ]


# ---- in a file

FILE_HEAD = (
    "month", "attached_contacts", "person_months_on_list", "attached_per_100_on_list", "why_no_value",
    "other_practice_staff", "other_practice_staff_per_100_on_list", "state", "what_happened",
)  # fmt: skip


def file_rows(gathered: Gathered, attached: Attached) -> list[list]:
    """What the figures are, a blank row, the head and one row a month, from which every rate follows again."""
    return [*map(list, about(gathered, attached)), [], list(FILE_HEAD), *map(list, month_rows(attached))]


def about(gathered: Gathered, attached: Attached) -> list[tuple]:
    series = attached.series
    return [
        ("figures", f"{TITLE}, beside measure 2 and not part of it"),
        ("wave", gathered.wave.code),
        ("organisation", series.code),
        ("organisation_name", series.name),
        ("rate_is", "contacts / person-months on the list * 100"),
        ("released", "exact: do not share; small numbers"),
        ("data_as_at", as_at(gathered)),
        *facts(gathered),
        *chart_annotations.facts(attached.line),
        chart_tables.MARKS[1],
    ]


def month_rows(attached: Attached) -> list[tuple]:
    own, happened = attached.series.line, chart_annotations.column(attached.line)
    return [
        (
            months.period(one.month),
            one.numerator,
            one.denominator,
            one.value,
            chart_words.reason_words(one.why),
            own.numerators[place],
            own.values[place],
            chart_words.STATE_WORDS[own.states[place]],
            happened[place],
        )
        for place, one in enumerate(attached.points)
    ]
