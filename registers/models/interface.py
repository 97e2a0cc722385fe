"""Work between the practice and other teams: a module that a practice switches on. Never a list of drugs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from practices.models import Organisation
from registers.models.entry import Person
from registers.models.scope import InterfaceRowQuerySet

# The parts of a Wellness Recovery Action Plan: only which of them exist is kept, never what they say.
WRAP_PARTS = {
    "tools": "Wellness tools",
    "daily_plan": "Daily plan",
    "triggers": "Triggers",
    "warning_signs": "Early warning signs",
    "crisis": "Crisis plan",
    "post_crisis": "Plan for after a crisis",
}


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


class AdviceQuerySet(InterfaceRowQuerySet):
    def not_followed_up(self):
        """Given by telephone without a written follow-up, or by e-mail without being filed."""
        telephone = Q(channel=AdviceRecord.Channel.TELEPHONE, written_follow_up_on__isnull=True)
        return self.filter(telephone | Q(channel=AdviceRecord.Channel.EMAIL, filed_on__isnull=True))


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

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "-given_on", "pk"]

    def __str__(self):
        return f"Advice of {self.given_on:%-d %B %Y}"


class LinkAgreementQuerySet(InterfaceRowQuerySet):
    def unreviewed(self, day):
        """In force, and the day of review has passed."""
        return self.filter(ended_on__isnull=True, review_due_on__lt=day)


class LinkAgreement(InterfaceRow):
    """Somebody works within another team: who does what, and that the host team's notes are the principal record."""

    own_team = models.CharField(max_length=100)
    other_team = models.CharField(max_length=100)
    responsibilities = models.TextField(blank=True)
    host_team = models.CharField("host team, whose notes are the principal record", max_length=100)
    keeps_copies = models.BooleanField("supplementary copies are kept", default=False)
    starts_on = models.DateField()
    review_due_on = models.DateField()
    ended_on = models.DateField("last day", null=True, blank=True)

    objects = LinkAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(review_due_on__gt=F("starts_on")), name="link_reviewed_after_start"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")), name="link_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.own_team} and {self.other_team}"


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
    ended_on = models.DateField("last day", null=True, blank=True)

    class Meta:
        ordering = ["practice", "person", "component", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "component", "function"],
                condition=Q(ended_on__isnull=True),
                name="one_responsibility_a_cell",
            ),
        ]

    def __str__(self):
        return f"{self.get_component_display()}: {self.get_function_display().lower()}"

    @property
    def is_empty(self):
        """Both must be named: a team alone answers for nothing."""
        return not (self.team and self.professional)


class MedicationChangeQuerySet(InterfaceRowQuerySet):
    def not_told_in_time(self, day):
        """The other team was not told before its next contact, which has come or gone by `day`."""
        untold = Q(notified_on__isnull=True, next_contact_on__lte=day)
        return self.filter(untold | Q(notified_on__gt=F("next_contact_on")))

    def still_to_tell(self, day):
        """Nobody was told yet, and there is time: the next contact lies ahead or is not known."""
        ahead = Q(next_contact_on__isnull=True) | Q(next_contact_on__gt=day)
        return self.filter(ahead, notified_on__isnull=True)


class MedicationChange(PersonRow):
    """That medication was changed, and when the other teams were told; never which drug."""

    changed_on = models.DateField()
    next_contact_on = models.DateField("next contact with the other team", null=True, blank=True)
    notified_on = models.DateField("other teams told on", null=True, blank=True)
    has_monitoring_plan = models.BooleanField("a monitoring plan is in the clinical record", default=False)

    objects = MedicationChangeQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "-changed_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True) | Q(notified_on__gte=F("changed_on")),
                name="change_notified_after_change",
            ),
        ]

    def __str__(self):
        return f"Change of {self.changed_on:%-d %B %Y}"


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

    def __str__(self):
        return f"Review of {self.review_on:%-d %B %Y}"


class WrapPlan(PersonRow):
    """That a person has a Wellness Recovery Action Plan, and its dates. What is in it stays with the person."""

    made_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    # Which of its six parts there are: tools, daily_plan, triggers, warning_signs, crisis, post_crisis.
    parts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["practice", "-made_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewed_on__gte=F("made_on")),
                name="plan_reviewed_after_made",
            ),
        ]

    def __str__(self):
        return f"Plan of {self.made_on:%-d %B %Y}"


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

    def __str__(self):
        return f"Check offered on {self.offered_on:%-d %B %Y}"
