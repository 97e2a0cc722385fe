"""The table twin of a chart and the files behind it: the same released figures, month by month. Pure."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date

from measures import chart_annotations, chart_rule_words
from measures import chart_words as words
from measures.chart_lines import Line
from measures.chart_state_words import break_column, break_words, state_facts
from measures.chart_traces import TONES, mark_words
from measures.special_causes import MIXED, NEUTRAL, Mark, marks
from measures.statistics.codes import NO_LIMITS
from practices import months


@dataclass(frozen=True)
class Row:
    """One month, unformatted. `lower` and `upper` are raw limits; `reason` is named where there is no value."""

    month: date
    numerator: object
    denominator: object
    value: object
    registered_value: object
    listed: object
    registered: object
    contributors: object
    state: str
    reason: str
    phase: int | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    special_cause: str = ""
    what_happened: str = ""


def rows(line: Line) -> list[Row]:
    special = {mark.row: special_words(mark) for mark in marks(line)}
    happened = [
        "; ".join(filter(None, pair)) for pair in zip(break_column(line), chart_annotations.column(line), strict=True)
    ]
    return [row_of(line, place, special.get(place, ""), happened[place]) for place in range(len(line.months))]


def row_of(line: Line, place: int, special: str, happened: str = "") -> Row:
    columns = line.numerators, line.denominators, line.values, line.registered_values, line.lists, line.registered
    figures = [at(column, place) for column in (*columns, line.contributors)]
    reason = at(line.reasons, place) or "" if line.values[place] is None else ""
    return Row(
        line.months[place], *figures, at(line.states, place) or "", reason, *analysed(line, place), special, happened
    )


def at(column: Sequence, place: int):
    return column[place] if place < len(column) else None


def analysed(line: Line, place: int) -> tuple:
    """(number of the phase, centre, lower, upper) of a month."""
    phase = line.phase_at(place)
    if phase is None or not line.has_centre:
        return None, None, None, None
    return line.analysis.phases.index(phase) + 1, phase.centre, *line.limits_at(place)


def special_words(mark: Mark) -> str:
    """Improvement: shift, low. Without a judgement the rule alone."""
    tone = "" if mark.tone == NEUTRAL else f"{words.first_upper(TONES[mark.tone][1])}: "
    both = words.first_upper(mark_words(mark)) if not tone else mark_words(mark)
    return f"{tone}{both}" if mark.tone != MIXED else f"{words.first_upper(TONES[MIXED][1])}: {mark_words(mark)}"


# ---- on the page


def table(line: Line, *, href_of=None, ask_of=None) -> dict:
    """The table twin of a chart. `href_of(month)` leads to how a month's figure came about, `ask_of(month)` to where one may
    ask about a special cause ("" for nowhere).
    """
    return {
        "caption": f"{line.title}, month by month ({line.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": "No month to show yet.",
        "head": ["Month", *({"text": text, "numeric": True} for text in table_head(line)), *text_head(line)],
        "rows": [table_row(line, row, href_of, ask_of) for row in rows(line)],
    }


def table_head(line: Line) -> list[str]:
    """The columns of figures."""
    return [
        "Numerator",
        "Denominator",
        "Rate",
        *analysis_head(line),
        f"Per {line.registered_per:,} registered",
        "On the list",
    ]


def text_head(line: Line) -> list[str]:
    special = ["Special cause"] if shows_limits(line) else []
    return [*special, "State", *(["What happened"] if shows_happened(line) else [])]


def shows_happened(line: Line) -> bool:
    return bool(line.cuts or chart_annotations.shown(line))


def shows_limits(line: Line) -> bool:
    """Whether any phase has limits; an earlier one may."""
    return bool(line.analysis) and any(phase.strength != NO_LIMITS for phase in line.analysis.phases)


def analysis_head(line: Line) -> list[str]:
    if not line.analysis or not line.has_centre:
        return []
    centre = words.first_upper(line.phase.centre_name) if line.phase else "Centre"
    return [centre, "Lower limit", "Upper limit"] if shows_limits(line) else [centre]


def table_row(line: Line, row: Row, href_of, ask_of=None) -> list:
    label = months.label(row.month)
    special = [special_cell(row, ask_of)] if shows_limits(line) else []
    happened = [row.what_happened] if shows_happened(line) else []
    return [
        {"text": label, "href": href_of(row.month)} if href_of else label,
        numeric(words.shown_count(row.numerator)),
        numeric(words.shown_count(row.denominator)),
        numeric(figure(line, row.value) if row.value is not None else words.reason_words(row.reason)),
        *(numeric(figure(line, value)) for value in analysis_figures(line, row)),
        numeric(figure(line, row.registered_value)),
        numeric(words.shown_count(row.listed)),
        *special,
        words.STATE_WORDS.get(row.state, row.state),
        *happened,
    ]


def special_cell(row: Row, ask_of):
    ask = ask_of(row.month) if ask_of and row.special_cause else ""
    if not ask:
        return row.special_cause
    asking = {"text": "Ask what happened", "of": months.label(row.month), "href": ask}
    return {"text": row.special_cause, "action": asking}


def figure(line: Line, value) -> str:
    return words.shown(value, line.is_protected)


def analysis_figures(line: Line, row: Row) -> list:
    """Centre and limits as the chart draws them: cut off at the ends of the scale."""
    return [row.centre, line.drawn(row.lower), line.drawn(row.upper)][: len(analysis_head(line))]


def numeric(text: str) -> dict:
    return {"text": text, "numeric": True}


# ---- in a file

FILE_HEAD = (
    "month", "numerator", "denominator", "rate", "numerator_per_registered", "on_the_list_at_month_end",
    "registered", "practices_contributing", "phase", "centre", "lower_limit", "upper_limit", "special_cause",
    "state", "why_no_value", "what_happened",
)  # fmt: skip


def file_rows(line: Line) -> list[list]:
    """One row per month under FILE_HEAD; from numerator and denominator each rate follows again. Limits are raw."""
    return [file_row(row) for row in rows(line)]


def file_row(row: Row) -> list:
    month, *figures, state, reason, phase, centre, lower, upper, special, happened = astuple(row)
    return [
        months.period(month),
        *figures,
        phase,
        centre,
        lower,
        upper,
        special,
        words.STATE_WORDS.get(state, state),
        words.reason_words(reason),
        happened,
    ]


def csv_rows(line: Line, metadata: Sequence[tuple[str, str]]) -> list[list]:
    """Metadata rows, a blank one, the head and one row per month."""
    return [*([key, value] for key, value in metadata), [], list(FILE_HEAD), *file_rows(line)]


def analysis_facts(line: Line) -> list[tuple[str, str]]:
    """What a file says of its chart beside the figures: which chart, why, by which rules, from which months, which marks."""
    facts = [("direction", words.direction_words(line.direction)), ("target", figure(line, line.target) or "none")]
    if line.analysis:
        facts += [
            ("chart", chart_rule_words.kind_name(line)),
            ("chart_because", chart_rule_words.why_words(line)),
            ("rules_applied", chart_rule_words.profile_words(line)),
            *((f"phase_{number}", words_of_phase) for number, words_of_phase in enumerate(phases_words(line), start=1)),
            ("limits", "as computed; the chart cuts them off at the ends of the scale"),
        ]
    facts += [("what_we_see", words.what_we_see(line)), ("how_sure", words.how_sure(line)), *state_facts(line)]
    return [
        *facts,
        *([("break_in_series", broken)] if (broken := break_words(line)) else []),
        *chart_annotations.facts(line),
        *MARKS,
    ]


MARKS = (
    ("mark_star", "* is a count of 0 to 7, withheld"),
    ("mark_empty", "an empty cell is no value; why_no_value says why; 0 is a counted nought"),
)


def phases_words(line: Line) -> list[str]:
    return [
        f"{chart_rule_words.span(line, (phase.first, phase.last))}: "
        f"{chart_rule_words.limits_words(line, phase) or 'no value'}"
        for phase in line.analysis.phases
    ]
