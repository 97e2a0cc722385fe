"""How the columns of a clinical system's export are called, remembered so that nobody renames them every month."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation
from registers.models.code_list import CodeListEntry
from registers.profiles import Profile


class ImportProfileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that come with the application, and the practice's own."""
        practices = Organisation.objects.visible_to(user, Permission.VIEW_PATIENT_ROWS)
        return self.filter(Q(practice__isnull=True) | Q(practice__in=practices))

    def of_practice_or_shipped(self, practice):
        """Nobody works at one practice with the profiles of another."""
        return self.filter(Q(practice__isnull=True) | Q(practice=practice))

    def for_practice(self, practice, kind):
        return self.of_practice_or_shipped(practice).filter(kind=kind)


class ImportProfile(models.Model):
    """A mapping from our columns to theirs for one kind of file. Without a practice it is a shipped one."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    slug = models.CharField(max_length=60, blank=True, help_text="Of a shipped profile: its name in the fixtures")
    name = models.CharField(max_length=100)
    system = models.CharField("clinical system", max_length=40)
    kind = models.CharField("kind of file", max_length=40)
    # our column -> the heading in the file
    columns = models.JSONField(default=dict)
    # our column -> {their value: ours}
    values = models.JSONField(default=dict, blank=True)
    # our column -> one of our words, for every row of a column that the export has not
    fixed = models.JSONField(default=dict, blank=True)
    # How dates are written: "iso" (2007-01-31) or "uk" (31/01/2007, 31-Jan-2007)
    dates = models.CharField(max_length=4, choices=[("iso", "2007-01-31"), ("uk", "31/01/2007")], default="iso")
    code_system = models.CharField(
        "system of its codes",
        max_length=8,
        blank=True,
        choices=CodeListEntry.System,
        help_text="Where they do not say it",
    )
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ImportProfileQuerySet.as_manager()

    class Meta:
        ordering = ["system", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "kind", "name"], name="one_profile_a_name"),
            models.UniqueConstraint(
                fields=["slug", "kind"], condition=Q(practice__isnull=True), name="one_shipped_profile"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_shipped(self):
        return self.practice_id is None

    def as_profile(self) -> Profile:
        """What reading a file needs of it."""
        return Profile(
            columns=self.columns,
            values=self.values,
            fixed=self.fixed,
            dates=self.dates,
            code_system=self.code_system,
        )


class ProfileConfirmation(models.Model):
    """A practice has tried a shipped profile on its own export and found it right."""

    profile = models.ForeignKey(ImportProfile, on_delete=models.CASCADE, related_name="confirmations")
    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "practice"], name="one_confirmation_a_practice")]

    def __str__(self):
        return f"{self.profile} at {self.practice}"
