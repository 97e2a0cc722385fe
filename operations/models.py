"""What was done (audit trail), what is to be done (jobs) and what is to be sent (messages). Knows nothing of what they are about."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class AuditEvent(models.Model):
    """One thing that somebody did. No foreign keys: deleting what it describes must not delete the trace."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    event = models.CharField(max_length=80, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=20, blank=True, db_index=True)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["about_kind", "about_id"])]

    def __str__(self):
        return f"{self.event} by {self.actor_name or 'the system'}"


class AuditHead(models.Model):
    """The last link of the chain, in one row, so that concurrent writers queue instead of forking it."""

    last_hash = models.CharField(max_length=64, default="0" * 64)
    events = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_audit_head")]

    def __str__(self):
        return f"{self.events} events"


class Job(models.Model):
    """A piece of work to do. The row is the truth; the message on the queue only says that it is there."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "not_before"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False), name="running_job_has_lease"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class Message(models.Model):
    """One letter to one person: at most one of a kind for a period, whoever asks for it and however often (I8, O2).

    No foreign key to the person, whom this app does not know. `period` names what the letter is about, such as a month of
    a practice and the day of the reminder. The row is the truth; a job of its own sends it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being handed over"
        SENT = "sent", "Sent"
        STOPPED = "stopped", "Not needed any more"
        BOUNCED = "bounced", "Could not be delivered"
        # The process died while it handed the letter over: nobody can say whether it went, and it is not sent twice.
        UNCERTAIN = "uncertain", "Perhaps sent"

    kind = models.CharField(max_length=60)
    period = models.CharField(max_length=120)
    person_id = models.BigIntegerField(db_index=True)
    person_name = models.CharField(max_length=200)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "not_before"], name="message_to_send")]
        constraints = [
            models.UniqueConstraint(fields=["person_id", "kind", "period"], name="one_message_a_period"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(lease_until__isnull=False), name="message_being_sent_has_lease"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="message_sent_has_time"),
        ]

    def __str__(self):
        return f"{self.kind} {self.period} to {self.person_name}"


class MessageChoice(models.Model):
    """A kind of letter that a person does not want; no row means that it is sent."""

    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["person_id", "kind"]
        constraints = [models.UniqueConstraint(fields=["person_id", "kind"], name="one_message_choice")]

    def __str__(self):
        return f"No {self.kind} to {self.person_id}"
