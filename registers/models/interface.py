"""Work between the practice and other teams: a module that a practice switches on. Never a list of drugs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from practices.models import Organisation
from registers.models.entry import Person
from registers.models.scope import InterfaceRowQuerySet


class InterfaceRow(models.Model):
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = InterfaceRowQuerySet.as_manager()

    class Meta:
        abstract = True


class PersonRow(InterfaceRow):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class AdviceRecord(PersonRow):
    """Advice about a person whom the adviser has not seen. Date and person are the least there must be. Not a referral."""

    class Channel(models.TextChoices):
        TELEPHONE = "telephone", "Telephone"
        EMAIL = "email", "E-mail"
        MEETING = "meeting", "Meeting"
        LETTER = "letter", "Letter"

    given_on = models.DateField()
    asker = models.CharField(max_length=100, blank=True)
    adviser = models.CharField(max_length=100, blank=True)
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    information_given = models.TextField("information given about the case", blank=True)
    problem = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    written_follow_up_on = models.DateField("written follow-up sent on", null=True, blank=True)
    filed_on = models.DateField("filed in the primary care record on", null=True, blank=True)
    kept_at = models.CharField("where it is kept", max_length=100, blank=True)

    class Meta:
        ordering = ["practice", "-given_on", "pk"]


class LinkAgreement(InterfaceRow):
    """Somebody works within another team: who does what, and that the host team's notes are the principal record."""

    own_team = models.CharField(max_length=100)
    other_team = models.CharField(max_length=100)
    responsibilities = models.TextField(blank=True)
    host_team = models.CharField("host team, whose notes are the principal record", max_length=100)
    keeps_copies = models.BooleanField("supplementary copies are kept", default=False)
    starts_on = models.DateField()
    review_due_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["practice", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(review_due_on__gt=F("starts_on")), name="link_reviewed_after_start"),
        ]


class SharedCareResponsibility(PersonRow):
    """Who prescribes, monitors or reviews one component of a person's care. A cell with nobody in it is an alert."""

    class Component(models.TextChoices):
        LITHIUM = "lithium", "Lithium"
        DEPOT = "depot", "Depot injection"
        CLOZAPINE = "clozapine", "Clozapine"
        OTHER = "other", "Other shared care"

    class Function(models.TextChoices):
        PRESCRIBE = "prescribe", "Prescribes"
        MONITOR = "monitor", "Monitors"
        REVIEW = "review", "Reviews"

    component = models.CharField(max_length=10, choices=Component)
    function = models.CharField(max_length=10, choices=Function)
    team = models.CharField(max_length=100, blank=True)
    professional = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["practice", "person", "component", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "component", "function"],
                condition=Q(ended_on__isnull=True),
                name="one_responsibility_a_cell",
            ),
        ]


class MedicationChange(PersonRow):
    """That medication was changed, and when the other teams were told; never which drug."""

    changed_on = models.DateField()
    next_contact_on = models.DateField("next contact with the other team", null=True, blank=True)
    notified_on = models.DateField("other teams told on", null=True, blank=True)
    has_monitoring_plan = models.BooleanField("a monitoring plan is in the clinical record", default=False)

    class Meta:
        ordering = ["practice", "-changed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True) | Q(notified_on__gte=F("changed_on")),
                name="change_notified_after_change",
            ),
        ]


class CpaContribution(PersonRow):
    """The practice's part in a Care Programme Approach review, also without being there."""

    class How(models.TextChoices):
        ATTENDED = "attended", "Attended"
        TELEPHONE = "telephone", "Discussed by telephone before"
        WRITTEN = "written", "Information sent before"
        NONE = "none", "No contribution"

    review_on = models.DateField()
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        ordering = ["practice", "-review_on", "pk"]


class WrapPlan(PersonRow):
    """That a person has a Wellness Recovery Action Plan, and its dates. What is in it stays with the person."""

    made_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    # Which of its six parts there are: tools, daily_plan, triggers, warning_signs, crisis, post_crisis.
    parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["practice", "-made_on", "pk"]


class PhysicalHealthCheck(PersonRow):
    """Offered and done; and whether physical symptoms may have been put down to the mental illness."""

    offered_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    may_be_overshadowed = models.BooleanField("physical symptoms may have been overlooked", default=False)

    class Meta:
        ordering = ["practice", "-offered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_on__gte=F("offered_on")), name="check_done_after_offer"
            ),
        ]
