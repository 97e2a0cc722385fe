"""Training: which programme of training somebody is on, the days attended, how it ended."""

from django.db import models
from django.db.models import F, Q

from workforce.models.post import Cohort
from workforce.models.scope import OfWorkerQuerySet
from workforce.models.worker import Worker


class Enrolment(models.Model):
    """`training` is a code of workforce.training_programmes."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Completed"
        WITHDREW = "withdrew", "Withdrew"
        NOT_PASSED = "not_passed", "Not passed"

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="enrolments")
    training = models.CharField(max_length=20)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments")
    started_on = models.DateField()
    due_on = models.DateField("to be completed by", null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    # Training that has to be renewed.
    expires_on = models.DateField("valid until", null=True, blank=True)

    objects = OfWorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["worker", "training", "started_on"], name="one_enrolment_a_start"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="")
                | (Q(ended_on__isnull=False, ended_on__gte=F("started_on")) & ~Q(outcome="")),
                name="enrolment_ends_with_an_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.training} from {self.started_on}"


class TrainingDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class TrainingDay(models.Model):
    """A day, or half of one, of a course."""

    class Kind(models.TextChoices):
        TAUGHT = "taught", "Taught day"
        UNIVERSITY = "university", "University day"
        PLACEMENT = "placement", "Placement day"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    days = models.DecimalField(max_digits=2, decimal_places=1, default=1)

    objects = TrainingDayQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind", "on"], name="one_training_day_a_kind"),
            models.CheckConstraint(condition=Q(days__gt=0, days__lte=1), name="training_day_is_half_or_whole"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on}"
