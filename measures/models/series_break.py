"""A break in series: from a month on the figures count something else. The line is cut, and no rule runs across."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Organisation, Wave


class SeriesBreakQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of practices in this person's scope, and those of whole waves that this person sees."""
        of_practices = Q(practice__in=Organisation.objects.visible_to(user))
        return self.filter(of_practices | Q(practice__isnull=True, wave__in=Wave.objects.visible_to(user)))

    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)


class SeriesBreak(models.Model):
    """Somebody says what changed and from which month. Never edited, only withdrawn."""

    class Kind(models.TextChoices):
        CODE_LIST = "code_list", "The code list changed"
        DEFINITION = "definition", "The definition changed"
        SYSTEM = "system", "The clinical system changed"
        MERGER = "merger", "The practice merged or was split"

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="breaks")
    # NULL: of every practice in the wave, and of its sums.
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="breaks")
    # Blank: of every measure.
    measure = models.CharField(max_length=40, blank=True)
    month = models.DateField("first month that counts anew")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=500)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time, as on returns.
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    objects = SeriesBreakQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "month", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="series_break_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="series_break_withdrawn_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} at {self.practice or self.wave} from {self.month:%b %Y}"
