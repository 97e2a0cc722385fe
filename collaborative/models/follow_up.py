"""From a flagged point to its cause and what is done about it, checked when the next return comes (I8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collaborative.models.pdsa import PdsaCycle
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from practices.models import Organisation


class FollowUp(models.Model):
    """One question about one month of one series."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="follow_ups")
    # The practice whose chart was flagged; None for the chart of the team's PCT.
    practice = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    measure = models.CharField(max_length=40)
    month = models.DateField("month of the flagged point")
    signal = models.CharField("what the chart said", max_length=200, blank=True)
    question = models.TextField()
    root_cause = models.TextField(blank=True)
    action = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    cycle = models.ForeignKey(PdsaCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="follow_ups")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    # What the next return showed: its month, and the words.
    checked_month = models.DateField(null=True, blank=True)
    check_result = models.CharField(max_length=300, blank=True)
    closing_note = models.TextField(blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["state", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action="") | (~Q(owner="") & Q(due_on__isnull=False)), name="action_has_owner_and_date"
            )
        ]

    def __str__(self):
        return self.question[:60]
