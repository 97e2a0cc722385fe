"""What pages of figures read: the sums of a roster, computed by the job, and whether the roster has changed since."""

from django.db import models
from django.db.models import F

from practices import clock
from practices.models import Programme
from workforce.models.scope import OfLeadQuerySet


class RosterStamp(models.Model):
    """How often a roster was changed: figures that were computed at another number are not today's."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="roster_stamp")
    number = models.PositiveIntegerField(default=0)

    objects = OfLeadQuerySet.as_manager()

    def __str__(self):
        return f"{self.programme}, {self.number}"


class KeptFiguresQuerySet(OfLeadQuerySet):
    def current(self):
        """Of today and of the roster as it is."""
        return self.filter(day=clock.today(), programme__roster_stamp__number=F("number"))


class KeptFigures(models.Model):
    """Sums behind one page, unprotected: what of them somebody may see is decided when they are read, for each reader."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="kept_figures")
    kind = models.CharField(max_length=40)
    # As of when: a day of the business clock, and the number of the roster's stamp.
    day = models.DateField()
    number = models.PositiveIntegerField()
    content = models.TextField()

    objects = KeptFiguresQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind"]
        constraints = [models.UniqueConstraint(fields=["programme", "kind"], name="one_kept_a_kind")]

    def __str__(self):
        return f"{self.kind} of {self.programme}, {self.day}"
