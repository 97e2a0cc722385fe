"""Requests about a worker's own record: a copy, or erasure. Two people decide, and neither is the worker."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Permission, Role
from workforce.models.scope import OfWorkerQuerySet, grants_with, led, of_workers
from workforce.models.worker import Worker


class StaffRequestQuerySet(OfWorkerQuerySet):
    """The worker's own, those of the workforce lead who keeps the record, and all of a programme for its auditor."""

    permission = Permission.VIEW_STAFF_REQUESTS

    def visible_to(self, user, permission=None):
        asked = permission or self.permission
        reached = of_workers(user, asked)
        for grant in grants_with(user, asked):
            if grant.role == Role.AUDITOR:
                reached |= led(grant, "worker__")
        return self.filter(reached)

    def still_open(self):
        return self.filter(state__in=StaffRequest.OPEN)


class StaffRequest(models.Model):
    """The workforce lead is the first to decide, the auditor the second."""

    class Kind(models.TextChoices):
        COPY = "copy", "Copy of the record"
        ERASURE = "erasure", "Erasure"

    class State(models.TextChoices):
        ASKED = "asked", "Waits for the workforce lead"
        CONFIRMED = "confirmed", "Waits for the auditor"
        APPROVED = "approved", "Being carried out"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        FAILED = "failed", "Could not be carried out"

    OPEN = (State.ASKED, State.CONFIRMED, State.APPROVED)

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    reason = models.CharField(max_length=300, blank=True)
    # Accounts that are erased lose their name, not their row.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField("why it was refused", max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # What was removed, counted by table.
    counts = models.JSONField(default=dict, blank=True)

    objects = StaffRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "kind"],
                condition=Q(state__in=["asked", "confirmed", "approved"]),
                name="one_open_staff_request_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(confirmed_by__isnull=True) | ~Q(decided_by=F("confirmed_by")),
                name="staff_request_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "done", "failed"])
                | Q(confirmed_by__isnull=False, decided_by__isnull=False),
                name="staff_request_decided_by_both",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, no. {self.worker.staff_number}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
