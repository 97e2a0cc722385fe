"""What an end was before somebody corrected it: of a holding, with why it ended, and of a post. Nothing of it is ever changed."""

from django.conf import settings
from django.db import models

from workforce.models.post import Destination, EndReason, Holding, LeavingQuerySet, Post
from workforce.models.scope import OfPostQuerySet


class FormerEnd(models.Model):
    """A last day that was corrected or taken back, and why the holding was said to have ended: seen by whoever sees that."""

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="former_ends")
    end = models.DateField("last day")
    reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    destination = models.CharField(max_length=18, choices=Destination, blank=True)
    next_role = models.CharField(max_length=8, blank=True)
    replaced_on = models.DateField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = LeavingQuerySet.as_manager()

    class Meta:
        ordering = ["-replaced_on", "-pk"]

    def __str__(self):
        return f"{self.holding}, until {self.end}"


class FormerClosing(models.Model):
    """The last day of a post that was opened again, and why it had closed."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="former_closings")
    end = models.DateField("last day")
    reason = models.CharField(max_length=200, blank=True)
    replaced_on = models.DateField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPostQuerySet.as_manager()

    class Meta:
        ordering = ["-replaced_on", "-pk"]

    def __str__(self):
        return f"{self.post}, until {self.end}"
