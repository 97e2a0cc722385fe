"""Which practices have set their key-check value: that they have, since when, and no more."""

from django.utils import timezone

from accounts.permissions import Permission
from practices.models import Organisation
from registers.models import PracticeRegister


def table(user) -> dict:
    """One row for each practice at which this person may know it, in two queries. The values are not read."""
    practices = Organisation.objects.visible_to(user, Permission.VIEW_KEY_CHECK).practices().order_by("name")
    set_at = dict(PracticeRegister.objects.filter(practice__in=practices).values_list("practice", "key_check_set_at"))
    return {
        "caption": "Key-check values of practices",
        "head": ["Practice", "Code", "Key-check value", "Since"],
        "first_is_header": True,
        "rows": [row(practice, set_at) for practice in practices],
        "empty": "There is no practice in your scope.",
    }


def row(practice, set_at):
    moment = set_at.get(practice.pk)
    if moment:
        return [practice.name, practice.ods_code, "Set", f"{timezone.localtime(moment):%-d %B %Y}"]
    keeps = practice.pk in set_at
    return [practice.name, practice.ods_code, "Not set" if keeps else "No register yet", ""]
