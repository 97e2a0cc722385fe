"""What the page of a register's settings prints."""

from django.utils import timezone

from registers.dashboards.links import href
from registers.models import CodeListChoice, PracticeRegister, SeverityToolChoice


def facts(practice) -> list[dict]:
    """Rows of the summary list, each with the page that changes it."""
    register = PracticeRegister.objects.filter(practice=practice).select_related("key_check_set_by").first()
    code = practice.ods_code
    rows = [
        ("Key-check value", key_check_words(register), href("key_check_set", code)),
        ("Severity tool", tool_words(practice), href("severity_tool_choose", code)),
        ("Code list", code_list_words(practice), href("code_list_choose", code)),
        ("Work with other teams", module_words(register), href("interface_switch", code)),
    ]
    return [
        {"key": key, "value": value, "action": {"text": "Change", "href": address} if address else None}
        for key, value, address in rows
    ]


def key_check_words(register):
    if register is None or not register.key_check_value:
        return "Not set: no file is taken before. The key tool shows it"
    since = f"{timezone.localtime(register.key_check_set_at):%-d %B %Y}"
    by = f" by {register.key_check_set_by}" if register.key_check_set_by else ""
    return f"{register.key_check_value}, set on {since}{by}"


def tool_words(practice):
    choices = SeverityToolChoice.objects.filter(practice=practice).order_by("-since")
    return "\n".join(str(choice) for choice in choices) or "Not chosen"


def code_list_words(practice):
    choices = CodeListChoice.objects.filter(practice=practice).select_related("code_list").order_by("-since")
    return "\n".join(str(choice) for choice in choices) or "Not chosen"


def module_words(register):
    is_on = register is not None and register.keeps_interface_records
    return "Switched on" if is_on else "Switched off: no records of advice, shared care or agreements are kept here"
