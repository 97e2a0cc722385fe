"""The patient's journey as the team maps it: steps, waits and pain points, dated. Mapping again makes a new map; the old stays."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from collaborative.models.pdsa import PdsaCycle
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet


class JourneyMap(models.Model):
    """One day's map of the way that people go through care, with a picture of the paper one where there is any."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="journeys")
    title = models.CharField(max_length=150)
    mapped_on = models.DateField()
    # The map before this one. Only the latest is written on.
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")
    # Stored under a name of our own; empty without a picture.
    picture_path = models.CharField(max_length=60, blank=True)
    picture_type = models.CharField(max_length=20, blank=True)
    picture_words = models.TextField(blank=True)
    cycles = models.ManyToManyField(PdsaCycle, blank=True, related_name="journeys")
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["-mapped_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(picture_path="", picture_type="")
                | ~models.Q(picture_path="") & ~models.Q(picture_type=""),
                name="picture_has_a_type",
            )
        ]

    def __str__(self):
        return f"{self.title}, {self.mapped_on:%-d %b %Y}"

    @property
    def is_latest(self):
        return not JourneyMap.objects.filter(follows=self).exists()


class JourneyStepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The steps of the maps that this person may read."""
        return self.filter(journey__in=JourneyMap.objects.visible_to(user).values("pk"))


class JourneyStep(models.Model):
    """One thing that happens to people on the way, and how long they wait for it. None is not known, which is not nought."""

    journey = models.ForeignKey(JourneyMap, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=150, blank=True)
    wait_days = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    pain_point = models.TextField(blank=True)

    objects = JourneyStepQuerySet.as_manager()

    class Meta:
        ordering = ["journey", "position", "pk"]

    def __str__(self):
        return self.what
