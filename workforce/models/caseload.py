"""Caseload: how many new patients somebody saw in a month, and how many were active at its end. Counts, never patients."""

from django.db import models

from accounts.permissions import Permission
from workforce.models.post import Holding
from workforce.models.worker import Worker


class CaseloadQuerySet(models.QuerySet):
    def visible_to(self, user):
        workers = Worker.objects.visible_to(user, Permission.VIEW_STAFF_RECORD).values("pk")
        return self.filter(holding__worker__in=workers)


class CaseloadMonth(models.Model):
    """None is "not said", which is not 0."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="caseload")
    month = models.DateField()
    new_patients = models.PositiveSmallIntegerField(null=True, blank=True)
    active = models.PositiveSmallIntegerField("active at the month's end", null=True, blank=True)
    recorded_on = models.DateField()

    objects = CaseloadQuerySet.as_manager()

    class Meta:
        ordering = ["holding", "month"]
        constraints = [models.UniqueConstraint(fields=["holding", "month"], name="one_caseload_a_month")]

    def __str__(self):
        return f"{self.holding}, {self.month}"
