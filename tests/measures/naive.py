"""The measures once more, written as the handbook says them, one number at a time: the twin that the arrays are held to.

A practice is a dict: months -> {field: number or None}, plus "group" per month, "baseline" (its three months) and so on.
Nothing here is quick, and nothing is shared with the code that it checks.
"""

from dataclasses import dataclass, field

NUMERATORS = {
    "gp_consultations": "gp_consultations",
    "other_staff_consultations": "other_staff_consultations",
    "referrals": "referrals_dedup",
    "long_absence": "people_13w",
}
PER = {"gp_consultations": 100, "other_staff_consultations": 100, "referrals": 1000, "long_absence": 100}
MINIMUM = {"gp_consultations": 30, "other_staff_consultations": 30, "referrals": 30, "long_absence": 50}


@dataclass
class Practice:
    """`returns`: month index -> {field: number or None}; a month that is not there has no return."""

    returns: dict
    groups: dict
    baseline_start: int
    expected: set = field(default_factory=set)

    def gives(self, measure, month):
        """(numerator, denominator, list at the end) of a month, or None when a number that it needs is missing."""
        counts = self.returns.get(month)
        if counts is None:
            return None
        numerator, close, start = counts[NUMERATORS[measure]], counts["list_close"], counts["list_open"]
        if numerator is None or close is None:
            return None
        if measure == "long_absence":
            return numerator, close, close
        return None if start is None else (numerator, (start + close) / 2, close)

    @property
    def baseline(self):
        return range(self.baseline_start, self.baseline_start + 3)


def month_value(practices, group, measure, month):
    """(value, reason) of a group in a month."""
    members = [practice for practice in practices if practice.groups.get(month) == group]
    given = [found for practice in members if (found := practice.gives(measure, month))]
    if not given:
        if any(month in practice.returns for practice in members):
            return None, "not_available"
        return None, "no_return" if any(month in practice.expected for practice in members) else "not_expected"
    numerator, denominator = sum(part[0] for part in given), sum(part[1] for part in given)
    if denominator == 0:
        return None, "denominator_zero"
    if denominator < MINIMUM[measure]:
        return None, "too_few"
    return numerator / denominator * PER[measure], ""


def latest_month(practices, group, measure, months):
    """The last month to which somebody of the group gave something, None when nobody ever did."""
    return max(
        (
            month
            for month in range(months)
            for practice in practices
            if practice.groups.get(month) == group and practice.gives(measure, month)
        ),
        default=None,
    )


def window(practice, group, measure, months):
    """What a practice gave to a group in some months."""
    return [
        found for month in months if practice.groups.get(month) == group and (found := practice.gives(measure, month))
    ]


def change(practices, group, measure, months):
    """(per cent, reason, practices of the panel) since the baseline."""
    latest = latest_month(practices, group, measure, months)
    if latest is None:
        return None, "no_returns", 0
    current = {id(p): window(p, group, measure, range(latest - 2, latest + 1)) for p in practices}
    baseline = {id(p): window(p, group, measure, p.baseline) for p in practices}
    if not any(baseline.values()):
        return None, "no_baseline", 0
    in_time = [p for p in practices if baseline[id(p)] and p.baseline[-1] < latest - 2]
    if not in_time:
        return None, "too_early", 0
    panel = [p for p in in_time if current[id(p)]]
    if not panel:
        return None, "no_matched_practices", 0
    before, now = ([found[id(p)] for p in panel] for found in (baseline, current))
    if min(mean_denominator(before), mean_denominator(now)) < MINIMUM[measure]:
        return None, "too_few", 0
    if rate(before) == 0:
        return None, "no_events_in_baseline", 0
    return (rate(now) / rate(before) - 1) * 100, "", len(panel)


def mean_denominator(parts):
    """The sum over practices of each one's mean monthly denominator, rounded past the noise of division."""
    return round(sum(sum(part[1] for part in months) / len(months) for months in parts), 6)


def rate(parts):
    numerator = sum(part[0] for months in parts for part in months)
    denominator = sum(part[1] for months in parts for part in months)
    return numerator / denominator if denominator else 0
