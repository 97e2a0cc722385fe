"""What the suggested progress score of a team rests on, as one reader may see it: cycles shared with them, released figures."""

from collections import defaultdict

from django.db.models import Count, Q

from collaborative.dashboards.changes import change_of
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown
from collaborative.models import ChangeIdea, ImprovementTeam, PdsaCycle, TeamMember
from collaborative.progress_suggestion import MeasureFacts, TeamFacts
from measures.definitions import BETTER_SIDE, all_definitions
from measures.disclosed_changes import Change
from measures.models import Series
from practices import clock

State, Part = PdsaCycle.State, TeamMember.Part


def facts_of(user, gathered: Gathered, teams: list[ImprovementTeam]) -> dict[int, TeamFacts]:
    """Team id -> its facts. A fixed number of queries, however many teams."""
    cycles = counts(PdsaCycle.objects.visible_to(user), teams, **CYCLE_COUNTS)
    ideas = counts(ChangeIdea.objects.visible_to(user), teams, ideas=Count("pk", distinct=True))
    parts = parts_held(teams)
    return {
        team.pk: TeamFacts(
            has_aim=bool(team.aim.strip()),
            has_sponsor=Part.SPONSOR in parts[team.pk],
            has_lead=Part.DAY_TO_DAY_LEAD in parts[team.pk],
            measures=tuple(measure_facts(gathered, team)),
            **cycles[team.pk],
            **ideas[team.pk],
        )
        for team in teams
    }


def counted(condition: Q) -> Count:
    return Count("pk", filter=condition, distinct=True)


CYCLE_COUNTS = {
    "planned": counted(~Q(state=State.CANCELLED)),
    "begun": counted(Q(started_on__isnull=False)),
    "closed": counted(Q(state=State.CLOSED)),
    "adopted_everywhere": counted(Q(decision=PdsaCycle.Decision.ADOPT, scale=PdsaCycle.Scale.ALL_PRACTICES)),
}


def counts(rows, teams, **named) -> defaultdict:
    """Team id -> counts by name, nought for a team without rows."""
    found = defaultdict(lambda: dict.fromkeys(named, 0))
    for row in rows.filter(team__in=teams).order_by().values("team").annotate(**named):
        found[row.pop("team")] = row
    return found


def parts_held(teams) -> defaultdict:
    """Team id -> the parts that somebody holds today."""
    held = defaultdict(set)
    today = clock.today()
    current = TeamMember.objects.filter(Q(left_on__isnull=True) | Q(left_on__gte=today), team__in=teams)
    for team, part in current.exclude(part="").values_list("team", "part"):
        held[team].add(part)
    return held


def measure_facts(gathered: Gathered, team: ImprovementTeam):
    """Of each measure that has a better direction and a series for the team's PCT."""
    for code, definition in all_definitions().items():
        better = BETTER_SIDE.get(definition.direction)
        series = gathered.series(Series.Level.COMMISSIONER, team.organisation, code)
        if better is not None and series is not None:
            yield facts_of_measure(series, better)


def facts_of_measure(series: Shown, better: int) -> MeasureFacts:
    found, _ = change_of(series, "change")
    is_improved = series.list_standing == "" and beyond_chance(found, better)
    return MeasureFacts(
        name=series.definition.short_title,
        is_improved=is_improved,
        is_list_moving=series.is_headline_withheld,
        share_of_goal=share_of_goal(series, found),
        months_held=months_held(series, found, better),
    )


def beyond_chance(found: Change, better: int) -> bool:
    """Whether the whole 95% interval of a change lies on the better side."""
    nearest = found.lower if better > 0 else found.upper
    return nearest is not None and nearest * better > 0


def rates(series: Shown, found: Change) -> tuple[float, float] | None:
    """(baseline, current) in the measure's unit, from the counts that the reader is shown; None without a change."""
    pools = (found.baseline, found.current)
    if found.percent is None or not all(pool and pool.denominator for pool in pools):
        return None
    baseline, current = (pool.numerator / pool.denominator * series.definition.per for pool in pools)
    return baseline, current


def share_of_goal(series: Shown, found: Change) -> float | None:
    """How much of the way from the baseline to the target has been gone."""
    known, target = rates(series, found), series.data.target
    if known is None or target is None or known[0] == target:
        return None
    return (known[0] - known[1]) / (known[0] - target)


def months_held(series: Shown, found: Change, better: int) -> int:
    """For how many of the latest months in a row the rate stood on the better side of the baseline's."""
    known = rates(series, found)
    values = [value for value in series.line.judged if value is not None]
    if known is None:
        return 0
    worse = (place for place, value in enumerate(reversed(values)) if (value - known[0]) * better <= 0)
    return next(worse, len(values))
