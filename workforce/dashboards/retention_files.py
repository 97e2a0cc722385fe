"""Retention and turnover as one CSV file: one figure a row, released as on the pages, without a name or a staff number."""

from practices import exports
from workforce.dashboards import retention, turnover
from workforce.dashboards.retention_reading import Sight
from workforce.dashboards.retention_words import INTERVAL_NAME
from workforce.disclosure import shown, why_withheld
from workforce.released_retention import Rate

HEADINGS = ["programme", "figures", "grouped_by", "group", "figure", "months", "value", "lower", "upper", "note"]


def retention_csv(programme, sight: Sight) -> bytes:
    rows = [row for by in retention.ways_of(sight) for row in rows_by(retention.found_for(programme, sight, by))]
    rows += yearly_rows(turnover.found_for(programme, sight))
    figures = "as they are" if sight.is_exact else "protected"
    return exports.csv_bytes(HEADINGS, ([programme.slug, figures, *row] for row in rows))


def rows_by(found: retention.Found):
    """Groups of one kind; the whole and why people left once, with the first kind."""
    for one in found.groups:
        yield from group_rows(found, one, found.by)
    if found.by == retention.COHORT:
        yield from group_rows(found, found.whole, "")
        yield from why_rows(found)


def group_rows(found: retention.Found, one: retention.Named, by: str):
    exact = found.sight.is_exact
    for _, name in retention.COUNTED:
        yield [by, one.name, name, None, shown(getattr(one.group, name), exact=exact), None, None, ""]
    for figure in one.figures:
        note = figure.reason or INTERVAL_NAME
        yield [by, one.name, "still_in_role_percent", figure.month, figure.value, figure.lower, figure.upper, note]
    if exact and not one.group.curve.reason:
        yield [
            by,
            one.name,
            "median_months",
            None,
            one.group.curve.median,
            *one.group.curve.median_interval,
            INTERVAL_NAME,
        ]


def why_rows(found: retention.Found):
    group, exact = found.whole.group, found.sight.is_exact
    reason = why_withheld(group.left, group.employers, exact=exact)
    for column, counts in (("reason", found.behind.reasons), ("destination", found.behind.destinations)):
        for code, count in counts.items():
            value = None if reason else shown(count, exact=exact)
            yield ["", found.whole.name, f"left_{column}_{code}", None, value, None, None, reason]


def yearly_rows(found: turnover.Found):
    for by, listed in (("role", found.roles), ("commissioner", found.trusts), ("", (found.whole,))):
        for one in listed:
            yield rate_row(by, one.name, "turnover_percent", one.turnover)
            yield rate_row(by, one.name, "stability_percent", one.stability)


def rate_row(by: str, name: str, figure: str, rate: Rate) -> list:
    return [by, name, figure, 12, rate.value, None, None, rate.reason]
