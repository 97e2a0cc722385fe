"""The numbers of a monthly return, by name, pure. The order is the order of the file's columns."""

COUNT_FIELDS = (
    "registered_all",
    "registered_16_64",
    "list_open",
    "list_added",
    "list_removed",
    "list_close",
    "gp_consultations",
    "other_staff_consultations",
    "attached_mh_contacts",
    "referrals_cmht",
    "referrals_psychiatrist",
    "referrals_dedup",
    "people_13w",
    "people_13w_new",
)

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
