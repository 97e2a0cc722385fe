"""The invented registers add up to the invented returns, counted here in the plainest way."""

from datetime import date, timedelta

import pytest

from collaborative.demonstration import plan
from collaborative.demonstration.registers.drawn import draw_register
from collaborative.demonstration.registers.seed import plans_with_register
from registers.codes import COUNTED_MODES, ReferralService
from registers.roles import contact_roles

BUCKETS = {"gp_consultations": "GP", "other_staff_consultations": "OTHER_STAFF", "attached_mh_contacts": "ATTACHED"}


@pytest.fixture(scope="module", params=["A99002", "A99005", "A99008"])
def drawn(request):
    """One list built early, one later, one that still grows."""
    return draw_register(next(one for one in plan.first_wave() if one.ods_code == request.param))


def test_lists_move_as_the_returns_say(drawn):
    for month in drawn.months:
        before = month.month - timedelta(days=1)
        opening = [person for person in drawn.people if person.is_active_on(before)]
        assert len(opening) == month.counts["list_open"]
        assert len(month.at_the_close()) == month.counts["list_close"]
        assert len(month.added) == month.counts["list_added"]


@pytest.mark.parametrize("name", BUCKETS)
def test_contacts_are_as_many_as_the_returns_say(drawn, name):
    roles = contact_roles()
    for month in drawn.months:
        counted = {
            (person, day)
            for person, day, role, mode, attended in drawn.contacts
            if attended
            and mode in COUNTED_MODES
            and roles[role].bucket.name == BUCKETS[name]
            and day.replace(day=1) == month.month
            and drawn.people[person].is_active_on(day)
        }
        assert len(counted) == month.counts[name]


def test_referrals_are_as_many_as_the_returns_say(drawn):
    for month in drawn.months:
        rows = [row for row in drawn.referrals if row[1].replace(day=1) == month.month]
        to_team = {row[0] for row in rows if row[2] == ReferralService.CMHT}
        to_psychiatrist = {row[0] for row in rows if row[2] == ReferralService.PSYCHIATRIST}
        assert len(to_team) == month.counts["referrals_cmht"]
        assert len(to_psychiatrist) == month.counts["referrals_psychiatrist"]
        assert len(to_team | to_psychiatrist) == month.counts["referrals_dedup"]


def test_long_absences_are_as_many_as_the_returns_say(drawn):
    """Certificates of one absence follow each other without a gap, so that a person's days can be walked one by one."""
    for month in drawn.months:
        absent = {person for person in {note[0] for note in drawn.notes} if days_absent(drawn, person, month) >= 91}
        at_close = {person.index for person in month.at_the_close()}
        assert len(absent & at_close) == month.counts["people_13w"], month.month


def days_absent(drawn, person, month):
    """Days without a break up to the last certified day of the month; 0 when there is none in it."""
    certified = {
        first + timedelta(days=day)
        for who, _, _, first, last, _ in drawn.notes
        if who == person
        for day in range((last - first).days + 1)
    }
    inside = [day for day in certified if month.month <= day <= month.last_day]
    day, days = max(inside, default=date.min), 0
    while inside and day in certified:
        day, days = day - timedelta(days=1), days + 1
    return days


def test_three_trusts_have_enough_practices_for_a_total():
    chosen = plans_with_register(plan.first_wave())

    assert {code: [one.pct_code for one in chosen].count(code) for code in ("5W0", "5W1", "5W2")} == {
        "5W0": 9, "5W1": 5, "5W2": 5,
    }  # fmt: skip
