"""The dashboard of one PDSA cycle: its measure before, during and after, predicted and observed side by side, and what else happened."""

from dataclasses import dataclass, field
from datetime import date

from collaborative.dashboards.cycle_cases import Cases, asked_of, can_be_evaluated
from collaborative.dashboards.cycle_happenings import happenings
from collaborative.dashboards.cycle_lines import line_of
from collaborative.dashboards.evaluated import evaluations
from collaborative.dashboards.gathering import Gathered
from collaborative.evaluations import ladder, words
from collaborative.evaluations.asked import Columns
from collaborative.evaluations.found import Evaluation
from collaborative.evaluations.period import phases_of
from collaborative.forms.shared import readable_text
from collaborative.models import PdsaCycle
from measures import chart_annotations, chart_words, charts
from measures.chart_lines import Band, Line
from measures.chart_tables import numeric
from measures.definitions import MeasureDefinition, all_definitions
from practices import months

PHASE_NAMES = {"before": "Before", "during": "During the cycle", "after": "After"}
NO_MEASURE = (
    "This cycle names no measure, so the monthly figures say nothing of it. Its own counts and observations do."
)
NOT_STARTED = "This cycle has not started. What the data say of it stands here from its first full months on."


@dataclass(frozen=True)
class EvaluationPage:
    """What the template prints. `empty` stands in place of everything from `verdict` on where there is nothing to compare."""

    title: str
    place: str
    is_protected: bool = False
    protected_words: str = ""
    empty: str = ""
    verdict: str = ""
    summary: list[dict] = field(default_factory=list)
    sentences: list[tuple[str, str]] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    chart: dict | None = None
    phases: dict | None = None
    comparisons: dict | None = None
    happened: dict | None = None
    next_step: dict | None = None


def evaluation_page(gathered: Gathered, user, cycle: PdsaCycle, level) -> EvaluationPage:
    """`level`: how deep this person reads in the team."""
    title, place = f"{cycle.title}, cycle {cycle.number}", place_words(cycle)
    if not can_be_evaluated(cycle):
        return EvaluationPage(title, place, empty=NOT_STARTED if cycle.measure in all_definitions() else NO_MEASURE)
    found = evaluations(gathered, user, [cycle])[cycle.pk]
    definition = all_definitions()[cycle.measure]
    columns, line = figures_of(gathered, user, cycle)
    return EvaluationPage(
        title,
        place,
        is_protected=found.is_protected,
        protected_words=protected_words(found),
        verdict=words.verdict_words(found),
        summary=summary(found, definition, cycle, level),
        sentences=sentences(found, definition),
        cautions=words.cautions(found, cycle.scale),
        chart=chart_of(found, cycle, columns, line) if line else None,
        phases=phases_table(found, definition) if line else None,
        comparisons=comparisons_table(found, definition) if line else None,
        happened=happened_table(happenings(gathered, user, cycle, found, columns)),
        next_step={"text": words.next_words(found)},
    )


def place_words(cycle: PdsaCycle) -> str:
    practices = [practice.name for practice in cycle.practices.all()]
    return ", ".join(sorted(practices)) or cycle.team.organisation.name


def figures_of(gathered: Gathered, user, cycle: PdsaCycle) -> tuple[Columns | None, Line | None]:
    """The months of the cycle's place as this reader may see them, and as a line to draw."""
    cases = Cases.of_user(gathered, user)
    series, why_not = cases.series_of(asked_of(cycle))
    if why_not:
        return None, None
    case = cases.of(cycle)
    return case.own, line_of(case, series)


def summary(found: Evaluation, definition: MeasureDefinition, cycle: PdsaCycle, level) -> list[dict]:
    """Predicted and observed side by side, and the team's own answer beside what the data say."""
    answer = readable_text(cycle, "matched_prediction", level)
    rows = [
        ("Measure", definition.title),
        ("Predicted", words.predicted_words(found, definition)),
        ("In the team’s words", readable_text(cycle, "prediction", level) or "Not written down"),
        ("Observed", words.observed_words(found, definition)),
        ("Months compared", words.compared_words(found) or "None yet"),
        ("The data say", words.verdict_words(found)),
        ("Did it match? The team says", PdsaCycle.Answer(answer).label if answer else "Not answered yet"),
    ]
    return [{"key": key, "value": value} for key, value in rows]


def sentences(found: Evaluation, definition: MeasureDefinition) -> list[tuple[str, str]]:
    said = words.verdict_words(found)
    return [
        ("What we see", f"{said[0].upper()}{said[1:]}. {words.control_words(found, definition)}"),
        ("How sure", words.sure_words(found, definition)),
    ]


def protected_words(found: Evaluation) -> str:
    """What of the page is protected for this reader."""
    if found.is_protected:
        return (
            "Protected figures: counts of 0 to 7 are shown as *, others to the nearest 5, rates and changes from those."
        )
    if found.is_control_protected:
        return (
            "The place’s own figures are exact. Those of the wave’s other practices are protected, so they are rounded."
        )
    return ""


def chart_of(found: Evaluation, cycle: PdsaCycle, columns: Columns, line: Line) -> dict:
    last = line.months[-1]
    happened = chart_annotations.what_happened(line)
    return {
        "id": f"cycle-{cycle.pk}",
        "title": f"{line.title}, {line.unit}",
        "words": [
            ("What we see", chart_words.what_we_see(line)),
            ("Shaded", shaded_words(found)),
            *([("What happened", happened)] if happened else []),
        ],
        "figure": charts.sent(charts.figure(line, [band_of(found, last)])),
        "happened": chart_annotations.legend(line),
        "is_table_only": line.is_table_only,
        "table": months_table(found, columns, line),
    }


def band_of(found: Evaluation, last: date) -> Band:
    return Band(found.asked.started, found.asked.ended or months.last_day(last), "this cycle")


def shaded_words(found: Evaluation) -> str:
    asked = found.asked
    end = f"to {asked.ended:%-d %b %Y}" if asked.ended else "and still going on"
    return f"this cycle, from {asked.started:%-d %b %Y} {end}."


def months_table(found: Evaluation, columns: Columns, line: Line) -> dict:
    phases = phases_of(columns.months, found.asked.started, found.asked.ended)
    happened = chart_annotations.column(line)
    return {
        "caption": f"{line.title}: month by month ({line.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": "No month has a figure.",
        "head": ["Month", "Phase", *numeric_heads("Counted", "Divided by", "Rate"), "Note", "What happened"],
        "rows": [
            [
                months.label(month),
                PHASE_NAMES[phases[row]],
                *map(numeric, cells_of(columns, line, row)),
                words.reason_words(columns.reasons[row]) if columns.reasons[row] else "",
                happened[row],
            ]
            for row, month in enumerate(columns.months)
        ],
    }


def cells_of(columns: Columns, line: Line, row: int) -> tuple[str, str, str]:
    return (
        chart_words.shown_count(columns.numerators[row]),
        chart_words.shown_count(columns.denominators[row]),
        chart_words.shown(line.values[row], line.is_protected),
    )


def numeric_heads(*texts: str) -> list[dict]:
    return [{"text": text, "numeric": True} for text in texts]


def phases_table(found: Evaluation, definition: MeasureDefinition) -> dict:
    return {
        "caption": f"Before, during and after ({definition.unit})",
        "first_is_header": True,
        "empty": "There are no figures yet.",
        "head": ["Phase", "Months", *numeric_heads("With a figure", "Counted", "Divided by", "Rate")],
        "rows": [
            [
                PHASE_NAMES[one.name],
                words.span((one.first, one.last)),
                numeric(str(one.months)),
                numeric(chart_words.shown_count(one.numerator)),
                numeric(chart_words.shown_count(one.denominator)),
                numeric(chart_words.shown(one.rate, False if one.rate is None else found.is_protected)),
            ]
            for one in found.phases
        ],
    }


def comparisons_table(found: Evaluation, definition: MeasureDefinition) -> dict:
    """Which comparison so many months bear, with its source; the strongest that holds is the one to read."""
    said = {
        ladder.RUN_CHART: words.run_words(found),
        ladder.POOLED: words.observed_words(found, definition),
        ladder.TREND: words.trend_words(found, definition),
    }
    return {
        "caption": f"{found.months_before} months before and {found.months_since} full months since the start have a figure",
        "first_is_header": True,
        "empty": "",
        "head": ["Comparison", "Needs", "What it says", "Source"],
        "rows": [
            [
                f"{rung.name}{' (the one to read)' if rung.code == found.proper else ''}",
                needs(rung),
                said[rung.code],
                rung.source,
            ]
            for rung in ladder.LADDER
        ]
        + [
            [
                "The wave’s other practices as controls",
                "the same months",
                words.control_words(found, definition),
                "Bernal 2018: controls in before-and-after studies",
            ]
        ],
    }


def needs(rung: ladder.Rung) -> str:
    if rung.useful:
        return f"{rung.useful} months off the median, {rung.before} of them before and {rung.since} since"
    return f"{rung.before} months before, {rung.since} since"


def happened_table(rows: list[tuple[str, str, str]]) -> dict:
    return {
        "caption": "From three months before the start to the latest month compared",
        "first_is_header": True,
        "empty": "Nothing else is written down for these months. That is not to say that nothing happened.",
        "head": ["When", "What", "Kind"],
        "rows": [list(row) for row in rows],
    }
