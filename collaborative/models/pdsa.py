"""Plan-Do-Study-Act cycles and the ramps that they make. What a cycle predicted is locked when doing starts."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from collaborative.models.change_package import ChangeIdea, Driver, PackageItem
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from practices import clock, months
from practices.models import Organisation

# A test of a change is small; one that is open for longer wants a word (domain, PdsaCycle).
LONG_OPEN_DAYS = 30


class PdsaRampQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Ramps of which this person may read a cycle, and those still without one of the teams that this person writes for."""
        readable = PdsaCycle.objects.visible_to(user).values("ramp")
        own = ImprovementTeam.objects.changeable_by(user).values("pk")
        begun = PdsaCycle.objects.values("ramp")
        return self.filter(Q(pk__in=readable) | Q(team__in=own) & ~Q(pk__in=begun))


class PdsaRamp(models.Model):
    """Linked cycles that test one idea at a growing scale (I3). Read through its cycles."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="ramps")
    title = models.CharField(max_length=150)
    idea = models.ForeignKey(ChangeIdea, on_delete=models.PROTECT, null=True, blank=True, related_name="ramps")

    objects = PdsaRampQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class PdsaCycleQuerySet(SharedQuerySet):
    def open(self):
        return self.exclude(state__in=[PdsaCycle.State.CLOSED, PdsaCycle.State.CANCELLED])

    def long_open(self):
        """Open for more than 30 days, counted as `days_open` counts."""
        before = clock.today() - timedelta(days=LONG_OPEN_DAYS)
        written = Q(started_on__isnull=True, created_at__date__lt=before)
        return self.open().filter(Q(started_on__lt=before) | written)


class PdsaCycle(models.Model):
    """One test of a change. Transitions are in collaborative/actions/cycles.py; the constraints are their last line."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        DOING = "doing", "Doing"
        STUDYING = "studying", "Studying"
        CLOSED = "closed", "Closed"
        CANCELLED = "cancelled", "Cancelled"

    class Decision(models.TextChoices):
        ADOPT = "adopt", "Adopt"
        ADAPT = "adapt", "Adapt"
        ABANDON = "abandon", "Abandon"

    class Scale(models.IntegerChoices):
        ONE_PATIENT = 1, "One patient"
        ONE_CLINICIAN = 2, "One clinician or clinic"
        ONE_PRACTICE = 3, "One practice"
        SEVERAL_PRACTICES = 4, "Several practices"
        ALL_PRACTICES = 5, "All practices of the team"

    class Direction(models.TextChoices):
        FALL = "fall", "It falls"
        RISE = "rise", "It rises"
        SAME = "same", "It stays as it is"

    class Answer(models.TextChoices):
        YES = "yes", "Yes"
        PARTLY = "partly", "Partly"
        NO = "no", "No"

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="cycles")
    ramp = models.ForeignKey(PdsaRamp, on_delete=models.PROTECT, related_name="cycles")
    number = models.PositiveSmallIntegerField("number in its ramp", default=1)
    title = models.CharField(max_length=150)
    owner = models.CharField(max_length=150, blank=True)
    # Where it is tested: one practice, several, or none for the whole PCT. Says whose measure it is judged on.
    practices = models.ManyToManyField(Organisation, blank=True, related_name="cycles")
    scale = models.PositiveSmallIntegerField(choices=Scale, default=Scale.ONE_PATIENT)
    principle = models.ForeignKey(PackageItem, on_delete=models.PROTECT, null=True, blank=True, related_name="cycles")
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, null=True, blank=True, related_name="cycles")

    # Plan
    objective = models.TextField(blank=True)
    question = models.TextField(blank=True)
    prediction = models.TextField(blank=True)
    data_plan = models.TextField(blank=True)
    test_population = models.CharField(max_length=200, blank=True)
    test_size = models.PositiveIntegerField(null=True, blank=True)
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)

    # The part of the prediction that can be held against the measure: which, which way, by how much (per cent), by when.
    measure = models.CharField(max_length=40, blank=True)
    predicted_direction = models.CharField(max_length=4, choices=Direction, blank=True)
    predicted_percent = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    predicted_by = models.DateField("month by which", null=True, blank=True)
    prediction_locked_at = models.DateTimeField(null=True, blank=True)

    # Do
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField("last day of doing", null=True, blank=True)
    done_as_planned = models.CharField(max_length=6, choices=Answer, blank=True)
    observations = models.TextField(blank=True)
    unexpected_events = models.TextField(blank=True)

    # Study
    result = models.TextField(blank=True)
    matched_prediction = models.CharField(max_length=6, choices=Answer, blank=True)
    learning = models.TextField(blank=True)

    # Act
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    next_steps = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=200, blank=True)

    state = models.CharField(max_length=9, choices=State, default=State.PLANNED)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    # Grows with every change, so that of two people who edit at once the second is told.
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = PdsaCycleQuerySet.as_manager()

    # Fields that never go further than this, however widely the cycle is shared (G9).
    FIELD_CEILINGS = {
        "owner": ReadingLevel.COMMISSIONER,
        "unexpected_events": ReadingLevel.FACILITATOR,
        "cancelled_reason": ReadingLevel.FACILITATOR,
    }

    class Meta:
        ordering = ["team", "ramp", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ramp", "number"], name="one_cycle_a_number"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"])
                | (~Q(prediction="") & Q(prediction_locked_at__isnull=False, started_on__isnull=False)),
                name="prediction_before_doing",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed")
                | (~Q(result="") & ~Q(learning="") & ~Q(decision="") & Q(closed_on__isnull=False)),
                name="result_and_learning_before_closing",
            ),
            models.CheckConstraint(
                condition=Q(planned_end__isnull=True)
                | Q(planned_start__isnull=True)
                | Q(planned_end__gte=F("planned_start")),
                name="cycle_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(predicted_direction="", predicted_percent__isnull=True, predicted_by__isnull=True)
                | (Q(predicted_direction="same", predicted_by__isnull=False) & ~Q(measure=""))
                | (
                    Q(predicted_direction__in=["fall", "rise"], predicted_percent__gt=0, predicted_by__isnull=False)
                    & ~Q(measure="")
                ),
                name="measurable_prediction_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["studying", "closed"])
                | (Q(ended_on__isnull=False, ended_on__gte=F("started_on")) & ~Q(observations="")),
                name="observed_before_studying",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("ended_on")), name="closed_after_doing"
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | (~Q(cancelled_reason="") & Q(cancelled_on__isnull=False)),
                name="cancelled_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.title}, cycle {self.number}"

    @property
    def is_open(self):
        return self.state not in (self.State.CLOSED, self.State.CANCELLED)

    @property
    def is_locked(self):
        return self.prediction_locked_at is not None

    @property
    def days_open(self) -> int | None:
        """Since doing started, or before that since it was written down; None once it is closed or cancelled."""
        since = self.started_on or self.created_at.astimezone(months.LONDON).date()
        return max((clock.today() - since).days, 0) if self.is_open else None

    @property
    def days_locked_late(self) -> int:
        """How many days after doing started the prediction was locked: 0 when it was locked in time, or not yet."""
        if not self.is_locked:
            return 0
        return max((self.prediction_locked_at.astimezone(months.LONDON).date() - self.started_on).days, 0)

    @property
    def is_predicted_afterwards(self) -> bool:
        """Whether the month that the prediction is about had ended when it was locked: then it foretold nothing."""
        if not self.is_locked or self.predicted_by is None:
            return False
        return self.prediction_locked_at.astimezone(months.LONDON).date() > months.last_day(self.predicted_by)


class CycleTask(models.Model):
    """What is to be done in a cycle, by whom, when and where."""

    cycle = models.ForeignKey(PdsaCycle, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=150, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["cycle", "due_on", "pk"]

    def __str__(self):
        return self.what


class CycleCorrection(models.Model):
    """What stood in a closed cycle before somebody corrected it, and why it was wrong."""

    cycle = models.ForeignKey(PdsaCycle, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    reason = models.CharField(max_length=200)
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["cycle", "corrected_at", "pk"]

    def __str__(self):
        return f"{self.field} of {self.cycle}"


class CycleEvaluation(models.Model):
    """What the data say of one cycle, computed nightly and after each return; written only when its content changed."""

    cycle = models.OneToOneField(PdsaCycle, on_delete=models.CASCADE, related_name="evaluation")
    payload = models.TextField()
    digest = models.CharField(max_length=64)
    computed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"Evaluation of {self.cycle}"
