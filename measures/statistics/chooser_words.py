"""Why a series has the chart that it has, in one sentence for a practice manager. Pure."""

from measures.statistics import chooser, codes
from measures.statistics.codes import TRIAL_POINTS
from measures.statistics.run_chart import USEFUL_POINTS_NEEDED

KIND_NAMES = {
    codes.TABLE: "Table",
    codes.PLAIN_LINE: "Plain line",
    codes.RUN_CHART: "Run chart",
    codes.INDIVIDUALS: "Individuals chart (XmR)",
    codes.P_CHART: "p chart",
    codes.P_PRIME: "p-prime chart",
    codes.U_CHART: "u chart",
    codes.U_PRIME: "u-prime chart",
    codes.C_CHART: "c chart",
    codes.G_CHART: "g chart",
    codes.T_CHART: "t chart",
}

REASONS = {
    chooser.FEW_USEFUL: "{useful} off the median, and below {needed} no rule can tell a change from chance.",
    chooser.TIED: "more than a third of the months lie exactly on the median, so no line could show a change.",
    chooser.AT_BOUND: "most months are at nought or at 100%, so no line could show a change.",
    chooser.SHORT: "{points}, and limits need {trial}.",
    chooser.RARE: "the counts behind this measure are too small for limits by month; look at quarters as well.",
    chooser.SEASONAL: (
        "the figures swing with the season and there are less than two years of them; compare each month with the same "
        "month of last year."
    ),
    chooser.RARE_WITH_DATES: "this is rare, so the gaps between events say more than a count by month.",
    chooser.GAPS: "it shows the gaps between events, where longer is rarer.",
    chooser.PLAIN_VALUES: "the values have no denominator, so the limits come from how they move from month to month.",
    chooser.STABLE_COUNTS: "these are plain counts in a population that does not change.",
    chooser.COUNTS: (
        "the numbers are large enough, and neighbouring months differ no more than chance between people explains."
    ),
    chooser.POOLED: (
        "the figures of the practices are added up, so chance between people alone would make the limits too narrow "
        "wherever months differ for other reasons; these limits allow for that{sigma_z}."
    ),
    chooser.OVERDISPERSED: (
        "the months differ by more than chance between people explains, so the limits allow for the usual difference "
        "between months{sigma_z}."
    ),
    chooser.NO_VARIATION: "the values do not vary enough to set limits.",
}


# Limits that are wider by less would be "1.0 times as wide".
WORTH_SAYING = 1.05


def why_sentence(why: str, kind: str, *, points: int | None = None, useful: int | None = None, sigma_z=None) -> str:
    """One sentence, kind and reason. `points` and `useful` are of the latest phase, `sigma_z` is Laney's ratio; each may be None.

    The choice speaks of the longest phase: where the latest one has enough useful points itself, the number is left out.
    """
    useful = None if useful is not None and useful >= USEFUL_POINTS_NEEDED else useful
    reason = REASONS[why].format(
        points=f"there are {months(points)}" if points is not None else "there are few months",
        useful=f"{months(useful)} {'lies' if useful == 1 else 'lie'}" if useful is not None else "too few months lie",
        needed=USEFUL_POINTS_NEEDED,
        trial=TRIAL_POINTS,
        sigma_z=f" (they are {sigma_z:.1f} times as wide)" if sigma_z is not None and sigma_z >= WORTH_SAYING else "",
    )
    return f"{KIND_NAMES[kind]}: {reason}"


def months(number: int) -> str:
    return "1 month" if number == 1 else f"{number} months"
