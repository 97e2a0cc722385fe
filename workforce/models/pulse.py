"""The pulse: satisfaction, wellbeing, supervision and intention to stay, asked without names.

Answers are added to counts at once: nothing leads from a count to a link, nor from one answer to the next.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from practices import clock
from practices.models import Organisation, Programme
from workforce.models.scope import programmes_of
from workforce.models.worker import Worker


class PulseQuerySet(models.QuerySet):
    def visible_to(self, user, permission=None):
        """The rounds, not their answers, of the programmes that a person's grants (with the permission) reach."""
        return self.filter(programme__in=programmes_of(user, permission))


class Pulse(models.Model):
    """One round. `questions` is the file of questions in workforce/pulses/ that it was begun with."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pulses")
    name = models.CharField(max_length=100)
    questions = models.CharField(max_length=40)
    opens_on = models.DateField("first day")
    closes_on = models.DateField("last day")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = PulseQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_pulse_a_name"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="pulse_closes_after_opening"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.opens_on <= clock.today() <= self.closes_on

    @property
    def is_closed(self):
        return clock.today() > self.closes_on


class PulseLink(models.Model):
    """Whom a personal link was made for, so that nobody gets two; a hash of it, and that it was used, not when.

    `role` and `commissioner` are those of the worker when the link was made: the only groups that answers are counted by.
    """

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="links")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="pulse_links")
    token_hash = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=8)
    commissioner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    employer = models.CharField(max_length=200)
    is_used = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pulse", "worker"], name="one_link_a_worker")]

    def __str__(self):
        return f"A link of {self.pulse}"


class PulseCount(models.Model):
    """How many chose an option of a question, within a group: everybody (""), a role, or a PCT; never two at once."""

    class Group(models.TextChoices):
        ALL = "all", "Everybody"
        ROLE = "role", "Role"
        COMMISSIONER = "commissioner", "PCT"

    pulse = models.ForeignKey(Pulse, on_delete=models.CASCADE, related_name="counts")
    group = models.CharField(max_length=12, choices=Group)
    member = models.CharField("code of the role or PCT", max_length=12, blank=True)
    question = models.CharField(max_length=40)
    option = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pulse", "group", "member", "question", "option"]
        constraints = [
            models.UniqueConstraint(
                fields=["pulse", "group", "member", "question", "option"], name="one_pulse_count_an_option"
            )
        ]

    def __str__(self):
        return f"{self.question}, option {self.option}: {self.count}"
