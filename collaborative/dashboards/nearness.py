"""Whether a PCT as it is now may be shown to others beside the PCTs as they were (disclosure, step 2).

Two totals of one month tell apart, by subtraction, whoever is in the one and not in the other: they must be of the same
practices, or differ by five. `gathered` is a collaborative.dashboards.gathering.Gathered; nothing is read from the database.
"""

from datetime import date

from measures.disclosure import MINIMUM_PRACTICES, may_publish_both


def tells_apart(gathered, commissioner, now, was: dict) -> bool:
    """Whether `now`, a commissioner's series with its present practices, lies too near one of `was` in any month.

    `was`: commissioner's id -> its series with the practices of each month. All SeriesData, of one measure.
    """
    present = {one.practice_id for one in gathered.members_of(commissioner, now=True)}
    return any(
        is_near(present, now.contributing[place], then, was[parent].contributing[place])
        for place, month in enumerate(now.months)
        for parent, then in members_in(gathered, month).items()
        if parent in was
    )


def members_in(gathered, month: date) -> dict[int, set[int]]:
    """Commissioner's id -> the practices that stood under it in a month."""
    found: dict[int, set[int]] = {}
    for one in gathered.memberships:
        if parent := gathered.parent_in(one.practice_id, month):
            found.setdefault(parent.pk, set()).add(one.practice_id)
    return found


def is_near(present: set[int], now: int, then: set[int], before: int) -> bool:
    """Whether two groups of practices, of which so many contributed, are both shown and differ by a few of them."""
    if present == then or not present & then or min(now, before) < MINIMUM_PRACTICES:
        return False
    return now == before or not may_publish_both(now, before) or len(present ^ then) < MINIMUM_PRACTICES
