"""Posts: opened, changed, closed, hosted, carried over."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from operations.models import AuditEvent
from tests.workforce.roster import BEGAN, hold, make_employer, make_post, make_worker
from workforce.actions import posts
from workforce.actions.seen import CHANGED, stamp
from workforce.actions.transfers import transfer
from workforce.models import Leaving, Post, PostHost, Terms

JUNE = date(2006, 6, 1)


def create(programme, trust, by, **fields):
    values = {"number": "P1", "role": "GMHW", "wte": Decimal("0.8"), "start": JUNE}
    return posts.create(programme=programme, commissioner=trust, by=by, **{**values, **fields})


def hosts_seen(post):
    return stamp(list(post.hosts.order_by("pk")), posts.HOSTED)


def change_hosts(post, by, shares, start=JUNE):
    shares = {practice: Decimal(share) for practice, share in shares.items()}
    return posts.change_hosts(post=post, seen=hosts_seen(post), shares=shares, start=start, by=by)


def test_a_new_post_is_hosted_whole_and_on_the_trail(graduates, lead, trust, practice):
    post = create(graduates, trust, lead, practice=practice)

    host = PostHost.objects.get()
    event = AuditEvent.objects.get(event="post.created")
    assert (host.post, host.practice, host.share, host.start) == (post, practice, 100, JUNE)
    assert (event.details["post"], event.organisation_code) == ("P1", "5W0")


def test_a_number_that_is_taken_is_refused_beside_the_field(graduates, lead, trust):
    create(graduates, trust, lead)

    with pytest.raises(ValidationError, match="already") as refusal:
        create(graduates, trust, lead)

    assert list(refusal.value.error_dict) == ["number"]
    assert Post.objects.count() == 1


def test_the_second_of_two_who_change_a_post_hears_of_the_first(graduates, lead, trust):
    post = create(graduates, trust, lead)
    seen = stamp([Post.objects.get()], posts.EDITED)
    posts.edit(post=post, seen=seen, title="First", wte=Decimal("0.8"), funding="", by=lead)

    with pytest.raises(ValidationError, match=CHANGED):
        posts.edit(post=post, seen=seen, title="Second", wte=Decimal("0.8"), funding="", by=lead)

    assert Post.objects.get().title == "First"


def test_a_post_does_not_shrink_below_what_its_holders_work(graduates, lead, trust):
    post = make_post(graduates, trust, wte=1)
    hold(post, make_worker(graduates, trust), wte=Decimal("0.6"))

    with pytest.raises(ValidationError, match=r"0\.60 WTE"):
        posts.edit(
            post=post, seen=stamp([Post.objects.get()], posts.EDITED), title="", wte=Decimal("0.5"), funding="", by=lead
        )


def test_a_post_that_somebody_holds_beyond_the_day_is_not_closed(graduates, lead, trust):
    post = make_post(graduates, trust)
    hold(post, make_worker(graduates, trust), end=date(2006, 7, 31), reason="other")

    with pytest.raises(ValidationError, match="End the holding first"):
        posts.close(post=post, end=date(2006, 7, 30), reason="Money", by=lead)

    assert posts.close(post=post, end=date(2006, 7, 31), reason="Money", by=lead).end == date(2006, 7, 31)


def test_closing_ends_the_shares_of_its_hosts(graduates, lead, trust, practice):
    post = make_post(graduates, trust, practice)

    posts.close(post=post, end=JUNE, reason="Money", by=lead)

    assert PostHost.objects.get().end == JUNE


def test_a_closed_post_is_not_closed_again(graduates, lead, trust):
    post = make_post(graduates, trust, end=JUNE)

    with pytest.raises(ValidationError, match="closed already"):
        posts.close(post=post, end=JUNE, reason="Money", by=lead)


def test_new_shares_end_those_before_on_the_day_before(graduates, lead, trust, practice, neighbour):
    post = make_post(graduates, trust, practice)

    change_hosts(post, lead, {practice: 60, neighbour: 40})

    found = PostHost.objects.order_by("start", "share").values_list("practice__ods_code", "share", "end")
    assert list(found) == [("A99001", 100, date(2006, 5, 31)), ("A99002", 40, None), ("A99001", 60, None)]


def test_a_host_whose_share_stays_goes_on(graduates, lead, trust, practice, neighbour):
    post = make_post(graduates, trust, practice, share=50)

    change_hosts(post, lead, {practice: 50, neighbour: 50})

    assert PostHost.objects.get(practice=practice).start == post.start


def test_shares_beyond_the_whole_are_refused(graduates, lead, trust, practice, neighbour):
    post = make_post(graduates, trust, practice)

    with pytest.raises(ValidationError, match="more than 100"):
        change_hosts(post, lead, {practice: 60, neighbour: "40.01"})

    assert PostHost.objects.get().share == 100


def test_a_change_of_hosts_before_a_later_one_is_refused(graduates, lead, trust, practice, neighbour):
    post = make_post(graduates, trust, practice)
    change_hosts(post, lead, {neighbour: 100})

    with pytest.raises(ValidationError, match="later change"):
        change_hosts(post, lead, {practice: 100}, start=date(2006, 3, 1))


def test_a_slip_of_the_same_day_is_written_anew(graduates, lead, trust, practice, neighbour):
    post = make_post(graduates, trust, practice)
    change_hosts(post, lead, {neighbour: 40})

    change_hosts(post, lead, {neighbour: 50})

    assert list(post.hosts.on().values_list("practice__ods_code", "share")) == [("A99002", 50)]


def test_a_merger_carries_posts_and_people_over_and_nobody_leaves(graduates, lead, trust, other_trust):
    post, worker = make_post(graduates, trust), make_worker(graduates, trust)
    hold(post, worker)
    employer = make_employer("Birch PCT")

    moved = transfer(programme=graduates, old=trust, new=other_trust, on=JUNE, employer=employer, by=lead)

    worker.refresh_from_db()
    spans = Terms.objects.order_by("start").values_list("employer__name", "band", "end")
    assert (moved, Post.objects.get().commissioner, worker.commissioner) == (1, other_trust, other_trust)
    assert list(spans) == [("Alder PCT", "5", date(2006, 5, 31)), ("Birch PCT", "5", None)]
    assert not Leaving.objects.exists()


def test_a_merger_takes_along_who_is_to_leave_later(graduates, lead, trust, other_trust):
    post, worker = make_post(graduates, trust, end=date(2007, 3, 31)), make_worker(graduates, trust)
    hold(post, worker, end=date(2007, 3, 31), reason="contract_end")
    employer = make_employer("Birch PCT")

    transfer(programme=graduates, old=trust, new=other_trust, on=JUNE, employer=employer, by=lead)

    spans = Terms.objects.order_by("start").values_list("employer__name", "start", "end")
    assert Post.objects.get().commissioner == other_trust
    assert list(spans) == [("Alder PCT", BEGAN, date(2006, 5, 31)), ("Birch PCT", JUNE, date(2007, 3, 31))]


def test_a_merger_of_a_pct_without_posts_is_refused(graduates, lead, trust, other_trust):
    with pytest.raises(ValidationError, match="no open posts"):
        transfer(programme=graduates, old=trust, new=other_trust, on=JUNE, by=lead)
