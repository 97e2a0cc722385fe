"""What the comparison of rules and limits says: names of charts and rules, and why a chart was not chosen. Pure."""

import numpy as np

from measures.chart_rule_words import span
from measures.chart_words import times
from measures.other_rules import EXACT, FEW_CROSSINGS, HAS_NONE, TOO_FEW, Ground, Marked, Opinion
from measures.statistics import chooser, codes
from measures.statistics.chooser_words import KIND_NAMES
from measures.statistics.limits import LEAST_SIGMA_Z, WEIGHTED_INDIVIDUALS
from measures.statistics.profiles import ANHOEJ, MAKING_DATA_COUNT, NELSON, NHSRPLOTTHEDOTS_0_2_2, WESTERN_ELECTRIC

ONE_FOR_ALL = (
    "The rule set of this collaborative is fixed, and one for all. Choosing rules or limits after seeing a chart makes chance into a "
    "finding: the more of them are tried, the likelier it is that one speaks. This page is for checking the chart in use, not for "
    "choosing another."
)

CHART_NAMES = KIND_NAMES | {
    WEIGHTED_INDIVIDUALS: "I-prime chart (individuals, weighted)",
    EXACT[codes.P_CHART]: "p chart, exact binomial limits",
    EXACT[codes.U_CHART]: "u chart, exact Poisson limits",
    codes.P_CHART: "p chart (without Laney)",
    codes.U_CHART: "u chart (without Laney)",
    codes.P_PRIME: "p-prime chart (with Laney)",
    codes.U_PRIME: "u-prime chart (with Laney)",
}
PROFILE_NAMES = {
    MAKING_DATA_COUNT.name: "NHS Making Data Count",
    NHSRPLOTTHEDOTS_0_2_2.name: "NHSRplotthedots 0.2.2",
    WESTERN_ELECTRIC.name: "Western Electric",
    NELSON.name: "Nelson",
    ANHOEJ.name: "Anhøj",
}
RULE_NAMES = {
    "outside": "Single point outside the limits",
    "trend": "Trend of 7",
    "two_in_three": "Two of three near a limit",
    "shift": "Shift of 7",
    "long_run": "Unusually long run",
    FEW_CROSSINGS: "Unusually few crossings",
    "we1": "1: one point beyond 3 sigma",
    "we2": "2: two of three beyond 2 sigma",
    "we3": "3: four of five beyond 1 sigma",
    "we4": "4: eight on one side",
    "nelson1": "1: one point beyond 3 sigma",
    "nelson2": "2: nine on one side",
    "nelson3": "3: six rising or falling",
    "nelson4": "4: fourteen alternating",
    "nelson5": "5: two of three beyond 2 sigma",
    "nelson6": "6: four of five beyond 1 sigma",
    "nelson7": "7: fifteen within 1 sigma",
    "nelson8": "8: eight beyond 1 sigma on both sides",
}
NO_LIMITS_WORDS = {
    HAS_NONE: "has no limits",
    "no_points": "no month to rest on",
    "no_neighbours": "no two months next to each other",
    "no_variation": "the values do not vary",
    "none_or_all": "nobody, or everybody, was counted",
}
# From which length on the false alarms of run charts were simulated.
RUN_LENGTHS = (12, 24, 36, 48)
FALSE_ALARM_KEYS = {
    MAKING_DATA_COUNT.name: "mdc_charts",
    NHSRPLOTTHEDOTS_0_2_2.name: "nhsr_charts",
    WESTERN_ELECTRIC.name: "western_electric_charts",
    NELSON.name: "nelson_charts",
}


def no_limits_words(opinion: Opinion) -> str:
    """Why there are no limits in the latest phase; "" where there are."""
    if opinion.why_no_limits == TOO_FEW:
        return f"{months_words(opinion.points)}, {codes.TRIAL_POINTS} needed"
    return NO_LIMITS_WORDS.get(opinion.why_no_limits, "")


def months_words(number: int) -> str:
    return f"{number} {'month' if number == 1 else 'months'}"


def rules_words(opinion: Opinion) -> str:
    """Which rules of the set mark anything, by name."""
    if opinion.chart in (codes.TABLE, codes.PLAIN_LINE):
        return "No rule is applied"
    return "; ".join(RULE_NAMES[found.rule] for found in opinion.marked) or "None"


def number_words(opinion: Opinion) -> str:
    """2 of 4 rules; the run chart has one more rule than those that mark months."""
    if opinion.chart in (codes.TABLE, codes.PLAIN_LINE):
        return "No rule is applied"
    known = len(opinion.profile.rules) + (opinion.profile == ANHOEJ)
    return f"{len(opinion.marked) or 'None'} of {known} rules"


def marked_words(opinion: Opinion, found: Marked) -> str:
    """Jun 2006 to Jan 2007, low; Mar 2005, high. Of crossings their number, since they mark no month."""
    if found.rule == FEW_CROSSINGS:
        run = opinion.line.run
        return f"{times(run.crossings, 'crossing', 'crossings')}, chance gives at least {run.crossings_limit}: no single month"
    high, low = ("rising", "falling") if found.rule in ("trend", "nelson3") else ("high", "low")
    sides = (found.high, f", {high}"), (found.low, f", {low}"), (found.neither, "")
    return "; ".join(f"{spans_words(opinion.line, rows)}{side}" for rows, side in sides if rows)


def spans_words(line, rows) -> str:
    return ", ".join(span(line, stretch) for stretch in stretches(rows))


def stretches(rows) -> list[list[int]]:
    """Rows put together where they follow each other."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][-1] + 1:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def false_alarm_key(opinion: Opinion) -> str:
    """The simulated figure that belongs to the rule set; of run charts that of the nearest length. "" where no rule is applied."""
    if opinion.chart in (codes.TABLE, codes.PLAIN_LINE):
        return ""
    if opinion.profile == ANHOEJ:
        return f"anhoej_{min(RUN_LENGTHS, key=lambda length: abs(length - opinion.line.run.points))}"
    return FALSE_ALARM_KEYS[opinion.profile.name]


# ---- why the others were not chosen


def not_chosen(ground: Ground) -> list[tuple[str, str]]:
    """(chart, why it is not the one in use), with the figures that decided."""
    charts = {
        codes.TABLE: table_words,
        codes.PLAIN_LINE: plain_line_words,
        codes.RUN_CHART: run_words,
        ground.plain: plain_words,
        ground.prime: prime_words,
        codes.INDIVIDUALS: individuals_words,
        EXACT[ground.plain]: exact_words,
        WEIGHTED_INDIVIDUALS: weighted_words,
        codes.C_CHART: c_words,
        codes.G_CHART: gaps_words,
        codes.T_CHART: gaps_words,
    }
    return [(CHART_NAMES[chart], words(ground)) for chart, words in charts.items() if chart != ground.line.kind]


def table_words(ground: Ground) -> str:
    facts = ground.facts
    return (
        f"It is for series with more than a third of the months on the median (here {percent(facts.tied)}) or more than half "
        f"at nought{' or 100%' if ground.observed.people[0] else ''} (here {percent(facts.at_bound)})."
    )


def plain_line_words(ground: Ground) -> str:
    return f"It is for fewer than {chooser.USEFUL_POINTS_NEEDED} months off the median; here {int(ground.facts.useful[0])}."


def run_words(ground: Ground) -> str:
    """Either limits can be believed, or there is not even a line to judge."""
    if ground.line.kind not in codes.WITH_LIMITS:
        return f"{CHART_NAMES[ground.line.kind]} comes first: no rule could tell a change from chance."
    facts = ground.facts
    expected, needed = percent(facts.expected), percent(chooser.NEARLY_EVERY)
    said = [
        f"{months_words(int(facts.points[0]))} in the longest phase ({codes.TRIAL_POINTS} needed)",
        f"{chooser.EXPECTED_COUNT} or more expected in {expected} of the months ({needed} needed)",
        f"season {p_words(facts.season_p)} (in less than two years it must not fall below {chooser.SEASON_P})",
    ]
    return f"Limits can be believed: {'; '.join(said)}."


def plain_words(ground: Ground) -> str:
    if ground.line.kind != ground.prime:
        return limits_in_doubt(ground)
    if ground.line.analysis.why == chooser.OVERDISPERSED:
        return f"The months differ by more than chance explains: {dispersion(ground)}."
    same = ground.facts.sigma_z[0] <= LEAST_SIGMA_Z
    return (
        f"The figures of several practices added up always get Laney's correction; here {dispersion(ground)}"
        f"{', so that both charts have the same limits' if same else ''}."
    )


def prime_words(ground: Ground) -> str:
    if ground.line.kind != ground.plain:
        return limits_in_doubt(ground)
    return (
        f"Chance explains how much the months differ: {dispersion(ground)}; it takes p below {chooser.OVERDISPERSED_P} and "
        "sigma z above 1 together."
    )


def dispersion(ground: Ground) -> str:
    """Pearson's test on the months, and Laney's ratio."""
    sigma_z = ground.facts.sigma_z[0]
    ratio = "sigma z cannot be computed" if np.isnan(sigma_z) else f"sigma z {sigma_z:.2f}"
    return f"Pearson chi-square {p_words(ground.facts.phi_p)}, {ratio}"


def limits_in_doubt(ground: Ground) -> str:
    """Where no limits are drawn the reason for the chart in use is the reason against them, with its figures."""
    facts = ground.facts
    match ground.line.analysis.why:
        case chooser.RARE:
            return f"Its limits cannot be believed: {rare_words(facts)}."
        case chooser.SEASONAL:
            return f"Its limits would take a season for change: season {p_words(facts.season_p)}, in {int(facts.months[0])} months."
        case chooser.SHORT:
            return f"Limits need {codes.TRIAL_POINTS} months in one phase; here {int(facts.points[0])}."
    return f"{CHART_NAMES[ground.line.kind]} comes first, for the reason given above."


def rare_words(facts) -> str:
    """How many must be expected in nearly every month; more of them for a share near nobody or everybody."""
    needed = percent(chooser.NEARLY_EVERY)
    if not facts.expected[0] >= chooser.NEARLY_EVERY:
        return f"it takes {chooser.EXPECTED_COUNT} or more expected in {needed} of the months, here in {percent(facts.expected)}"
    return (
        f"for a share near 0 or 100% (here {100 * facts.share[0]:.1f}%) it takes {chooser.CLEARLY_EXPECTED} or more expected in "
        f"{needed} of the months, here in {percent(facts.clearly)}"
    )


def individuals_words(ground: Ground) -> str:
    sizes = ground.observed.denominators[~np.isnan(ground.values)]
    return f"It is for values without a denominator. It gives every month the same limits whatever it is divided by{sizes_words(sizes)}."


def sizes_words(sizes: np.ndarray) -> str:
    if not sizes.size:
        return ""
    least, most = f"{sizes.min():,.0f}", f"{sizes.max():,.0f}"
    return f": here from {least} to {most}" if least != most else f": here all months by {least}"


def exact_words(ground: Ground) -> str:
    return (
        "Never chosen by itself. Exact limits differ from normal ones where counts are small, and there a run chart is shown "
        "that needs no limits; elsewhere they agree."
    )


def weighted_words(ground: Ground) -> str:
    return "Never chosen by itself. It is a second opinion that supposes neither people nor events, only denominators."


def c_words(ground: Ground) -> str:
    return "It is for plain counts in a population that does not change; this series has denominators."


def gaps_words(ground: Ground) -> str:
    return "It is for single events with their dates; monthly returns have none."


def percent(share) -> str:
    value = np.asarray(share).ravel()[0]
    return "unknown" if np.isnan(value) else f"{100 * value:.0f}%"


def p_words(p) -> str:
    value = np.asarray(p).ravel()[0]
    if np.isnan(value):
        return "not tested"
    return "p below 0.001" if value < 0.001 else f"p = {value:.2g}"


# ---- too few points


def what_can_speak(ground: Ground) -> list[tuple[str, str, str]]:
    """(rules, what they need, what there is), for a series that is too short for any of them."""
    useful, points = int(ground.facts.useful[0]), ground.points
    off = f"{chooser.USEFUL_POINTS_NEEDED} months off the median"
    return [
        ("Anhøj rules on a run chart", off, f"{useful}"),
        ("Making Data Count, NHSRplotthedots, Western Electric, Nelson", f"limits from {codes.TRIAL_POINTS} months", f"{points}"),
        ("The same, with firm limits", f"limits from {codes.FIRM_POINTS} months", f"{points}"),
    ]  # fmt: skip
