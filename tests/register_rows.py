"""One row of the register of each kind in each place, for the walk through all addresses (test_permission_matrix).

Every address of the register lies in a practice; a person is found there by the local number, other rows by their id. In
every place there is a person with the local number 1, and a row of each kind about that person.
"""

from registers.models import ImportProfile, LocalOffer
from tests.registers import interface_rows as interface
from tests.registers import people

# Local numbers, the same in every place: only the practice tells them apart.
NUMBER, NO_SUCH_NUMBER = 1, 987_654

# Parameter -> makes the row, given (practice, entry, by). One line for each kind of row.
MAKERS = {
    "offer": lambda practice, entry, by: LocalOffer.objects.create(
        practice=practice, name=f"Self-help clinic {practice.ods_code}", kind="guided_self_help"
    ),
    "review": lambda practice, entry, by: people.make_step(entry)[1],
    "intervention": lambda practice, entry, by: people.make_intervention(entry),
    "work_support": lambda practice, entry, by: people.make_work_support(entry),
    "screening": lambda practice, entry, by: people.make_screening(entry),
    **interface.MAKERS,
    "data_request": interface.make_copied_request,
    "profile": lambda practice, entry, by: ImportProfile.objects.create(
        practice=practice, kind="referrals", name="Own", system="Own", columns={"date": "Day"}
    ),
}
REGISTER_ROWS = {"number", *MAKERS}
# Parameters that are words, the same everywhere.
WORDS = {
    "worklist": "overdue-reviews",
    "component": "lithium",
    "extension": "csv",
    "kind": "referrals",
    "code_list": "2006-1",
    "tool": "practice_keys.py",
    "field": "gp_consultations",
}


def make_rows(places, by, ids):
    """Fill `ids[parameter][place]`."""
    ids["number"] = {"random": NO_SUCH_NUMBER}
    for place, practice in places.items():
        people.make_register(practice, keeps_interface_records=True)
        entry = people.make_entry(practice, NUMBER)
        ids["number"][place] = NUMBER
        for parameter, make in MAKERS.items():
            ids.setdefault(parameter, {"random": NO_SUCH_NUMBER})[place] = make(practice, entry, by).pk
