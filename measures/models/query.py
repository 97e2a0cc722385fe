"""A question about one figure of a return: asked, answered, closed. It stands with the version that it is about."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from measures.models.monthly_return import MonthlyReturn


class ReturnQueryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Queries on returns that this person may view; words are shown only to who may see the figures exactly."""
        return self.filter(version__in=MonthlyReturn.objects.visible_to(user))

    def open(self):
        return self.filter(closed_at__isnull=True)

    def unanswered(self):
        return self.open().filter(answered_at__isnull=True)

    def to_close(self):
        """Answered, and left to whoever asked."""
        return self.open().filter(answered_at__isnull=False)


class ReturnQuery(models.Model):
    """What somebody wants to know of a figure, what the practice says, and how it ended."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "The figure stands"
        CORRECTED = "corrected", "The figure was corrected"
        WITHDRAWN = "withdrawn", "The question or the return was taken back"

    version = models.ForeignKey(MonthlyReturn, on_delete=models.PROTECT, related_name="queries")
    # A name of COUNT_FIELDS, or blank for the return as a whole.
    field = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Business time, as on returns; the audit trail has real time.
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    objects = ReturnQueryQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "field"], condition=Q(closed_at__isnull=True), name="one_open_query_a_figure"
            ),
            models.CheckConstraint(condition=~Q(question=""), name="query_has_question"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="query_answered_with_words",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="query_closed_with_outcome",
            ),
        ]

    def __str__(self):
        return f"Query on {self.field or 'the return'} of {self.version}"

    @property
    def is_open(self):
        return self.closed_at is None
