"""Row 30: a referral to talking therapies is recorded with its destination, and leaves measure 3 as it was."""

from datetime import date

import pytest

from registers.codes import ReferralService
from registers.derive import derive_months
from registers.models import Referral
from tests.registers.people import cover, make_referral

NOVEMBER = date(2006, 11, 1)
MEASURE_3 = ("referrals_cmht", "referrals_psychiatrist", "referrals_dedup")
OTHERS = [ReferralService.IAPT, ReferralService.COUNSELLING, ReferralService.WORK_SUPPORT]


def measure_3(practice):
    figures = derive_months([practice], [NOVEMBER])[practice.pk, NOVEMBER]
    return [figures[name] for name in MEASURE_3]


@pytest.mark.parametrize("service", OTHERS, ids=[service.word for service in OTHERS])
def test_30_a_referral_elsewhere_leaves_measure_3_unchanged(entry, service):
    cover(entry.practice, *(date(2006, month, 1) for month in range(4, 12)))
    make_referral(entry.person, date(2006, 11, 6))
    before = measure_3(entry.practice)

    make_referral(entry.person, date(2006, 11, 20), service)

    assert before == measure_3(entry.practice) == [1, 0, 1]
    assert Referral.objects.filter(service=service).count() == 1
