"""A practice's register: how it is kept. One row for each practice that keeps one."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practices.models import Organisation
from registers.codes import Tool
from registers.models.code_list import CodeList
from registers.models.scope import PatientRowQuerySet

TOOL_NAMES = {
    Tool.PHQ9: "PHQ-9",
    Tool.GAD7: "GAD-7",
    Tool.HADS_A: "HADS, anxiety",
    Tool.HADS_D: "HADS, depression",
    Tool.CORE10: "CORE-10",
    Tool.BDI2: "BDI-II",
}
KEY_CHECK = RegexValidator(r"^[0-9a-f]{8}\Z", "The key-check value is 8 characters, 0-9 and a-f")


class PracticeRegister(models.Model):
    """Settings of one practice's register."""

    practice = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="register")
    # HMAC-SHA256(secret, "kcv"), its first eight characters: says that two files were made with one secret, not which.
    key_check_value = models.CharField(max_length=8, blank=True, validators=[KEY_CHECK])
    key_check_set_at = models.DateTimeField(null=True, blank=True)
    key_check_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    keeps_interface_records = models.BooleanField("keeps records of work with other teams", default=False)
    next_local_number = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key_check_value="", key_check_set_at__isnull=True)
                | (~Q(key_check_value="") & Q(key_check_set_at__isnull=False)),
                name="key_check_has_time",
            ),
        ]

    def __str__(self):
        return f"Register of {self.practice}"

    def tool_on(self, day) -> Tool | None:
        """The severity tool that the practice used on a day."""
        choice = SeverityToolChoice.objects.filter(practice=self.practice_id, since__lte=day).order_by("-since").first()
        return Tool(choice.tool) if choice else None

    def code_list_on(self, day) -> CodeList | None:
        """The code list by which the practice searched on a day."""
        choice = (
            CodeListChoice.objects.filter(practice=self.practice_id, since__lte=day)
            .select_related("code_list")
            .order_by("-since")
            .first()
        )
        return choice.code_list if choice else None


class SeverityToolChoice(models.Model):
    """From this day the practice measures severity with this tool."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="severity_tools")
    tool = models.PositiveSmallIntegerField(choices=[(int(tool), name) for tool, name in TOOL_NAMES.items()])
    since = models.DateField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "since"]
        constraints = [models.UniqueConstraint(fields=["practice", "since"], name="one_severity_tool_a_day")]

    def __str__(self):
        return f"{self.get_tool_display()} since {self.since:%-d %B %Y}"


class CodeListChoice(models.Model):
    """From this month the practice finds people by this version of the code list: a break in its series."""

    practice = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="code_lists")
    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="choices")
    since = models.DateField("first month")
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PatientRowQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "since"]
        constraints = [models.UniqueConstraint(fields=["practice", "since"], name="one_code_list_a_month")]

    def __str__(self):
        return f"{self.code_list} since {self.since:%B %Y}"
