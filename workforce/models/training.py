"""Training: which programme of training somebody is on, the days attended, how it ended."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from practices import clock
from workforce.models.post import Cohort, Holding
from workforce.models.scope import OfWorkerQuerySet
from workforce.models.worker import Worker
from workforce.training_programmes import RENEWAL_WARNING_DAYS


def under_way() -> Q:
    return Q(outcome="")


def overdue(day: date) -> Q:
    """Not ended, and the day by which it was to be completed has passed."""
    return under_way() & Q(due_on__lt=day)


def expired(day: date) -> Q:
    return Q(expires_on__lt=day)


def to_renew(day: date) -> Q:
    """Still valid, and to be renewed before long."""
    return Q(expires_on__gte=day, expires_on__lte=day + timedelta(days=RENEWAL_WARNING_DAYS))


def has_not_left() -> Q:
    """Rows with a `worker` who is in post today, or was on the roster without a post from the start, as a supervisor may be."""
    ever = Holding.objects.filter(worker=OuterRef("worker"))
    return Q(Exists(ever.on())) | ~Q(Exists(ever))


class EnrolmentQuerySet(OfWorkerQuerySet):
    """Every question is asked of a day, today when none is said."""

    def under_way(self):
        return self.filter(under_way())

    def overdue(self, day=None):
        return self.filter(overdue(day or clock.today()))

    def expired(self, day=None):
        return self.filter(expired(day or clock.today())).not_renewed()

    def to_renew(self, day=None):
        return self.filter(to_renew(day or clock.today())).not_renewed()

    def valid(self, day=None):
        """Under way, or completed and not run out: whoever has one misses nothing."""
        completed = Q(outcome=Enrolment.Outcome.COMPLETED) & ~expired(day or clock.today())
        return self.filter(under_way() | completed)

    def not_renewed(self):
        """Completed, and neither begun nor completed anew since; of people who have not left."""
        anew = Enrolment.objects.filter(
            worker=OuterRef("worker"), training=OuterRef("training"), started_on__gt=OuterRef("started_on")
        ).exclude(outcome__in=[Enrolment.Outcome.WITHDREW, Enrolment.Outcome.NOT_PASSED])
        return self.filter(~Exists(anew), has_not_left(), outcome=Enrolment.Outcome.COMPLETED)


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

    objects = EnrolmentQuerySet.as_manager()

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

    @property
    def state(self) -> str:
        """What it comes to today, in words."""
        today = clock.today()
        if self.outcome != self.Outcome.COMPLETED:
            is_late = not self.outcome and self.due_on and self.due_on < today
            return "Overdue" if is_late else self.get_outcome_display() or "Under way"
        if self.expires_on and self.expires_on < today:
            return "Expired"
        is_near = self.expires_on and self.expires_on <= today + timedelta(days=RENEWAL_WARNING_DAYS)
        return "To be renewed" if is_near else "Completed"


class TrainingDayQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user).values("pk"))


class TrainingDay(models.Model):
    """A day, or half of one, of a course."""

    class Kind(models.TextChoices):
        TAUGHT = "taught", "Taught day"
        UNIVERSITY = "university", "University day"
        PLACEMENT = "placement", "Placement day"
        # Of the course in Cornwall: two and three days (row 39).
        CORE = "core", "Core day"
        FURTHER = "further", "Further day"

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
