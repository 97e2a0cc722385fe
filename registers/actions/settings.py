"""How a practice keeps its register: the key-check value, the severity tool, the module of work with other teams."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from operations import audit
from registers.models import PracticeRegister, SeverityToolChoice


def register_of(practice) -> PracticeRegister:
    """The practice's settings, locked for this transaction; made when there are none."""
    PracticeRegister.objects.get_or_create(practice=practice)
    return PracticeRegister.objects.select_for_update().get(practice=practice)


@transaction.atomic
def set_key_check(*, practice, value: str, reason: str = "", by) -> PracticeRegister:
    """Say which secret the practice's keys are made with. A change needs a reason (B96): everybody gets a new key by it.

    The value itself does not go on the trail. Raises ValidationError for a change without a reason.
    """
    register = register_of(practice)
    if register.key_check_value == value:
        return register
    is_change = bool(register.key_check_value)
    if is_change and not reason.strip():
        raise ValidationError({"reason": "Say why the key was changed"})
    register.key_check_value, register.key_check_set_at, register.key_check_set_by = value, timezone.now(), by
    register.full_clean(exclude=["practice"])
    register.save()
    event = "register.key_check_changed" if is_change else "register.key_check_set"
    audit.record(event, by=by, about=register, organisation=practice, reason=reason.strip())
    return register


@transaction.atomic
def switch_interface_records(*, practice, is_on: bool, by) -> PracticeRegister:
    """Switching off hides what was recorded and removes nothing."""
    register = register_of(practice)
    if register.keeps_interface_records == is_on:
        return register
    register.keeps_interface_records = is_on
    register.save(update_fields=["keeps_interface_records"])
    audit.record("register.interface_switched", by=by, about=register, organisation=practice, is_on=is_on)
    return register


@transaction.atomic
def choose_severity_tool(*, practice, tool: int, since, by) -> SeverityToolChoice:
    """From this day on the practice measures with this tool. Earlier scores keep theirs; totals are never converted.

    Raises ValidationError where another tool was chosen for the very same day.
    """
    register_of(practice)
    if SeverityToolChoice.objects.filter(practice=practice, since=since).exists():
        raise ValidationError({"since": "A tool was chosen for this day already. Choose another day"})
    choice = SeverityToolChoice.objects.create(practice=practice, tool=tool, since=since, chosen_by=by)
    details = {"tool": choice.get_tool_display(), "since": since.isoformat()}
    audit.record("register.severity_tool_chosen", by=by, about=choice, organisation=practice, **details)
    return choice
