"""A first day or a cohort that was said wrongly."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce.roster import BEGAN, hold, make_cohort, make_post, make_terms, make_worker
from workforce.actions import beginnings, holdings
from workforce.actions.seen import CHANGED, stamp
from workforce.models import Holding, Terms

JUNE = date(2006, 6, 1)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def post(graduates, trust):
    return make_post(graduates, trust)


@pytest.fixture
def worker(graduates, trust):
    return make_worker(graduates, trust)


def correct(holding, by, start=JUNE, cohort=None, **fields):
    seen = stamp([holding], holdings.HELD)
    return beginnings.correct(holding=holding, seen=seen, start=start, cohort=cohort, by=by, **fields)


def test_another_first_day_moves_the_first_terms_and_the_trail_keeps_the_old_one(graduates, post, worker, lead):
    cohort = make_cohort(graduates)

    correct(hold(post, worker), lead, cohort=cohort)

    holding, details = Holding.objects.get(), AuditEvent.objects.get(event="holding.start_corrected").details
    assert (holding.start, holding.cohort, Terms.objects.get().start) == (JUNE, cohort, JUNE)
    assert (details["start"], details["start_before"]) == ("2006-06-01", BEGAN.isoformat())


def test_nobody_begins_before_the_post_opens_or_after_the_first_terms_end(post, worker, lead):
    holding = hold(post, worker, end=JUNE)
    Holding.objects.update(end=None)
    holding.refresh_from_db()
    make_terms(holding, start=JUNE + ONE_DAY)

    for start, refusal in ((BEGAN - ONE_DAY, "9 January 2006 on"), (JUNE + ONE_DAY, "up to 1 June 2006")):
        with pytest.raises(ValidationError, match=refusal):
            correct(holding, lead, start=start)


def test_an_earlier_first_day_does_not_fill_the_post_twice(graduates, trust, post, worker, lead):
    hold(post, make_worker(graduates, trust, "S2"), end=JUNE, reason="pay")
    holding = hold(post, worker, start=JUNE + ONE_DAY)

    with pytest.raises(ValidationError, match=r"filled with 2\.00 WTE"):
        correct(holding, lead, start=JUNE)


def test_an_earlier_first_day_over_one_wte_needs_a_reason_p1(graduates, trust, post, worker, lead):
    hold(make_post(graduates, trust, number="P2"), worker, end=JUNE, reason="moved_post", wte=Decimal("0.5"))
    holding = hold(post, worker, start=JUNE + ONE_DAY)

    with pytest.raises(ValidationError, match=r"1\.50 WTE in all"):
        correct(holding, lead, start=JUNE)

    assert correct(holding, lead, start=JUNE, over_reason="Handed over").start == JUNE


def test_the_same_person_does_not_hold_a_post_twice_at_once(post, worker, lead):
    hold(post, worker, end=JUNE, reason="other", wte=Decimal("0.5"))
    holding = hold(post, worker, start=JUNE + ONE_DAY, wte=Decimal("0.5"))

    with pytest.raises(ValidationError, match="holds this post then already"):
        correct(holding, lead, start=JUNE)


def test_the_second_of_two_hears_of_the_first(post, worker, lead):
    holding = hold(post, worker)
    seen = stamp([holding], holdings.HELD)
    correct(holding, lead)

    with pytest.raises(ValidationError, match=CHANGED):
        beginnings.correct(holding=holding, seen=seen, start=BEGAN, cohort=None, by=lead)


def test_the_lead_corrects_it_by_the_page(client_of, lead, post, worker):
    holding = hold(post, worker)
    sent = {"start-day": 1, "start-month": 6, "start-year": 2006}

    response = client_of(lead).post(f"/workforce/holdings/{holding.pk}/start/correct/", sent)

    assert response.url == f"/workforce/posts/{post.pk}/"
    assert Holding.objects.get().start == JUNE
