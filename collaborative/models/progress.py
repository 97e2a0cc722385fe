"""How far a team says it is, how far its facilitator says it is, and its monthly report to the senior leader."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from collaborative.models.team_scope import own_teams


def looked_after(user, permission) -> Q:
    """A condition on teams: those this person works in, or looks after, with the permission."""
    condition = Q(pk__in=[])
    for grant in user.acting_grants if user.is_authenticated else []:
        if grant.allows(permission):
            condition |= own_teams(grant)
    return condition


def teams_with_scores(user):
    """The teams whose scores this person may read: never other teams' (no league table)."""
    return ImprovementTeam.objects.filter(looked_after(user, Permission.VIEW_PROGRESS_SCORES)).distinct()


def may_score(user, team) -> bool:
    """Whether this person scores the team from outside, as its facilitator."""
    teams = ImprovementTeam.objects.filter(looked_after(user, Permission.CHANGE_PROGRESS_SCORES))
    return teams.filter(pk=team.pk).exists()


class ProgressScoreQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=teams_with_scores(user).values("pk"))


class ProgressScore(models.Model):
    """0.5 (intent to take part) to 5.0 (outstanding and sustainable), in halves, one a month and scorer."""

    class Scorer(models.TextChoices):
        TEAM = "team", "The team"
        FACILITATOR = "facilitator", "The facilitator"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="progress_scores")
    month = models.DateField()
    scorer = models.CharField(max_length=12, choices=Scorer)
    score = models.DecimalField(max_digits=2, decimal_places=1)
    reason = models.TextField(blank=True)
    # What the system would have said then, so that later data do not change it.
    suggested = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scored_at = models.DateTimeField(default=timezone.now)

    objects = ProgressScoreQuerySet.as_manager()

    class Meta:
        ordering = ["team", "month", "scorer"]
        constraints = [
            models.UniqueConstraint(fields=["team", "month", "scorer"], name="one_score_a_month"),
            models.CheckConstraint(condition=Q(score__gte=0.5, score__lte=5), name="score_in_range"),
        ]

    def __str__(self):
        return f"{self.team} {self.month:%b %Y}: {self.score}"


class MonthlyTeamReport(models.Model):
    """Assembled from what the system knows, completed by the team, signed by the sponsor, answered by the facilitator (I7)."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        COMPLETED = "completed", "Completed"
        SIGNED = "signed", "Signed"
        ANSWERED = "answered", "Answered"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="monthly_reports")
    month = models.DateField()
    # What the system knew when it was completed; frozen with it.
    assembled = models.JSONField(default=dict, blank=True)
    changes_tested = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    help_needed = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["team", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["team", "month"], name="one_team_report_a_month"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "answered"]) | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="signed_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.team}, {self.month:%B %Y}"
