"""Builders of people on a register, and of what happened to them. Every key is made from a word, never from a number."""

import hashlib
from datetime import date

from registers.care_rules import interview_due
from registers.codes import (
    NEVER_RETURNED,
    ContactMode,
    DiagnosisGroup,
    Fitness,
    NoteForm,
    ReferralService,
    Tool,
    Urgency,
)
from registers.models import (
    Assessment,
    CareStep,
    CertificateNote,
    Consultation,
    CoveredMonth,
    EntryState,
    Intervention,
    PerinatalScreening,
    Person,
    PracticeRegister,
    Referral,
    RegisterEntry,
    StepReview,
    WorkSupportReferral,
)
from registers.roles import contact_roles

KEY_CHECK = "1a2b3c4d"


def key_of(word: str) -> str:
    """A patient key as a practice's tool would make it, from any word."""
    return hashlib.sha256(f"invented {word}".encode()).hexdigest()


def make_register(practice, **fields):
    """The practice's settings, with a key-check value."""
    from practices import clock

    values = {"key_check_value": KEY_CHECK, "key_check_set_at": clock.now(), **fields}
    register, _ = PracticeRegister.objects.update_or_create(practice=practice, defaults=values)
    return register


def make_person(practice, number=1, **fields):
    """`number` is the local number; the key follows from it and the practice."""
    values = {"patient_key": key_of(f"{practice.ods_code} {number}"), "birth_year": 1970, "sex": "F", **fields}
    return Person.objects.create(practice=practice, local_number=number, **values)


def make_entry(practice, number=1, *, state=EntryState.ACTIVE, person=None, **fields):
    """An entry with dates that fit its state; active since 1 March 2006 unless told otherwise."""
    person = person or make_person(practice, number)
    return RegisterEntry.objects.create(practice=practice, person=person, state=state, **(DATES[state] | fields))


DATES = {
    EntryState.IDENTIFIED: {"identified_on": date(2006, 2, 1)},
    EntryState.VALIDATED: {"identified_on": date(2006, 2, 1), "validated_on": date(2006, 2, 15)},
    EntryState.ACTIVE: {
        "identified_on": date(2006, 2, 1),
        "validated_on": date(2006, 2, 15),
        "active_from": date(2006, 3, 1),
    },
    EntryState.RECOVERED: {
        "identified_on": date(2006, 2, 1),
        "validated_on": date(2006, 2, 15),
        "active_from": date(2006, 3, 1),
        "active_to": date(2006, 10, 31),
        "end_reason": "clinician",
    },
    EntryState.LEFT: {
        "identified_on": date(2006, 2, 1),
        "validated_on": date(2006, 2, 15),
        "active_from": date(2006, 3, 1),
        "active_to": date(2006, 10, 31),
        "end_reason": "moved",
    },
    EntryState.EXCLUDED: {
        "identified_on": date(2006, 2, 1),
        "excluded_on": date(2006, 2, 20),
        "exclusion_reason": "wrong_code",
    },
}


def make_consultation(person, day, role="GP", mode=ContactMode.SURGERY, attended=True):
    return Consultation.objects.create(
        practice=person.practice,
        person=person,
        day=day,
        role=contact_roles()[role].number,
        mode=mode,
        attended=attended,
    )


def make_referral(person, day, service=ReferralService.CMHT, urgency=Urgency.ROUTINE):
    return Referral.objects.create(practice=person.practice, person=person, day=day, service=service, urgency=urgency)


def make_note(person, starts_on, ends_on, **fields):
    values = {
        "issued_on": starts_on,
        "form": NoteForm.MED3,
        "return_on": NEVER_RETURNED,
        "fitness": Fitness.UNFIT,
        "diagnosis_group": DiagnosisGroup.MENTAL_HEALTH,
        "is_duplicate": False,
        "is_open_ended": False,
        **fields,
    }
    return CertificateNote.objects.create(
        practice=person.practice, person=person, starts_on=starts_on, ends_on=ends_on, **values
    )


def make_assessment(person, day, total, tool=Tool.PHQ9):
    return Assessment.objects.create(practice=person.practice, person=person, day=day, tool=tool, total=total)


def cover(practice, *months, kinds=("register", "consultations", "referrals", "sick_notes", "assessments")):
    """Say that the practice has sent these months whole."""
    CoveredMonth.objects.bulk_create(
        CoveredMonth(practice=practice, kind=kind, month=month) for kind in kinds for month in months
    )


def make_step(entry, step=2, started_on=date(2007, 1, 2), due_on=date(2007, 1, 30)):
    """(step, planned review)"""
    return (
        CareStep.objects.create(practice=entry.practice, entry=entry, step=step, started_on=started_on),
        StepReview.objects.create(practice=entry.practice, entry=entry, due_on=due_on),
    )


def make_intervention(entry, kind="books", offered_on=date(2007, 1, 9), **fields):
    return Intervention.objects.create(practice=entry.practice, entry=entry, kind=kind, offered_on=offered_on, **fields)


def make_work_support(entry, claim_on=date(2007, 1, 4), **fields):
    values = {"scheme": "Job retention", "referred_on": claim_on, "interview_due_on": interview_due(claim_on)} | fields
    return WorkSupportReferral.objects.create(practice=entry.practice, entry=entry, claim_on=claim_on, **values)


def make_screening(entry, stage="six_weeks", due_week=date(2007, 2, 5), **fields):
    return PerinatalScreening.objects.create(
        practice=entry.practice, entry=entry, stage=stage, due_week=due_week, **fields
    )
