"""A practice's register and events of one month, counted: kept so that no page of a wave ever reads rows of patients."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation
from practices.models.wave import WaveMembership


class PracticeMonthQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of practices in scope, as figures; how exactly is asked of measures.disclosure."""
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.VIEW_PRACTICE_FIGURES))

    def of_wave(self, wave):
        """All practices that ever took part; who was in it in which month is for the reader to say."""
        return self.filter(practice__in=WaveMembership.objects.filter(wave=wave).values("practice"))


class PracticeMonth(models.Model):
    """Written only when its content changed. `figures` are counts by name (registers.figures); never a rate.

    A count that cannot be known, because no file covers the month, is not in it.
    """

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    figures = models.JSONField(default=dict)
    # The counts that are not in it, each with its reason (registers.figures.REASONS).
    not_available = models.JSONField(default=dict, blank=True)
    # Counts by ethnic group and deprivation band, for the wave as a whole only.
    breakdowns = models.JSONField(default=dict, blank=True)
    code_list = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = PracticeMonthQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "month"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "month"], name="one_practice_month"),
            models.CheckConstraint(condition=~Q(digest=""), name="practice_month_has_digest"),
        ]

    def __str__(self):
        return f"{self.practice} {self.month:%Y-%m}"
