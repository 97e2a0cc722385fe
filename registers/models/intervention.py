"""What a practice can offer a person, and what was offered and taken up."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from practices.models import Organisation
from registers.models.scope import PatientRowQuerySet, RiskFlagQuerySet
from registers.models.stepped_care import EntryRow


class InterventionKind(models.TextChoices):
    BOOKS = "books", "Books on prescription"
    EXERCISE = "exercise", "Exercise or social prescribing"
    CCBT = "ccbt", "Computerised CBT"
    GUIDED_SELF_HELP = "guided_self_help", "Guided self-help"
    GROUP = "group", "Group"
    CBT = "cbt", "CBT"
    WORK_SUPPORT = "work_support", "Support to stay in or return to work"
    EXPERT_PATIENT = "expert_patient", "Expert Patient course"


class LocalOffer(models.Model):
    """An offer in the practice's own directory, by step of care."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=InterventionKind)
    first_step = models.PositiveSmallIntegerField(default=1)
    last_step = models.PositiveSmallIntegerField(default=3)
    provider = models.CharField(max_length=100, blank=True)
    how_to_refer = models.CharField(max_length=300, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField("weeks to wait", null=True, blank=True)
    is_open = models.BooleanField("open to new people", default=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "first_step", "name"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "name"], name="one_offer_a_name"),
            models.CheckConstraint(
                condition=Q(first_step__gte=1, last_step__lte=5, last_step__gte=F("first_step")),
                name="offer_steps_in_order",
            ),
        ]

    def __str__(self):
        return self.name


class Intervention(EntryRow):
    """Offered on a day; taken up or not, or not yet known."""

    kind = models.CharField(max_length=20, choices=InterventionKind)
    offer = models.ForeignKey(LocalOffer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    offered_on = models.DateField()
    taken_up = models.BooleanField(null=True, blank=True)
    taken_up_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "offered_on", "pk"]
        indexes = [models.Index(fields=["practice", "offered_on"], name="intervention_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_up_on__isnull=True)
                | Q(taken_up__isnull=False, taken_up=True, taken_up_on__gte=F("offered_on")),
                name="intervention_taken_up_after_offer",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | (
                    Q(taken_up__isnull=False, taken_up=True, ended_on__gte=F("offered_on"))
                    & (Q(taken_up_on__isnull=True) | Q(ended_on__gte=F("taken_up_on")))
                ),
                name="intervention_ends_after_taken_up",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, offered on {self.offered_on:%-d %B %Y}"


class WorkSupportReferral(EntryRow):
    """To an employment adviser or a like scheme. The interview is due six weeks from the claim."""

    scheme = models.CharField(max_length=100)
    referred_on = models.DateField()
    claim_on = models.DateField("date of the claim", null=True, blank=True)
    # Kept, so that what is due can be listed; worked out by registers.care_rules.interview_due.
    interview_due_on = models.DateField(null=True, blank=True)
    interviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "referred_on", "pk"]
        indexes = [
            models.Index(
                fields=["practice", "interview_due_on"],
                name="work_interview_by_day",
                condition=Q(interviewed_on__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim_on__isnull=True, interview_due_on__isnull=True)
                | Q(claim_on__isnull=False, interview_due_on__isnull=False, interview_due_on__gt=F("claim_on")),
                name="work_interview_due_after_claim",
            ),
        ]

    def __str__(self):
        return f"Work support, referred on {self.referred_on:%-d %B %Y}"


class PharmacyPack(EntryRow):
    """A pack about medicines, or a review of them, given by a pharmacist. Never which medicines."""

    class Kind(models.TextChoices):
        PACK = "pack", "Pack given"
        REVIEW = "review", "Medicines reviewed"

    kind = models.CharField(max_length=8, choices=Kind)
    given_on = models.DateField()

    class Meta:
        ordering = ["entry", "given_on", "pk"]

    def __str__(self):
        return f"{self.get_kind_display()} on {self.given_on:%-d %B %Y}"


class PerinatalScreening(EntryRow):
    """Offered at 6 weeks, 12 weeks and 8 months after a birth. Only the week in which it is due is kept (its Monday)."""

    class Stage(models.TextChoices):
        SIX_WEEKS = "six_weeks", "6 weeks"
        TWELVE_WEEKS = "twelve_weeks", "12 weeks"
        EIGHT_MONTHS = "eight_months", "8 months"

    stage = models.CharField(max_length=14, choices=Stage)
    due_week = models.DateField("Monday of the week due")
    offered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "due_week", "pk"]
        indexes = [
            models.Index(
                fields=["practice", "due_week"], name="screening_by_week", condition=Q(offered_on__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry", "stage", "due_week"], name="one_screening_a_stage"),
        ]

    def __str__(self):
        return f"Screening at {self.get_stage_display()}"


class RiskFlag(EntryRow):
    """A risk item was answered with yes: that a clinician was informed, and nothing else. The application gives no advice."""

    noted_on = models.DateField()
    clinician_informed_on = models.DateField(null=True, blank=True)

    objects = RiskFlagQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "noted_on"]
        constraints = [models.UniqueConstraint(fields=["entry", "noted_on"], name="one_risk_flag_a_day")]

    def __str__(self):
        return f"Flag of {self.noted_on:%-d %B %Y}"
