"""Many practices and months at once: the same as one at a time, and nothing counted that was not sent."""

from datetime import date

import pytest

from practices.months import add_months, month_range
from registers import derive
from registers.codes import Tool, Urgency
from registers.derive import derive_months, kept_months
from registers.models import CareStep, EntryState, Intervention, StepReview
from tests.registers.people import (
    cover,
    make_assessment,
    make_consultation,
    make_entry,
    make_note,
    make_person,
    make_referral,
)

NOVEMBER, JANUARY = date(2006, 11, 1), date(2007, 1, 1)
YEAR = month_range(add_months(JANUARY, -11), JANUARY)
pytestmark = pytest.mark.django_db


def work_a_year(practice, people=3):
    """A contact a month, a referral every third month, and an absence from June on, of each person."""
    for number in range(1, people + 1):
        entry = make_entry(practice, number)
        make_assessment(entry.person, date(2006, 3, 10), 12)
        make_note(entry.person, date(2006, 6, number), date(2006, 11, 10 + number))
        for month in YEAR:
            make_consultation(entry.person, month.replace(day=number))
        for month in YEAR[::3]:
            make_referral(entry.person, month.replace(day=number))
    cover(practice, *YEAR)


def test_month_is_the_same_alone_and_among_others(practice):
    work_a_year(practice)

    alone = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]
    assert alone.figures["people_13w"] == 3
    assert alone == derive_months([practice], YEAR)[practice.pk, NOVEMBER]


def test_practice_is_the_same_alone_and_among_others(practice, neighbour, elsewhere, monkeypatch):
    """Keys of rows lie mixed up, and the blocks are small."""
    people = [make_person(place, number) for number in (1, 2) for place in (elsewhere, practice, neighbour)]
    for day, person in enumerate(people, start=1):
        make_entry(person.practice, person=person)
        make_consultation(person, NOVEMBER.replace(day=day))
    cover(practice, NOVEMBER), cover(neighbour, NOVEMBER), cover(elsewhere, NOVEMBER)
    monkeypatch.setattr(derive, "BLOCK_PRACTICES", 2)

    together = derive_months([elsewhere, practice, neighbour], [NOVEMBER])

    assert together[practice.pk, NOVEMBER]["gp_consultations"] == 2
    assert together == {
        key: figures
        for place in (practice, neighbour, elsewhere)
        for key, figures in derive_months([place], [NOVEMBER]).items()
    }


def test_queries_do_not_grow_with_practices_people_or_months(practice, neighbour, elsewhere, django_assert_num_queries):
    work_a_year(practice), work_a_year(neighbour, people=6), work_a_year(elsewhere, people=1)

    for practices, months in (([practice], [NOVEMBER]), ([practice, neighbour, elsewhere], YEAR)):
        with django_assert_num_queries(11):
            derive_months(practices, months)


def test_what_was_not_sent_is_left_out_with_its_reason(practice):
    make_entry(practice)
    cover(practice, NOVEMBER, kinds=("register", "referrals"))

    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    assert found["referrals_dedup"] == 0
    assert found["gp_consultations"] is None
    assert found.not_available["gp_consultations"] == "not_covered_consultations"
    assert found.not_available["people_13w"] == "not_covered_sick_notes"


def test_list_kept_by_hand_is_known_up_to_yesterday(practice):
    """The clock stands on 8 February 2007."""
    make_entry(practice)

    found = derive_months([practice], [JANUARY, date(2007, 2, 1)])

    assert found[practice.pk, JANUARY]["list_close"] == 1
    assert found[practice.pk, date(2007, 2, 1)].not_available["list_close"] == "no_list"


def test_practice_without_anybody_has_no_list(practice):
    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    assert found.figures == {"days": 30}


def test_missing_sick_notes_before_the_month_are_said(practice):
    make_entry(practice)
    cover(practice, NOVEMBER)

    assert derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]["is_left_censored"] == 1


def test_closed_cohort_is_followed_off_the_list_but_not_out_of_the_practice(practice):
    """The baseline of the test wave is December 2005 to February 2006."""
    since = {"identified_on": date(2005, 6, 1), "validated_on": date(2005, 6, 1), "active_from": date(2005, 6, 1)}
    recovered = make_entry(practice, 1, state=EntryState.RECOVERED, **since, active_to=date(2006, 6, 30))
    moved = make_entry(practice, 2, state=EntryState.LEFT, **since, active_to=date(2006, 11, 10))
    later = make_entry(practice, 3)
    for entry in (recovered, moved, later):
        make_consultation(entry.person, date(2006, 11, 20))
        make_note(entry.person, date(2006, 6, 1), date(2006, 11, 30))
    cover(practice, *YEAR)

    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    cohort = {name: found[name] for name in found.figures if name.startswith("cohort")}
    assert cohort == {
        "cohort_people": 1,
        "cohort_person_days": 40,
        "cohort_gp_consultations": 1,
        "cohort_referrals": 0,
        "cohort_people_13w": 1,
    }


def test_process_measures_of_a_practice(practice):
    entry, other = make_entry(practice, 1), make_entry(practice, 2, has_unexplained_symptoms=True)
    for day, total in ((date(2006, 3, 10), 15), (date(2006, 5, 1), 9)):
        make_assessment(entry.person, day, total, Tool.PHQ9)
    make_assessment(other.person, date(2006, 6, 1), 10)
    CareStep.objects.create(practice=practice, entry=entry, step=2, started_on=date(2006, 3, 10))
    StepReview.objects.create(practice=practice, entry=entry, due_on=date(2006, 10, 1))
    cover(practice, *YEAR)

    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    expected = {
        "assessed_at_outset": 1, "reassessment_due": 2, "reassessed_in_time": 1, "with_step_and_review": 1,
        "reviews_overdue": 1, "unexplained_symptoms": 1, "unexplained_symptoms_adviser": 0, "no_contact_6m": 2,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == expected


def test_uptake_counts_offers_by_the_month_in_which_they_were_made(practice):
    entry = make_entry(practice)
    offered = {"practice": practice, "entry": entry, "offered_on": date(2006, 11, 5)}
    Intervention.objects.create(**offered, kind="ccbt", taken_up=True, taken_up_on=date(2007, 1, 3))
    Intervention.objects.create(**offered, kind="ccbt", taken_up=False)
    Intervention.objects.create(**offered, kind="books")
    cover(practice, NOVEMBER)

    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    names = ("people_offered", "offered_ccbt", "taken_up_ccbt", "offered_books", "taken_up_books", "offered_cbt")
    assert [found[name] for name in names] == [1, 2, 1, 1, 0, 0]


def test_breakdowns_are_of_people_by_group_and_band(practice):
    stated = make_person(practice, 1, ethnic_group="A", deprivation_band=5)
    make_entry(practice, person=stated)
    make_entry(practice, 2)
    make_referral(stated, date(2006, 11, 3), urgency=Urgency.SOON)
    make_referral(stated, date(2006, 11, 4))
    cover(practice, NOVEMBER)

    found = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]

    assert found.breakdowns == {
        "ethnic_group": {"A": {"list_close": 1, "referrals_dedup": 1}, "not_stated": {"list_close": 1}},
        "deprivation_band": {"5": {"list_close": 1, "referrals_dedup": 1}, "not_stated": {"list_close": 1}},
    }


def test_kept_months_reach_from_the_first_to_the_last_that_was_sent(practice, neighbour, elsewhere):
    cover(practice, NOVEMBER, JANUARY, kinds=["referrals"])
    make_entry(neighbour, identified_on=date(2006, 2, 1))

    assert kept_months() == {practice.pk: (NOVEMBER, JANUARY), neighbour.pk: (date(2006, 2, 1), JANUARY)}
    assert kept_months([practice.pk]) == {practice.pk: (NOVEMBER, JANUARY)}
