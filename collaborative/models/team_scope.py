"""Whose teams a person works in, looks after or may read of, as conditions on ImprovementTeam and on what belongs to one."""

from django.db.models import Q

from accounts.permissions import Permission, Role
from collaborative.models.reading_level import ReadingLevel
from practices import clock
from practices.models import Wave

# How deep each role reads in its own teams. In other teams of its waves everybody reads what is shared with the wave.
READS_OWN_TEAM = {
    Role.PRACTICE_MANAGER: ReadingLevel.TEAM,
    Role.PRACTICE_CLINICIAN: ReadingLevel.TEAM,
    Role.TEAM_MEMBER: ReadingLevel.TEAM,
    Role.FACILITATOR: ReadingLevel.FACILITATOR,
    Role.COMMISSIONER: ReadingLevel.COMMISSIONER,
}


def reading_grants(user) -> list:
    """The grants this person acts under that let them read improvement work at all."""
    grants = user.acting_grants if user.is_authenticated else []
    return [grant for grant in grants if grant.allows(Permission.VIEW_IMPROVEMENT_WORK)]


def takes_part(organisation_id: int) -> Q:
    """Teams that an organisation sets up or takes part in today; those of a PCT before a merger pass to its successor."""
    today = clock.today()
    inherited = Q(organisation__successors__new=organisation_id, organisation__successors__on__lte=today)
    partner = Q(partners__organisation=organisation_id, partners__joined_on__lte=today) & (
        Q(partners__left_on__isnull=True) | Q(partners__left_on__gte=today)
    )
    return Q(organisation=organisation_id) | inherited | partner


def own_teams(grant) -> Q:
    """A condition on teams: those that the grant's practice or PCT belongs to; of a wave or programme all."""
    return takes_part(grant.organisation_id) if grant.organisation_id else wave_teams(grant)


def wave_teams(grant) -> Q:
    """A condition on teams: those of every wave that the grant reaches."""
    return Q(wave__in=Wave.objects.filter(grant.covered_waves()))


def readable(user, teams) -> Q:
    """A condition on rows with `team` and `shared_with`: what this person may read. `teams` is ImprovementTeam's manager."""
    condition = Q(pk__in=[])
    for grant in reading_grants(user):
        shared = Q(team__in=teams.filter(wave_teams(grant)).values("pk"), shared_with=ReadingLevel.WAVE)
        level = READS_OWN_TEAM.get(Role(grant.role), ReadingLevel.WAVE)
        own = Q(team__in=teams.filter(own_teams(grant)).values("pk"), shared_with__gte=level)
        condition |= shared | own
    return condition


def reachable(user) -> Q:
    """A condition on teams: all of this person's waves; that a team takes part is no secret."""
    condition = Q(pk__in=[])
    for grant in reading_grants(user):
        condition |= wave_teams(grant)
    return condition


def worked_in(user) -> Q:
    """A condition on teams: those in which this person works or that they look after, and so read more than the wave does."""
    condition = Q(pk__in=[])
    for grant in reading_grants(user):
        if Role(grant.role) in READS_OWN_TEAM:
            condition |= own_teams(grant)
    return condition


def changeable(user) -> Q:
    """A condition on teams: those whose work this person may write."""
    condition = Q(pk__in=[])
    for grant in reading_grants(user):
        if grant.allows(Permission.CHANGE_IMPROVEMENT_WORK):
            condition |= own_teams(grant)
    return condition
