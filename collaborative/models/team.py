"""The improvement team of a PCT in a wave: who is in it, which organisations it spans, and who has left and why."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission, Role
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team_scope import (
    READS_OWN_TEAM,
    changeable,
    own_teams,
    reachable,
    readable,
    reading_grants,
    takes_part,
    worked_in,
)
from practices import clock
from practices.models import Organisation, Wave


class ImprovementTeamQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every team of this person's waves: what it has shared is another question (SharedQuerySet)."""
        return self.filter(reachable(user)).distinct()

    def worked_in_by(self, user):
        """Teams in which this person works, or that they look after."""
        return self.filter(worked_in(user)).distinct()

    def of_organisation(self, organisation):
        """Teams that a practice or PCT sets up or takes part in today."""
        return self.filter(takes_part(organisation.pk)).distinct()

    def changeable_by(self, user):
        """Teams whose cycles, reflections and stories this person may write."""
        return self.filter(changeable(user)).distinct()


class ImprovementTeam(models.Model):
    """Sets out to improve one PCT's care in one wave."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="teams")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    aim = models.TextField(blank=True)
    formed_on = models.DateField(null=True, blank=True)

    objects = ImprovementTeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "organisation"], name="one_team_a_commissioner")]

    def __str__(self):
        return self.name

    def reading_level(self, user) -> ReadingLevel | None:
        """How deep this person reads in this team; None when they read nothing of it."""
        levels = []
        for grant in reading_grants(user):
            if grant.covers(self.wave):
                levels.append(ReadingLevel.WAVE)
            if ImprovementTeam.objects.filter(own_teams(grant), pk=self.pk).exists():
                levels.append(READS_OWN_TEAM.get(Role(grant.role), ReadingLevel.WAVE))
        return min(levels, default=None)

    def may_change(self, user) -> bool:
        return ImprovementTeam.objects.changeable_by(user).filter(pk=self.pk).exists()

    def require_may_change(self, user) -> None:
        """Refuse with 403 whoever may read of the team but not write for it."""
        if not self.may_change(user):
            raise PermissionDenied(Permission.CHANGE_IMPROVEMENT_WORK.value)


class SharedQuerySet(models.QuerySet):
    """Rows with `team` and `shared_with`."""

    def visible_to(self, user):
        return self.filter(readable(user, ImprovementTeam.objects))


class OfTeamQuerySet(models.QuerySet):
    """Rows with a `team` that everybody of its wave may know of."""

    def visible_to(self, user):
        return self.filter(team__in=ImprovementTeam.objects.visible_to(user).values("pk"))


class StakeholderKind(models.TextChoices):
    GP = "gp", "GP"
    PRACTICE_STAFF = "practice_staff", "Practice staff"
    SECONDARY_CARE = "secondary_care", "Secondary care"
    SOCIAL_SERVICES = "social_services", "Social services"
    VOLUNTARY_SECTOR = "voluntary_sector", "Voluntary sector"
    SERVICE_USER = "service_user", "Service user"
    CARER = "carer", "Carer"
    COMMISSIONER = "commissioner", "Commissioner"
    MANAGER = "manager", "Manager"
    FACILITATOR = "facilitator", "Facilitator"


# Whom the first wave's teams had; a team without one of them says so.
EXPECTED_KINDS = [
    StakeholderKind.GP,
    StakeholderKind.PRACTICE_STAFF,
    StakeholderKind.SECONDARY_CARE,
    StakeholderKind.SOCIAL_SERVICES,
    StakeholderKind.VOLUNTARY_SECTOR,
    StakeholderKind.SERVICE_USER,
    StakeholderKind.CARER,
]


class CurrentQuerySet(OfTeamQuerySet):
    """Rows with `joined_on` and `left_on`."""

    def current(self, on=None):
        day = on or clock.today()
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=day), joined_on__lte=day)


class TeamMember(models.Model):
    """Somebody in a team. `person` is set for whoever signs in."""

    class Part(models.TextChoices):
        SPONSOR = "sponsor", "Sponsor"
        DAY_TO_DAY_LEAD = "day_to_day_lead", "Day-to-day lead"
        CLINICAL_LEAD = "clinical_lead", "Clinical lead"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="team_memberships"
    )
    name = models.CharField(max_length=150)
    stakeholder_kind = models.CharField(max_length=20, choices=StakeholderKind)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="team_members"
    )
    part = models.CharField(max_length=20, choices=Part, blank=True)
    is_champion = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField("last day in the team", null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "part"], condition=Q(left_on__isnull=True) & ~Q(part=""), name="one_holder_of_a_part"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="member_leaves_after_joining"
            ),
        ]

    def __str__(self):
        return self.name


class TeamPartner(models.Model):
    """An organisation that takes part in a team: its practices, and whoever else. Withdrawn ones stay, with the reason."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", "Practice"
        COMMISSIONER = "commissioner", "PCT"
        SECONDARY_CARE = "secondary_care", "Secondary care"
        SOCIAL_SERVICES = "social_services", "Social services"
        VOLUNTARY_SECTOR = "voluntary_sector", "Voluntary organisation"
        JOBCENTRE = "jobcentre", "Jobcentre Plus"
        OTHER = "other", "Other"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="team_partnerships"
    )
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    joined_on = models.DateField()
    left_on = models.DateField("last day as a partner", null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "organisation"],
                condition=Q(left_on__isnull=True, organisation__isnull=False),
                name="one_current_partnership",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | (Q(left_on__gte=F("joined_on")) & ~Q(left_reason="")),
                name="partner_leaves_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.name
