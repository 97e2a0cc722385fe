"""An evaluation in words: what was predicted, what is seen, how sure, what next. Pure; claims nothing below its minimum."""

from collaborative.evaluations import verdicts
from collaborative.evaluations.asked import COMMISSIONER, FALL, NOT_ALL_PRACTICES, NOT_BOTH, RISE
from collaborative.evaluations.found import Evaluation
from collaborative.evaluations.period import (
    FEW_BEFORE,
    FEW_SINCE,
    FEWEST_BEFORE,
    HOLES,
    NO_FIGURES,
    WINDOW,
    first_full_month,
)
from measures import chart_words
from measures.change_words import (
    MINUS,
    amount,
    between,
    difference_words,
    interval_words,
    is_nought,
    largest,
    relative_words,
    sample_words,
    signed,
    sureness,
    way,
)
from measures.change_words import reason_words as change_reason_words
from measures.definitions import BETTER_SIDE, MeasureDefinition
from measures.disclosed_changes import Change
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED
from measures.statistics.segmented_design import FEWEST_MONTHS
from practices import months
from practices.wording import counted

THAN_BEFORE = "than in the months before"
REASONS = {
    FEW_BEFORE: f"fewer than {FEWEST_BEFORE} months before the start have a figure",
    FEW_SINCE: f"{WINDOW} full months since the start are needed",
    HOLES: "a month of the comparison has no figure",
    NO_FIGURES: "there are no figures yet",
    NOT_ALL_PRACTICES: "not every practice of the cycle has a figure",
    NOT_BOTH: "the place or the wave has no figure",
    "new_definition": "the measure was defined anew in between",
    "series_broken": "the figures count something else since a break in series in between",
    "no_events_since": "nothing was counted in the three months, so there is no interval",
    "no_interval": "the interval is too wide to be a figure",
    "list_building": "the list was still being built, so the rate may change without any change in care",
    "list_moved": "the list changed by more than a quarter, so the rate may change without any change in care",
    "out_of_scope": "you may not open the figures of the practice",
    "no_shared_figures": "you may not open the figures of the wave",
    "not_computed": "no figures have been worked out for this place",
    "no_measure": "the cycle names no measure",
    "no_events_in_baseline": "nothing was counted in the months before, so there is nothing to compare with",
    "no_matched_practices": "no practice has figures in both periods",
    "too_few": "too few people on the list for a rate",
}


def reason_words(reason: str) -> str:
    if reason in REASONS:
        return REASONS[reason]
    said = chart_words.REASON_WORDS.get(reason) or change_reason_words(reason)
    return said[0].lower() + said[1:]


def verdict_words(found: Evaluation) -> str:
    """The verdict with what it waits for or why there is none."""
    said = verdicts.VERDICT_WORDS[found.verdict]
    if found.verdict == verdicts.TOO_EARLY:
        return f"{said}: due with the return of {months.label(found.due)}"
    if found.verdict != verdicts.CANNOT_BE_SAID:
        return said
    month = f"{months.label(found.reason_month)}: " if found.reason_month else ""
    return f"{said}: {month}{reason_words(found.reason)}"


def predicted_words(found: Evaluation, definition: MeasureDefinition) -> str:
    asked = found.asked
    if not asked.direction:
        return "Nothing that can be held against the measure."
    by = f" by {months.label(asked.by)}" if asked.by else ""
    size = "" if asked.percent is None else f" by {asked.percent:g}%"
    what = {FALL: f"falls{size}", RISE: f"rises{size}"}.get(asked.direction, "stays as it is")
    return f"{definition.short_title}: it {what}{by}."


def predicted_short(asked) -> str:
    """−20%, +5%, a fall, no change; "" for none."""
    if not asked.direction:
        return ""
    if asked.percent is not None and asked.direction in (FALL, RISE):
        return f"{MINUS if asked.direction == FALL else '+'}{asked.percent:g}%"
    return {FALL: "a fall", RISE: "a rise"}.get(asked.direction, "no change")


def observed_short(change: Change) -> str:
    """−12.1% (−20.0 to −3.2); "" where there is none."""
    if change.percent is None:
        return ""
    interval = f" ({signed(change.lower)} to {signed(change.upper)})" if change.lower is not None else ""
    return f"{signed(change.percent)}%{interval}"


def observed_words(found: Evaluation, definition: MeasureDefinition) -> str:
    change = found.observed
    if change.percent is None:
        return f"No change is claimed: {reason_words(change.reason)}{when_it_can_be_said(found)}."
    said = difference_words(change, definition, definition.unit_of_counts, THAN_BEFORE)
    return f"{said} ({interval_words(change)}), {relative_words(change)}; {sample_words(change, definition, panel(found))}."


def when_it_can_be_said(found: Evaluation) -> str:
    if found.observed.reason == FEW_SINCE:
        month = months.add_months(first_full_month(found.asked.started), WINDOW - 1)
        return f"; it can be said with the return of {months.label(month)}"
    return ""


def panel(found: Evaluation) -> str:
    several = found.asked.place_kind == COMMISSIONER or len(found.asked.places) > 1
    if not several or found.is_protected:
        return ""
    count = found.observed.practices
    return f"{counted(count, 'practice')} with figures in both periods"


def compared_words(found: Evaluation) -> str:
    """Which months are held against which."""
    if not (found.before and found.since):
        return ""
    return f"{span(found.since)} against {span(found.before)}."


def span(stretch) -> str:
    return f"{months.label(stretch[0])} to {months.label(stretch[1])}"


def control_words(found: Evaluation, definition: MeasureDefinition) -> str:
    change = found.control
    if change.percent is None:
        return f"The wave’s other practices: not compared, {reason_words(change.reason or 'not_computed')}."
    said = f"Over the same months the wave’s other practices: {observed_short(change)}."
    one = found.beyond
    if one is None:
        return f"{said} How much further this place went cannot be said."
    like = largest(one.difference, one.lower, one.upper)
    size, unit = amount(one.difference, like), definition.unit_of_counts
    further = (
        f"This place: {size} {way(one.difference)} {unit} beyond them (95% interval {between(one.lower, one.upper, like)})"
        if not is_nought(size)
        else f"This place changed as they did (95% interval {between(one.lower, one.upper, like)} {unit})"
    )
    return f"{said} {further}. {beyond_words(one)}"


def beyond_words(one) -> str:
    if one.lower <= 0 <= one.upper:
        return (
            "That is no more than chance lets two groups differ: what happened everywhere may be all that is seen here."
        )
    return "That is more than chance explains, but practices that test changes were not drawn by lot."


EARLIER_RUN = "a run that had ended was longer than chance explains; the latest months are no such run"
FEWER_CROSSINGS = "over all months the line crosses the median less often than chance explains"


def run_words(found: Evaluation) -> str:
    run = found.run
    if run is None:
        return "Not asked: months with a figure are needed before the start and since."
    if run.signal == "too_few_points":
        return f"Not asked: {run.useful} of the {USEFUL_POINTS_NEEDED} months that are needed lie off the median."
    where = f"full months since the start: {run.since_below} below and {run.since_above} above the median of the months before"
    return f"Of the {where}; {rules_words(run)}."


def rules_words(run) -> str:
    """Which rule says more than chance; a long run says so of the latest months only where it reaches them."""
    said = []
    if run.reaches:
        said.append(f"the latest {run.latest_run} months lie on one side, which is more than chance explains")
    elif run.signal in ("long_run", "both"):
        said.append(EARLIER_RUN)
    if run.signal in ("few_crossings", "both"):
        said.append(FEWER_CROSSINGS)
    return "; ".join(said) or "no rule says more than chance"


def trend_words(found: Evaluation, definition: MeasureDefinition) -> str:
    trend = found.trend
    if trend.difference is None:
        return (
            f"Not worked out: {trend.months_before} months before and {trend.months_after} since the start have a figure, "
            f"{FEWEST_MONTHS} of each are needed."
        )
    like = largest(trend.difference, trend.lower, trend.upper)
    return (
        f"{months.label(trend.month)}: {amount(trend.difference, like)} {way(trend.difference)} {definition.unit_of_counts} "
        f"than if the earlier trend had gone on (95% interval {between(trend.lower, trend.upper, like)})."
    )


def sure_words(found: Evaluation, definition: MeasureDefinition) -> str:
    several = found.asked.place_kind == COMMISSIONER or len(found.asked.places) > 1
    said = []
    if found.observed.percent is not None:
        said += sureness(found.observed, definition, of_several=several)
    if found.verdict == verdicts.NOT_FROM_CHANCE:
        said.append(f"The interval holds no change at all{also_predicted(found)}.")
    if BETTER_SIDE.get(definition.direction) is None:
        said.append("Neither more nor fewer is better by itself, so no judgement is made.")
    said.append("A change after a cycle is not yet a change because of it.")
    return " ".join(said)


def also_predicted(found: Evaluation) -> str:
    """Whether the interval holds what was predicted as well: then the data can neither show nor refute it."""
    asked, change = found.asked, found.observed
    if asked.percent is None or asked.direction not in (FALL, RISE):
        return ""
    predicted = -asked.percent if asked.direction == FALL else asked.percent
    if change.lower <= predicted <= change.upper:
        return " and the predicted change too: these figures can neither show nor refute the prediction"
    return ", and not the change that was predicted"


CAUTION_OF_EXTREME = (
    "Regression to the mean: the months before the start were unusually {} for this place, so part of the way back was to be "
    "expected although nothing was done."
)
SMALL_SCALE = (
    "The cycle was tested with {}: the monthly figure of a whole practice can hardly show it. Its own counts say more."
)


def cautions(found: Evaluation, scale: int = 0) -> list[str]:
    """What else may be behind a change. `scale`: of the cycle, 1 one patient, 2 one clinician."""
    said = []
    if found.list_caution:
        size = f" ({signed(found.list_percent)}%)" if found.list_percent is not None else ""
        said.append(f"List{size}: {reason_words('list_' + found.list_caution)}. No improvement is claimed.")
    if found.was_extreme:
        said.append(CAUTION_OF_EXTREME.format("high" if found.was_extreme > 0 else "low"))
    if scale in (1, 2):
        said.append(SMALL_SCALE.format("one patient" if scale == 1 else "one clinician or clinic"))
    return said


NEXT = {
    verdicts.AS_PREDICTED: "Look at what else happened then. If nothing else explains it, test it on the next scale of the ramp.",
    verdicts.SMALLER: "Ask the team what held it back, adapt the change, and predict anew.",
    verdicts.LARGER: "Ask what else helped: the change, or something that happened at the same time?",
    verdicts.NOT_FROM_CHANCE: "Look at the team’s own counts, and go on for more months, or adapt: no change stands out from chance.",
    verdicts.OTHER_WAY: "Ask what happened, and whether the change should go on. A prediction that fails teaches most.",
    verdicts.CHANGED: "Ask what changed: nothing was expected to.",
    verdicts.TOO_EARLY: "Send the returns on time. The verdict comes by itself when the month has its figure.",
    verdicts.CANNOT_BE_SAID: "See whether what is missing can still be sent. The team’s own counts may say what the monthly figures cannot.",
    verdicts.NOT_PREDICTED: "In the next cycle, say which way the measure will go, by how much and by when, before doing.",
}


NOT_YOURS = "Ask the team: it sees the figures of its own practices as they are."


def next_words(found: Evaluation) -> str:
    return NOT_YOURS if found.reason in ("out_of_scope", "no_shared_figures") else NEXT[found.verdict]
