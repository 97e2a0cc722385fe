"""Contacts and referrals: what counts once. Pure.

Contacts come packed, one int64 each, because they are by far the most rows: person, day, bucket. Sorted, equal ones
stand together, and each person's stand in one stretch.
"""

from dataclasses import dataclass

import numpy as np

from registers.codes import COUNTED_SERVICES, ReferralService, Urgency
from registers.counting.lists import Episodes
from registers.counting.months import DAY_BITS, NEVER, packed

ROLE_BITS = 8
ROLES = 1 << ROLE_BITS
# A referral of the same person within so many days is the same referral.
SAME_REFERRAL_DAYS = 28


@dataclass(frozen=True)
class Contacts:
    """Each person, day and bucket once, sorted: int64 [n] each."""

    person: np.ndarray
    day: np.ndarray
    bucket: np.ndarray


def contacts_of(keys, buckets, people, places) -> Contacts:
    """From attended contacts that count by their mode, packed as person, day and role; `keys` is used up.

    `buckets` gives each role's bucket, int64 [ROLES]. `people` are the keys' own numbers of people, sorted int64 [N],
    and `places` the number that each has in the result; contacts of others are left out.
    """
    roles = keys & (ROLES - 1)
    keys >>= ROLE_BITS
    keys <<= ROLE_BITS
    keys |= buckets[roles]
    keys.sort()
    keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
    keys, person = numbered(keys, ROLE_BITS + DAY_BITS, people, places)
    return Contacts(person, (keys >> ROLE_BITS) & NEVER, keys & (ROLES - 1))


def numbered(keys, bits, people, places):
    """(keys, place of each key's person); sorted keys of people who are not there are left out."""
    begins = np.searchsorted(keys, people << bits)
    ends = np.searchsorted(keys, (people + 1) << bits)
    person = np.repeat(places, ends - begins)
    if len(person) < len(keys):
        keys = keys[np.isin(keys >> bits, people)]
    return keys, person


@dataclass(frozen=True)
class Referrals:
    """Referrals, int64 [n] each, in any order. Codes as registers.codes."""

    person: np.ndarray
    day: np.ndarray
    service: np.ndarray
    urgency: np.ndarray

    def only(self, mask) -> "Referrals":
        return Referrals(**{name: column[mask] for name, column in vars(self).items()})


def to_specialists(referrals: Referrals, episodes: Episodes) -> Referrals:
    """Those that measure 3 counts: to the community team or a psychiatrist, of people on the list on the day."""
    counted = np.isin(referrals.service, COUNTED_SERVICES) & episodes.are_active(referrals.person, referrals.day)
    return referrals.only(counted)


def once_a_day(referrals: Referrals, service: ReferralService):
    """(person, day) of the referrals to a service, one a person and day, sorted."""
    return unpacked(np.unique(packed(referrals.person, referrals.day)[referrals.service == service]))


def once_in_28_days(referrals: Referrals):
    """(person, day) of referrals, leaving out each that follows a counted one of the same person within 27 days, sorted.

    Each round counts one referral of every person who has one left, so there are as many rounds as the most of one person.
    """
    keys = np.unique(packed(referrals.person, referrals.day))
    if not len(keys):
        return unpacked(keys)
    counted, candidates = [], np.flatnonzero(np.append(True, np.diff(keys >> DAY_BITS) > 0))
    while len(candidates):
        counted.append(candidates)
        following = np.searchsorted(keys, keys[candidates] + SAME_REFERRAL_DAYS)
        person = keys[candidates] >> DAY_BITS
        there = following < len(keys)
        following, person = following[there], person[there]
        candidates = following[keys[following] >> DAY_BITS == person]
    return unpacked(keys[np.sort(np.concatenate(counted))])


def in_crisis(referrals: Referrals) -> np.ndarray:
    """bool [n]: emergencies, and referrals to the crisis team."""
    return (referrals.urgency == Urgency.EMERGENCY) | (referrals.service == ReferralService.CRISIS_TEAM)


def unpacked(keys):
    return keys >> DAY_BITS, keys & NEVER
