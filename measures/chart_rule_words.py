"""Which rule fired in which months, which chart this is and why, and how firmly its limits stand: in full words. Pure."""

from measures.chart_lines import Line
from measures.special_causes import SpecialCause, special_causes
from measures.statistics import codes
from measures.statistics.analysis import Phase
from measures.statistics.chooser_words import KIND_NAMES, why_sentence
from measures.statistics.profiles import PROFILES
from practices import months

# Months named one by one; of more, the latest alone.
MONTHS_NAMED = 4

# What a reader must beware of, by the codes of measures.statistics.
WARNING_WORDS = {
    "ties": "many months lie exactly on the median",
    "gap": "months without a value interrupt the rules",
    "overdispersed": "counts vary more from month to month than chance among people explains",
    "small_denominator": "the numbers are small in some months, which makes single points outside the limits more frequent",
    "seasonal": "the figures follow the season, which makes signals too frequent: compare with the same month last year",
    "autocorrelated": "each month resembles the one before, which makes signals too frequent",
}


def span(line: Line, rows) -> str:
    first, last = months.label(line.months[rows[0]]), months.label(line.months[rows[-1]])
    return first if first == last else f"{first} to {last}"


def listed(line: Line, rows) -> str:
    names = [months.label(line.months[row]) for row in rows]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def cause_words(line: Line, cause: SpecialCause) -> str:
    """8 months in a row below the mean, Jun 2006 to Jan 2007."""
    rows, number = cause.rows, len(cause.rows)
    centre = centre_name(line, rows[-1])
    match cause.rule:
        case codes.OUTSIDE:
            limit = "above the upper limit" if cause.side > 0 else "below the lower limit"
            if number == 1:
                return f"{listed(line, rows)} lies {limit}"
            if number > MONTHS_NAMED:
                return f"{number} months lie {limit}, the latest of them {listed(line, rows[-1:])}"
            return f"{listed(line, rows)} lie {limit}"
        case codes.SHIFT:
            side = "above" if cause.side > 0 else "below"
            return f"{number} months in a row {side} the {centre}, {span(line, rows)}"
        case codes.TREND:
            side = "higher" if cause.side > 0 else "lower"
            return f"{number} months in a row, each {side} than the one before, {span(line, rows)}"
    near = "upper" if cause.side > 0 else "lower"
    when = listed(line, rows) if number <= MONTHS_NAMED else f"{span(line, rows)} ({number} months)"
    return f"two of three months in turn more than two thirds of the way to the {near} limit, {when}"


def short_words(cause: SpecialCause) -> str:
    """For one point, beside its figure: the rule and the side."""
    high = cause.side > 0
    match cause.rule:
        case codes.OUTSIDE:
            return "above upper limit" if high else "below lower limit"
        case codes.SHIFT:
            return "shift, high" if high else "shift, low"
        case codes.TREND:
            return "trend, rising" if high else "trend, falling"
        case codes.LONG_RUN:
            return "long run, high" if high else "long run, low"
    return "two of three, high" if high else "two of three, low"


def centre_name(line: Line, row: int) -> str:
    phase = next((one for one in line.analysis.phases if one.first <= row <= one.last), None)
    return phase.centre_name if phase else "centre line"


def causes_of_phase(line: Line, phase: Phase) -> list[SpecialCause]:
    return [cause for cause in special_causes(line) if phase.first <= cause.rows[0] <= phase.last]


def rules_words(line: Line) -> str:
    """What the rules say of the latest phase with limits: of its latest point first, then what came before."""
    phase, row = line.phase, line.latest
    causes = causes_of_phase(line, phase)
    now = [cause for cause in causes if row in cause.rows]
    before = [cause for cause in causes if row not in cause.rows]
    earlier = f" Earlier in this phase: {joined(line, before)}." if before else ""
    if now:
        return f"Special cause: {joined(line, now)}.{earlier}"
    if before:
        return f"Nothing is flagged in the latest month: common cause variation.{earlier}"
    return (
        "Nothing is flagged: common cause variation. No month lies outside the limits, and there is no shift, no trend and "
        "no two of three months close to a limit."
    )


def joined(line: Line, causes: list[SpecialCause]) -> str:
    return "; ".join(cause_words(line, cause) for cause in causes)


def too_few_words(line: Line) -> str:
    """Why a chart that could have limits has none yet."""
    phase = line.phase
    number = phase.points if phase else 0
    since = f" since {months.label(line.months[phase.first])}" if phase and phase.first else ""
    return (
        f"Nothing is flagged: {number} {'month' if number == 1 else 'months'} with a value{since}, "
        f"and limits need {codes.TRIAL_POINTS}."
    )


# ---- which chart, which limits


def why_words(line: Line) -> str:
    """The name of the chart and why it was chosen, in one sentence."""
    run, phase = line.run, line.phase
    sigma_z = phase.sigma_z if phase else None
    # The chart is chosen for the longest phase, and the counts at hand are those of the latest.
    counts = {} if len(line.analysis.phases) > 1 else {"points": run.points, "useful": run.useful_points}
    return why_sentence(line.analysis.why, line.kind, sigma_z=sigma_z, **counts)


def kind_name(line: Line) -> str:
    return KIND_NAMES[line.kind]


def profile_words(line: Line) -> str:
    return PROFILES[line.analysis.profile].label


LIMITS_NAMES = {codes.TRIAL: "trial limits, drawn dashed,", codes.FIRM: "limits"}


def limits_words(line: Line, phase: Phase | None) -> str:
    """From which months a phase's limits come, and how firmly they stand; or its centre line where it has none."""
    if phase is None or phase.centre is None:
        return ""
    by = "it" if phase.strength == codes.NO_LIMITS else "them"
    used = f"{phase.points} {'month' if phase.points == 1 else 'months'}"
    if phase.frozen_at is not None:
        until = months.label(line.months[phase.frozen_at])
        used += f" to {until}; later months are judged by {by} and not included"
    return f"{LIMITS_NAMES.get(phase.strength, phase.centre_name)} from {used}"


def phase_words(line: Line) -> str:
    """Which phase this is and what began it; "" where there has been one only."""
    if not line.analysis or len(line.analysis.phases) < 2:
        return ""
    number, start = len(line.analysis.phases), line.months[line.phase.first]
    texts = [text for day, text in [*line.breaks, *line.phase_notes] if months.first_of(day) == start]
    because = f" ({'; '.join(texts)})" if texts else ""
    return f"Phase {number}, from {months.label(start)}{because}; the earlier {'phase stays' if number == 2 else 'phases stay'} on the chart"


def warning_words(line: Line) -> list[str]:
    """What to beware of; that limits are on trial, and missing months, are said elsewhere."""
    return [
        WARNING_WORDS.get(code, code.replace("_", " "))
        for code in line.analysis.warnings
        if code not in ("trial_limits", "gap")
    ]
