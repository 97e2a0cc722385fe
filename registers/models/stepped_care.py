"""Stepped care of a person on the list: the steps taken, and the reviews that are never left without a next date."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from practices.models import Organisation
from registers.care_rules import STEPS, is_overdue
from registers.codes import Tool
from registers.models.entry import RegisterEntry
from registers.models.scope import PatientRowQuerySet


class EntryRow(models.Model):
    """Something recorded about one entry, by somebody of the practice."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="%(class)ss")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        abstract = True


class CareStep(EntryRow):
    """A person is at a step from one day to another; one step at a time."""

    step = models.PositiveSmallIntegerField(choices=list(STEPS.items()))
    started_on = models.DateField()
    # The day on which one step ends and the next begins belongs to both; the later row says where the person is.
    ended_on = models.DateField("last day", null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["entry", "started_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(ended_on__isnull=True), name="one_current_step"),
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=5), name="care_step_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="care_step_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"Step {self.step}"


class ReviewOutcome(models.TextChoices):
    CONTINUE = "continue", "Go on at this step"
    UP = "up", "Step up"
    DOWN = "down", "Step down"
    OUT = "out", "Step out"
    REFER = "refer", "Refer"


class StepReview(EntryRow):
    """A planned review; held once it has an outcome. No outcome without a next date, unless the person steps out."""

    due_on = models.DateField()
    # As planned at first, once it was moved: what was put off stays visible.
    first_due_on = models.DateField(null=True, blank=True)
    # The step at which the review was held; while it is planned the person's current step says it.
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=ReviewOutcome, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    tool = models.PositiveSmallIntegerField(null=True, blank=True, choices=[(int(tool), tool.label) for tool in Tool])
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    next_due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "due_on", "pk"]
        indexes = [
            models.Index(fields=["practice", "due_on"], name="planned_review_by_day", condition=Q(outcome="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(outcome=""), name="one_planned_review"),
            models.CheckConstraint(
                condition=Q(outcome="", held_on__isnull=True, next_due_on__isnull=True)
                | Q(outcome="out", held_on__isnull=False, next_due_on__isnull=True)
                | (
                    Q(outcome__in=["continue", "up", "down", "refer"], held_on__isnull=False)
                    & Q(next_due_on__isnull=False, next_due_on__gt=F("held_on"))
                ),
                name="review_outcome_has_next_date",
            ),
            models.CheckConstraint(
                condition=Q(tool__isnull=True, total__isnull=True)
                | Q(tool__isnull=False, total__isnull=False, held_on__isnull=False),
                name="review_score_has_tool",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, step__isnull=True)
                | Q(held_on__isnull=False, step__isnull=False, step__gte=1, step__lte=5),
                name="held_review_has_step",
            ),
        ]

    def __str__(self):
        return f"Review due on {self.due_on:%-d %B %Y}"

    @property
    def is_held(self):
        return self.outcome != ""

    def is_overdue(self, today):
        return not self.is_held and is_overdue(self.due_on, today)
