"""People on a practice's list, under their pseudonyms, and the episodes for which they are on it."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from practices.models import Organisation
from registers.codes import PRESENTATION_TYPES, Sex
from registers.models.scope import PatientRowQuerySet
from registers.severity import tools_that_tell_change

PATIENT_KEY = RegexValidator(r"^[0-9a-f]{64}\Z", "A patient key is 64 characters, 0-9 and a-f")
OVERDUE_VALIDATION_DAYS = 60
NOT_IMPROVING_AFTER = timedelta(weeks=8)


class Person(models.Model):
    """One person of one practice. The key is made by the practice with a secret that never comes here."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    patient_key = models.CharField(max_length=64, validators=[PATIENT_KEY])
    # Short, so that people can speak of an entry; of no meaning outside the practice.
    local_number = models.PositiveIntegerField()
    birth_year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=1, choices=[(sex.value, sex.name.replace("_", " ").capitalize()) for sex in Sex])
    # Optional: for inequalities of access at the level of the wave only.
    ethnic_group = models.CharField(max_length=2, blank=True)
    deprivation_band = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "local_number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "patient_key"], name="one_person_a_key"),
            # So that neither an NHS number nor its MD5 or SHA-1 can be a key (registers.key_proof).
            models.CheckConstraint(condition=Exact(Length("patient_key"), 64), name="person_key_is_64_long"),
            models.UniqueConstraint(fields=["practice", "local_number"], name="one_person_a_number"),
            models.CheckConstraint(
                condition=Q(birth_year__gte=1880, birth_year__lte=2100), name="person_birth_year_possible"
            ),
            models.CheckConstraint(
                condition=Q(deprivation_band__isnull=True) | Q(deprivation_band__gte=1, deprivation_band__lte=5),
                name="person_deprivation_fifth",
            ),
        ]

    def __str__(self):
        return f"No. {self.local_number}"


class EntryState(models.TextChoices):
    IDENTIFIED = "identified", "Waiting for validation"
    VALIDATED = "validated", "Validated"
    ACTIVE = "active", "Active"
    RECOVERED = "recovered", "Recovered"
    LEFT = "left", "Left"
    EXCLUDED = "excluded", "Excluded"


# The only moves there are. Who comes back begins a new episode.
ENTRY_MOVES = {
    EntryState.IDENTIFIED: {EntryState.VALIDATED, EntryState.EXCLUDED},
    EntryState.VALIDATED: {EntryState.ACTIVE},
    EntryState.ACTIVE: {EntryState.RECOVERED, EntryState.LEFT},
    EntryState.RECOVERED: set(),
    EntryState.LEFT: set(),
    EntryState.EXCLUDED: set(),
}
OPEN_STATES = (EntryState.IDENTIFIED, EntryState.VALIDATED, EntryState.ACTIVE)


class EndReason(models.TextChoices):
    """Why a person is no longer on the list. The first two are recovery, the others leaving."""

    BELOW_CASENESS = "below_caseness", "Stepped out, below caseness"
    CLINICIAN = "clinician", "Clinician's decision"
    MOVED = "moved", "Moved to another practice"
    DIED = "died", "Died"
    AGED_OUT = "aged_out", "Older than the list's age"
    DISSENT = "dissent", "Does not wish to be on the list"
    OTHER = "other", "Other"


RECOVERY_REASONS = (EndReason.BELOW_CASENESS, EndReason.CLINICIAN)


class ExclusionReason(models.TextChoices):
    WRONG_CODE = "wrong_code", "Coded wrongly"
    OUT_OF_AGE = "out_of_age", "Outside the list's age"
    PSYCHOSIS_OR_DEMENTIA = "psychosis_or_dementia", "Psychosis or dementia only"
    DISSENT = "dissent", "Does not wish to be on the list"
    DUPLICATE = "duplicate", "Entered twice"


class EntrySource(models.TextChoices):
    SEARCH = "search", "Search of the records"
    OPPORTUNISTIC = "opportunistic", "Found in consultation"
    QOF = "qof", "QOF register"


class RegisterEntryQuerySet(PatientRowQuerySet):
    def active_on(self, day):
        """Entries that count on a day; the last day of an entry counts."""
        return self.filter(Q(active_to__isnull=True) | Q(active_to__gte=day), active_from__lte=day)

    def on_the_list(self):
        """Those that wait, are validated or active; not those of the past."""
        return self.filter(state__in=OPEN_STATES)

    def active(self):
        return self.filter(state=EntryState.ACTIVE)

    def overdue(self, day):
        """Active people whose review should have been before this day."""
        return self.active().filter(review_due_on__lt=day)

    def not_improving(self, day):
        """Eight weeks at the same step, assessed again meanwhile with the tool that they were assessed with at its start,
        still in the range of a case, and not better by as much as that tool's reliable change. A tool for which no such
        change is verified says nothing here.
        """
        at_step = self.active().filter(
            step__gt=0,
            step_since__lte=day - NOT_IMPROVING_AFTER,
            latest_assessed_on__gt=F("step_since"),
        )
        return at_step.filter(reduce(or_, [without_improvement(tool) for tool in tools_that_tell_change()]))

    def without_contact_since(self, day):
        """Active people of whom no attended contact is recorded from this day on."""
        return self.active().filter(Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=day))

    def waiting_too_long(self, day):
        """Not validated for more than 60 days."""
        return self.filter(state=EntryState.IDENTIFIED, identified_on__lt=day - timedelta(days=OVERDUE_VALIDATION_DAYS))

    def without_plan(self):
        """Active people who are at no step, or without the date of a next review."""
        return self.active().filter(Q(step=0) | Q(review_due_on__isnull=True))

    def not_assessed(self):
        """Active people without any total of a severity tool in this episode."""
        return self.active().filter(latest_tool__isnull=True)


def without_improvement(tool):
    return Q(
        latest_tool=tool.number,
        latest_total__gte=tool.case_from,
        step_total__lt=F("latest_total") + tool.reliable_change,
    )


class RegisterEntry(models.Model):
    """One episode of one person on the list. Only from `active_from` to `active_to`, both included, does it count."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entries")
    episode = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=EntryState, default=EntryState.IDENTIFIED)
    source = models.CharField(max_length=14, choices=EntrySource, default=EntrySource.SEARCH)
    presentation_type = models.PositiveSmallIntegerField(choices=list(PRESENTATION_TYPES.items()), default=1)
    # Clinical codes found in the records: [[system, code], ...]; why the person was suggested.
    codes = models.JSONField(default=list, blank=True)
    suggested_because = models.CharField(max_length=200, blank=True)

    identified_on = models.DateField()
    validated_on = models.DateField(null=True, blank=True)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField("last day on the list", null=True, blank=True)
    end_reason = models.CharField(max_length=16, choices=EndReason, blank=True)
    excluded_on = models.DateField(null=True, blank=True)
    exclusion_reason = models.CharField(max_length=24, choices=ExclusionReason, blank=True)

    has_unexplained_symptoms = models.BooleanField("symptoms that are not explained", default=False)
    symptoms_adviser = models.CharField("adviser on unexplained symptoms", max_length=100, blank=True)

    # Standing: kept set-wise from the rows it follows from (registers.actions.standings), for lists and worklists.
    step = models.PositiveSmallIntegerField("step of care", default=0)
    step_since = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    latest_tool = models.PositiveSmallIntegerField(null=True, blank=True)
    latest_total = models.PositiveSmallIntegerField(null=True, blank=True)
    latest_assessed_on = models.DateField(null=True, blank=True)
    # With the same tool as the latest total: the last one before the current step began, else the first one after.
    step_total = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "person__local_number", "-episode"]
        indexes = [
            models.Index(fields=["practice", "state", "identified_on"], name="entry_by_state"),
            models.Index(fields=["practice", "review_due_on"], name="entry_by_review"),
            models.Index(fields=["practice", "last_contact_on"], name="entry_by_contact"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "episode"], name="one_entry_an_episode"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=list(OPEN_STATES)), name="one_open_entry_a_person"
            ),
            models.CheckConstraint(condition=Q(state__in=EntryState.values), name="entry_state_known"),
            models.CheckConstraint(
                condition=Q(presentation_type__gte=1, presentation_type__lte=5), name="entry_presentation_type_known"
            ),
            models.CheckConstraint(condition=Q(step__lte=5), name="entry_step_known"),
            models.CheckConstraint(
                condition=Q(validated_on__isnull=True) | Q(validated_on__gte=F("identified_on")),
                name="entry_validated_after_identified",
            ),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True)
                | Q(validated_on__isnull=False, active_from__gte=F("validated_on")),
                name="entry_active_after_validated",
            ),
            models.CheckConstraint(
                condition=Q(active_to__isnull=True) | Q(active_from__isnull=False, active_to__gte=F("active_from")),
                name="entry_ends_after_active",
            ),
            models.CheckConstraint(
                condition=Q(excluded_on__isnull=True) | Q(excluded_on__gte=F("identified_on")),
                name="entry_excluded_after_identified",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=EntryState.IDENTIFIED,
                    validated_on__isnull=True,
                    active_from__isnull=True,
                    active_to__isnull=True,
                    excluded_on__isnull=True,
                )
                | Q(
                    state=EntryState.VALIDATED,
                    validated_on__isnull=False,
                    active_from__isnull=True,
                    active_to__isnull=True,
                    excluded_on__isnull=True,
                )
                | Q(
                    state=EntryState.ACTIVE,
                    validated_on__isnull=False,
                    active_from__isnull=False,
                    active_to__isnull=True,
                    excluded_on__isnull=True,
                )
                | (
                    Q(state__in=[EntryState.RECOVERED, EntryState.LEFT])
                    & Q(active_from__isnull=False, active_to__isnull=False, excluded_on__isnull=True)
                    & ~Q(end_reason="")
                )
                | (
                    Q(state=EntryState.EXCLUDED, excluded_on__isnull=False, active_from__isnull=True)
                    & Q(validated_on__isnull=True)
                    & ~Q(exclusion_reason="")
                ),
                name="entry_dates_fit_state",
            ),
        ]

    def __str__(self):
        return f"{self.person}, episode {self.episode}"

    def may_move_to(self, state):
        return state in ENTRY_MOVES[EntryState(self.state)]

    @property
    def is_open(self):
        return self.state in OPEN_STATES
