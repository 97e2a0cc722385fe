"""Orientation, learning workshops and other events: agenda, materials, who came, what was agreed; and visits in between."""

import secrets
import uuid
from datetime import timedelta

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
from practices import clock
from practices.models import Organisation, Programme, Wave

# A breakthrough collaborative has three; a programme may be set to more (EventSettings).
USUAL_LEARNING_WORKSHOPS = 3
# After this many days an evaluation takes no more answers, and its results are shown.
EVALUATION_DAYS = 14


def new_token():
    return secrets.token_urlsafe(16)


class EventSettings(models.Model):
    """What a programme has decided about its events; without a row the usual holds."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="event_settings")
    most_learning_workshops = models.PositiveSmallIntegerField(default=USUAL_LEARNING_WORKSHOPS)

    def __str__(self):
        return f"Events of {self.programme}"


class Event(models.Model):
    """A day on which teams meet. Orientation and the first three workshops take their day from the wave's calendar."""

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
    evaluation_closed_on = models.DateField("last day of the evaluation, when ended early", null=True, blank=True)

    objects = OfWaveQuerySet.as_manager()

    # (kind, number) -> the field of the wave's calendar that says the day.
    CALENDAR = {
        ("orientation", 0): "orientation_on",
        ("learning_workshop", 1): "learning_workshop_1_on",
        ("learning_workshop", 2): "learning_workshop_2_on",
        ("learning_workshop", 3): "learning_workshop_3_on",
    }

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

    @property
    def calendar_field(self) -> str | None:
        """The field of the wave that says this event's day; None for one whose day is its own."""
        return self.CALENDAR.get((self.kind, self.number))

    @property
    def is_past(self):
        return self.held_on < clock.today()

    @property
    def evaluation_ends_on(self):
        return self.evaluation_closed_on or self.held_on + timedelta(days=EVALUATION_DAYS)

    @property
    def takes_evaluations(self):
        return self.held_on <= clock.today() <= self.evaluation_ends_on and not self.evaluation_closed_on

    @property
    def evaluation_is_over(self):
        return bool(self.evaluation_closed_on) or clock.today() > self.evaluation_ends_on


def event_at_the_door(token: str) -> Event | None:
    """The event whose sign-in page this is, on its own day only; None for any other token and any other day alike."""
    return Event.objects.filter(sign_in_token=token, held_on=clock.today()).first()


class AgendaItem(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    starts_at = models.TimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    speaker = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["event", "position", "pk"]

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


class OfMaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(material__in=Material.objects.visible_to(user))


class MaterialVersion(models.Model):
    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # What the bytes say the file is: an ending such as pdf (collaborative/material_kinds.py).
    kind = models.CharField(max_length=8, default="pdf")
    original_name = models.CharField(max_length=200)
    stored_path = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = OfMaterialQuerySet.as_manager()

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
            if grant.allows(Permission.CHANGE_EVENTS) and not grant.organisation_id:
                condition |= Q(event__wave__in=Wave.objects.filter(grant.covered_waves()))
            elif grant.allows(Permission.CHANGE_EVENTS):
                condition |= Q(team__in=ImprovementTeam.objects.filter(own_teams(grant)).values("pk"))
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
    # Signed in at the door under a name that is not on the list: counts once the facilitator has confirmed it.
    to_confirm = models.BooleanField(default=False)
    # What such a person typed about where they come from.
    place_said = models.CharField(max_length=150, blank=True)

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
    """One anonymous answer to an event's evaluation form (W3). Its key is by chance, so that no order tells who wrote when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="evaluations")
    # Question -> 1 (not at all) to 5 (very).
    answers = models.JSONField(default=dict)
    learned = models.TextField(blank=True)
    improve = models.TextField(blank=True)
    # The day of the event, never the day of the answer.
    answered_on = models.DateField()

    objects = OfEventQuerySet.as_manager()

    class Meta:
        ordering = ["event", "pk"]

    def __str__(self):
        return f"Evaluation of {self.event}"


class EvaluationReceipt(models.Model):
    """That somebody has answered, kept apart from what they answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
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
    # Who does it is told as far as who leads a cycle.
    FIELD_CEILINGS = {"who": ReadingLevel.COMMISSIONER}

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
