"""Orientation, learning workshops and other events: agenda, materials, who came, what was agreed; and visits in between."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import Permission, Role
from collaborative.models.change_package import OfWaveQuerySet
from collaborative.models.pdsa import PdsaCycle
from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet, StakeholderKind, TeamMember
from collaborative.models.team_scope import own_teams
from practices.models import Organisation, Wave

MAXIMUM_LEARNING_WORKSHOPS = 3


def new_token():
    return secrets.token_urlsafe(16)


class Event(models.Model):
    """A day on which teams meet. Orientation and workshops take their date from the wave's calendar."""

    class Kind(models.TextChoices):
        ORIENTATION = "orientation", "Orientation event"
        LEARNING_WORKSHOP = "learning_workshop", "Learning workshop"
        OTHER = "other", "Other event"

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=150)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    # In the address of the page on which people sign in at the door.
    sign_in_token = models.CharField(max_length=40, unique=True, default=new_token)

    objects = OfWaveQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "kind", "number"], condition=~Q(kind="other"), name="one_workshop_a_number"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_start",
            ),
        ]

    def __str__(self):
        return self.title


class AgendaItem(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    speaker = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["event", "starts_at", "position", "pk"]

    def __str__(self):
        return self.title


class OfEventQuerySet(models.QuerySet):
    """Rows with an `event`."""

    def visible_to(self, user):
        return self.filter(event__in=Event.objects.visible_to(user))


class Material(models.Model):
    """A hand-out of an event; its versions are files (W4)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=150)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        ordering = ["event", "title", "pk"]

    def __str__(self):
        return self.title


class MaterialVersion(models.Model):
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    original_name = models.CharField(max_length=200)
    stored_path = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["material", "-number"]
        constraints = [models.UniqueConstraint(fields=["material", "number"], name="one_version_a_number")]

    def __str__(self):
        return f"{self.material}, version {self.number}"


class MaterialOpening(models.Model):
    """That somebody opened a version: the first time."""

    version = models.ForeignKey(MaterialVersion, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="one_opening_a_person")]

    def __str__(self):
        return f"{self.person} opened {self.version}"


# Whose names these two see: a manager those of the own practice, a commissioner those of the own team.
OWN_PEOPLE = {Role.PRACTICE_MANAGER: "practice", Role.COMMISSIONER: "team"}


class AttendanceQuerySet(models.QuerySet):
    """Names are for whoever runs events, and for practice and PCT their own; the own row for everybody. Counts are made apart."""

    def visible_to(self, user):
        condition = Q(member__person=user.pk)
        for grant in user.acting_grants if user.is_authenticated else []:
            if grant.allows(Permission.CHANGE_EVENTS):
                condition |= Q(event__wave__in=Wave.objects.filter(grant.covered_waves()))
            elif OWN_PEOPLE.get(Role(grant.role)) == "practice":
                condition |= Q(practice=grant.organisation_id)
            elif OWN_PEOPLE.get(Role(grant.role)) == "team":
                condition |= Q(team__in=ImprovementTeam.objects.filter(own_teams(grant)).values("pk"))
        return self.filter(condition)


class Attendance(models.Model):
    """One person at one event (W2)."""

    class Status(models.TextChoices):
        INVITED = "invited", "Invited"
        REGISTERED = "registered", "Registered"
        ATTENDED = "attended", "Attended"
        APOLOGIES = "apologies", "Apologies"
        DID_NOT_ATTEND = "did_not_attend", "Did not attend"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="attendances")
    team = models.ForeignKey(
        ImprovementTeam, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    member = models.ForeignKey(TeamMember, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances")
    practice = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    name = models.CharField(max_length=150)
    stakeholder_kind = models.CharField(max_length=20, choices=StakeholderKind)
    status = models.CharField(max_length=16, choices=Status, default=Status.INVITED)
    signed_in_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["event", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "member"], condition=Q(member__isnull=False), name="one_attendance_a_member"
            ),
        ]

    def __str__(self):
        return f"{self.name} at {self.event}"


class EventEvaluation(models.Model):
    """One anonymous answer to an event's evaluation form (W3)."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="evaluations")
    # Question -> 1 (not at all) to 5 (very).
    answers = models.JSONField(default=dict)
    learned = models.TextField(blank=True)
    improve = models.TextField(blank=True)
    answered_on = models.DateField()

    objects = OfEventQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]

    def __str__(self):
        return f"Evaluation of {self.event}"


class EvaluationReceipt(models.Model):
    """That somebody has answered, kept apart from what they answered."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="evaluation_receipts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="one_evaluation_a_person")]

    def __str__(self):
        return f"{self.person} has evaluated {self.event}"


class WorkshopAction(models.Model):
    """What a team said at an event that it will do; becomes a cycle, and is read back at the next event."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="actions")
    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="workshop_actions")
    what = models.CharField(max_length=200)
    who = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True, blank=True)
    measure = models.CharField(max_length=40, blank=True)
    predicted_effect = models.CharField(max_length=200, blank=True)
    cycle = models.OneToOneField(
        PdsaCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="workshop_action"
    )
    # What was said of it when it was read back.
    read_back_at = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, blank=True, related_name="read_back")
    outcome = models.CharField(max_length=300, blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.WAVE)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["event", "team", "pk"]

    def __str__(self):
        return self.what


class Visit(models.Model):
    """A facilitator's visit to a practice or team in an action period."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="visits")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="visits")
    visited_on = models.DateField()
    visitor = models.CharField(max_length=150)
    purpose = models.CharField(max_length=200)
    actions = models.TextField(blank=True)
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_on", "pk"]

    def __str__(self):
        return f"{self.purpose}, {self.visited_on}"
