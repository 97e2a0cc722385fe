"""Names that the statistics share: kinds of chart, strength of limits, flags of a point, icons. Pure, no code."""

# What is shown of a series; which, and why, is decided in measures.statistics.chooser.
TABLE, PLAIN_LINE, RUN_CHART = "table", "line", "run"
INDIVIDUALS, P_CHART, P_PRIME, U_CHART, U_PRIME = "i", "p", "pp", "u", "up"
C_CHART, G_CHART, T_CHART = "c", "g", "t"
KINDS = (
    TABLE, PLAIN_LINE, RUN_CHART, INDIVIDUALS, P_CHART, P_PRIME, U_CHART, U_PRIME, C_CHART, G_CHART, T_CHART,
)  # fmt: skip
WITH_LIMITS = frozenset(KINDS[3:])

# How firmly the limits of a phase stand: none under 13 points, trial (drawn dashed) under 20.
NO_LIMITS, TRIAL, FIRM = "none", "trial", "firm"
TRIAL_POINTS, FIRM_POINTS = 13, 20

# Bits of a point's flags: which rules it is a member of, and on which side the most important of them lies.
OUTSIDE, SHIFT, TREND, TWO_IN_THREE, HIGH, LOW = 1, 2, 4, 8, 16, 32
# The rule of run charts that marks points; it is no bit of their flags.
LONG_RUN = "long_run"

# The variation icon.
NO_ICON, COMMON_CAUSE = "none", "common_cause"
IMPROVEMENT_HIGH, IMPROVEMENT_LOW = "improvement_high", "improvement_low"
CONCERN_HIGH, CONCERN_LOW = "concern_high", "concern_low"
NEUTRAL_HIGH, NEUTRAL_LOW = "neutral_high", "neutral_low"
VARIATIONS = (
    NO_ICON, COMMON_CAUSE, IMPROVEMENT_HIGH, IMPROVEMENT_LOW, CONCERN_HIGH, CONCERN_LOW, NEUTRAL_HIGH, NEUTRAL_LOW,
)  # fmt: skip

# The assurance icon: whether a target is met month after month: always, never, by chance; or why nothing is said of it.
PASS, FAIL, HIT_OR_MISS, NO_TARGET, NOT_ASSURED = "pass", "fail", "hit_or_miss", "no_target", "not_assured"
ASSURANCES = (PASS, FAIL, HIT_OR_MISS, NO_TARGET, NOT_ASSURED)
