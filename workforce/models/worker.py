"""The people of the workforce: workers, and those who supervise them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from practices.models import Organisation, Programme
from workforce.models.scope import OfWorkerQuerySet, WorkerQuerySet


class Worker(models.Model):
    """Somebody on the roster. Outside it, a person is the number alone: names go no further than workforce.models.scope says."""

    class Modality(models.TextChoices):
        CBT = "cbt", "Cognitive behavioural"
        COUNSELLING = "counselling", "Counselling"
        PSYCHODYNAMIC = "psychodynamic", "Psychodynamic"
        SYSTEMIC = "systemic", "Systemic"
        HUMANISTIC = "humanistic", "Humanistic"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="workers")
    commissioner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="workers", help_text="The PCT whose lead keeps the record"
    )
    staff_number = models.CharField(max_length=20, help_text="As the files write it; never changes")
    name = models.CharField(max_length=150)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="workers"
    )
    modality = models.CharField(max_length=14, choices=Modality, blank=True)
    # Since then the row names nobody; what hangs on it is there to be counted.
    erased_on = models.DateField(null=True, blank=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "staff_number"], name="one_worker_a_staff_number"),
            models.UniqueConstraint(
                fields=["programme", "user"], condition=Q(user__isnull=False), name="one_worker_a_user"
            ),
        ]

    def __str__(self):
        return self.name


class Leave(models.Model):
    """Days on which no supervision is expected. Why somebody is away is not asked."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="leave")
    start = models.DateField("first day")
    end = models.DateField("last day")

    objects = OfWorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-start"]
        verbose_name_plural = "leave"
        constraints = [
            models.UniqueConstraint(fields=["worker", "start"], name="one_leave_a_first_day"),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="leave_ends_after_start"),
        ]

    def __str__(self):
        return f"{self.start} to {self.end}"


class Accreditation(models.Model):
    """Registration or accreditation with a body, until a day."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="accreditations")
    body = models.CharField(max_length=100)
    awarded_on = models.DateField()
    expires_on = models.DateField("last day it holds", null=True, blank=True)

    objects = OfWorkerQuerySet.as_manager()

    class Meta:
        ordering = ["worker", "body", "-awarded_on"]
        constraints = [
            models.UniqueConstraint(fields=["worker", "body", "awarded_on"], name="one_accreditation_a_day"),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("awarded_on")),
                name="accreditation_expires_after_award",
            ),
        ]

    def __str__(self):
        return self.body


class DisputeQuerySet(OfWorkerQuerySet):
    """What is disputed may be pay, or why somebody left: the workforce lead, and the worker's own."""

    permission = Permission.VIEW_PAY


class Dispute(models.Model):
    """A worker says that an entry of the own record is wrong; the workforce lead answers."""

    class About(models.TextChoices):
        HOLDING = "holding", "Post, dates or reason for leaving"
        TERMS = "terms", "Pay band or terms"
        SUPERVISION = "supervision", "Supervision"
        TRAINING = "training", "Training"
        COMPETENCE = "competence", "Competences"
        LEAVE = "leave", "Leave"
        OTHER = "other", "Something else"

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="disputes")
    about = models.CharField(max_length=12, choices=About)
    entry = models.CharField("which entry", max_length=200)
    text = models.TextField("what is wrong")
    raised_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | (Q(answered_on__isnull=False, answered_on__gte=F("raised_on")) & ~Q(answer="")),
                name="dispute_answered_with_words",
            )
        ]

    def __str__(self):
        return f"{self.get_about_display()}, {self.raised_on}"
