"""A practice's months beside a plain count, over a register that chance has made."""

from datetime import date, timedelta
from random import Random

import pytest

from practices.months import month_range
from registers.codes import ContactMode, ReferralService
from registers.derive import derive_months
from registers.models import CertificateNote, Consultation, EntryState, Referral
from registers.roles import contact_roles
from tests.registers.naive_months import plain_month
from tests.registers.people import cover, make_consultation, make_entry, make_note, make_person, make_referral

FIRST = date(2006, 6, 1)
MONTHS = month_range(date(2006, 9, 1), date(2006, 12, 1))
PEOPLE = 6
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2])
def test_months_are_those_of_a_plain_count(practice, seed):
    make_register(practice, Random(seed))

    found = derive_months([practice], MONTHS)

    for month in MONTHS:
        expected = plain_month(practice, month)
        assert {name: found[practice.pk, month][name] for name in expected} == expected


def make_register(practice, random):
    """People who come, go and come back; contacts, referrals and notes on the same few days."""
    for number in range(1, PEOPLE + 1):
        person = make_person(practice, number)
        come_and_go(practice, person, random)
        for _ in range(15):
            contact_once(person, random)
        for _ in range(5):
            refer_once(person, random)
        for _ in range(4):
            note_once(person, random)
    cover(practice, *MONTHS)


def come_and_go(practice, person, random):
    first = a_day(random, 60)
    gone = first + timedelta(days=random.randrange(100))
    left = {"identified_on": first, "validated_on": first, "active_from": first, "active_to": gone}
    make_entry(practice, person=person, state=EntryState.LEFT, **left)
    back = gone + timedelta(days=1 + random.randrange(15))
    if random.random() < 0.7:
        make_entry(practice, person=person, episode=2, identified_on=back, validated_on=back, active_from=back)


def a_day(random, within=240):
    return FIRST + timedelta(days=random.randrange(within))


def contact_once(person, random):
    role, mode, attended = random.choice(list(contact_roles())), random.choice(list(ContactMode)), random.random() < 0.8
    key = {"person": person, "day": a_day(random), "role": contact_roles()[role].number, "mode": mode}
    if not Consultation.objects.filter(**key, attended=attended).exists():
        make_consultation(person, key["day"], role, mode, attended)


def refer_once(person, random):
    day, service = a_day(random), random.choice(list(ReferralService)[:3])
    if not Referral.objects.filter(person=person, day=day, service=service).exists():
        make_referral(person, day, service)


def note_once(person, random):
    starts = a_day(random)
    ends = starts + timedelta(days=random.choice([6, 13, 40, 95]))
    back = {"return_on": starts + timedelta(days=10)} if random.random() < 0.3 else {}
    if not CertificateNote.objects.filter(person=person, starts_on=starts, ends_on=ends).exists():
        make_note(person, starts, ends, **back)
