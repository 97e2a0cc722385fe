"""A figure that people have already seen and that a later version of a return has changed (S3)."""

from django.db import models
from django.utils import timezone

from measures.models.monthly_return import MonthlyReturn


class AlteredFigureQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(version__in=MonthlyReturn.objects.visible_to(user))


class AlteredFigure(models.Model):
    """One published figure, named, with what it said; `after` is blank until the recompute has said it."""

    version = models.ForeignKey(MonthlyReturn, on_delete=models.CASCADE, related_name="alters")
    # Where it was published: the address of a page or of a kept report, and what it is called there.
    label = models.CharField(max_length=300)
    address = models.CharField(max_length=300, blank=True)
    before = models.CharField(max_length=80)
    after = models.CharField(max_length=80, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = AlteredFigureQuerySet.as_manager()

    class Meta:
        ordering = ["version", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "label"], name="one_altered_figure")]

    def __str__(self):
        return f"{self.label}: {self.before}"
