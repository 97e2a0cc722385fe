"""Contacts and referrals that count once, beside plain versions."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registers.codes import Bucket, ReferralService, Urgency
from registers.counting.contacts import (
    ROLES,
    Referrals,
    contacts_of,
    in_crisis,
    once_a_day,
    once_in_28_days,
    to_specialists,
)
from registers.counting.lists import Episodes
from registers.counting.months import DAY_BITS, NEVER, day_number
from registers.roles import buckets_by_number

BUCKETS = np.array([buckets_by_number().get(role, 0) for role in range(ROLES)])
# Their keys in the database, in the order in which they are numbered: not that of the keys.
PEOPLE = [907, 15, 40]


def keys_of(rows):
    return np.array([(person << DAY_BITS | day) * ROLES + role for person, day, role in rows], dtype=np.int64)


def counted(rows):
    places = np.argsort(PEOPLE)
    found = contacts_of(keys_of(rows), BUCKETS, np.array(PEOPLE)[places], places)
    return sorted(zip(found.person.tolist(), found.day.tolist(), found.bucket.tolist(), strict=True))


@given(
    st.lists(
        st.tuples(st.sampled_from([*PEOPLE, 16]), st.integers(100, 103), st.sampled_from(sorted(buckets_by_number())))
    )
)
def test_contacts_count_once_a_person_bucket_and_day(rows):
    expected = {(PEOPLE.index(who), day, int(BUCKETS[role])) for who, day, role in rows if who in PEOPLE}

    assert counted(rows) == sorted(expected)


@pytest.mark.parametrize(
    ("role", "bucket"),
    [(1, Bucket.GP), (4, Bucket.GP), (2, Bucket.OTHER_STAFF), (27, Bucket.OTHER_STAFF), (19, Bucket.ATTACHED), (3, Bucket.NOT_COUNTED)],
    ids=["GP", "GP with a special interest", "nurse", "physician associate", "graduate worker", "receptionist"],
)  # fmt: skip
def test_roles_fall_into_the_buckets_of_the_catalogue(role, bucket):
    assert counted([(15, 100, role)]) == [(1, 100, bucket)]


def referrals(rows):
    """Rows of (person, day) or (person, day, service, urgency)."""
    whole = [(*row, ReferralService.CMHT, Urgency.ROUTINE)[:4] if len(row) == 2 else row for row in rows]
    return Referrals(*np.array(whole, dtype=np.int64).reshape(-1, 4).T)


def plain_once_in_28_days(rows):
    counted = []
    for person, day in sorted(set(rows)):
        if not any(who == person and day - before < 28 for who, before in counted):
            counted.append((person, day))
    return counted


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200)), max_size=30))
def test_referrals_within_28_days_are_those_of_the_plain_version(rows):
    person, day = once_in_28_days(referrals(rows))

    assert list(zip(person.tolist(), day.tolist(), strict=True)) == plain_once_in_28_days(rows)


@pytest.mark.parametrize(("later", "counted"), [(27, 1), (28, 2)])
def test_referral_counts_again_after_28_days(later, counted):
    assert len(once_in_28_days(referrals([(0, 100), (0, 100 + later)]))[0]) == counted


def test_chain_is_measured_from_the_last_that_counted():
    """Days 0, 20 and 40: the second does not count, so the third does."""
    assert once_in_28_days(referrals([(0, 0), (0, 20), (0, 40)]))[1].tolist() == [0, 40]


def test_service_counts_once_a_day_however_urgent():
    twice = [(0, 5, ReferralService.CMHT, Urgency.ROUTINE), (0, 5, ReferralService.CMHT, Urgency.URGENT)]

    assert len(once_a_day(referrals(twice), ReferralService.CMHT)[0]) == 1


def test_other_services_and_days_off_the_list_are_not_measured():
    since = day_number(date(2006, 11, 10))
    episodes = Episodes.of(np.array([0]), np.array([since]), np.array([NEVER]))
    rows = [(0, since, service, Urgency.ROUTINE) for service in ReferralService] + [(0, since - 1)]

    assert to_specialists(referrals(rows), episodes).service.tolist() == [
        ReferralService.CMHT,
        ReferralService.PSYCHIATRIST,
    ]


def test_crisis_is_an_emergency_or_the_crisis_team():
    rows = [
        (0, 1, ReferralService.CMHT, Urgency.EMERGENCY),
        (0, 1, ReferralService.CRISIS_TEAM, Urgency.ROUTINE),
        (0, 1, ReferralService.CMHT, Urgency.URGENT),
    ]

    assert in_crisis(referrals(rows)).tolist() == [True, True, False]
