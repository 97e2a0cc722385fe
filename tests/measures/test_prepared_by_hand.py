"""A small register whose January can be counted on one's fingers, prepared, opened and sent."""

from datetime import date

import pytest
from django.urls import reverse

from measures.models import MonthlyReturn
from measures.prepared.reading import prepare
from measures.tasks import check_monthly_return
from operations.models import Job
from practices import months
from practices.models import ListSize
from practices.uploads import actions as uploads
from registers.actions import summaries
from registers.codes import ContactMode, ReferralService
from registers.models import CoveredMonth, EntryState, Person
from tests.measures.conftest import warning_keys
from tests.registers.people import cover, make_consultation, make_entry, make_note, make_referral, make_register

JANUARY = date(2007, 1, 1)
BY_HAND = {
    "registered_all": 8200,
    "registered_16_64": 5330,
    "list_open": 5,  # Nos. 1, 3, 4, 5 and 6
    "list_added": 1,  # No. 2
    "list_removed": 1,  # No. 3
    "list_close": 5,
    "gp_consultations": 3,  # No. 1 once though seen twice on the day, No. 2 from the first day on, No. 3 on the last
    "other_staff_consultations": 1,
    "attached_mh_contacts": 1,
    "referrals_cmht": 1,
    "referrals_psychiatrist": 2,
    "referrals_dedup": 1,  # No. 4 once for both; No. 5 was counted in December
    "people_13w": 1,
    "people_13w_new": 1,  # No. 6: day 91 is 13 January
}


def day(number):
    return date(2007, 1, number)


def contacts_of(first, second, third, waiting):
    make_consultation(first, day(3))
    make_consultation(first, day(3), mode=ContactMode.TELEPHONE)
    make_consultation(first, day(3), role="PN")
    make_consultation(first, day(10), attended=False)
    make_consultation(first, day(11), mode=ContactMode.LETTER)
    make_consultation(second, day(9))
    make_consultation(second, day(10))
    make_consultation(second, day(20), role="GMHW")
    make_consultation(third, day(14))
    make_consultation(third, day(15))
    make_consultation(waiting, day(5))


@pytest.fixture
def register(practice):
    """Seven people, the last of whom waits for validation."""
    ListSize.objects.create(practice=practice, on=date(2006, 10, 1), registered=8200, registered_16_64=5330)
    second = {"identified_on": day(2), "validated_on": day(8), "active_from": day(10)}
    gone = {"state": EntryState.LEFT, "active_to": day(14)}
    states = {1: {}, 2: second, 3: gone, 4: {}, 5: {}, 6: {}, 7: {"state": EntryState.IDENTIFIED}}
    people = {number: make_entry(practice, number, **given).person for number, given in states.items()}
    contacts_of(people[1], people[2], people[3], people[7])
    make_referral(people[4], day(5))
    make_referral(people[4], day(20), ReferralService.PSYCHIATRIST)
    make_referral(people[4], day(21), ReferralService.IAPT)
    make_referral(people[5], date(2006, 12, 20))
    make_referral(people[5], day(10), ReferralService.PSYCHIATRIST)
    make_note(people[6], date(2006, 10, 15), date(2006, 12, 15))
    make_note(people[6], date(2006, 12, 18), date(2007, 1, 31))
    cover(practice, *months.month_range(date(2006, 3, 1), JANUARY))
    summaries.refresh(practice)
    return make_register(practice)


def test_the_prepared_return_is_what_one_counts_by_hand(register, practice):
    found = prepare(practice, JANUARY).filled

    assert found.numbers == BY_HAND
    assert (found.not_available, found.warnings) == ({}, ())


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("gp_consultations", [1, 2, 3]),
        ("list_close", [1, 2, 4, 5, 6]),
        ("referrals_psychiatrist", [4, 5]),
        ("people_13w_new", [6]),
    ],
)
def test_every_figure_opens_to_the_people_behind_it(register, client_of, clinician, field, numbers):
    page = client_of(clinician).get(reverse("return_prepared_rows", args=["A99001", "2007-01", field]))

    assert [row.number for row in page.context["page"].object_list] == numbers
    assert not any(key in page.content.decode() for key in Person.objects.values_list("patient_key", flat=True))


def test_one_button_sends_it_and_the_return_says_what_the_register_says(register, practice, client_of, manager):
    client = client_of(manager)
    page = client.get(reverse("return_prepare", args=["A99001", "2007-01"]))
    form = page.context["form"]

    client.post(
        reverse("return_prepared_submit", args=["A99001", "2007-01"]),
        {name: form[name].value() or "" for name in form.fields},
    )
    check_monthly_return(Job.objects.get(kind="upload.check.monthly_return"))

    upload = practice.uploads.get()
    assert warning_keys(upload) == ["W14:2:list_close"]  # five people are few for this practice
    uploads.confirm(upload, by=manager, reasons={"W14:2:list_close": "being built"})
    client.post(reverse("upload_submit", args=[upload.pk]))
    version = MonthlyReturn.objects.get()
    assert {name: getattr(version, name) for name in BY_HAND} == BY_HAND


def test_a_change_of_the_register_after_looking_is_counted_again_and_shown(register, practice, client_of, manager):
    client = client_of(manager)
    form = client.get(reverse("return_prepare", args=["A99001", "2007-01"])).context["form"]
    make_entry(practice, 8)

    answer = client.post(
        reverse("return_prepared_submit", args=["A99001", "2007-01"]),
        {name: form[name].value() or "" for name in form.fields},
    )

    assert "The register has changed since you opened this page" in answer.content.decode()
    assert prepare(practice, JANUARY).filled.numbers["list_close"] == 6


def test_without_notes_of_half_a_year_the_page_says_that_absences_may_be_short(register, practice):
    CoveredMonth.objects.filter(kind="sick_notes", month__lt=date(2006, 12, 1)).delete()
    summaries.refresh(practice)

    assert "Sick notes reach back less than 26 weeks" in prepare(practice, JANUARY).filled.warnings[0]
