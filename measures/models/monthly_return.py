"""A practice's monthly return. Never changed, only succeeded: each row is one version, with its file, row, sender and time."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Permission
from measures.fields import COUNT_FIELDS, LARGEST_COUNT
from practices.models import Organisation, Wave


class ReturnState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    CORRECTED = "corrected", "Corrected by a later version"
    WITHDRAWN = "withdrawn", "Withdrawn"


# The one table of moves. A submitted version counts at once, as provisional; acceptance makes it final.
TRANSITIONS = {
    ReturnState.DRAFT: {ReturnState.SUBMITTED},
    ReturnState.SUBMITTED: {ReturnState.ACCEPTED, ReturnState.QUERIED, ReturnState.CORRECTED, ReturnState.WITHDRAWN},
    ReturnState.QUERIED: {ReturnState.SUBMITTED, ReturnState.CORRECTED, ReturnState.WITHDRAWN},
    ReturnState.ACCEPTED: {ReturnState.CORRECTED},
    ReturnState.CORRECTED: set(),
    ReturnState.WITHDRAWN: set(),
}
COUNTING_STATES = (ReturnState.SUBMITTED, ReturnState.QUERIED, ReturnState.ACCEPTED)


class IllegalTransition(ValueError):
    """A return cannot move from its state to the one asked for."""


class MonthlyReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Returns of the practices at which this person may view returns. How exactly is asked of measures.disclosure."""
        return self.filter(practice__in=Organisation.objects.visible_to(user, Permission.VIEW_RETURN))

    def current(self):
        return self.filter(is_current=True)


def count_field(verbose_name):
    return models.PositiveIntegerField(verbose_name, null=True, blank=True)


def counts_in_range():
    within = Q()
    for name in COUNT_FIELDS:
        within &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": LARGEST_COUNT})
    return models.CheckConstraint(condition=within, name="return_counts_in_range")


def unless_missing(names, condition):
    """The condition, or one of the numbers that it needs is not available."""
    for name in names:
        condition |= Q(**{f"{name}__isnull": True})
    return condition


class MonthlyReturn(models.Model):
    """One version of what a practice returned for one month of a wave.

    A number is a number, zero is zero; not available is None with its reason in `not_available`; blank is never stored.
    """

    State = ReturnState

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="returns")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="returns")
    month = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReturnState, default=ReturnState.DRAFT)
    is_current = models.BooleanField(default=False)

    registered_all = count_field("registered, all ages")
    registered_16_64 = count_field("registered, 16 to 64")
    list_open = count_field("on the list at the start")
    list_added = count_field("added to the list")
    list_removed = count_field("removed from the list")
    list_close = count_field("on the list at the end")
    gp_consultations = count_field("GP consultations")
    other_staff_consultations = count_field("consultations with other practice staff")
    attached_mh_contacts = count_field("contacts with attached mental health workers")
    referrals_cmht = count_field("referrals to the community mental health team")
    referrals_psychiatrist = count_field("referrals to a consultant psychiatrist")
    referrals_dedup = count_field("people referred to either")
    people_13w = count_field("people certified absent for 13 weeks or more")
    people_13w_new = count_field("of these, new this month")
    not_available = models.JSONField(default=dict, blank=True)

    severity_tool = models.CharField(max_length=12)
    nil_return = models.BooleanField(default=False)
    extract_date = models.DateField()
    comment = models.CharField(max_length=1000, blank=True)
    # The version of the code list by which the practice's people were found; blank where it counts by hand.
    code_list = models.CharField(max_length=20, blank=True)
    # Warnings that the sender confirmed, each with the reason given: [{code, field, message, reason}].
    confirmed_warnings = models.JSONField(default=list, blank=True)

    upload = models.ForeignKey("practices.Upload", on_delete=models.PROTECT, null=True, related_name="returns")
    sheet = models.CharField(max_length=40, blank=True)
    row_number = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Business time: what is on time or late; the audit trail has real time.
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_by_itself = models.BooleanField(default=False)
    superseded_at = models.DateTimeField(null=True)
    correction_reason = models.CharField(max_length=500, blank=True)

    objects = MonthlyReturnQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "month", "-version"]
        indexes = [
            models.Index(fields=["wave", "month"]),
            # What a later version corrected: few rows, asked for by every recompute (measures.computing.reading.read_frozen).
            models.Index(
                fields=["wave"],
                condition=Q(is_current=False, accepted_at__isnull=False),
                name="return_accepted_before",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["wave", "practice", "month", "version"], name="one_return_a_version"),
            models.UniqueConstraint(
                fields=["wave", "practice", "month"], condition=Q(is_current=True), name="one_current_return"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(state__in=["submitted", "queried", "accepted"]),
                name="current_return_counts",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="submitted_return_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="accepted_return_has_time"
            ),
            counts_in_range(),
            models.CheckConstraint(
                condition=unless_missing(
                    ["list_open", "list_added", "list_removed", "list_close"],
                    Q(list_close=F("list_open") + F("list_added") - F("list_removed")),
                ),
                name="return_list_adds_up",
            ),
            models.CheckConstraint(
                condition=unless_missing(["people_13w", "list_close"], Q(people_13w__lte=F("list_close"))),
                name="return_13w_within_list",
            ),
            models.CheckConstraint(
                condition=unless_missing(["people_13w_new", "people_13w"], Q(people_13w_new__lte=F("people_13w"))),
                name="return_new_13w_within_13w",
            ),
        ]

    def __str__(self):
        return f"{self.practice} {self.month:%b %Y} version {self.version}"

    @property
    def ods_code(self):
        return self.practice.ods_code

    @property
    def is_provisional(self):
        return self.state != ReturnState.ACCEPTED

    def can_move_to(self, state):
        return state in TRANSITIONS[ReturnState(self.state)]

    def move_to(self, state):
        """Change the state along the one table of moves; raises IllegalTransition. The caller saves."""
        if not self.can_move_to(state):
            raise IllegalTransition(f"A return that is {self.state} cannot become {state}")
        self.state = state
        self.is_current = state in COUNTING_STATES
