"""An end that was said wrongly: corrected or taken back, with what stood there before; and a post that opens again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce.roster import hold, join, make_arrangement, make_employer, make_post, make_session, make_worker
from tests.workforce.staff_rows import HELD, VACANT, take
from workforce.actions import endings, holdings, posts
from workforce.actions.seen import CHANGED, stamp
from workforce.jobs.recompute import recompute_programme
from workforce.models import (
    FormerClosing,
    FormerEnd,
    Holding,
    Leaving,
    SupervisionArrangement,
    Terms,
    WorkforceMonth,
)

JUNE, SEPTEMBER = date(2006, 6, 30), date(2006, 9, 30)
OCTOBER = SEPTEMBER + timedelta(days=1)


@pytest.fixture
def post(graduates, trust):
    return make_post(graduates, trust)


@pytest.fixture
def ended(graduates, trust, post, lead):
    """A holding with weekly supervision, ended on 30 September: "pay"."""
    worker = make_worker(graduates, trust)
    holding = hold(post, worker)
    make_arrangement(worker, make_worker(graduates, trust, "V1"))
    seen = stamp([holding], holdings.HELD)
    return holdings.end(holding=holding, seen=seen, end=SEPTEMBER, reason="pay", destination="nhs", by=lead)


def correct(holding, by, end=SEPTEMBER, reason="pay", **fields):
    return endings.correct(holding=holding, seen=endings.seen_of(holding), end=end, reason=reason, by=by, **fields)


def reopen(holding, by, **fields):
    return endings.reopen(holding=holding, seen=endings.seen_of(holding), by=by, **fields)


def test_another_last_day_and_reason_with_what_stood_there_kept_p2(ended, lead):
    correct(ended, lead, end=JUNE, reason="training_place", destination="clinical_training")

    leaving, former = Leaving.objects.get(), FormerEnd.objects.get()
    assert (Holding.objects.get().end, Terms.objects.get().end, leaving.reason) == (JUNE, JUNE, "training_place")
    assert (former.end, former.reason, former.destination, former.replaced_by) == (SEPTEMBER, "pay", "nhs", lead)


def test_supervision_ends_earlier_with_the_holding(ended, lead):
    correct(ended, lead, end=JUNE)

    assert SupervisionArrangement.objects.get().end == JUNE


def test_an_end_that_is_taken_back_opens_terms_and_removes_the_reason(ended, lead):
    reopen(ended, lead)

    assert (Holding.objects.get().end, Terms.objects.get().end) == (None, None)
    assert not Leaving.objects.exists()
    assert FormerEnd.objects.get().reason == "pay"


def test_supervision_goes_on_only_where_it_is_said(ended, lead):
    chosen = list(endings.ended_with(ended))
    reopen(ended, lead)
    assert SupervisionArrangement.objects.get().end == SEPTEMBER

    seen = stamp([Holding.objects.get()], holdings.HELD)
    again = holdings.end(holding=ended, seen=seen, end=SEPTEMBER, reason="pay", by=lead)
    reopen(again, lead, resumed=chosen)

    assert SupervisionArrangement.objects.get().end is None


def test_resumed_supervision_ends_on_the_new_last_day(ended, lead):
    december = date(2006, 12, 31)

    correct(ended, lead, end=december, resumed=list(endings.ended_with(ended)))

    assert SupervisionArrangement.objects.get().end == december


def test_who_moved_to_another_post_keeps_resumed_supervision(ended, lead):
    correct(ended, lead, reason="moved_post", resumed=list(endings.ended_with(ended)))

    assert SupervisionArrangement.objects.get().end is None


def test_supervision_that_was_arranged_anew_or_ended_before_is_not_offered(ended, graduates, trust, lead):
    old = SupervisionArrangement.objects.get()
    make_arrangement(ended.worker, make_worker(graduates, trust, "V2"), end=JUNE)
    assert list(endings.ended_with(ended)) == [old]

    make_arrangement(ended.worker, old.supervisor, start=OCTOBER)

    assert list(endings.ended_with(ended)) == []


def test_the_post_is_not_filled_twice(graduates, trust, post, ended, lead):
    follower = make_worker(graduates, trust, "S2")
    hold(post, follower, start=OCTOBER)

    with pytest.raises(ValidationError, match=r"1 October 2006 this post of 1\.00 WTE would be filled with 2\.00 WTE"):
        reopen(ended, lead)

    assert Holding.objects.get(worker=ended.worker).end == SEPTEMBER


def test_more_than_one_wte_after_an_end_that_is_taken_back_needs_a_reason_p1(graduates, trust, ended, lead):
    hold(make_post(graduates, trust, number="P2"), ended.worker, start=OCTOBER, wte=Decimal("0.5"))

    with pytest.raises(ValidationError, match=r"1\.50 WTE in all"):
        reopen(ended, lead)

    reopen(ended, lead, over_reason="Covers a colleague")
    assert Terms.objects.get(holding=ended).over_reason == "Covers a colleague"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"end": date(2006, 1, 1)}, "9 January 2006"),
        ({"reason": "promotion"}, "promoted to"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(ended, lead, change, refusal):
    with pytest.raises(ValidationError, match=refusal):
        correct(ended, lead, **change)

    assert not FormerEnd.objects.exists()


def test_a_closed_post_opens_before_its_holding_does(post, ended, lead):
    posts.close(post=post, end=SEPTEMBER, reason="No money", by=lead)

    with pytest.raises(ValidationError, match="Open the post again first"):
        reopen(ended, lead)


def test_who_holds_the_post_again_did_not_hold_it_in_between(post, ended, lead):
    hold(post, ended.worker, start=date(2006, 11, 1))

    with pytest.raises(ValidationError, match="again from 1 November 2006"):
        reopen(ended, lead)


def test_an_open_holding_has_no_end_to_correct(graduates, trust, post, lead):
    holding = hold(post, make_worker(graduates, trust))

    with pytest.raises(ValidationError, match="no end"):
        correct(holding, lead)


def test_the_second_of_two_who_correct_hears_of_the_first(ended, lead):
    seen = endings.seen_of(ended)
    correct(ended, lead, reason="other")

    with pytest.raises(ValidationError, match=CHANGED):
        endings.reopen(holding=ended, seen=seen, by=lead)


def test_the_trail_says_that_and_when_but_never_why_d13(ended, lead):
    correct(ended, lead, end=JUNE, reason="supervision", destination="no_work")

    event = AuditEvent.objects.get(event="holding.end_corrected")
    assert (event.details["end"], event.details["end_before"]) == ("2006-06-30", "2006-09-30")
    assert not any(secret in str(event.details) for secret in ("pay", "no_work", "supervision", "nhs"))


def test_the_figures_of_the_night_follow(ended, graduates, lead):
    recompute_programme(graduates)
    left = sum(WorkforceMonth.objects.values_list("leavers", flat=True))

    reopen(ended, lead)
    recompute_programme(graduates)

    assert (left, sum(WorkforceMonth.objects.values_list("leavers", flat=True))) == (1, 0)


def test_a_session_after_the_last_day_keeps_its_arrangement_until_then(ended, lead):
    arrangement = SupervisionArrangement.objects.get()
    make_session(arrangement, date(2006, 9, 5))

    correct(ended, lead, end=JUNE)

    assert SupervisionArrangement.objects.get().end == date(2006, 9, 5)


def test_a_closed_post_opens_again_with_its_hosts(graduates, trust, practice, lead):
    post = make_post(graduates, trust, practice, number="P3")
    posts.close(post=post, end=SEPTEMBER, reason="No money", by=lead)
    post.refresh_from_db()

    posts.reopen(post=post, seen=stamp([post], posts.CLOSED), by=lead)

    post.refresh_from_db()
    former = FormerClosing.objects.get()
    assert (post.end, post.close_reason, post.hosts.get().end) == (None, "", None)
    assert (former.end, former.reason) == (SEPTEMBER, "No money")
    with pytest.raises(ValidationError, match="is open"):
        posts.reopen(post=post, seen=stamp([post], posts.CLOSED), by=lead)


def test_the_lead_corrects_by_the_page_and_sees_what_stood_there(client_of, lead, ended, post):
    client, address = client_of(lead), f"/workforce/holdings/{ended.pk}/end/correct/"
    opened = client.get(address).context["form"]
    offered = [str(label) for _, label in opened.fields["resumed"].choices]

    sent = {"end-day": 31, "end-month": 10, "end-year": 2006, "reason": "other", "destination": "nhs"}
    response = client.post(address, {**sent, "resumed": [one.pk for one in endings.ended_with(ended)]})

    page = client.get(response.url).content.decode()
    assert offered == ["Individual case management of No. S1 by No. V1, ended on 30 September 2006"]
    assert SupervisionArrangement.objects.get().end == Holding.objects.get().end == date(2006, 10, 31)
    assert "Until 8 Feb 2007 it said: last day 30 Sep 2006; Pay; Elsewhere in the NHS" in page


def test_an_employer_of_terms_stays_when_the_end_moves(ended, lead):
    Terms.objects.update(employer=make_employer("Birch Trust"))

    reopen(ended, lead)

    assert Terms.objects.get().employer.name == "Birch Trust"


def test_a_staff_file_that_corrects_an_end_keeps_what_stood_there_p9(lead, graduates, practice, neighbour):
    for one in (practice, neighbour):
        join(graduates, one)
    left = HELD | {"end": "2006-12-31", "end_reason": "pay", "destination": "nhs"}
    take(lead, graduates, left)

    take(lead, graduates, left | {"end": "2006-11-30", "end_reason": "training_place"})
    take(lead, graduates, left | {"end": "", "end_reason": "", "destination": ""})

    said = list(FormerEnd.objects.order_by("pk").values_list("end", "reason"))
    assert said == [(date(2006, 12, 31), "pay"), (date(2006, 11, 30), "training_place")]
    assert Holding.objects.get().end is None


def test_a_staff_file_that_opens_a_post_again_keeps_why_it_closed_p9(lead, graduates, trust, practice):
    join(graduates, practice)
    post = make_post(graduates, trust, number="P9")
    posts.close(post=post, end=SEPTEMBER, reason="No money", by=lead)

    take(lead, graduates, VACANT)

    post.refresh_from_db()
    assert (post.end, post.close_reason, FormerClosing.objects.get().reason) == (None, "", "No money")
