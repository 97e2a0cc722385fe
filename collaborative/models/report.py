"""Reports of learning workshops, storyboards and bright-spot pairings: what is shown to others, frozen or with consent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission
from collaborative.models.event import Event
from practices.models import Organisation, Wave


class WorkshopReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for whoever runs the whole wave's events; for everybody else of the wave those that were released."""
        condition = Q(event__wave__in=Wave.objects.visible_to(user), released_at__isnull=False)
        for grant in user.acting_grants if user.is_authenticated else []:
            is_of_wave = grant.organisation_id is None
            if is_of_wave and grant.allows(Permission.PREPARE_RELEASE) and grant.allows(Permission.CHANGE_EVENTS):
                condition |= Q(event__wave__in=Wave.objects.filter(grant.covered_waves()))
        return self.filter(condition)

    def without_contents(self):
        """For lists: the contents are large."""
        return self.defer("exact_contents", "shared_contents")


class WorkshopReport(models.Model):
    """Made by the worker, commented by the facilitator, then frozen: the contents never change again (M7)."""

    class State(models.TextChoices):
        MAKING = "making", "Being made"
        DRAFT = "draft", "Draft"
        FROZEN = "frozen", "Frozen"

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", "Learning-workshop report"
        WAVE_BOOK = "wave_book", "Wave book"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.WORKSHOP)
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.MAKING)
    # How often it was asked for: each time is a job of its own, and what an earlier one brings is not taken.
    makings = models.PositiveSmallIntegerField(default=1)
    # Page key -> the facilitator's words.
    commentary = models.JSONField(default=dict, blank=True)
    # The contents as collaborative.reports.contents writes them, compressed: for the facilitator, and for everybody else.
    exact_contents = models.BinaryField(null=True)
    shared_contents = models.BinaryField(null=True)
    exact_sha256 = models.CharField(max_length=64, blank=True)
    shared_sha256 = models.CharField(max_length=64, blank=True)
    # Codes of the practices whose agreements opened their figures in the exact contents: who reads them needs them all still.
    exact_of = models.JSONField(default=list, blank=True)
    # What teams and practices had shared with the wave, as consents_of() names it: none may be taken back before the release.
    consented = models.JSONField(default=list, blank=True)
    computation = models.BigIntegerField(null=True)
    data_as_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    frozen_at = models.DateTimeField(null=True, blank=True)
    # A second person lets it out.
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopReportQuerySet.as_manager()

    class Meta:
        ordering = ["event", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "number"], name="one_report_a_number"),
            models.CheckConstraint(
                condition=~Q(state="frozen") | Q(frozen_at__isnull=False, frozen_by__isnull=False),
                name="frozen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(state="frozen", released_by__isnull=False),
                name="only_frozen_reports_are_released",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.event}, {self.number}"

    @property
    def is_frozen(self):
        return self.state == self.State.FROZEN

    @property
    def is_released(self):
        return self.released_at is not None


class StoryboardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The own practice's; others' only with the practice's consent. Whoever looks after the wave is no exception."""
        if not reads_improvement(user):
            return self.none()
        held = [
            grant.organisation_id
            for grant in user.acting_grants
            if grant.organisation_id and grant.allows(Permission.CHANGE_IMPROVEMENT_WORK)
        ]
        own = Q(practice__in=Organisation.objects.filter(pk__in=held, kind=Organisation.Kind.PRACTICE).values("pk"))
        consented = Q(consented_at__isnull=False, withdrawn_at__isnull=True, wave__in=Wave.objects.visible_to(user))
        return self.filter(own | consented)


class Storyboard(models.Model):
    """A practice's one page for a workshop; its figures are read when it is shown, its words are the practice's (W6)."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="storyboards")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="storyboards")
    # Part of the page -> words: aim, team, changes, learning, next_steps.
    words = models.JSONField(default=dict, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = StoryboardQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "practice__name"]
        constraints = [models.UniqueConstraint(fields=["wave", "practice"], name="one_storyboard_a_practice")]

    def __str__(self):
        return f"Storyboard of {self.practice}"

    @property
    def is_shared(self):
        return self.consented_at is not None and self.withdrawn_at is None


class PairingQuerySet(models.QuerySet):
    def agreed(self):
        """Both have consented, and neither has taken it back."""
        return self.filter(
            learner_consented_at__isnull=False, example_consented_at__isnull=False, declined_at__isnull=True
        )

    def visible_to(self, user):
        """All for whoever looks after the wave; the own for a practice; for everybody else those that both agreed to."""
        waves = Wave.objects.visible_to(user)
        practices = Organisation.objects.visible_to(user, Permission.CHANGE_IMPROVEMENT_WORK).values("pk")
        agreed = Q(wave__in=waves, pk__in=Pairing.objects.agreed().values("pk"))
        condition = agreed | Q(learner__in=practices) | Q(example__in=practices)
        return self.filter(condition).distinct() if reads_improvement(user) else self.none()


def reads_improvement(user) -> bool:
    grants = user.acting_grants if user.is_authenticated else []
    return any(grant.allows(Permission.VIEW_IMPROVEMENT_WORK) for grant in grants)


class Pairing(models.Model):
    """Two practices that started alike, one of which improved. Each sees the other only when both have consented."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="pairings")
    measure = models.CharField(max_length=40)
    learner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pairings_as_learner")
    example = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="pairings_as_example")
    reason = models.TextField()
    proposed_at = models.DateTimeField(default=timezone.now)
    learner_consented_at = models.DateTimeField(null=True, blank=True)
    example_consented_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "measure", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "measure", "learner", "example"], name="one_pairing_a_measure")
        ]

    def __str__(self):
        return f"{self.learner} and {self.example}, {self.measure}"
