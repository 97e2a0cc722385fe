"""What the two comparing designs found, in words and tables: the absolute difference first, or why there is none. Pure."""

from measures.change_words import ROUNDED, amount, between, largest, way
from measures.definitions import MeasureDefinition
from measures.effects import NEW_DEFINITION, SERIES_BROKEN, TRANSITION_MONTHS, Interrupted
from measures.statistics.segmented_design import FEWEST_MONTHS, NAMES, NO_CONTROL
from measures.statistics.segmented_design import REASON_WORDS as SERIES_REASONS
from measures.statistics.segmented_design import WARNING_WORDS as SERIES_WARNINGS
from measures.statistics.stepped_wedge import PER_PERSON_MONTHS, SteppedWedge
from measures.statistics.stepped_wedge import REASON_WORDS as WEDGE_REASONS
from measures.statistics.stepped_wedge import WARNING_WORDS as WEDGE_WARNINGS
from measures.statistics.time_series import Estimate, SegmentedPoisson
from practices import months

NOT_COMPARED = "Not worked out."
BROKEN = "The figures count something else since a break in series in between, so there is no one trend to carry on."
CHANGED_DEFINITION = "The definition of the measure changed in between, so there is no one trend to carry on."
WITHHELD_PRACTICES = (
    "Withheld: it needs the exact figures of every practice in the wave, and you do not see all of them exactly."
)


# ---- interrupted time series


def why_not(found: Interrupted) -> str:
    """The named reason, with how many months there are."""
    if found.reason == NEW_DEFINITION:
        return f"{NOT_COMPARED} {CHANGED_DEFINITION}"
    if found.reason == SERIES_BROKEN:
        return f"{NOT_COMPARED} {BROKEN}"
    return f"{NOT_COMPARED} {SERIES_REASONS[found.reason]} At least {FEWEST_MONTHS} of each are needed; {months_words(found)}"


def months_words(found: Interrupted) -> str:
    """13 months before and 10 after can be used. Left out while work was changing: Mar 2006 and Apr 2006."""
    left_out = " and ".join(months.label(month) for month in found.transition)
    transition = f" Left out while work was changing: {left_out}." if left_out else ""
    return f"{found.fit.months_before} months before and {found.fit.months_after} after can be used.{transition}"


def found_words(found: Interrupted, definition: MeasureDefinition) -> str:
    """Of the latest month that was used: with and without the change, the difference and its interval."""
    month, end = months.label(found.months[found.last]), found.at_end
    counted, now, then = (rate_words(line[found.last]) for line in (found.observed, found.fitted, found.carried_on))
    many = definition.counted[1]
    return (
        f"{month}: {size_of(end)} {way(end.value)} {many} {definition.unit_of_counts} than if the earlier trend had gone on "
        f"(95% interval {interval_of(end)}): {now} on the fitted line ({counted} as counted), {then} on the trend carried on."
    )


def size_of(estimate: Estimate) -> str:
    return amount(estimate.value, largest(estimate.value, estimate.lower, estimate.upper))


def interval_of(estimate: Estimate) -> str:
    return between(estimate.lower, estimate.upper, largest(estimate.value, estimate.lower, estimate.upper))


def rate_words(value: float) -> str:
    return amount(value, value)


def sure_words(found: Interrupted, contributors: str, *, is_protected: bool) -> str:
    """Method, numbers, what is left out, and what must be held against it."""
    fit = found.fit
    rounded = ROUNDED if is_protected else ""
    warnings = [SERIES_WARNINGS[warning] for warning in fit.warnings if warning != NO_CONTROL]
    said = [months_words(found), contributors, rounded, method_words(found), autocorrelation_words(fit), *warnings]
    return " ".join(words for words in said if words)


def method_words(found: Interrupted) -> str:
    season = "with" if len(found.plan.names) > len(NAMES) else "without"
    if isinstance(found.fit, SegmentedPoisson):
        return f"Quasi-Poisson regression {season} a season, dispersion {found.fit.dispersion:.1f}."
    return f"Least squares {season} a season, with Newey-West errors of lag {found.fit.newey_west_lag} where these are larger."


def autocorrelation_words(fit) -> str:
    return f"Durbin-Watson {fit.durbin_watson:.1f} (2 where neighbouring months are independent; unreliable in short series)."


def changes_table(found: Interrupted, definition: MeasureDefinition) -> dict:
    """Difference at the end, change of level, change of slope: absolute first, then as a ratio where the method has one."""
    unit = definition.unit_of_counts
    fit = found.fit
    has_ratios = isinstance(fit, SegmentedPoisson)
    ratios = (fit.ratio_at_end, fit.level_ratio, fit.slope_ratio) if has_ratios else (None,) * 3
    names = (
        f"{months.label(found.months[found.last])}, against the trend carried on",
        f"Step when {months.label(found.months[found.plan.first_post_row])} began",
        "Turn of the trend, each month",
    )
    estimates = zip(names, (found.at_end, found.level, found.slope), ratios, strict=True)
    return {
        "caption": f"What changed, {unit}",
        "first_is_header": True,
        "empty": NOT_COMPARED,
        "head": ["When", "Difference", "95% interval", *(["Ratio (95% interval)"] if has_ratios else [])],
        "rows": [[name, *difference_cells(one), *ratio_cells(ratio)] for name, one, ratio in estimates],
    }


def difference_cells(estimate: Estimate) -> list[str]:
    return [f"{size_of(estimate)} {way(estimate.value)}", interval_of(estimate)]


def ratio_cells(ratio: Estimate | None) -> list[str]:
    return [f"{ratio.value:.3f} ({ratio.lower:.3f} to {ratio.upper:.3f})"] if ratio else []


def months_table(found: Interrupted, definition: MeasureDefinition) -> dict:
    """The table twin of the drawing."""
    lines = (found.observed, found.fitted, found.carried_on, found.carried_on_lower, found.carried_on_upper)
    heads = ("Observed", "Fitted", "Trend carried on", "from", "to")
    return {
        "caption": f"{definition.short_title}: observed and fitted, month by month ({definition.unit})",
        "caption_hidden": True,
        "compact": True,
        "first_is_header": True,
        "empty": NOT_COMPARED,
        "head": ["Month", *({"text": text, "numeric": True} for text in heads), "Used as"],
        "rows": [
            [months.label(month), *(figure(line[row]) for line in lines), use_of(found, row)]
            for row, month in enumerate(found.months)
        ],
    }


def figure(value: float | None) -> dict:
    return {"text": "" if value is None else rate_words(value), "numeric": True}


def use_of(found: Interrupted, row: int) -> str:
    if row in found.plan.transition_rows:
        return "left out: work was changing"
    if row in found.fit.months_missing:
        return "no value to use"
    return "after" if found.plan.is_after[row] else "before"


# ---- practices as each other's controls


def wedge_reason(reason: str) -> str:
    return f"{NOT_COMPARED} {WEDGE_REASONS[reason]}"


def wedge_words(found: SteppedWedge, definition: MeasureDefinition) -> str:
    """With and without the new way of working, the difference and its interval, in the measure's unit."""
    difference = difference_of(found, definition)
    with_it, without = expected(found, definition)
    return (
        f"After practices began: {size_of(difference)} {way(difference.value)} {definition.counted[1]} "
        f"{definition.unit_of_counts} than their controls let expect (95% interval {interval_of(difference)}): {with_it} as "
        f"counted, {without} without."
    )


def difference_of(found: SteppedWedge, definition: MeasureDefinition) -> Estimate:
    times = definition.per / PER_PERSON_MONTHS
    return Estimate(*(end * times for end in (found.difference.value, found.difference.lower, found.difference.upper)))


def expected(found: SteppedWedge, definition: MeasureDefinition) -> tuple[str, str]:
    times = definition.per / PER_PERSON_MONTHS
    return rate_words(found.expected_with * times), rate_words(found.expected_without * times)


def wedge_table(found: SteppedWedge, definition: MeasureDefinition) -> dict:
    """The table twin of the sentence: absolute first, then the ratio."""
    difference = difference_of(found, definition)
    with_it, without = expected(found, definition)
    return {
        "caption": f"Practices that had begun against those that had not, {definition.unit_of_counts}",
        "first_is_header": True,
        "head": ["Figure", "Value", "95% interval"],
        "rows": [
            ["As counted after practices began", with_it, ""],
            ["Without, by their controls", without, ""],
            ["Difference", *difference_cells(difference)],
            ["Ratio", f"{found.ratio.value:.3f}", f"{found.ratio.lower:.3f} to {found.ratio.upper:.3f}"],
        ],
    }


def wedge_sure(found: SteppedWedge) -> str:
    """How many practices and practice-months, how the interval was made, and what is supposed."""
    starts = len(found.crossing_rows)
    began = "one month" if starts == 1 else f"{starts} different months"
    later = f", {found.practices_never_crossed} not yet" if found.practices_never_crossed else ""
    numbers = (
        f"{found.practices} practices that began in {began}{later}; {found.months_before:,} practice-months before and "
        f"{found.months_after:,} after, {found.months_in_transition:,} left out while work was changing "
        f"(the first {TRANSITION_MONTHS} months of each)."
    )
    method = "Quasi-Poisson with an effect of every practice and month; the interval leaves out each practice in turn."
    return " ".join([numbers, method, *(WEDGE_WARNINGS[warning] for warning in found.warnings)])
