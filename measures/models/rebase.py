"""A new phase of a series, begun by a person with a reason. Never edited, only withdrawn: the earlier phases stay (I9)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from measures.models.series import Series
from practices.models import Organisation, Wave


def rebased_level(series_level: str) -> str:
    """The level whose rebases a series follows: a commissioner's are the same however its practices are grouped."""
    is_commissioners = series_level in (Series.Level.COMMISSIONER, Series.Level.COMMISSIONER_NOW)
    return str(Rebase.Level.COMMISSIONER) if is_commissioners else str(series_level)


class RebaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of practices in this person's scope; of PCTs and waves, those of this person's waves, whose charts show them too."""
        waves = Wave.objects.visible_to(user)
        of_practices = Q(level=Rebase.Level.PRACTICE, organisation__in=Organisation.objects.visible_to(user))
        return self.filter(of_practices | (~Q(level=Rebase.Level.PRACTICE) & Q(wave__in=waves)))

    def in_force(self):
        return self.filter(withdrawn_at__isnull=True)

    def of_series(self, wave, level, organisation, measure):
        """`organisation` is None for the wave's own series."""
        return self.filter(wave=wave, level=level, organisation=organisation, measure=measure)


class Rebase(models.Model):
    """From this month a series has a centre line and limits of its own, because somebody knows what was changed."""

    class Level(models.TextChoices):
        PRACTICE = "practice", "Practice"
        COMMISSIONER = "commissioner", "Commissioner"
        WAVE = "wave", "Wave"

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="rebases")
    level = models.CharField(max_length=16, choices=Level)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="rebases")
    measure = models.CharField(max_length=40)
    starts = models.DateField("first month of the new phase")
    reason = models.TextField()
    cycle = models.CharField("PDSA cycle or event", max_length=120, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time, as on returns; the audit trail has real time.
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    objects = RebaseQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "level", "organisation", "measure", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "level", "organisation", "measure", "starts"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_rebase_a_month",
            ),
            # NULL never equals NULL in a unique constraint of SQLite, so the wave's own series have one of their own.
            models.UniqueConstraint(
                fields=["wave", "measure", "starts"],
                condition=Q(organisation__isnull=True, withdrawn_at__isnull=True),
                name="one_rebase_of_wave_a_month",
            ),
            models.CheckConstraint(
                condition=Q(level="wave", organisation__isnull=True)
                | (~Q(level="wave") & Q(organisation__isnull=False)),
                name="rebase_has_organisation",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="rebase_has_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="rebase_withdrawn_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.measure} of {self.organisation or self.wave} from {self.starts:%b %Y}"

    @property
    def is_in_force(self):
        return self.withdrawn_at is None
