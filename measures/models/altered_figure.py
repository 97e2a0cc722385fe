"""A figure that people have already seen and that a later version of a return has changed (S3)."""

from django.db import models
from django.utils import timezone

from measures.models.monthly_return import MonthlyReturn


class AlteredFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of returns that this person may view; what a figure was and is, measures.pages.altered_figures decides."""
        return self.filter(version__in=MonthlyReturn.objects.visible_to(user))

    def settled(self):
        """Those that the recompute has found to be others now, and kept reports, which stay as they were printed."""
        return self.filter(settled_at__isnull=False)


class AlteredFigure(models.Model):
    """One published figure, named, with what it said; `after` is blank until the recompute has said it."""

    class Level(models.TextChoices):
        PRACTICE = "practice", "Practice"
        COMMISSIONER = "commissioner", "Commissioner"
        WAVE = "wave", "Wave"
        REPORT = "report", "Kept report"

    version = models.ForeignKey(MonthlyReturn, on_delete=models.CASCADE, related_name="alters")
    # Whose figure it is: it decides who may see the numbers. `code` is the organisation's, blank for a wave or report.
    level = models.CharField(max_length=12, choices=Level)
    code = models.CharField(max_length=20, blank=True)
    measure = models.CharField(max_length=40, blank=True)
    # Where it was published: the address of a page or of a kept report, and what it is called there.
    label = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    before = models.CharField(max_length=80, blank=True)
    after = models.CharField(max_length=80, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = AlteredFigureQuerySet.as_manager()

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "label"], name="one_altered_figure")]

    def __str__(self):
        return self.label
