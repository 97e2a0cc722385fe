"""Months that are closed, and the dated exceptions from it. When a month locks, its programme says (lock_after_days)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation, Wave


class LockExceptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of practices whose return status this person may see."""
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.VIEW_RETURN_STATUS))

    def in_force_on(self, day):
        """Agreed by two people, not ended, and not past its last day."""
        return self.filter(second_by__isnull=False, ended_at__isnull=True, until__gte=day)


class LockException(models.Model):
    """One locked month of one practice stays open until a day, with a reason: asked for, and agreed by two people."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="lock_exceptions")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lock_exceptions")
    month = models.DateField()
    until = models.DateField("last day on which figures are taken")
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time, as on returns.
    asked_at = models.DateTimeField(default=timezone.now)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    # As what each of the two agreed: one looks after the wave, the other administers the programme.
    first_as = models.CharField(max_length=30, blank=True)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_as = models.CharField(max_length=30, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = LockExceptionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "practice", "month"],
                condition=Q(ended_at__isnull=True),
                name="one_lock_exception_a_month",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lock_exception_has_reason"),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True)
                | (Q(first_by__isnull=False) & ~Q(second_by=F("first_by")) & ~Q(second_as=F("first_as"))),
                name="lock_exception_by_two_people",
            ),
        ]

    def __str__(self):
        return f"{self.practice} {self.month:%b %Y} open until {self.until:%-d %b %Y}"

    @property
    def is_agreed(self):
        return self.second_by_id is not None
