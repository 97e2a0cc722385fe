"""Programmes and their waves: the calendar, who takes part, and who has agreed to share."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from practices import clock, months
from practices.models.organisation import Organisation

RETROSPECTIVE_MONTHS = 12
HOLDING_MONTHS = 3


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Programmes in which this person has a grant or a wave."""
        grants = user.acting_grants if user.is_authenticated else []
        return self.filter(
            Q(pk__in=[grant.programme_id for grant in grants if grant.programme_id])
            | Q(waves__in=Wave.objects.visible_to(user))
        ).distinct()


class Programme(models.Model):
    """A collaborative: several organisations that improve one topic together. There is more than one."""

    class Kind(models.TextChoices):
        MEASURES = "measures", "Improvement measured by monthly returns"
        WORKFORCE = "workforce", "Workforce"

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEASURES)
    aim = models.TextField(blank=True)
    severity_tools = models.JSONField(default=list, help_text="Codes of the severity tools that practices may register")
    rules_off = models.JSONField(
        default=list, help_text="Codes of the checks that this programme does not use, such as W14"
    )
    lock_after_days = models.PositiveSmallIntegerField(
        "days after the month's end when its figures are locked", null=True, blank=True, help_text="Blank: never locked"
    )
    is_invented = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class WaveQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The waves that this person's grants reach: by the wave, its programme, or an organisation that takes part."""
        reached = Q(pk__in=[])
        for grant in user.acting_grants if user.is_authenticated else []:
            reached |= grant.covered_waves()
        return self.filter(reached).distinct()


class Wave(models.Model):
    """One intake of a programme, with its calendar. The dates drive due months, chart bands and the tracker."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="waves")
    code = models.CharField(max_length=12, unique=True, help_text="As the files write it: W1")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    orientation_on = models.DateField("orientation event")
    learning_workshop_1_on = models.DateField("learning workshop 1")
    learning_workshop_2_on = models.DateField("learning workshop 2")
    learning_workshop_3_on = models.DateField("learning workshop 3")
    ends_on = models.DateField("last month of returns")
    region_label = models.CharField(max_length=40, default="SHA")
    commissioner_label = models.CharField(max_length=40, default="PCT")

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_wave_a_number"),
            models.CheckConstraint(
                condition=Q(learning_workshop_1_on__gte=F("orientation_on"))
                & Q(learning_workshop_2_on__gt=F("learning_workshop_1_on"))
                & Q(learning_workshop_3_on__gt=F("learning_workshop_2_on"))
                & Q(ends_on__gte=F("learning_workshop_3_on")),
                name="wave_calendar_in_order",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def orientation_month(self):
        return months.first_of(self.orientation_on)

    @property
    def first_month(self):
        """The first month for which a return is welcome: twelve before orientation, never late."""
        return months.add_months(self.orientation_month, -RETROSPECTIVE_MONTHS)

    @property
    def last_month(self):
        return months.first_of(self.ends_on)

    @property
    def latest_month(self):
        """The last month of the wave that has ended, by the business clock."""
        return self.latest_month_on(clock.today())

    def latest_month_on(self, day):
        """The last month of the wave that had ended when a day began."""
        return min(self.last_month, months.add_months(months.first_of(day), -1))

    @property
    def baseline_months(self):
        """The last three full months before learning workshop 1."""
        workshop = months.first_of(self.learning_workshop_1_on)
        return [months.add_months(workshop, count) for count in (-3, -2, -1)]

    @property
    def action_periods(self):
        """(from, to, label) of each action period; the last ends with the third month after that of learning workshop 3."""
        first, second, third = self.learning_workshop_1_on, self.learning_workshop_2_on, self.learning_workshop_3_on
        holding_ends = months.last_day(months.add_months(months.first_of(third), HOLDING_MONTHS))
        return [
            (first, second - timedelta(days=1), "Action period 1"),
            (second, third - timedelta(days=1), "Action period 2"),
            (third, holding_ends, "Action period 3"),
        ]

    def phase_on(self, day):
        """Where the wave stands on a day, in words."""
        if day < self.orientation_on:
            return "Not begun"
        if months.first_of(day) > self.last_month:
            return "Ended"
        running = [label for start, end, label in self.action_periods if start <= day <= end]
        return (
            running[0]
            if running
            else "Before learning workshop 1"
            if day < self.learning_workshop_1_on
            else "Follow-up"
        )


class WaveMembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(practice__in=Organisation.objects.visible_to(user), wave__in=Wave.objects.visible_to(user))


class WaveMembership(models.Model):
    """A practice takes part in a wave, from one day to another."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="memberships")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField()
    left_on = models.DateField("last day in the wave", null=True, blank=True)
    left_reason = models.CharField(max_length=200, blank=True)
    severity_tool = models.CharField(max_length=12, blank=True)

    objects = WaveMembershipQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "practice__name"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "practice"], name="one_membership_a_wave"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.practice} in {self.wave}"

    @property
    def first_month(self):
        """The first month for which this practice may send a return (E3)."""
        return self.wave.first_month

    @property
    def first_expected_month(self):
        """The first month that counts for completeness and timeliness: orientation, or the month of joining when later."""
        return max(self.wave.orientation_month, months.first_of(self.joined_on))

    @property
    def baseline_months(self):
        """The wave's; of a practice that joins when they have passed, its own first three."""
        joined = months.first_of(self.joined_on)
        if joined < months.first_of(self.wave.learning_workshop_1_on):
            return self.wave.baseline_months
        return [months.add_months(joined, count) for count in range(3)]

    @property
    def last_month(self):
        """The last month for which a return may be sent: the wave's, or the last full month before leaving."""
        if self.left_on is None:
            return self.wave.last_month
        left = months.first_of(self.left_on)
        full = left if self.left_on == months.last_day(left) else months.add_months(left, -1)
        return min(self.wave.last_month, full)


class SharingAgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(practice__in=Organisation.objects.visible_to(user))

    def in_force(self, on=None):
        """Agreements given and not withdrawn by a day; today when not said."""
        day = on or clock.today()
        return self.filter(Q(revoked_on__isnull=True) | Q(revoked_on__gt=day), agreed_on__lte=day)


class SharingAgreement(models.Model):
    """A practice lets its own commissioner and its wave's facilitator see its figures exactly. It may withdraw at any time."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sharing_agreements")
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="sharing_agreements")
    agreed_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    objects = SharingAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "agreed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "wave"], condition=Q(revoked_on__isnull=True), name="one_agreement_in_force"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("agreed_on")),
                name="agreement_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.practice} shares with {self.wave}"
