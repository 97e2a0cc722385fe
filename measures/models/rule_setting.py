"""How a programme uses each check of its returns from a day on, and what a check that runs silently would have said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Organisation, Programme, Upload, Wave


class RuleSettingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(programme__in=Programme.objects.visible_to(user))


class RuleSetting(models.Model):
    """From `effective_from` on a rule is used, runs silently, or is off, with these numbers. Never edited, only followed."""

    class State(models.TextChoices):
        ON = "on", "In use"
        SILENT = "silent", "Runs silently"
        OFF = "off", "Not used"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rule_settings")
    code = models.CharField(max_length=8)
    effective_from = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    # Numbers that differ from those of the rule's own file, by name.
    parameters = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    objects = RuleSettingQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "code", "effective_from", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="rule_setting_has_reason")]

    def __str__(self):
        return f"{self.code} {self.state} in {self.programme} from {self.effective_from:%-d %b %Y}"


class SilentFindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(practice__in=Organisation.objects.visible_to(user))


class SilentFinding(models.Model):
    """What a silent rule would have said of one line of a file: counted in its report, shown to no sender."""

    code = models.CharField(max_length=8)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="+")
    practice = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    column = models.CharField(max_length=40)
    message = models.CharField(max_length=500)
    found_at = models.DateTimeField(default=timezone.now)

    objects = SilentFindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "code", "practice", "month", "column"], name="one_silent_finding_a_cell"
            )
        ]

    def __str__(self):
        return f"{self.code} of {self.practice} {self.month:%b %Y}"
