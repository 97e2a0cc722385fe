"""What was computed from the returns: one row per organisation and measure, never one per point."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Organisation, Wave


class Computation(models.Model):
    """One run of the recompute. A page shows figures of the one that its wave points to, never a mixture of two."""

    class Kind(models.TextChoices):
        NIGHTLY = "nightly", "Nightly"
        INCREMENTAL = "incremental", "After a return"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="computations")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    data_as_at = models.DateTimeField(null=True)
    returns_read = models.PositiveIntegerField(default=0)
    series_computed = models.PositiveIntegerField(default=0)
    series_written = models.PositiveIntegerField(default=0)
    # What a nightly run found different from what the returns' own recomputes had left: [{level, code, measure}].
    differences = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.wave} at {self.started_at:%d %b %Y %H:%M}"


class Series(models.Model):
    """One measure of one organisation in one wave, month by month, as the charts need it."""

    class Level(models.TextChoices):
        PRACTICE = "practice", "Practice"
        COMMISSIONER = "commissioner", "Commissioner"
        WAVE = "wave", "Wave"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="series")
    level = models.CharField(max_length=12, choices=Level)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="series")
    measure = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    payload = models.TextField()
    latest_month = models.DateField(null=True)
    current_value = models.FloatField(null=True)
    change = models.FloatField(null=True)
    signal = models.CharField(max_length=20, blank=True)
    useful_points = models.PositiveSmallIntegerField(default=0)
    list_status = models.CharField(max_length=20, blank=True)
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="series")

    class Meta:
        ordering = ["wave", "level", "organisation", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "level", "organisation", "measure"], name="one_series"),
            # NULL never equals NULL in a unique constraint of SQLite, so the wave's own series have one of their own.
            models.UniqueConstraint(
                fields=["wave", "measure"], condition=Q(organisation__isnull=True), name="one_series_of_wave"
            ),
            models.CheckConstraint(
                condition=Q(level="wave", organisation__isnull=True) | Q(organisation__isnull=False),
                name="series_has_organisation",
            ),
        ]

    def __str__(self):
        return f"{self.measure} of {self.organisation or self.wave}"


class Rollup(models.Model):
    """Monthly sums of an organisation or the whole wave, so that one return touches one month only."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="rollups")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="rollups")
    month = models.DateField()
    sums = models.JSONField(default=dict)

    class Meta:
        ordering = ["wave", "organisation", "month"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "organisation", "month"], name="one_rollup"),
            models.UniqueConstraint(
                fields=["wave", "month"], condition=Q(organisation__isnull=True), name="one_rollup_of_wave"
            ),
        ]

    def __str__(self):
        return f"{self.organisation or self.wave} {self.month:%b %Y}"
