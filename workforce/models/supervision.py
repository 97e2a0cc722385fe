"""Supervision: what is arranged, what was planned, what was held. What was talked about is stored nowhere."""

from django.db import models
from django.db.models import F, Q

from workforce.models.post import DatedQuerySet, ends_after_start
from workforce.models.scope import SupervisionQuerySet
from workforce.models.worker import Worker


class SupervisionKind(models.TextChoices):
    CASE_MANAGEMENT = "case_management", "Individual case management"
    CLINICAL_SKILLS = "clinical_skills", "Clinical skills"
    GROUP = "group", "Group of trainees"
    MANAGEMENT = "management", "Management"


class DatedSupervisionQuerySet(SupervisionQuerySet, DatedQuerySet):
    pass


class SupervisionArrangement(models.Model):
    """Who supervises whom, how often and how long. `minutes` every `every_days` days, for one WTE when `is_pro_rata`."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="arrangements")
    supervisor = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="supervisions")
    kind = models.CharField(max_length=16, choices=SupervisionKind)
    minutes = models.PositiveSmallIntegerField()
    every_days = models.PositiveSmallIntegerField()
    is_pro_rata = models.BooleanField("in proportion to WTE", default=True)
    start = models.DateField("first day")
    end = models.DateField("last day", null=True, blank=True)

    objects = DatedSupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["worker", "kind", "-start"]
        constraints = [
            ends_after_start("arrangement_ends_after_start"),
            models.UniqueConstraint(
                fields=["worker", "supervisor", "kind"],
                condition=Q(end__isnull=True),
                name="one_current_arrangement_a_kind",
            ),
            models.CheckConstraint(condition=~Q(worker=F("supervisor")), name="nobody_supervises_themselves"),
            models.CheckConstraint(condition=Q(minutes__gte=5, every_days__gte=1), name="arrangement_means_something"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.worker} with {self.supervisor}"


class SupervisionSession(models.Model):
    """One session: planned, then held or missed. Dates, minutes and who attended; never content."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        MISSED_BY_SUPERVISOR = "missed_by_supervisor", "Called off by the supervisor"
        MISSED_BY_WORKER = "missed_by_worker", "Missed by the worker"
        ON_LEAVE = "on_leave", "The worker was on leave"

    arrangement = models.ForeignKey(SupervisionArrangement, on_delete=models.PROTECT, related_name="sessions")
    # Beside the arrangement, so that a worker's sessions are found without reading arrangements.
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(help_text="Planned; once held, as held")
    state = models.CharField(max_length=20, choices=State, default=State.PLANNED)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["worker", "on"])]
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "on"], name="one_session_a_day"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_lasts_some_minutes"),
        ]

    def __str__(self):
        return f"{self.on}, {self.get_state_display().lower()}"


class SupervisionMonth(models.Model):
    """A worker's month, computed: minutes expected by the standard of the role without leave, planned, and held.

    Only months that have ended. `expected_minutes` is None in a month without a standard; 0 when all of it was leave.
    """

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="supervision_months")
    month = models.DateField()
    expected_minutes = models.FloatField(null=True)
    planned_minutes = models.PositiveIntegerField()
    held_minutes = models.PositiveIntegerField()
    sessions_planned = models.PositiveSmallIntegerField()
    sessions_held = models.PositiveSmallIntegerField()
    sessions_missed = models.PositiveSmallIntegerField()
    # Weeks that ended in the month and in which supervision was expected; and those of them in which none was held (row 44).
    weeks_expected = models.PositiveSmallIntegerField(default=0)
    weeks_without = models.PositiveSmallIntegerField(default=0)
    # Sessions of management supervision: among all sessions above, and never in the minutes (P5).
    management_planned = models.PositiveSmallIntegerField(default=0)
    management_held = models.PositiveSmallIntegerField(default=0)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["worker", "month"]
        constraints = [models.UniqueConstraint(fields=["worker", "month"], name="one_supervision_month")]

    def __str__(self):
        return f"{self.worker}, {self.month}"
