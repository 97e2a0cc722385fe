"""What was computed of the roster: its months, and the early warnings. Rewritten only when the content changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from practices import clock
from practices.models import Organisation, Programme
from workforce.models.post import Holding
from workforce.models.scope import OfLeadQuerySet
from workforce.models.worker import Worker


class WorkforceMonth(models.Model):
    """A role in a PCT in a month: sums, so that those of a programme are sums of these. Read by others only protected."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="workforce_months")
    commissioner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=8)
    month = models.DateField()
    # At the month's end.
    posts = models.PositiveIntegerField()
    posts_vacant = models.PositiveIntegerField()
    wte_established = models.FloatField()
    wte_in_post = models.FloatField()
    people = models.PositiveIntegerField()
    employers = models.PositiveIntegerField()
    # In the month. A leaver has left the role; promotion is counted apart, and a transfer is neither.
    starters = models.PositiveIntegerField()
    leavers = models.PositiveIntegerField()
    promoted = models.PositiveIntegerField()
    # Over the holdings that said how many; WTE times the part of the month worked.
    new_patients = models.PositiveIntegerField()
    wte_months = models.FloatField()
    active = models.PositiveIntegerField()
    holdings_counted = models.PositiveIntegerField()
    # Minutes of supervision of those with a standard.
    supervision_expected = models.FloatField()
    supervision_held = models.FloatField()

    objects = OfLeadQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "commissioner", "role", "month"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "commissioner", "role", "month"], name="one_workforce_month")
        ]

    def __str__(self):
        return f"{self.role} in {self.commissioner}, {self.month}"


NO_DAY = Q(set_aside_until__isnull=True)


class EarlyWarningQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The workforce lead alone: neither the worker nor the supervisor nor the host."""
        workers = Worker.objects.visible_to(user, Permission.VIEW_EARLY_WARNINGS).values("pk")
        return self.filter(holding__worker__in=workers)

    def open(self):
        """Those that wait to be looked at: never set aside, or set aside until a day that has come."""
        return self.filter(Q(set_aside_on__isnull=True) | Q(set_aside_until__lte=clock.today()))

    def set_aside(self):
        return self.filter(Q(set_aside_on__isnull=False) & (NO_DAY | Q(set_aside_until__gt=clock.today())))


class EarlyWarning(models.Model):
    """A plain reason to look at a post before it empties: for the workforce lead alone. No score, no order."""

    class Kind(models.TextChoices):
        SUPERVISION_MISSED = "supervision_missed", "Supervision missed twice running"
        NO_SUPERVISION = "no_supervision", "No supervision arranged"
        CONTRACT_ENDS = "contract_ends", "The contract is about to end"
        TRAINING_ENDS = "training_ends", "Training is about to end"
        ALONE = "alone", "Alone in the practice"
        BAND_OVERDUE = "band_overdue", "A band is overdue"

    class Rest(models.TextChoices):
        """What a lead may decide about it."""

        OPEN = "open", "Still to be looked at"
        ACKNOWLEDGED = "acknowledged", "Seen: rests until what it says changes"
        SNOOZED = "snoozed", "Later: back on a day"

    holding = models.ForeignKey(Holding, on_delete=models.CASCADE, related_name="warnings")
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=300)
    # The first night on which it was there, by the business clock.
    since = models.DateField()
    # Looked at by a lead, who said why it may rest: until what it says changes, or until a day on which it is back.
    set_aside_on = models.DateField(null=True, blank=True)
    set_aside_until = models.DateField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=300, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EarlyWarningQuerySet.as_manager()

    class Meta:
        ordering = ["holding", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["holding", "kind"], name="one_warning_a_kind"),
            models.CheckConstraint(
                condition=Q(set_aside_on__isnull=True, set_aside_reason="")
                | (Q(set_aside_on__isnull=False) & ~Q(set_aside_reason="")),
                name="warning_set_aside_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.reason}"

    @property
    def rest(self) -> str:
        """How it stands: a value of Rest. A snooze whose day has come is over."""
        if self.set_aside_on is None:
            return self.Rest.OPEN
        if self.set_aside_until is None:
            return self.Rest.ACKNOWLEDGED
        return self.Rest.SNOOZED if self.set_aside_until > clock.today() else self.Rest.OPEN


class WorkforceProgramme(models.Model):
    """What a programme uses of the frameworks and courses, and what it expects. Made when its roster begins."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="workforce")
    # Codes of workforce.frameworks and workforce.training_programmes.
    frameworks = models.JSONField(default=list)
    trainings = models.JSONField(default=list)
    # New patients of one WTE a year; derived from 300,000 patients for 1,000 workers (seed 002).
    benchmark = models.PositiveSmallIntegerField("new patients a WTE and year", default=300)
    # How many people one WTE of supervisor is to supervise at most; no number is published, so None until a programme sets one.
    supervisees_per_wte = models.PositiveSmallIntegerField("people for one WTE of supervisor", null=True, blank=True)

    objects = OfLeadQuerySet.as_manager()

    def __str__(self):
        return f"Workforce of {self.programme}"
