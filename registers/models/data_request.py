"""Requests about one person's data: a copy, or erasure. Two people decide; neither log nor message holds the key."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of practices where this person may erase: the manager's own, the auditor's programme."""
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.ERASE))


class DataRequest(models.Model):
    class Kind(models.TextChoices):
        COPY = "copy", "Copy of the data"
        ERASURE = "erasure", "Erasure"

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for the second person"
        APPROVED = "approved", "Being carried out"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Could not be carried out"

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    # The person's row; gone when the data are.
    person = models.ForeignKey("registers.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    local_number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    # What was removed or copied, counted by table.
    counts = models.JSONField(default=dict, blank=True)
    stored_path = models.CharField(max_length=200, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")), name="data_request_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state="requested") | Q(decided_by__isnull=False), name="data_request_decided_by_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.practice}"
