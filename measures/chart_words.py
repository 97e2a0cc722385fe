"""What a line says, in words: what we see, how sure, what one could do next; and why there is no value. Pure.

The figures in the words are the released ones that the line holds, so no sentence tells more than its chart.
"""

from measures.chart_lines import Line
from measures.disclosure import SUPPRESSED, WORDS
from measures.fields import NOT_AVAILABLE_REASONS
from practices import months

LOWER_IS_BETTER, HIGHER_IS_BETTER = "LOWER_IS_BETTER", "HIGHER_IS_BETTER"
# One month alone, perhaps of the few practices that are early, does not turn a verdict.
RECENT_POINTS = 6
BETTER_SIDE = {LOWER_IS_BETTER: -1, HIGHER_IS_BETTER: 1}

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
    """The rule that fired, in words; or why nothing is flagged."""
    signal = line.signal
    if line.latest is None:
        return "There is no value to draw yet."
    value = shown(line.values[line.latest], line.is_protected)
    latest = f"{months.label(line.months[line.latest])}: {value} {line.unit}{provisional_words(line)}"
    match signal.name:
        case "too_few_points":
            return (
                f"{latest}. Nothing is flagged: {points(signal.useful_points)} off the median, and the rules need 10."
            )
        case "long_run":
            return f"{latest}. Special cause: {signal.longest_run} points in a row on one side of the median, where chance explains at most {signal.longest_run_limit}."
        case "few_crossings":
            return f"{latest}. Special cause: the line crosses the median {times(signal.crossings)}, where chance gives at least {signal.crossings_limit}."
        case "both":
            return (
                f"{latest}. Special cause: {signal.longest_run} points in a row on one side of the median (chance explains at most "
                f"{signal.longest_run_limit}), and only {times(signal.crossings, 'crossing', 'crossings')} of it (chance gives at least {signal.crossings_limit})."
            )
    return (
        f"{latest}. Nothing is flagged: the longest run is {signal.longest_run} (chance explains up to {signal.longest_run_limit}) and the median is "
        f"crossed {times(signal.crossings)} (chance gives at least {signal.crossings_limit})."
    )


def provisional_words(line: Line) -> str:
    """Beside the latest value, as its open circle is in the drawing."""
    return ", provisional" if any(line.open_at) and line.open_at[line.latest] else ""


def points(number: int) -> str:
    return "1 point lies" if number == 1 else f"{number or 'no'} points lie"


def times(number: int, one: str = "time", many: str = "times") -> str:
    return f"{number} {one if number == 1 else many}"


def how_sure(line: Line) -> str:
    """How many points, how many of them provisional, how many months without a value, and how exact."""
    opened = sum(is_open and value is not None for is_open, value in zip(line.open_at, line.values, strict=False))
    gaps = [
        reason
        for reason, value in zip(line.reasons, line.values, strict=False)
        if value is None and reason != "not_expected"
    ]
    said = [f"{line.signal.points} months with a value"]
    said.append("all accepted" if not opened else f"{opened} of them provisional and drawn open")
    if gaps:
        said.append(f"{len(gaps)} without one")
    if line.is_protected:
        said.append("counts of 0 to 7 withheld and others rounded to 5")
    return f"{', '.join(said)}."


def side(line: Line) -> int:
    """On which side of the median most of the latest useful points lie: 1 above, -1 below, 0 neither."""
    centre = line.signal.median
    if centre is None:
        return 0
    margin = 1e-9 * max(abs(centre), 1)
    off = [value - centre for value in line.values if value is not None and abs(value - centre) > margin]
    above = sum(1 if distance > 0 else -1 for distance in off[-RECENT_POINTS:])
    return (above > 0) - (above < 0)


def verdict(line: Line) -> str:
    """What the signal says: "better", "worse", "different", "list" where the list may be behind it, "" without a signal.

    A list that grows by milder cases lowers every rate with no change in anybody's care, and a purge does the reverse: so
    nothing is called better or worse while the list moves, nor better unless the line per registered patient agrees.
    """
    if not line.signal.is_special_cause:
        return ""
    if line.list_standing == "moved":
        return "list"
    better = BETTER_SIDE.get(line.direction)
    if better is None or not side(line):
        return "different"
    if side(line) != better:
        return "worse"
    return "different" if line.list_standing else "better"


def direction_words(direction: str) -> str:
    return {
        LOWER_IS_BETTER: "Lower is better.",
        HIGHER_IS_BETTER: "Higher is better.",
    }.get(direction, "Neither higher nor lower is better.")


def what_next(line: Line) -> str:
    if line.signal.name == "too_few_points":
        return "Send the months that are missing; the twelve before orientation are welcome too."
    return {
        "better": "Ask what changed, write it down, and test whether it holds elsewhere.",
        "worse": "Look for the cause before changing anything: the way of counting, the list, then the care.",
        "different": "Ask what changed: the list, the way of counting, or where the work is done.",
        "list": "Look at the line per registered patient: while the list moves, a rate says little about care.",
    }.get(verdict(line), "Go on testing changes; do not explain single points.")


def signal_tag(line: Line) -> dict:
    """The signal as a tag: words first, colour second, and no colour that judges a measure without a better direction."""
    words = {
        "better": ("Special cause: improving", "blue"),
        "worse": ("Special cause: getting worse", "orange"),
        "different": ("Special cause: changed", "purple"),
        "list": ("Special cause: the list changed", "grey"),
    }
    if line.signal.name == "too_few_points":
        return {"text": "Too few points for a signal", "colour": "grey"}
    text, colour = words.get(verdict(line), ("No signal: common cause", "white"))
    return {"text": text, "colour": colour}


def sentence(line: Line) -> str:
    return (
        f"What we see: {what_we_see(line)} {direction_words(line.direction)} "
        f"How sure: {how_sure(line)} What you could do next: {what_next(line)}"
    )


def spark_words(line: Line, name: str) -> str:
    """A sparkline for whoever cannot see it."""
    if line.latest is None:
        return f"{line.title}, {name}: no value"
    latest = f"{shown(line.values[line.latest], line.is_protected)} in {months.label(line.months[line.latest])}{provisional_words(line)}"
    return f"{line.title}, {name}: {latest}, {line.signal.points} points, {signal_tag(line)['text'].lower()}"
