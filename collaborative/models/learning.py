"""What teams learn beside the figures: barriers, reflections and stories; and the talk between team and facilitator."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from collaborative.models.change_package import PackageItem
from collaborative.models.pdsa import PdsaCycle
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet, StakeholderKind
from practices.models import Organisation


class Barrier(models.Model):
    """What stands in a team's way."""

    class Kind(models.TextChoices):
        SUPERVISION = "supervision", "Supervision"
        PAY_AND_TERMS = "pay_and_terms", "Pay and terms of service"
        MANAGEMENT = "management", "Management"
        IT = "it", "Information technology"
        CODING = "coding", "Coding"
        CAPACITY = "capacity", "Capacity"
        RESISTANCE = "resistance", "Professional resistance"
        OTHER = "other", "Other"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="barriers")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    description = models.TextField()
    owner = models.CharField(max_length=150, blank=True)
    opened_on = models.DateField()
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.TextField(blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharedQuerySet.as_manager()
    FIELD_CEILINGS = {"owner": ReadingLevel.COMMISSIONER}

    class Meta:
        ordering = ["opened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_on__isnull=True) | ~Q(resolution=""), name="barrier_resolved_with_words"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.description[:60]}"


class Reflection(models.Model):
    """A dated reflection of one stakeholder kind: the action research of the collaborative."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="reflections")
    stakeholder_kind = models.CharField(max_length=20, choices=StakeholderKind)
    reflected_on = models.DateField()
    text = models.TextField()
    # Free words, lower case.
    tags = models.JSONField(default=list, blank=True)
    items = models.ManyToManyField(PackageItem, blank=True, related_name="reflections")
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["-reflected_on", "-pk"]

    def __str__(self):
        return f"{self.get_stakeholder_kind_display()}, {self.reflected_on}"


class Story(models.Model):
    """Something worth telling, what did not work included. Values are items of the change package."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="stories")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cycle = models.ForeignKey(PdsaCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="stories")
    title = models.CharField(max_length=150)
    text = models.TextField()
    teller_kind = models.CharField(max_length=20, choices=StakeholderKind, blank=True)
    told_on = models.DateField()
    values = models.ManyToManyField(PackageItem, blank=True, related_name="stories")
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["-told_on", "-pk"]
        verbose_name_plural = "stories"

    def __str__(self):
        return self.title


class Comment(models.Model):
    """A remark or question pinned to a cycle or to a chart (I7). `answers` is what it replies to."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="comments")
    cycle = models.ForeignKey(PdsaCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="comments")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(max_length=40, blank=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    text = models.TextField()
    asks_answer = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time; the audit trail has real time.
    written_at = models.DateTimeField(default=timezone.now)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self):
        return self.text[:60]
