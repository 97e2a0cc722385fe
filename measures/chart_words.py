"""What a line says, in words: what we see, how sure, what one could do next; and why there is no value. Pure.

The figures in the words are the released ones that the line holds, so no sentence tells more than its chart.
"""

from measures import chart_annotations, chart_rule_words
from measures.chart_lines import Line
from measures.chart_state_words import break_words, state_words
from measures.definitions import BETTER_SIDE, HIGHER_IS_BETTER, LOWER_IS_BETTER
from measures.disclosure import SUPPRESSED, WORDS
from measures.fields import NOT_AVAILABLE_REASONS
from measures.special_causes import is_mixed, longest_run, special_causes, tones_of
from measures.statistics.codes import COMMON_CAUSE, NO_ICON, PLAIN_LINE, RUN_CHART, WITH_LIMITS
from practices import months

# One month alone, perhaps of the few practices that are early, does not turn a verdict.
RECENT_POINTS = 6

# What may be claimed of a special cause, by its verdict.
CLAIMS = {
    "better": "That is an improvement.",
    "worse": "That is a concern.",
    "mixed": "One of these is an improvement and another a concern, so neither is claimed.",
    "list": "The list has changed, so neither improvement nor concern is claimed.",
}

# How a month stands. Only what was accepted is final; the rest is drawn open.
STATE_WORDS = {
    "accepted": "Accepted",
    "provisional": "Provisional, not yet accepted",
    "missing": "No return yet",
    "not_expected": "No return asked for",
}

REASON_WORDS: dict[str, str] = {
    "": "",
    **{reason.value: words for reason, words in WORDS.items()},
    "no_return": "no return",
    "not_expected": "no return asked for",
    "denominator_zero": "nobody on the list",
    "too_few": "too few people on the list",
    "cut": "no rate of three months: something else is counted from within them",
    "not_available": "not available, for different reasons",
    **{
        f"not_available:{code}": f"not available: {text[0].lower()}{text[1:]}"
        for code, text in NOT_AVAILABLE_REASONS.items()
    },
}


def reason_words(reason: str) -> str:
    """A named reason where there is no value, never a bare dash."""
    return REASON_WORDS.get(reason, reason.replace("_", " "))


def shown(value, is_protected: bool = False) -> str:
    """A figure as people read it: whole for others, else as many decimals as its size bears."""
    if value is None:
        return ""
    if value == SUPPRESSED:
        return SUPPRESSED
    if is_protected:
        return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return f"{value:,.2f}" if abs(value) < 10 else f"{value:,.1f}"


def with_unit(value: str, unit: str) -> str:
    """82 per 100 people; 5% of people."""
    return f"{value}{unit}" if unit.startswith("%") else f"{value} {unit}"


def shown_count(value) -> str:
    if value is None or value == SUPPRESSED:
        return value or ""
    return f"{value:,.1f}" if not float(value).is_integer() else f"{value:,.0f}"


def registered_title(line: Line) -> str:
    return f"Per {line.registered_per:,} registered patients"


def what_we_see(line: Line) -> str:
    """The rules that fired, in words; or why nothing is flagged."""
    if line.latest is None:
        return "There is no value to draw yet."
    value = shown(line.values[line.latest], line.is_protected)
    latest = f"{months.label(line.months[line.latest])}: {with_unit(value, line.unit)}{provisional_words(line)}"
    if line.is_table_only:
        return f"{latest}. Nothing is flagged: so many months are equal that no rule can tell a change from chance."
    if line.kind in (RUN_CHART, PLAIN_LINE):
        return f"{latest}. {run_words(line)}{claim_words(line)}"
    if not line.has_limits:
        return f"{latest}. {chart_rule_words.too_few_words(line)}"
    return f"{latest}. {chart_rule_words.rules_words(line)}{claim_words(line)}"


def run_words(line: Line) -> str:
    """What the two rules of a run chart say, the long run with its months.

    A plain line has none, also where enough points lie off the median of its baseline: they do not off that of all months.
    """
    signal = line.run
    if line.kind == PLAIN_LINE and signal.name != "too_few_points":
        return "Nothing is flagged: too few points lie off the median, and the rules need 10."
    match signal.name:
        case "too_few_points":
            return f"Nothing is flagged: {points(signal.useful_points)} off the median, and the rules need 10."
        case "long_run":
            return f"Special cause: {long_run_words(line)}, where chance explains at most {signal.longest_run_limit}."
        case "few_crossings":
            return f"Special cause: the line crosses the median {times(signal.crossings)}, where chance gives at least {signal.crossings_limit}."
        case "both":
            return (
                f"Special cause: {long_run_words(line)} (chance explains at most "
                f"{signal.longest_run_limit}), and only {times(signal.crossings, 'crossing', 'crossings')} of it (chance gives at least {signal.crossings_limit})."
            )
    return (
        f"Nothing is flagged: the longest run is {signal.longest_run} (chance explains up to {signal.longest_run_limit}) and the median is "
        f"crossed {times(signal.crossings)} (chance gives at least {signal.crossings_limit})."
    )


def long_run_words(line: Line) -> str:
    """8 points in a row below the median, May 2006 to Dec 2006."""
    side, rows = longest_run(line)
    where = {1: "above", -1: "below", 0: "on one side of"}[side]
    when = f", {chart_rule_words.span(line, rows)}" if rows else ""
    return f"{line.run.longest_run} points in a row {where} the median{when}"


def claim_words(line: Line) -> str:
    """What the signal may be taken for; "" without one."""
    said = CLAIMS.get(verdict(line), "")
    if verdict(line) == "different" and line.list_standing == "unconfirmed" and BETTER_SIDE.get(line.direction):
        said = "It is not called an improvement, since the change per registered patient is not known or does not go the same way."
    return f" {said}" if said else ""


def provisional_words(line: Line) -> str:
    """Beside the latest value, as its open circle is in the drawing."""
    return ", provisional" if any(line.open_at) and line.open_at[line.latest] else ""


def points(number: int) -> str:
    return "1 point lies" if number == 1 else f"{number or 'no'} points lie"


def times(number: int, one: str = "time", many: str = "times") -> str:
    return f"{number} {one if number == 1 else many}"


def which_chart(line: Line) -> str:
    """Its name, why it was chosen, which rules judge it and from which months; "" for a line that nothing has analysed."""
    if line.analysis is None or line.latest is None:
        return ""
    said = [
        chart_rule_words.phase_words(line),
        chart_rule_words.limits_words(line, line.phase) if line.has_centre else "",
        chart_rule_words.profile_words(line) if line.has_limits else "",
    ]
    return " ".join([chart_rule_words.why_words(line), *(f"{first_upper(words)}." for words in said if words)])


def first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def how_sure(line: Line) -> str:
    """How many points, how many of them provisional, how many months without a value, how exact, what to beware of."""
    if line.latest is None:
        return "There is nothing to be sure of yet."
    opened = sum(is_open and value is not None for is_open, value in zip(line.open_at, line.values, strict=False))
    gaps = [
        reason
        for reason, value in zip(line.reasons, line.values, strict=False)
        if value is None and reason != "not_expected"
    ]
    said = [f"{sum(value is not None for value in line.values)} months with a value"]
    if line.states:
        said.append("all accepted" if not opened else f"{opened} of them provisional and drawn open")
    if gaps:
        said.append(f"{len(gaps)} without one")
    if line.is_protected:
        said.append(
            "counts of 0 to 7 withheld, others rounded to 5, and rates drawn as whole numbers while the rules judge the rounded counts"
        )
    beware = [f" {first_upper(words)}." for words in chart_rule_words.warning_words(line)] if line.analysis else []
    return f"{', '.join(said)}.{''.join(beware)}"


def side(line: Line) -> int:
    """On which side of the median most of the latest useful points lie: 1 above, -1 below, 0 neither."""
    centre = line.run.median
    if centre is None:
        return 0
    margin = 1e-9 * max(abs(centre), 1)
    values = line.judged[line.phase.first :] if line.phase else line.judged
    off = [value - centre for value in values if value is not None and abs(value - centre) > margin]
    above = sum(1 if distance > 0 else -1 for distance in off[-RECENT_POINTS:])
    return (above > 0) - (above < 0)


def verdict(line: Line) -> str:
    """What the signal says: "better", "worse", "mixed" (both at once), "different", "list" where the list may be behind it, "".

    With limits it is that of the variation icon: of the latest month only. A run chart has one signal for the whole phase.
    A list that grows by milder cases lowers every rate with no change in anybody's care, and a purge does the reverse: so
    nothing is called better or worse while the list moves, nor better unless the line per registered patient agrees.
    """
    found = icon_verdict(line) if line.has_limits else run_verdict(line)
    if not found:
        return ""
    if line.list_standing == "moved":
        return "list"
    return "different" if found == "better" and line.list_standing else found


def icon_verdict(line: Line) -> str:
    variation = line.analysis.variation
    if variation in (NO_ICON, COMMON_CAUSE):
        return ""
    if BETTER_SIDE.get(line.direction) is None:
        return "different"
    if is_mixed(tones_of(line, line.latest, special_causes(line))):
        return "mixed"
    return {"improvement": "better", "concern": "worse"}.get(variation.split("_")[0], "different")


def run_verdict(line: Line) -> str:
    if line.kind != RUN_CHART or not line.run.is_special_cause:
        return ""
    better = BETTER_SIDE.get(line.direction)
    if better is None or not side(line):
        return "different"
    return "better" if side(line) == better else "worse"


def has_too_few_points(line: Line) -> bool:
    """Whether no rule is applied, for want of points or because a table says more."""
    return line.run.name == "too_few_points" if line.kind == RUN_CHART else not line.has_limits


def is_new_phase(line: Line) -> bool:
    """A later phase of a chart with limits that is too short for its own."""
    return line.kind in WITH_LIMITS and not line.has_limits and len(line.analysis.phases) > 1


def direction_words(direction: str) -> str:
    return {
        LOWER_IS_BETTER: "Lower is better.",
        HIGHER_IS_BETTER: "Higher is better.",
    }.get(direction, "Neither higher nor lower is better.")


def what_next(line: Line) -> str:
    if line.is_table_only:
        return "Read the table; look at quarters, or at the figures of several practices together."
    if is_new_phase(line):
        return "Go on testing changes: the new phase gets its limits by itself once it has enough months."
    if has_too_few_points(line):
        return "Send the months that are missing; the twelve before orientation are welcome too."
    return {
        "better": "Ask what changed, write it down, and test whether it holds elsewhere.",
        "worse": "Look for the cause before changing anything: the way of counting, the list, then the care.",
        "mixed": "Look at the months one by one: which change began when, and does the line stay where it is now?",
        "different": "Ask what changed: the list, the way of counting, or where the work is done.",
        "list": "Look at the line per registered patient: while the list moves, a rate says little about care.",
    }.get(verdict(line), "Go on testing changes; do not explain single points.")


def signal_tag(line: Line) -> dict:
    """The signal as a tag: words first, colour second, and no colour that judges a measure without a better direction."""
    words = {
        "better": ("Special cause: improving", "blue"),
        "worse": ("Special cause: getting worse", "orange"),
        "mixed": ("Special cause: both ways", "purple"),
        "different": ("Special cause: changed", "purple"),
        "list": ("Special cause: the list changed", "grey"),
    }
    if has_too_few_points(line):
        return {"text": "Too few points for a signal", "colour": "grey"}
    text, colour = words.get(verdict(line), ("No signal: common cause", "white"))
    return {"text": text, "colour": colour}


def remark(line: Line) -> str:
    """What stands out, beside a small drawing; "" where nothing does."""
    return signal_tag(line)["text"] if verdict(line) else ""


def parts(line: Line) -> list[tuple[str, str]]:
    """The sentences of a chart under their headings."""
    chart = which_chart(line)
    happened, broken, state = chart_annotations.what_happened(line), break_words(line), state_words(line)
    return [
        ("What we see", f"{what_we_see(line)} {direction_words(line.direction)}"),
        *([("What happened", happened)] if happened else []),
        *([("Break in series", broken)] if broken else []),
        *([("Which chart", chart)] if chart else []),
        *([("State", state)] if state else []),
        ("How sure", how_sure(line)),
        ("What you could do next", what_next(line)),
    ]


def sentence(line: Line) -> str:
    """All of it in one paragraph, for whoever cannot see the chart."""
    return " ".join(f"{heading}: {words}" for heading, words in parts(line))


def spark_words(line: Line, name: str) -> str:
    """A sparkline for whoever cannot see it."""
    if line.latest is None:
        return f"{line.title}, {name}: no value"
    latest = f"{shown(line.values[line.latest], line.is_protected)} in {months.label(line.months[line.latest])}{provisional_words(line)}"
    return f"{line.title}, {name}: {latest}, {line.run.points} points, {signal_tag(line)['text'].lower()}"
