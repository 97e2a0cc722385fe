"""The counts of a practice's month from its rows: a small register that was counted by hand."""

from datetime import date

import pytest

from registers.codes import ContactMode, ReferralService, Urgency
from registers.counting.behind import FIELDS
from registers.derive import derive_months, rows_behind
from registers.figures import RETURN_FIELDS
from registers.models import EntryState
from tests.registers.people import cover, make_consultation, make_entry, make_note, make_referral

OCTOBER, NOVEMBER = date(2006, 10, 1), date(2006, 11, 1)
COVERED = [date(2006, month, 1) for month in range(4, 12)]
pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(practice):
    """November 2006 of four people: one throughout, one from the 16th, one until the 10th, one who is waiting."""
    throughout, joined, gone = (
        make_entry(practice, 1),
        make_entry(practice, 2, active_from=date(2006, 11, 16)),
        make_entry(practice, 3, state=EntryState.RECOVERED, active_to=date(2006, 11, 10)),
    )
    make_entry(practice, 4, state=EntryState.IDENTIFIED, identified_on=date(2006, 9, 30))
    people = [entry.person for entry in (throughout, joined, gone)]
    happened(*people)
    cover(practice, *COVERED)
    return derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]


def happened(throughout, joined, gone):
    # Counts once: two GPs on one day. The others: before the person joined, after the person left, not attended, a letter.
    make_consultation(throughout, date(2006, 11, 3))
    make_consultation(throughout, date(2006, 11, 3), role="GPWSI")
    make_consultation(throughout, date(2006, 11, 3), role="PN", mode=ContactMode.TELEPHONE)
    make_consultation(throughout, date(2006, 11, 4), attended=False)
    make_consultation(throughout, date(2006, 11, 5), mode=ContactMode.LETTER)
    make_consultation(throughout, date(2006, 11, 30), role="GMHW", mode=ContactMode.VISIT)
    make_consultation(joined, date(2006, 11, 15))
    make_consultation(joined, date(2006, 11, 16))
    make_consultation(gone, date(2006, 11, 10))
    make_consultation(gone, date(2006, 11, 11))
    # Sent to both on one day, and again within four weeks; the last is an emergency to another service.
    make_referral(throughout, date(2006, 10, 20))
    make_referral(throughout, date(2006, 11, 16), ReferralService.PSYCHIATRIST)
    make_referral(joined, date(2006, 11, 20))
    make_referral(joined, date(2006, 11, 20), ReferralService.PSYCHIATRIST)
    make_referral(joined, date(2006, 11, 28), ReferralService.CRISIS_TEAM, Urgency.EMERGENCY)
    make_note(throughout, date(2006, 8, 28), date(2006, 11, 26))
    make_note(gone, date(2006, 6, 1), date(2006, 11, 30))


COUNTED = {
    "list_open": 2, "list_added": 1, "list_removed": 1, "list_close": 2, "person_days": 30 + 15 + 10, "days": 30,
    "gp_consultations": 3, "other_staff_consultations": 1, "attached_mh_contacts": 1, "no_contact_6m": 0,
    "referrals_cmht": 1, "referrals_psychiatrist": 2, "referrals_dedup": 1, "crisis_presentations": 1,
    "people_13w": 1, "people_13w_new": 1, "spells_crossing_13w": 1, "people_13w_strict": 1,
    "people_13w_mental_health": 1, "is_left_censored": 0, "entries_identified": 4, "entries_validated": 3,
    "entries_waiting": 1, "entries_waiting_over_60": 1,
}  # fmt: skip


def test_small_register_as_counted_by_hand(counted):
    """The referral of 16 November follows that of 20 October by 27 days, so it counts for its service only."""
    assert {name: counted[name] for name in COUNTED} == COUNTED


def test_rows_behind_are_as_many_as_the_count_says(counted, practice):
    assert {field: len(rows_behind(practice, NOVEMBER, field)) for field in FIELDS} == {
        field: counted[field] for field in RETURN_FIELDS
    }


def test_rows_behind_name_the_local_number_and_the_day(counted, practice):
    assert rows_behind(practice, NOVEMBER, "gp_consultations") == [
        (1, date(2006, 11, 3), "Contact with a GP"),
        (2, date(2006, 11, 16), "Contact with a GP"),
        (3, date(2006, 11, 10), "Contact with a GP"),
    ]


def test_rows_behind_an_absence_say_how_long_it_is(counted, practice):
    assert rows_behind(practice, NOVEMBER, "people_13w") == [
        (1, date(2006, 8, 28), "Certified absent since this day, 91 days by the end of the month")
    ]


def test_rows_behind_come_a_page_at_a_time(counted, practice):
    assert [row.number for row in rows_behind(practice, NOVEMBER, "gp_consultations", first=1, most=1)] == [2]


def test_rows_behind_refuse_what_is_not_counted(practice):
    with pytest.raises(KeyError):
        rows_behind(practice, NOVEMBER, "registered_all")
