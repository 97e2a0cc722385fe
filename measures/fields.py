"""The numbers of a monthly return, by name, pure. The order is the order of the file's columns."""

from registers.figures import RETURN_FIELDS

# What is known of everybody registered, before what is counted from the register.
REGISTERED_FIELDS = ("registered_all", "registered_16_64")
COUNT_FIELDS = (*REGISTERED_FIELDS, *RETURN_FIELDS)

# What happened in the month; the fields before these are the registered and the list.
ACTIVITY_FIELDS = COUNT_FIELDS[COUNT_FIELDS.index("gp_consultations") :]

LARGEST_COUNT = 1_000_000

NOT_AVAILABLE_REASONS = {
    "not_collected": "Not collected here",
    "cannot_count_yet": "Cannot count yet",
    "system_change": "Clinical system changed",
    "list_not_ready": "List not ready",
    "other": "Other reason, given in the comment",
}

MEASURES = ("gp_consultations", "other_staff_consultations", "referrals", "long_absence")
