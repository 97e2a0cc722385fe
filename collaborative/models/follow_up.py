"""From a flagged point to its cause and what is done about it, checked when the next return comes (I8)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collaborative.models.pdsa import PdsaCycle
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from practices import clock, months
from practices.models import Organisation


class FollowUpQuerySet(SharedQuerySet):
    def open(self):
        return self.filter(state=FollowUp.State.OPEN)

    def due_by(self, day):
        """Open ones whose action is due by a day, the overdue too."""
        return self.open().filter(due_on__lte=day)


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
    # As whoever asked saw it: told to nobody who may see less (collaborative/dashboards/follow_ups.py).
    signal = models.CharField("what the chart said", max_length=200, blank=True)
    # The latest month with a value when the question was asked: the next one after it is the next return.
    asked_after = models.DateField("latest month when asked", null=True, blank=True)
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
    closed_on = models.DateField(null=True, blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = FollowUpQuerySet.as_manager()

    FIELD_CEILINGS = {"owner": ReadingLevel.COMMISSIONER}

    class Meta:
        ordering = ["state", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action="") | (~Q(owner="") & Q(due_on__isnull=False)), name="action_has_owner_and_date"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_on__isnull=True)
                | (~Q(state="open") & ~Q(closing_note="") & Q(closed_on__isnull=False)),
                name="follow_up_closed_with_a_note",
            ),
        ]

    def __str__(self):
        return self.question[:60]

    @property
    def is_open(self):
        return self.state == self.State.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on is not None and self.due_on < clock.today()

    @property
    def age_in_days(self):
        """From the day on which it was asked to today, or to the day on which it was closed."""
        return ((self.closed_on or clock.today()) - self.created_at.astimezone(months.LONDON).date()).days
