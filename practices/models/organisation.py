"""Organisations of every tier, in one model, with dated parents: trusts merge in the middle of a wave."""

from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission, has_permission
from practices.search_text import folded


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user, permission=None):
        """The organisations in this person's scope; with a permission, those where they hold it.

        The directory of organisations is published: whoever may view it sees all of it.
        """
        if permission == Permission.VIEW_ORGANISATIONS:
            return self if has_permission(user, permission) else self.none()
        covered = Q(pk__in=[])
        for grant in user.acting_grants if user.is_authenticated else []:
            if permission is None or grant.allows(permission):
                covered |= grant.covered_organisations()
        return self.filter(covered)

    def practices(self):
        return self.filter(kind=Organisation.Kind.PRACTICE)

    def commissioners(self):
        return self.filter(kind=Organisation.Kind.COMMISSIONER)

    def found_by(self, text):
        """The organisations whose code is the text, spaces aside, or whose name holds each of its words."""
        words = folded(text).split()
        if not words:
            return self
        named = Q(ods_code__iexact="".join(words))
        return self.filter(named | Q(*[("search_text__contains", word) for word in words]))

    def open_on(self, day):
        return self.filter(Q(opened__isnull=True) | Q(opened__lte=day), Q(closed__isnull=True) | Q(closed__gte=day))

    def under(self, parent, on):
        """The organisations whose parent was `parent` on a day."""
        return self.filter(pk__in=Parent.objects.filter(parent=parent).on(on).values("child"))


class SearchTextField(models.CharField):
    """The organisation's name and code as they are searched for, written anew whenever the row is."""

    def pre_save(self, organisation, add):
        organisation.search_text = folded(f"{organisation.ods_code} {organisation.name}")
        return organisation.search_text


class Organisation(models.Model):
    """A programme's organisation of any tier. What it is called today is data; what it is does not change."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", "Programme"
        REGION = "region", "Region (SHA)"
        COMMISSIONER = "commissioner", "Commissioner (PCT)"
        NETWORK = "network", "Network"
        PRACTICE = "practice", "Practice"

    class Status(models.TextChoices):
        ACTIVE = "A", "Active"
        CLOSED = "C", "Closed"
        DORMANT = "D", "Dormant"
        PROPOSED = "P", "Proposed"

    ods_code = models.CharField("ODS code", max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField("last open day", null=True, blank=True)
    address = models.CharField(max_length=400, blank=True)
    status = models.CharField("published status", max_length=1, choices=Status, blank=True)
    prescribing_setting = models.CharField(max_length=2, blank=True, help_text="As published: 4 is a GP practice")
    is_invented = models.BooleanField(default=False)
    search_text = SearchTextField(max_length=260, editable=False, default="")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "ods_code"]
        indexes = [models.Index(fields=["kind", "name"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(opened__isnull=True) | Q(closed__gte=F("opened")),
                name="organisation_closes_after_opening",
            ),
        ]

    def __str__(self):
        return self.name

    def parent_on(self, day):
        """The parent on a day, or None when there was none."""
        link = self.parent_links.on(day).select_related("parent").first()
        return link.parent if link else None

    def is_open_on(self, day):
        return (self.opened is None or self.opened <= day) and (self.closed is None or self.closed >= day)


class DatedLinkQuerySet(models.QuerySet):
    def on(self, day):
        """The links in force on a day; `end` is the last day of a link."""
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class Parent(models.Model):
    """Under whom an organisation stood, from one day to another."""

    child = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="parent_links")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="child_links")
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    objects = DatedLinkQuerySet.as_manager()

    class Meta:
        ordering = ["child", "start"]
        constraints = [
            models.UniqueConstraint(fields=["child", "start"], name="one_link_a_start"),
            models.UniqueConstraint(fields=["child"], condition=Q(start__isnull=True), name="one_first_link"),
            models.UniqueConstraint(fields=["child"], condition=Q(end__isnull=True), name="one_current_parent"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="parent_link_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.child} under {self.parent}"


class Succession(models.Model):
    """One organisation followed by another."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Merged into"
        SPLIT = "split", "Split into"
        RENAME = "rename", "Renamed"

    old = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="one_succession_a_pair")]

    def __str__(self):
        return f"{self.old} {self.get_kind_display().lower()} {self.new} on {self.on}"


class ListSize(models.Model):
    """How many people were registered at a practice on a day."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="list_sizes")
    on = models.DateField()
    registered = models.PositiveIntegerField()
    registered_16_64 = models.PositiveIntegerField(null=True, blank=True)
    source = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["practice", "on"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "on"], name="one_list_size_a_day"),
            models.CheckConstraint(
                condition=Q(registered_16_64__isnull=True) | Q(registered_16_64__lte=F("registered")),
                name="list_16_64_within_list",
            ),
        ]

    def __str__(self):
        return f"{self.practice} on {self.on}: {self.registered}"
