"""The change package of a wave as data: principles, themes, changes and values; drivers; ideas to try."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from collaborative.models.reading_level import ReadingLevel
from collaborative.models.team import ImprovementTeam, SharedQuerySet
from practices.models import Wave


class OfWaveQuerySet(models.QuerySet):
    """Rows with a `wave`."""

    def visible_to(self, user):
        return self.filter(wave__in=Wave.objects.visible_to(user))


class PackageItemQuerySet(OfWaveQuerySet):
    def in_force(self):
        return self.filter(retired_at__isnull=True)

    def for_ideas(self):
        """Those that an idea or a cycle can be tagged with: values are for stories."""
        return self.in_force().exclude(kind=PackageItem.Kind.VALUE).in_package_order()

    def offered(self, wave, chosen=None):
        """What a form of this wave offers: those in force, and retired ones that its row (`chosen`, items) has already."""
        has_already = Q(pk__in=chosen.values("pk")) if chosen is not None else Q(pk__in=[])
        return self.filter(Q(pk__in=self.filter(wave=wave).for_ideas().values("pk")) | has_already).in_package_order()

    def in_package_order(self):
        """Principles, themes, changes, values; the alphabet of kinds would begin with operational changes."""
        kinds = [When(kind=kind, then=place) for place, kind in enumerate(PackageItem.Kind.values)]
        return self.order_by("wave", Case(*kinds), "position", "code")


class PackageItem(models.Model):
    """One line of a wave's change package. Never deleted, only retired: what points at it keeps it."""

    class Kind(models.TextChoices):
        PRINCIPLE = "principle", "Change principle"
        THEME = "theme", "Theme"
        PRACTICE_CHANGE = "practice_change", "Practice change"
        OPERATIONAL_CHANGE = "operational_change", "Operational change"
        VALUE = "value", "Value"

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="package_items")
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=8)
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = PackageItemQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "kind", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["wave", "code"], name="one_package_code")]

    def __str__(self):
        return f"{self.code} {self.text}"


class DriverQuerySet(OfWaveQuerySet):
    def for_ideas(self):
        """Primary drivers, each followed by what hangs beneath it."""
        primary = Case(When(kind=Driver.Kind.PRIMARY, then=F("position")), default=F("parent__position"))
        return self.exclude(kind=Driver.Kind.AIM).select_related("parent").order_by("wave", primary, "kind", "position")


class Driver(models.Model):
    """A node of a wave's driver diagram: the aim at the root, primary and secondary drivers beneath."""

    class Kind(models.TextChoices):
        AIM = "aim", "Aim"
        PRIMARY = "primary", "Primary driver"
        SECONDARY = "secondary", "Secondary driver"

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="drivers")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    # An item may stand under several drivers, and a driver may hold several.
    items = models.ManyToManyField(PackageItem, blank=True, related_name="drivers")
    # Codes of the measures that this driver should move.
    measures = models.JSONField(default=list, blank=True)

    objects = DriverQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="aim", parent__isnull=True) | (~Q(kind="aim") & Q(parent__isnull=False)),
                name="only_the_aim_is_a_root",
            ),
            models.UniqueConstraint(fields=["wave"], condition=Q(kind="aim"), name="one_aim_a_wave"),
        ]

    def __str__(self):
        return self.text

    @property
    def with_parent(self):
        """A secondary driver with the primary one that it hangs on."""
        return f"{self.parent.text}: {self.text}" if self.kind == self.Kind.SECONDARY else self.text

    @property
    def is_used(self):
        """Whether drivers hang beneath it or ideas or cycles point at it: then it may not be removed."""
        return any(rows.exists() for rows in (self.children, self.ideas, self.cycles))


class ChangeIdea(models.Model):
    """Something concrete that a team may try. Copying one into another team keeps where it came from (I5)."""

    team = models.ForeignKey(ImprovementTeam, on_delete=models.PROTECT, related_name="ideas")
    title = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    items = models.ManyToManyField(PackageItem, blank=True, related_name="ideas")
    drivers = models.ManyToManyField(Driver, blank=True, related_name="ideas")
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    shared_with = models.PositiveSmallIntegerField(choices=ReadingLevel, default=ReadingLevel.FACILITATOR)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title
