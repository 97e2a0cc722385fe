"""A file somebody sent: its state, what was found in it, and whose it is."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from practices.models.organisation import Organisation
from practices.uploads.kinds import kinds_by_permission, kinds_with_a_condition

# No 0, O, 1, I or L: a reference is read out over the telephone.
REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference():
    return "U-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))


class UploadState(models.TextChoices):
    RECEIVED = "received", "Received"
    CHECKING = "checking", "Checking"
    NEEDS_FIXING = "needs_fixing", "Needs fixing"
    NEEDS_CONFIRMING = "needs_confirming", "Needs confirming"
    READY = "ready", "Ready"
    APPLYING = "applying", "Being stored"
    SUBMITTED = "submitted", "Submitted"
    FAILED = "failed", "Could not be checked"
    WITHDRAWN = "withdrawn", "Withdrawn"


# The only moves there are. Checking may begin again: a job runs twice when its worker dies, and what was
# ready is looked at once more when somebody else has submitted in the meantime.
ALLOWED_MOVES = {
    UploadState.RECEIVED: {
        UploadState.CHECKING,
        UploadState.NEEDS_FIXING,
        UploadState.FAILED,
        UploadState.WITHDRAWN,
    },
    UploadState.CHECKING: {
        UploadState.CHECKING,
        UploadState.NEEDS_FIXING,
        UploadState.NEEDS_CONFIRMING,
        UploadState.READY,
        UploadState.FAILED,
        UploadState.WITHDRAWN,
    },
    UploadState.NEEDS_CONFIRMING: {
        UploadState.CHECKING,
        UploadState.READY,
        UploadState.WITHDRAWN,
    },
    UploadState.READY: {
        UploadState.CHECKING,
        UploadState.NEEDS_CONFIRMING,
        UploadState.APPLYING,
        UploadState.SUBMITTED,
        UploadState.WITHDRAWN,
    },
    # A large file is stored by a worker, which may begin again; what somebody has overtaken is compared once more.
    UploadState.APPLYING: {
        UploadState.APPLYING,
        UploadState.CHECKING,
        UploadState.SUBMITTED,
        UploadState.FAILED,
    },
    UploadState.FAILED: {UploadState.CHECKING, UploadState.WITHDRAWN},
    UploadState.NEEDS_FIXING: {UploadState.WITHDRAWN},
    UploadState.SUBMITTED: set(),
    UploadState.WITHDRAWN: set(),
}


class IllegalMove(Exception):
    """The upload cannot go from its state to the one asked for."""


class MoveLost(IllegalMove):
    """Somebody else moved the upload since it was read; read it again and decide anew."""


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Uploads the person may open: files of practices in scope, and own files not yet known to hold any practice.

        A file with several practices is open only to somebody who may see all of them; who has left a practice
        no longer sees what was sent for it, not even by themselves.
        """
        named = Upload.practices.through.objects.filter(upload_id=OuterRef("pk"))
        open_to = Q(pk__in=[])
        for permission, kinds in kinds_by_permission().items():
            in_scope = Organisation.objects.visible_to(user, permission).values("pk")
            open_to |= Q(kind__in=kinds) & ~Exists(named.exclude(organisation_id__in=in_scope))
        for kind in kinds_with_a_condition():
            open_to |= Q(kind=kind.name) & kind.within(user)
        return self.filter(open_to, Q(uploaded_by=user) | Exists(named))

    def sent_before(self, upload):
        """Earlier uploads of the very same bytes, of the same kind, that were submitted; the newest first."""
        return (
            self.filter(kind=upload.kind, sha256=upload.sha256, state=UploadState.SUBMITTED)
            .exclude(pk=upload.pk)
            .exclude(sha256="")
            .order_by("-uploaded_at", "-state_since")
        )


class Upload(models.Model):
    """One file as sent. Of a refused file only the rejection is kept; see `forget`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField(max_length=40)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField(default=timezone.now)
    acting_scope = models.CharField(max_length=200, blank=True)
    may_send_for = models.JSONField(default=list, blank=True, help_text="Practice codes in the chosen scope when sent")
    context = models.JSONField(default=dict, blank=True, help_text="What was chosen on the page, such as the wave")
    practices = models.ManyToManyField(
        "practices.Organisation", related_name="uploads", blank=True, help_text="Practices whose rows the file holds"
    )

    original_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    stored_path = models.CharField(max_length=200, blank=True, help_text="Relative to the uploads folder")
    repeated_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeats")
    mends = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="mended_by")
    kept_until = models.DateTimeField(null=True, help_text="A refused file is kept so long, for its sender to mend it")

    state = models.CharField(max_length=20, choices=UploadState.choices, default=UploadState.RECEIVED, db_index=True)
    state_since = models.DateTimeField(default=timezone.now)
    progress = models.PositiveSmallIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True)

    problems = models.JSONField(default=list, blank=True, help_text="As problems.Problem.as_dict()")
    notes = models.JSONField(default=list, blank=True, help_text="What was normalised while reading")
    rows = models.JSONField(default=list, blank=True, help_text="Checked, typed rows; empty when refused")
    confirmations = models.JSONField(default=dict, blank=True, help_text="Reason given for each warning, by its key")
    rows_read = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_ignored = models.PositiveIntegerField(default=0)

    objects = UploadQuerySet.as_manager()

    class Meta:
        app_label = "practices"
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["uploaded_by", "-uploaded_at"], name="upload_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=UploadState.values), name="upload_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="upload_progress_percent"),
            models.CheckConstraint(
                condition=~Q(state=UploadState.NEEDS_FIXING) | Q(stored_path="") | Q(kept_until__isnull=False),
                name="upload_refused_is_kept_for_a_time",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_finished(self):
        """No work is going on, so a page need not ask again."""
        return self.state not in {UploadState.RECEIVED, UploadState.CHECKING, UploadState.APPLYING}

    def may_move_to(self, state):
        return state in ALLOWED_MOVES[UploadState(self.state)]

    def move_to(self, state, **changes):
        """Change the state and the given fields in one statement; of two who try at once, one gets MoveLost.

        Many-to-many fields are set apart. Raises IllegalMove for a move that the table does not know.
        """
        if not self.may_move_to(state):
            raise IllegalMove(f"{self.reference} cannot go from {self.state} to {state}")
        changes = {**changes, "state": state, "state_since": timezone.now()}
        if not Upload.objects.filter(pk=self.pk, state=self.state).update(**changes):
            raise MoveLost(f"{self.reference} was changed by somebody else")
        for field, value in changes.items():
            setattr(self, field, value)
