"""What was computed from the returns: one row per organisation and measure, never one per point."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Organisation, Wave

SNAPSHOT_TRIES = 3


class ComputationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The runs of this person's waves."""
        return self.filter(wave__in=Wave.objects.visible_to(user))

    def finished(self):
        return self.filter(finished_at__isnull=False)

    def pointer(self, wave):
        """The run whose figures a page of this wave shows now, or None before the first."""
        return self.finished().filter(wave=wave).order_by("-id").first()


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
    # The last run of this wave that wrote anything, itself included: a page that was made from it is still good.
    content_version = models.BigIntegerField(default=0)
    peak_memory_mb = models.PositiveIntegerField(null=True)
    # What a nightly run found different from what the returns' own recomputes had left: [{level, code, measure}].
    differences = models.JSONField(default=list)

    objects = ComputationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.wave} at {self.started_at:%d %b %Y %H:%M}"


class SeriesQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Series of organisations in this person's scope and of this person's waves. How exactly is asked of disclosure."""
        return self.filter(
            Q(organisation__in=Organisation.objects.visible_to(user))
            | Q(organisation__isnull=True, wave__in=Wave.objects.visible_to(user))
        )

    def snapshot(self, wave):
        """(pointer, list of these series of the wave), all of one computation (D28). Two queries, more only in a race.

        A run commits its series and its Computation at once, so a series newer than the pointer that was read before it
        means that the page would mix two runs: read both again.
        """
        pointer, rows = None, []
        for _ in range(SNAPSHOT_TRIES):
            pointer = Computation.objects.pointer(wave)
            rows = list(self.filter(wave=wave))
            if not rows or (pointer and max(row.computation_id for row in rows) <= pointer.pk):
                break
        return pointer, rows


class Series(models.Model):
    """One measure of one organisation in one wave, month by month, as the charts need it."""

    class Level(models.TextChoices):
        PRACTICE = "practice", "Practice"
        COMMISSIONER = "commissioner", "Commissioner, with its practices as at each month"
        COMMISSIONER_NOW = "commissioner_now", "Commissioner, with the practices that it has now"
        WAVE = "wave", "Wave"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="series")
    level = models.CharField(max_length=16, choices=Level)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="series")
    measure = models.CharField(max_length=40)
    digest = models.CharField(max_length=24)
    # Read it with measures.computing.series_data.read.
    payload = models.TextField()
    latest_month = models.DateField(null=True)
    latest_value = models.FloatField(null=True)
    current_value = models.FloatField(null=True)
    change = models.FloatField(null=True)
    signal = models.CharField(max_length=20, blank=True)
    useful_points = models.PositiveSmallIntegerField(default=0)
    list_status = models.CharField(max_length=20, blank=True)
    headline = models.CharField(max_length=20, blank=True)
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="series")

    objects = SeriesQuerySet.as_manager()

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
