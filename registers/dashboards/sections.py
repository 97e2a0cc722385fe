"""The parts of a practice's register, as links for whoever may open them."""

from accounts.permissions import Permission, has_permission
from registers.dashboards.links import href

P = Permission
# Text, name of the page, the right that opens it.
SECTIONS = [
    ("The list", "register_list", P.VIEW_PATIENT_ROWS),
    ("Waiting for validation", "validation_queue", P.VIEW_PATIENT_ROWS),
    ("Worklists", "worklist_list", P.VIEW_PATIENT_ROWS),
    ("Due this fortnight", "care_due", P.VIEW_PATIENT_ROWS),
    ("Files of the register", "extract_home", P.VIEW_PATIENT_ROWS),
    ("Measures from the register", "register_measures", P.VIEW_PATIENT_ROWS),
    ("What the practice offers", "offer_list", P.VIEW_PATIENT_ROWS),
    ("Offered and taken up", "uptake", P.VIEW_PATIENT_ROWS),
    ("Work with other teams", "interface_home", P.VIEW_INTERFACE_RECORDS),
    ("Key tool", "key_tool", P.VIEW_PATIENT_ROWS),
    ("Import profiles", "profile_list", P.VIEW_PATIENT_ROWS),
    ("Settings", "register_settings", P.CHANGE_REGISTER_SETTINGS),
]


def sections_of(user, practice, here: str = "") -> list[dict]:
    """All but the page where one is."""
    return [
        {"text": text, "href": href(name, practice.ods_code)}
        for text, name, permission in SECTIONS
        if name != here and has_permission(user, permission, practice)
    ]
