"""A release of a programme's workforce figures: protected, frozen, let out by a second person, and withdrawn with a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from practices.models import Programme
from workforce.models.scope import programmes_of


class WorkforceReleaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Of the programmes that a person's grants reach those that were let out; all of them for whoever leads or approves.

        Whether the person may read them is asked of the programme (workforce.views.scope.programme_to_see).
        """
        let_out = Q(state__in=WorkforceRelease.LET_OUT, programme__in=programmes_of(user))
        return self.filter(let_out | Q(programme__in=decided_by(user)))

    def let_out(self):
        """All that anybody was ever shown: what was withdrawn has been read too."""
        return self.filter(state__in=WorkforceRelease.LET_OUT)


def decided_by(user) -> list[int]:
    """Programmes whose releases this person prepares or approves: as a whole, not for one PCT."""
    asked = (Permission.PREPARE_WORKFORCE_RELEASE, Permission.APPROVE_RELEASE)
    grants = user.acting_grants if user.is_authenticated else []
    return [grant.programme_id for grant in grants if grant.programme_id and any(map(grant.allows, asked))]


class WorkforceRelease(models.Model):
    """Contents never change once they are here; `withdrawn` takes them away and leaves the row."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for approval"
        APPROVED = "approved", "Released"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    LET_OUT = (State.APPROVED, State.WITHDRAWN)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="workforce_releases")
    number = models.PositiveIntegerField()
    # The last month that its figures speak of.
    through = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # As workforce.releases.contents writes them; {} once withdrawn. The digest stays, for whoever kept a copy.
    contents = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    # Cell -> how many people had come and gone behind it, exactly: what later releases are compared with. Shown to nobody.
    counted = models.JSONField(default=dict)
    # Numbers of the earlier releases that it was compared with.
    compared_with = models.JSONField(default=list)
    data_as_at = models.DateTimeField()
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = WorkforceReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_workforce_release_a_number"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state="waiting"), name="one_workforce_release_waiting"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="workforce_release_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="workforce_release_withdrawn_with_reason",
            ),
        ]

    def __str__(self):
        return f"Release {self.number} of {self.programme}, through {self.through:%b %Y}"

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def is_approved(self):
        return self.state == self.State.APPROVED

    @property
    def is_withdrawn(self):
        return self.state == self.State.WITHDRAWN
