"""Parts of a programme that are off until it switches them on: case for change, cascade, checklists, stakeholders, value."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from collaborative.models.change_package import OfWaveQuerySet
from practices.models import Programme, Wave


class OfProgrammeQuerySet(models.QuerySet):
    """Rows with a `programme`."""

    def visible_to(self, user):
        return self.filter(programme__in=Programme.objects.visible_to(user))


class ProgrammePart(models.Model):
    """A row for each part that is on."""

    class Part(models.TextChoices):
        CASE = "case", "Case for change"
        CASCADE = "cascade", "From policy to behaviour"
        CHECKLISTS = "checklists", "Checklists to survive and spread"
        STAKEHOLDERS = "stakeholders", "Stakeholder map"
        VALUE = "value", "Value"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=12, choices=Part)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "part"]
        constraints = [models.UniqueConstraint(fields=["programme", "part"], name="one_row_a_part")]

    def __str__(self):
        return f"{self.get_part_display()} of {self.programme}"


class CaseForChange(models.Model):
    """Why the programme should be: argued in five texts and driven by something that can be named."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="case_for_change")
    problem = models.TextField()
    need = models.TextField()
    levers = models.TextField()
    finance = models.TextField()
    pilots = models.TextField()
    # Codes of collaborative.programme_lists.drivers.
    drivers = models.JSONField(default=list)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(drivers=[]), name="a_case_has_a_driver")]

    def __str__(self):
        return f"Case for change of {self.programme}"


class FundingLine(models.Model):
    """Money, and where it comes from."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="funding_lines")
    purpose = models.CharField("what it pays for", max_length=200)
    source = models.CharField(max_length=200)
    amount = models.DecimalField("amount in pounds", max_digits=12, decimal_places=2)
    year = models.PositiveSmallIntegerField("financial year that begins in")

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["year", "purpose", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="funding_is_not_negative")]

    def __str__(self):
        return self.purpose


class CriterionAnswer(models.Model):
    """How far a programme meets one criterion of a list, or has come with one stage of the cascade."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="criterion_answers")
    checklist = models.CharField(max_length=12)
    criterion = models.CharField(max_length=20)
    answer = models.CharField(max_length=12)
    evidence = models.CharField(max_length=300, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "checklist", "criterion"], name="one_answer_a_criterion")
        ]

    def __str__(self):
        return f"{self.checklist} {self.criterion}: {self.answer}"


class DecisionBody(models.Model):
    """Who decides about primary care mental health, and about what."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="decision_bodies")
    name = models.CharField(max_length=150)
    decision_rights = models.TextField("what it decides")
    leads = models.CharField("who leads it", max_length=150, blank=True)
    contact_role = models.CharField("whom to ask, by role", max_length=150, blank=True)

    objects = OfProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "decision bodies"
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_body_a_name"),
            models.CheckConstraint(condition=~Q(decision_rights=""), name="a_body_decides_something"),
        ]

    def __str__(self):
        return self.name


class UnitCost(models.Model):
    """What one event of a measure costs, as entered locally."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="unit_costs")
    measure = models.CharField(max_length=40)
    cost = models.DecimalField(max_digits=10, decimal_places=2)
    low = models.DecimalField(max_digits=10, decimal_places=2)
    high = models.DecimalField(max_digits=10, decimal_places=2)
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField("price year")

    objects = OfWaveQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "measure"], name="one_unit_cost_a_measure"),
            models.CheckConstraint(
                condition=Q(low__gte=0) & Q(low__lte=F("cost")) & Q(high__gte=F("cost")), name="unit_cost_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.measure}: {self.cost}"


class ProgrammeCost(models.Model):
    """What a wave costs over a number of months."""

    wave = models.OneToOneField(Wave, on_delete=models.PROTECT, related_name="programme_cost")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    months = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    objects = OfWaveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0) & Q(months__gte=1), name="programme_cost_over_months")
        ]

    def __str__(self):
        return f"{self.wave}: {self.amount}"
