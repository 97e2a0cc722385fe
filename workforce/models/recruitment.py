"""Recruitment: an intake of a course, and its candidates on the way from interest to the first day. No names are kept."""

from datetime import date
from itertools import pairwise

from django.db import models
from django.db.models import Case, CharField, Count, F, Q, Value, When

from accounts.permissions import Permission
from practices.models import Programme
from workforce.models.scope import programmes_of

# In order; each is a date column of a candidate.
STAGES = {
    "interested_on": "Interest",
    "applied_on": "Formal application",
    "briefed_on": "Briefing day",
    "written_on": "Written task",
    "interviewed_on": "Interview",
    "offered_on": "Offer",
    "started_on": "Start",
}


class IntakeQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.CHANGE_ROSTER):
        """The lead's, of the programme or of one of its PCTs: candidates belong to no PCT. With None: of any programme reached."""
        return self.filter(programme__in=programmes_of(user, permission).values("pk"))


class Intake(models.Model):
    """One year's places of a training programme (`training`, a code of workforce.training_programmes)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="intakes")
    training = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    opens_on = models.DateField()
    places = models.PositiveSmallIntegerField()

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "opens_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="one_intake_a_name")]

    def __str__(self):
        return self.name


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.CHANGE_ROSTER):
        reached = Intake.objects.visible_to(user, permission).values("pk")
        return self.filter(intake__in=reached, number__isnull=False)

    def at_stage(self):
        """With `stage`, the furthest that each has reached."""
        reached = [When(**{f"{code}__isnull": False}, then=Value(code)) for code in reversed(STAGES)]
        return self.annotate(stage=Case(*reached, output_field=CharField()))

    def counts(self):
        """(intake's id, furthest stage, outcome or "") -> people, in one query; for workforce.pipeline.stages."""
        grouped = self.at_stage().order_by().values_list("intake", "stage", "outcome").annotate(Count("pk"))
        return {(intake, stage, outcome): number for intake, stage, outcome, number in grouped}


def stages_in_order():
    """Nobody reaches a stage without the one before it, nor earlier than it."""
    condition = Q()
    names = list(STAGES)
    for before, after in pairwise(names):
        reached = Q(**{f"{before}__isnull": False, f"{after}__gte": F(before)})
        condition &= Q(**{f"{after}__isnull": True}) | reached
    return condition


class Candidate(models.Model):
    """Somebody who might join, by a number. A candidate is at one stage, has started, or is out for a reason."""

    class Outcome(models.TextChoices):
        WITHDREW = "withdrew", "Withdrew"
        NOT_SELECTED = "not_selected", "Not selected"
        DECLINED = "declined", "Declined the offer"
        NO_REPLY = "no_reply", "No reply"

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="candidates")
    # None once it was removed: what is left, by months, is only counted.
    number = models.PositiveIntegerField(null=True, blank=True)
    is_graduate = models.BooleanField(null=True, blank=True)
    # As a volunteer, service user, carer or paid worker: a criterion of selection.
    has_experience = models.BooleanField(null=True, blank=True)
    interested_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    briefed_on = models.DateField(null=True, blank=True)
    written_on = models.DateField(null=True, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)
    offered_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    out_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["intake", "number"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "number"], name="one_candidate_a_number"),
            models.CheckConstraint(condition=stages_in_order(), name="candidate_stages_in_order"),
            models.CheckConstraint(
                condition=Q(out_on__isnull=True, outcome="")
                | (Q(out_on__isnull=False, out_on__gte=F("interested_on"), started_on__isnull=True) & ~Q(outcome="")),
                name="candidate_out_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.intake}, candidate {self.number}"

    @property
    def days(self) -> list[date | None]:
        """The day of each stage, in order."""
        return [getattr(self, code) for code in STAGES]

    @property
    def is_open(self) -> bool:
        """Whether there is a stage to come."""
        return not self.outcome and self.started_on is None
