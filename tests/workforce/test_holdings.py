"""Holders and their terms: the rule of 1.0 WTE, terms without gap or overlap, and how a holding ends."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce.roster import BEGAN, hold, make_employer, make_post, make_worker
from workforce.actions import holdings
from workforce.actions.seen import CHANGED, stamp
from workforce.models import Holding, Leaving, Terms

JUNE = date(2006, 6, 1)


@pytest.fixture
def post(graduates, trust):
    return make_post(graduates, trust)


@pytest.fixture
def worker(graduates, trust):
    return make_worker(graduates, trust)


def agreed(wte="1", **fields):
    values = {"scheme": "agenda_for_change", "band": "5", "contract": "fixed_term", "employer": make_employer()}
    return holdings.Agreed(wte=Decimal(wte), **{**values, **fields})


def start(post, worker, by, wte="1", on=JUNE, **fields):
    return holdings.start(post=post, worker=worker, start=on, agreed=agreed(wte, **fields), by=by)


def change(holding, by, on, **fields):
    seen = stamp(list(holding.terms.order_by("start")), holdings.TERMS)
    return holdings.change_terms(holding=holding, seen=seen, start=on, agreed=agreed(**fields), by=by)


def end(holding, by, on=date(2006, 9, 30), reason="pay", **fields):
    seen = stamp([holding], holdings.HELD)
    return holdings.end(holding=holding, seen=seen, end=on, reason=reason, by=by, **fields)


def test_a_holding_begins_with_its_terms(post, worker, lead):
    holding = start(post, worker, lead, "0.8")

    terms = Terms.objects.get()
    assert (terms.holding, terms.start, terms.end, terms.wte) == (holding, JUNE, None, Decimal("0.8"))


def test_nobody_holds_a_post_before_it_opens(post, worker, lead):
    with pytest.raises(ValidationError, match="9 January 2006"):
        start(post, worker, lead, on=date(2006, 1, 8))


def test_a_closed_post_takes_nobody(graduates, trust, worker, lead):
    post = make_post(graduates, trust, end=JUNE)

    with pytest.raises(ValidationError, match="closed"):
        start(post, worker, lead)


def test_two_share_a_post_up_to_its_wte_and_not_beyond(graduates, trust, post, worker, lead):
    start(post, worker, lead, "0.6")
    other = make_worker(graduates, trust, "S2")

    with pytest.raises(ValidationError, match=r"filled with 1\.10 WTE"):
        start(post, other, lead, "0.5")

    assert start(post, other, lead, "0.4").worker == other


def test_more_than_one_wte_in_all_needs_a_reason(graduates, trust, post, worker, lead):
    """P1."""
    start(post, worker, lead, "0.8")
    second = make_post(graduates, trust, number="P2")

    with pytest.raises(ValidationError, match=r"1\.30 WTE in all") as refusal:
        start(second, worker, lead, "0.5")

    assert list(refusal.value.error_dict) == ["over_reason"]
    assert start(second, worker, lead, "0.5", over_reason="Covers a colleague's leave").worker == worker


def test_a_future_stretch_counts_towards_the_wte_of_a_day_to_come(graduates, trust, post, worker, lead):
    start(make_post(graduates, trust, number="P2"), worker, lead, "0.8", on=date(2006, 9, 1))

    with pytest.raises(ValidationError, match="1 September 2006"):
        start(post, worker, lead, "0.5")


def test_nobody_holds_the_same_post_twice_at_once(post, worker, lead):
    start(post, worker, lead, "0.4")

    with pytest.raises(ValidationError, match="holds this post then already"):
        start(post, worker, lead, "0.4", on=date(2006, 7, 1))


def test_new_terms_end_those_before_on_the_day_before(post, worker, lead):
    holding = hold(post, worker)

    change(holding, lead, JUNE, band="6")

    spans = list(Terms.objects.order_by("start").values_list("start", "end", "band"))
    assert spans == [(BEGAN, date(2006, 5, 31), "5"), (JUNE, None, "6")]


def test_terms_of_the_very_first_day_are_corrected(post, worker, lead):
    holding = hold(post, worker)

    change(holding, lead, BEGAN, band="4")

    assert list(Terms.objects.values_list("start", "band")) == [(BEGAN, "4")]


def test_terms_before_those_in_force_are_refused(post, worker, lead):
    holding = hold(post, worker)

    with pytest.raises(ValidationError, match="9 January 2006"):
        change(holding, lead, date(2006, 1, 8))


def test_own_terms_do_not_count_twice_when_they_change(post, worker, lead):
    holding = hold(post, worker)

    assert change(holding, lead, JUNE, wte="1").wte == 1


def test_less_wte_makes_room_from_that_day_on_alone(graduates, trust, post, worker, lead):
    holding = hold(post, worker)
    change(holding, lead, JUNE, wte="0.5")
    other = make_worker(graduates, trust, "S2")

    with pytest.raises(ValidationError, match="1 May 2006"):
        start(post, other, lead, "0.5", on=date(2006, 5, 1))

    assert start(post, other, lead, "0.5", on=JUNE).start == JUNE


def test_the_second_of_two_who_change_terms_hears_of_the_first(post, worker, lead):
    holding = hold(post, worker)
    seen = stamp(list(holding.terms.all()), holdings.TERMS)
    change(holding, lead, JUNE, band="6")

    with pytest.raises(ValidationError, match=CHANGED):
        holdings.change_terms(holding=holding, seen=seen, start=date(2006, 7, 1), agreed=agreed(band="7"), by=lead)


def test_ending_a_holding_ends_its_terms_and_keeps_the_reason_apart(post, worker, lead):
    holding = end(hold(post, worker), lead, destination="nhs")

    leaving = Leaving.objects.get()
    assert (holding.end, Terms.objects.get().end) == (date(2006, 9, 30), date(2006, 9, 30))
    assert (leaving.reason, leaving.destination) == ("pay", "nhs")


def test_a_promotion_says_to_which_role(post, worker, lead):
    holding = hold(post, worker)

    with pytest.raises(ValidationError, match="promoted to"):
        end(holding, lead, reason="promotion")

    end(holding, lead, reason="promotion", next_role="PCMHW")
    assert Leaving.objects.get().next_role == "PCMHW"


def test_a_next_role_of_what_is_no_promotion_is_not_kept(post, worker, lead):
    end(hold(post, worker), lead, next_role="PCMHW")

    assert Leaving.objects.get().next_role == ""


def test_a_holding_ends_once(post, worker, lead):
    holding = hold(post, worker)
    end(holding, lead)

    with pytest.raises(ValidationError, match="ended already"):
        end(Holding.objects.get(), lead)


def test_a_holding_does_not_end_before_the_terms_in_force_began(post, worker, lead):
    holding = hold(post, worker)
    change(holding, lead, JUNE)

    with pytest.raises(ValidationError, match="1 June 2006"):
        end(holding, lead, on=date(2006, 5, 31))


def test_the_trail_says_neither_pay_nor_contract_nor_reason(graduates, trust, post, worker, lead):
    """D13: others read the trail."""
    holding = start(post, worker, lead, band="8d", contract="honorary")
    end(holding, lead, reason="supervision", destination="no_work")

    told = " ".join(str(event.details) for event in AuditEvent.objects.all())
    assert [secret for secret in ("8d", "honorary", "supervision", "no_work", worker.name) if secret in told] == []
    assert "S1" in told


def test_the_record_goes_where_the_only_post_is(graduates, other_trust, worker, lead):
    elsewhere = make_post(graduates, other_trust, number="P9")

    start(elsewhere, worker, lead)

    worker.refresh_from_db()
    assert worker.commissioner == other_trust


def test_terms_follow_one_another_after_many_changes(post, worker, lead):
    holding = hold(post, worker)
    for month in (3, 5, 8):
        change(holding, lead, date(2006, month, 1), band="6")
    end(Holding.objects.get(), lead)

    spans = list(holding.terms.order_by("start").values_list("start", "end"))
    gaps = [(later - earlier).days for (_, earlier), (later, _) in pairwise(spans)]
    assert gaps == [1, 1, 1]
    assert spans[-1][1] == date(2006, 9, 30)


def test_a_holding_without_terms_takes_its_first_ones(post, worker, lead):
    holding = Holding.objects.create(post=post, worker=worker, start=BEGAN)

    assert change(holding, lead, BEGAN).start == BEGAN
