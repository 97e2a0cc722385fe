"""What a wave aims at in a measure: one value in force, every earlier one kept with its reason."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Wave


class MeasureTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The targets of this person's waves."""
        return self.filter(wave__in=Wave.objects.visible_to(user))

    def in_force(self):
        return self.filter(ended_at__isnull=True)


class MeasureTarget(models.Model):
    """A rate in the unit of its measure, against which the assurance icon holds the limits. Set, ended, never edited."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=9, decimal_places=3, validators=[MinValueValidator(0)])
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time, as on returns; the audit trail has real time.
    set_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Why it was ended; a target that another one follows has that one's reason.
    ended_reason = models.TextField(blank=True)

    objects = MeasureTargetQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "measure", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "measure"], condition=Q(ended_at__isnull=True), name="one_target_in_force"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="target_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="target_ended_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.measure} of {self.wave}: {self.value:f}"
