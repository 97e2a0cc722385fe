"""Competences: evidence, signed off by the supervisor, until it expires; and what people say of their own skills."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from workforce.models.scope import OfWorkerQuerySet
from workforce.models.worker import Worker


class CompetenceEvidence(models.Model):
    """Evidence for one competence of a framework (codes of workforce.frameworks). Never about a patient."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="evidence")
    framework = models.CharField(max_length=12)
    competence = models.CharField(max_length=12)
    # Where the framework has levels.
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=300)
    evidenced_on = models.DateField()
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_off_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField("last day it holds", null=True, blank=True)

    objects = OfWorkerQuerySet.as_manager()

    class Meta:
        ordering = ["worker", "framework", "competence", "-evidenced_on", "-pk"]
        verbose_name_plural = "evidence of competence"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True, signed_off_on__isnull=True)
                | Q(signed_off_by__isnull=False, signed_off_on__isnull=False, signed_off_on__gte=F("evidenced_on")),
                name="evidence_signed_off_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.framework} {self.competence}"


class SelfRating(models.Model):
    """How sure a worker feels in one of the six HEALTH areas, 1 to 5, on a day."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="self_ratings")
    area = models.CharField(max_length=12)
    rating = models.PositiveSmallIntegerField()
    rated_on = models.DateField()

    objects = OfWorkerQuerySet.as_manager()

    class Meta:
        ordering = ["worker", "area", "-rated_on"]
        constraints = [
            models.UniqueConstraint(fields=["worker", "area", "rated_on"], name="one_rating_a_day"),
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="self_rating_from_1_to_5"),
        ]

    def __str__(self):
        return f"{self.area}: {self.rating}"
