"""A return that is being typed: every cell kept as it was written, until it is sent as any other file."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation, Upload, Wave


class ReturnDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Drafts of the practices for which this person may send returns."""
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.SEND_RETURN))


class ReturnDraft(models.Model):
    """One practice and month on the screen. It counts nowhere; sending it makes a file, which is checked as every file is."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="drafts")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="drafts")
    month = models.DateField()
    # Column of the return -> {"text": as typed, "by": person's id, "at": ISO time}; a blank that was typed is "".
    cells = models.JSONField(default=dict, blank=True)
    # Columns that were filled in beforehand and looked at: a list size is never taken over unseen (C9).
    confirmed = models.JSONField(default=list, blank=True)
    # Goes up with each saved cell: whoever saves on an older one is shown what has changed (D29).
    revision = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # The last file that was made of it; NULL before the first. Once that is submitted the cells are emptied.
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="drafts")

    objects = ReturnDraftQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "practice", "month"]
        constraints = [models.UniqueConstraint(fields=["wave", "practice", "month"], name="one_draft_a_month")]

    def __str__(self):
        return f"Draft of {self.practice} {self.month:%b %Y}"
