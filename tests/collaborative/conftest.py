"""A wave with two years of returns: the cast's three practices, and as many more as a test asks for."""

from datetime import date, datetime
from functools import partial

import pytest
from django.utils import timezone

from accounts.permissions import Role
from measures.computing.recompute import recompute_wave
from measures.fields import COUNT_FIELDS
from measures.models import MonthlyReturn
from practices import months
from practices.models import SharingAgreement
from tests.collaborative.improvement import make_team
from tests.conftest import make_organisation, make_person, make_practice

GRID = months.month_range(date(2005, 2, 1), date(2006, 12, 1))
# registered, 16 to 64, list at the start, added, removed, at the end, GP, other staff, attached, CMHT, psychiatrist, either, 13 weeks, new
STEADY = (8200, 5330, 400, 4, 4, 400, 300, 130, 18, 6, 4, 9, 24, 5)


def counts_of(place, month_place, steady=STEADY):
    """A steady list whose consultations and absences fall in the second half of the months."""
    fall = 0.7 if month_place > 15 else 1
    wobble = (place + month_place * 7) % 5
    counts = list(steady)
    for field, more in ((6, 3), (7, 2), (12, 1)):
        counts[field] = int((steady[field] + wobble * more) * fall)
    return tuple(counts)


def returns_of(wave, practice, counts_in, grid=GRID):
    """One current version a month, not stored yet; the last month is provisional. `counts_in(month's place)` gives the numbers."""
    for month_place, month in enumerate(grid):
        moment = timezone.make_aware(datetime(month.year, month.month, 28))
        is_last = month == GRID[-1]
        yield MonthlyReturn(
            wave=wave,
            practice=practice,
            month=month,
            state="submitted" if is_last else "accepted",
            is_current=True,
            submitted_at=moment,
            accepted_at=None if is_last else moment,
            severity_tool="PHQ9",
            extract_date=months.add_months(month, 1),
            **dict(zip(COUNT_FIELDS, counts_in(month_place), strict=True)),
        )


def send_returns(wave, practice, place, grid=GRID, counts=None):
    """Returns of a practice like the others, or with the same `counts` in every month."""
    counts_in = (lambda month_place: counts) if counts else partial(counts_of, place)
    MonthlyReturn.objects.bulk_create(returns_of(wave, practice, counts_in, grid))


def two_years(wave, *organisations):
    """Two years of returns of each practice, computed."""
    for place, organisation in enumerate(organisations):
        send_returns(wave, organisation, place)
    return recompute_wave(wave=wave)


@pytest.fixture
def returned(wave, practice, neighbour, elsewhere):
    return two_years(wave, practice, neighbour, elsewhere)


def agree(wave, *organisations):
    for organisation in organisations:
        SharingAgreement.objects.create(wave=wave, practice=organisation, agreed_on=wave.orientation_on)


@pytest.fixture
def crowd(wave, trust, other_trust):
    """Make `count` practices under four trusts, with three months of returns each, computed."""

    def make(count):
        trusts = [trust, other_trust]
        trusts += [make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in range(2, 4)]
        made = []
        for place in range(count):
            made.append(make_practice(wave, f"A99{100 + place}", f"Practice {place:03}", trusts[place % 4]))
            send_returns(wave, made[-1], place, GRID[-3:])
        recompute_wave(wave=wave)
        return made

    return make


@pytest.fixture
def dozen(crowd, wave, practice):
    """Twelve practices like each other under four trusts, and Ash Surgery with four times as many consultations."""
    made = crowd(12)
    high = list(STEADY)
    high[6] = 4 * STEADY[6] + 3
    send_returns(wave, practice, 0, GRID[-3:], counts=tuple(high))
    recompute_wave(wave=wave)
    return made


@pytest.fixture
def sentinels(wave, practice, trust, other_trust):
    """Twenty practices more under four trusts; the cast's has counts that occur nowhere else: 4219, 4226, and 3 and 6."""
    trusts = [
        trust,
        other_trust,
        *(make_organisation(f"5W{place}", f"Trust {place}", "commissioner") for place in (2, 3)),
    ]
    for place in range(20):
        member = make_practice(wave, f"A99{100 + place}", f"Practice {place:03}", trusts[place % 4])
        send_returns(wave, member, place, GRID[-15:])
    steady = list(STEADY)
    steady[6], steady[7], steady[11], steady[12], steady[13] = 4219, 4226, 3, 6, 6
    send_returns(wave, practice, 0, GRID[-15:], counts=tuple(steady))
    recompute_wave(wave=wave)
    return practice


@pytest.fixture
def team(wave, trust, practice, neighbour):
    """The team of Ash and Beech Surgery's PCT."""
    return make_team(wave, trust, practice, neighbour)


@pytest.fixture
def other_team(wave, other_trust, elsewhere):
    return make_team(wave, other_trust, elsewhere)


@pytest.fixture
def team_member(trust, team):
    """A service user in the team."""
    return make_person("team-member@example.org", Role.TEAM_MEMBER, organisation=trust)
