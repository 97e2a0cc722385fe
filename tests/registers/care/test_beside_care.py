"""Work support, pharmacy packs, screening after a birth, presentation and unexplained symptoms."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from operations.models import AuditEvent
from registers.actions.perinatal import plan_screenings, record_offer
from registers.actions.pharmacy_packs import record_pack
from registers.actions.presentation import change_type, mark_symptoms
from registers.actions.work_support import save_referral
from registers.models import EntryState, PerinatalScreening, PharmacyPack, RegisterEntry
from tests.registers.people import make_entry

DAY = date(2007, 1, 8)


def refer(entry, by, **values):
    asked = {"scheme": "Job retention", "referred_on": DAY, "claim_on": None, "interviewed_on": None} | values
    return save_referral(entry=entry, by=by, **asked)


def test_41_the_interview_is_due_six_weeks_from_the_claim_and_not_from_the_referral(entry, clinician):
    assert refer(entry, clinician, claim_on=date(2007, 1, 4)).interview_due_on == date(2007, 2, 15)


def test_41_without_a_claim_no_interview_is_due(entry, clinician):
    assert refer(entry, clinician).interview_due_on is None


def test_41_a_claim_made_later_sets_the_day(entry, clinician):
    row = refer(entry, clinician)

    assert refer(entry, clinician, referral=row, claim_on=date(2007, 2, 1)).interview_due_on == date(2007, 3, 15)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("referred_on", {"referred_on": date(2007, 2, 9)}),
        ("claim_on", {"claim_on": date(2007, 2, 9)}),
        ("interviewed_on", {"interviewed_on": date(2007, 1, 7)}),
    ],
)
def test_days_of_a_referral_are_in_order(entry, clinician, field, values):
    with pytest.raises(ValidationError) as caught:
        refer(entry, clinician, **values)

    assert set(caught.value.message_dict) == {field}


def test_42_a_pack_is_recorded(entry, clinician):
    pack = record_pack(entry=entry, kind="pack", given_on=DAY, by=clinician)

    assert (pack.kind, pack.given_on, pack.practice) == (PharmacyPack.Kind.PACK, DAY, entry.practice)


def test_38_only_the_weeks_due_are_kept(entry, clinician):
    plan_screenings(entry=entry, week_of_birth=date(2006, 12, 27), by=clinician)

    kept = PerinatalScreening.objects.values_list("stage", "due_week")
    assert list(kept) == [
        ("six_weeks", date(2007, 2, 5)),
        ("twelve_weeks", date(2007, 3, 19)),
        ("eight_months", date(2007, 8, 20)),
    ]
    assert "2006-12-2" not in str(list(PerinatalScreening.objects.values()))
    assert "2006-12" not in str(list(AuditEvent.objects.values("details", "about_id")))


def test_38_a_wrong_week_is_mended_by_planning_again(entry, clinician):
    plan_screenings(entry=entry, week_of_birth=date(2006, 12, 27), by=clinician)
    plan_screenings(entry=entry, week_of_birth=date(2006, 12, 20), by=clinician)

    assert PerinatalScreening.objects.count() == 3
    assert PerinatalScreening.objects.get(stage="six_weeks").due_week == date(2007, 1, 29)


def test_38_once_offered_the_weeks_of_a_birth_stay(entry, clinician):
    first = plan_screenings(entry=entry, week_of_birth=date(2006, 12, 20), by=clinician)[0]
    record_offer(screening=first, offered_on=date(2007, 2, 1), by=clinician)

    with pytest.raises(ValidationError):
        plan_screenings(entry=entry, week_of_birth=date(2006, 12, 27), by=clinician)


def test_38_an_older_child_keeps_its_weeks(entry, clinician):
    plan_screenings(entry=entry, week_of_birth=date(2006, 2, 6), by=clinician)
    plan_screenings(entry=entry, week_of_birth=date(2007, 1, 29), by=clinician)

    assert PerinatalScreening.objects.count() == 6


def test_38_a_birth_to_come_is_refused(entry, clinician):
    with pytest.raises(ValidationError):
        plan_screenings(entry=entry, week_of_birth=date(2007, 2, 12), by=clinician)


@pytest.mark.parametrize("offered_on", [date(2007, 2, 9), date(2006, 12, 31)], ids=["in the future", "far too early"])
def test_38_a_screening_is_offered_about_when_it_is_due(entry, clinician, offered_on):
    first = plan_screenings(entry=entry, week_of_birth=date(2006, 12, 20), by=clinician)[0]

    with pytest.raises(ValidationError):
        record_offer(screening=first, offered_on=offered_on, by=clinician)


@pytest.mark.parametrize("presentation_type", [1, 2, 3, 4, 5])
def test_20_there_are_five_types(entry, clinician, presentation_type):
    changed = change_type(entry=entry, presentation_type=presentation_type, by=clinician)

    assert changed.presentation_type == presentation_type
    assert AuditEvent.objects.get(event="entry.presentation_changed").details == {"entry": entry.pk}


def test_20_type_6_is_refused(entry, clinician):
    with pytest.raises(ValidationError):
        change_type(entry=entry, presentation_type=6, by=clinician)


def test_33_the_flag_goes_with_its_adviser(entry, clinician):
    mark_symptoms(entry=entry, has_unexplained_symptoms=True, adviser="Dr Ashby, liaison", by=clinician)
    flagged = RegisterEntry.objects.get()
    assert (flagged.has_unexplained_symptoms, flagged.symptoms_adviser) == (True, "Dr Ashby, liaison")

    mark_symptoms(entry=entry, has_unexplained_symptoms=False, adviser="Dr Ashby, liaison", by=clinician)
    flagged.refresh_from_db()
    assert (flagged.has_unexplained_symptoms, flagged.symptoms_adviser) == (False, "")


ACTIONS = [
    lambda entry, by: refer(entry, by),
    lambda entry, by: record_pack(entry=entry, kind="pack", given_on=DAY, by=by),
    lambda entry, by: plan_screenings(entry=entry, week_of_birth=date(2006, 12, 27), by=by),
    lambda entry, by: change_type(entry=entry, presentation_type=2, by=by),
    lambda entry, by: mark_symptoms(entry=entry, has_unexplained_symptoms=True, adviser="", by=by),
]
NAMES = ["work support", "pharmacy", "perinatal", "type", "symptoms"]


@pytest.mark.parametrize("act", ACTIONS, ids=NAMES)
def test_d12_only_the_practice_s_manager_and_clinicians_write(entry, data_officer, act):
    with pytest.raises(PermissionDenied):
        act(entry, data_officer)


@pytest.mark.parametrize("act", ACTIONS, ids=NAMES)
def test_nothing_is_recorded_of_an_episode_that_is_over(practice, clinician, act):
    with pytest.raises(ValidationError):
        act(make_entry(practice, 3, state=EntryState.RECOVERED), clinician)
