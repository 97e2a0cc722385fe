"""A plain count of a practice's month, one person and one day after another, straight from the models."""

from datetime import date, timedelta

from practices.months import last_day
from registers.codes import COUNTED_MODES, COUNTED_SERVICES, Bucket, ReferralService
from registers.counting.months import NEVER, day_number
from registers.models import CertificateNote, Consultation, Person, Referral, RegisterEntry
from registers.roles import buckets_by_number
from tests.registers.naive_spells import plain_long


def plain_month(practice, month: date) -> dict[str, int]:
    """The fields of the return that are counted from the list, and person-days."""
    people = list(Person.objects.filter(practice=practice).prefetch_related("entries"))
    close, before = last_day(month), month - timedelta(days=1)
    entries = list(RegisterEntry.objects.filter(practice=practice, active_from__isnull=False))
    days = [month + timedelta(days=count) for count in range((close - month).days + 1)]
    long = long_people(people, month)
    return {
        "list_open": sum(on_list(person, before) for person in people),
        "list_close": sum(on_list(person, close) for person in people),
        "list_added": sum(month <= entry.active_from <= close for entry in entries),
        "list_removed": sum(bool(entry.active_to) and before <= entry.active_to < close for entry in entries),
        "person_days": sum(on_list(person, day) for person in people for day in days),
        **contacts({person.pk: person for person in people}, month, close),
        **referrals({person.pk: person for person in people}, month, close),
        "people_13w": sum(on_list(person, close) for person in long),
    }


def on_list(person, day):
    return any(
        entry.active_from and entry.active_from <= day and (entry.active_to is None or day <= entry.active_to)
        for entry in person.entries.all()
    )


def contacts(people, month, close):
    once = {
        (contact.person_id, contact.day, buckets_by_number()[contact.role])
        for contact in Consultation.objects.filter(person__in=people, day__range=(month, close), attended=True)
        if contact.mode in COUNTED_MODES and on_list(people[contact.person_id], contact.day)
    }
    names = {"gp_consultations": Bucket.GP, "other_staff_consultations": Bucket.OTHER_STAFF}
    names["attached_mh_contacts"] = Bucket.ATTACHED
    return {name: sum(bucket == which for _, _, bucket in once) for name, which in names.items()}


def referrals(people, month, close):
    counted = [
        referral
        for referral in Referral.objects.filter(person__in=people, service__in=COUNTED_SERVICES).order_by("day")
        if on_list(people[referral.person_id], referral.day)
    ]
    once: list = []
    for referral in counted:
        if not any(who == referral.person_id and (referral.day - day).days < 28 for who, day in once):
            once.append((referral.person_id, referral.day))
    by_service = {(referral.person_id, referral.day, referral.service) for referral in counted}
    return {
        "referrals_cmht": sum(month <= day <= close for _, day, to in by_service if to == ReferralService.CMHT),
        "referrals_psychiatrist": sum(
            month <= day <= close for _, day, to in by_service if to == ReferralService.PSYCHIATRIST
        ),
        "referrals_dedup": sum(month <= day <= close for _, day in once),
    }


def long_people(people, month):
    numbers = {person.pk: number for number, person in enumerate(people)}
    rows = [
        (
            numbers[note.person_id],
            day_number(note.starts_on),
            day_number(note.ends_on),
            min(day_number(note.return_on), NEVER),
            note.form,
            note.fitness,
            note.diagnosis_group,
            note.is_duplicate,
        )
        for note in CertificateNote.objects.filter(person__in=people)
    ]
    return [people[place] for place in plain_long(rows, day_number(month), day_number(last_day(month)))]
