"""What a file says of the day that it shows, and of accepted figures: in its name and among its facts."""

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.wave import as_at
from measures.models import Series
from practices import months
from practices.wording import counted


def returned_words(gathered: Gathered) -> str:
    """S4: "Dec 2006: 70 practices accepted, 3 provisional, 2 missing"; "" before anything was computed."""
    rows = (row for row in gathered.rows if row.level == Series.Level.WAVE)
    row = next(rows, None)
    series = gathered.series(Series.Level.WAVE, None, row.measure) if row else None
    if series is None or not series.data.months:
        return ""
    expected, reported, provisional = (
        column[-1] for column in (series.data.expected, series.data.reported, series.data.provisional)
    )
    accepted, missing = counted(reported - provisional, "practice"), max(expected - reported, 0)
    return f"{months.label(series.data.months[-1])}: {accepted} accepted, {provisional} provisional, {missing} missing"


def as_at_with_returns(gathered: Gathered) -> str:
    """For the pages that compare: as at when, and how much of its latest month is final."""
    return "; ".join(filter(None, (as_at(gathered), returned_words(gathered))))


def suffix(asked) -> str:
    """At the end of a file's name; "" for today's figures, so that two days never have one name. `asked` has a `standing`."""
    standing = asked.standing
    day = f"-as-at-{standing.day.isoformat()}" if standing.day else ""
    return f"{day}-accepted" if standing.accepted_only else day


def facts(gathered: Gathered) -> list[tuple]:
    """(item, value) beneath when the data are of."""
    standing = gathered.standing
    day = [("as_at", standing.day.isoformat())] if standing.day else []
    figures = "accepted only" if standing.accepted_only else "accepted and provisional"
    returned = returned_words(gathered)
    return [*day, ("figures_shown", figures), *([("returns_of_latest_month", returned)] if returned else [])]
