"""Posts: opened, changed, closed, hosted by practices in shares, carried over to another PCT. Nothing is ever removed."""

from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from practices.models import Organisation, Programme
from workforce.actions.seen import refuse_changed
from workforce.actions.stored import stored
from workforce.jobs.recompute import put_down
from workforce.models import FormerClosing, Post, PostHost, WorkforceProgramme
from workforce.models.scope import in_force

EDITED = ("title", "wte", "funding", "end")
CLOSED = ("end", "close_reason")
HOSTED = ("practice_id", "share", "start", "end")
WHOLE = Decimal(100)
ONE_DAY = timedelta(days=1)


@transaction.atomic
def create(
    *,
    programme: Programme,
    commissioner: Organisation,
    number: str,
    role: str,
    wte: Decimal,
    start: date,
    title: str = "",
    funding: str = "",
    practice: Organisation | None = None,
    by,
) -> Post:
    """A new post, hosted whole by `practice` where one is given. Raises ValidationError for a number that is taken."""
    WorkforceProgramme.objects.get_or_create(programme=programme)
    post = Post(
        programme=programme,
        commissioner=commissioner,
        number=number,
        role=role,
        title=title,
        wte=wte,
        funding=funding,
        start=start,
    )
    stored(post, {"number": "There is a post of this number already. Choose another"})
    if practice:
        PostHost.objects.create(post=post, practice=practice, share=WHOLE, start=start)
    record("post.created", post, by, role=role, wte=str(wte), start=start.isoformat())
    return post


@transaction.atomic
def edit(*, post: Post, seen: str, title: str, wte: Decimal, funding: str, by) -> Post:
    """Raises ValidationError when somebody came first, or when the holders work more than the new WTE."""
    fresh = locked(post)
    refuse_changed([fresh], EDITED, seen)
    filled = most_held(fresh)
    if wte < filled:
        raise ValidationError({"wte": f"Those who hold this post work {filled} WTE in all. Enter at least that"})
    before = fresh.wte
    fresh.title, fresh.wte, fresh.funding = title, wte, funding
    fresh.save(update_fields=["title", "wte", "funding"])
    record("post.changed", fresh, by, wte=str(wte), wte_before=str(before))
    return fresh


def most_held(post: Post) -> Decimal:
    """The most WTE that its holders work together on any day, by their terms."""
    from_terms = [*post.holdings.values_list("terms__start", "terms__end", "terms__wte")]
    rows = [(start, end, wte) for start, end, wte in from_terms if wte is not None]
    return max(
        (sum(wte for other, end, wte in rows if covers(other, end, day)) for day, *_ in rows), default=Decimal(0)
    )


def covers(start, end, day) -> bool:
    return start <= day and (end is None or end >= day)


@transaction.atomic
def close(*, post: Post, end: date, reason: str, by) -> Post:
    """`end` is the post's last day. Raises ValidationError while somebody holds it beyond, or when it is closed already."""
    fresh = locked(post)
    if fresh.end is not None:
        raise ValidationError("This post is closed already")
    if end < fresh.start:
        raise ValidationError({"end": f"Choose a day from {fresh.start:%-d %B %Y} on, when the post opened"})
    if fresh.holdings.filter(in_force(on=end + ONE_DAY)).exists() or fresh.holdings.filter(start__gt=end).exists():
        raise ValidationError({"end": "Somebody holds this post beyond that day. End the holding first"})
    if fresh.hosts.filter(start__gt=end).exists():
        raise ValidationError({"end": "A practice begins to host this post after that day. Choose a later one"})
    fresh.end, fresh.close_reason = end, reason
    fresh.save(update_fields=["end", "close_reason"])
    fresh.hosts.filter(in_force(on=end)).update(end=end)
    record("post.closed", fresh, by, end=end.isoformat())
    return fresh


@transaction.atomic
def reopen(*, post: Post, seen: str, by) -> Post:
    """A post that was closed by mistake, or is needed again: it and its hosts of the last day go on. What was said is kept.

    Raises ValidationError when somebody came first, or when it is open.
    """
    fresh = locked(post)
    refuse_changed([fresh], CLOSED, seen)
    if fresh.end is None:
        raise ValidationError("This post is open")
    before, why = fresh.end, fresh.close_reason
    FormerClosing.objects.create(post=fresh, end=before, reason=why, replaced_on=clock.today(), replaced_by=by)
    fresh.end, fresh.close_reason = None, ""
    fresh.save(update_fields=["end", "close_reason"])
    fresh.hosts.filter(end=before).update(end=None)
    record("post.reopened", fresh, by, end_before=before.isoformat())
    return fresh


@transaction.atomic
def change_hosts(*, post: Post, seen: str, shares: dict[Organisation, Decimal], start: date, by) -> Post:
    """From `start` on the practices host these shares, and no others. Raises ValidationError where that cannot be."""
    fresh = locked(post)
    now = list(fresh.hosts.select_for_update().order_by("pk"))
    refuse_changed(now, HOSTED, seen)
    refuse_shares(fresh, now, shares, start)
    kept = {host.practice_id for host in now if is_kept(host, shares, start)}
    end_others([host for host in now if host.practice_id not in kept], start)
    new = [
        PostHost(post=fresh, practice=practice, share=share, start=start)
        for practice, share in shares.items()
        if practice.pk not in kept
    ]
    PostHost.objects.bulk_create(new)
    said = {practice.ods_code: str(share) for practice, share in shares.items()}
    record("post.hosts_changed", fresh, by, start=start.isoformat(), shares=said)
    return fresh


def refuse_shares(post, now, shares, start) -> None:
    if post.end is not None:
        raise ValidationError("This post is closed")
    if sum(shares.values(), Decimal(0)) > WHOLE:
        raise ValidationError("The shares add up to more than 100 per cent. Enter 100 or less in all")
    if start < post.start:
        raise ValidationError({"start": f"Choose a day from {post.start:%-d %B %Y} on, when the post opened"})
    later = [host for host in now if host.start > start or (host.end is not None and host.end >= start)]
    if later:
        raise ValidationError({"start": "A later change of hosts is recorded already. Choose a later day"})


def is_kept(host, shares, start) -> bool:
    """A host whose share stays the same goes on."""
    return (
        host.end is None
        and {practice.pk: share for practice, share in shares.items()}.get(host.practice_id) == host.share
    )


def end_others(hosts, start) -> None:
    """What began on this very day never held: it was a slip, and is written anew."""
    current = [host for host in hosts if host.end is None]
    PostHost.objects.filter(pk__in=[host.pk for host in current if host.start >= start]).delete()
    PostHost.objects.filter(pk__in=[host.pk for host in current if host.start < start]).update(end=start - ONE_DAY)


def locked(post: Post) -> Post:
    """Held first and read then: whoever waits for a row while a transfer changes its PCT would find none beside the old PCT."""
    Post.objects.select_for_update().get(pk=post.pk)
    return Post.objects.select_related("programme", "commissioner").get(pk=post.pk)


def record(event, post, by, **details):
    """On the trail, and the roster's figures will be computed anew."""
    audit.record(event, by=by, about=post, organisation=post.commissioner, post=post.number, **details)
    put_down(post.programme)
