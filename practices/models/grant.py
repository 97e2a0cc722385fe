"""Who may act in which role, where and from when. Permissions of a role are in accounts/permissions.py."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.permissions import MAY_GRANT, NOT_TOLD_OF, ROLE_PERMISSIONS, Permission, Role
from practices import clock, months
from practices.models.organisation import Organisation, Parent
from practices.models.wave import Programme, Wave, WaveMembership

# These see shared figures of a wave and its commissioners; a practice is outside their scope altogether.
WITHOUT_PRACTICES = {Role.LAY_MEMBER, Role.TEAM_MEMBER, Role.RESEARCHER}


class GrantQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Grants that hold on a day, in real London time: the demonstration's clock does not move anybody's rights."""
        day = on or timezone.localdate(timezone=months.LONDON)
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            starts_on__lte=day,
            ended_at__isnull=True,
            person__is_active=True,
        ).select_related("organisation", "wave", "programme", "person")

    def visible_to(self, user):
        """Own grants, and those within the places where this person may view grants; who gives some roles sees those alone."""
        reached = Q(person_id=user.pk)
        for grant in user.acting_grants if user.is_authenticated else []:
            if grant.allows(Permission.VIEW_GRANTS):
                reached |= grant.covered_grants() & told_of(Role(grant.role))
        return self.filter(reached).distinct()


def told_of(role: Role) -> Q:
    """A condition on grants: the roles of which somebody in a role is told."""
    given = MAY_GRANT.get(role)
    return Q(role__in=given) if given else ~Q(role__in=NOT_TOLD_OF.get(role, ()))


class Grant(models.Model):
    """A person holds a role at exactly one place: an organisation, a wave or a programme."""

    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    starts_on = models.DateField()
    ends_on = models.DateField("last day", null=True, blank=True)
    granted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField("ended at once", null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "role"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(organisation__isnull=False, wave__isnull=True, programme__isnull=True)
                    | Q(organisation__isnull=True, wave__isnull=False, programme__isnull=True)
                    | Q(organisation__isnull=True, wave__isnull=True, programme__isnull=False)
                ),
                name="grant_has_one_place",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="grant_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{Role(self.role).label}, {self.place}"

    @property
    def place(self):
        return self.organisation or self.wave or self.programme

    def allows(self, permission):
        return permission in ROLE_PERMISSIONS[Role(self.role)]

    def covers(self, thing):
        """Whether an organisation, wave or programme lies within this grant."""
        match thing:
            case Organisation() if thing.pk == self.organisation_id:
                return True
            case Wave() if not self.organisation_id:
                return thing.pk == self.wave_id or thing.programme_id == self.programme_id
            case Organisation():
                return Organisation.objects.filter(self.covered_organisations(), pk=thing.pk).exists()
            case Wave():
                return Wave.objects.filter(self.covered_waves(), pk=thing.pk).exists()
            case Programme():
                return self.programme_id == thing.pk
        raise TypeError(f"A grant cannot cover {thing!r}")

    def encloses(self, place):
        """Whether a grant at `place` would lie within this one: a practice takes part in a wave, but may not grant it."""
        if isinstance(place, Wave) and self.organisation_id:
            return False
        return self.covers(place)

    def covered_organisations(self):
        """A condition on organisations: its own, those under it now, or those that take part in its wave or programme."""
        if self.organisation_id:
            own = Q(pk=self.organisation_id)
            return own if Role(self.role) in WITHOUT_PRACTICES else own | Q(pk__in=self._children())
        practices = WaveMembership.objects.filter(wave__in=self._waves()).values("practice")
        commissioners = Q(pk__in=Parent.objects.filter(child__in=practices).values("parent"))
        return commissioners if Role(self.role) in WITHOUT_PRACTICES else commissioners | Q(pk__in=practices)

    def covered_waves(self):
        """A condition on waves: its own, its programme's, or those in which its organisation takes part."""
        if self.wave_id:
            return Q(pk=self.wave_id)
        if self.programme_id:
            return Q(programme=self.programme_id)
        taking_part = WaveMembership.objects.filter(Q(practice=self.organisation_id) | Q(practice__in=self._children()))
        return Q(pk__in=taking_part.values("wave"))

    def covered_grants(self):
        """A condition on other grants: those held at a place within this one."""
        organisations = Organisation.objects.filter(self.covered_organisations())
        condition = Q(organisation__in=organisations)
        if self.organisation_id:
            return condition
        return condition | Q(wave__in=self._waves()) | Q(programme=self.programme_id, programme__isnull=False)

    def _children(self):
        return Parent.objects.filter(parent=self.organisation_id).on(clock.today()).values("child")

    def _waves(self):
        return Wave.objects.filter(self.covered_waves()).values("pk")
