"""How deep one person reads in many teams at once."""

from accounts.permissions import Role
from collaborative.models import ImprovementTeam, ReadingLevel
from collaborative.models.team_scope import READS_OWN_TEAM, own_teams, reading_grants


def reading_levels(user, teams) -> dict[int, ReadingLevel]:
    """Team's id -> level, of teams in the person's waves: as ImprovementTeam.reading_level, in one query a grant."""
    levels = dict.fromkeys(teams, ReadingLevel.WAVE)
    for grant in reading_grants(user):
        level = READS_OWN_TEAM.get(Role(grant.role))
        if level is None or not levels:
            continue
        own = ImprovementTeam.objects.filter(own_teams(grant), pk__in=list(levels)).values_list("pk", flat=True)
        levels |= {team: min(level, levels[team]) for team in own}
    return levels
