"""A PCT merges, or a service changes its employer: posts and people are carried over. Nobody leaves, and no terms are lost."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices.models import Organisation, Programme
from workforce.jobs.recompute import put_down
from workforce.models import Employer, Post, Terms, Worker
from workforce.models.scope import ends_from

ONE_DAY = timedelta(days=1)
KEPT = ("wte", "over_reason", "scheme", "band", "contract", "contract_ends_on")


@transaction.atomic
def transfer(
    *,
    programme: Programme,
    old: Organisation,
    new: Organisation,
    on: date,
    employer: Employer | None = None,
    old_employer: Employer | None = None,
    by,
) -> int:
    """All posts of one PCT that are open on that day belong to another; with `employer` whoever `old_employer` employs has that one from `on`.

    Returns how many posts. Raises ValidationError when there are none, or when terms begin on or after that day.
    """
    posts = list(
        Post.objects.select_for_update().filter(ends_from(on), programme=programme, commissioner=old).order_by("pk")
    )
    if not posts:
        raise ValidationError({"old": "This PCT has no open posts in this programme"})
    people = Worker.objects.filter(programme=programme, commissioner=old).select_for_update()
    people_moved = len(list(people.order_by("pk").values_list("pk", flat=True)))
    terms_moved = change_employer(posts, old_employer, employer, on) if employer else 0
    people.update(commissioner=new)
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(commissioner=new)
    counts = {"posts": len(posts), "people": people_moved, "terms": terms_moved}
    details = {"to": new.ods_code, "on": on.isoformat(), **counts}
    audit.record("posts.transferred", by=by, about=programme, organisation=old, **details)
    put_down(programme)
    return len(posts)


def change_employer(posts, old: Employer | None, new: Employer, on: date) -> int:
    """Terms as they were with the new employer from a day on, until the last day where one is known; `old` None: whoever it was."""
    held = (
        Terms.objects.select_for_update(of=("self",))
        .filter(ends_from(on), holding__post__in=posts)
        .exclude(employer=new)
    )
    current = list(held.filter(employer=old) if old else held)
    if any(terms.start >= on for terms in current):
        raise ValidationError({"on": "Some terms begin on that day or later. Choose a later day"})
    Terms.objects.filter(pk__in=[terms.pk for terms in current]).update(end=on - ONE_DAY)
    Terms.objects.bulk_create(
        Terms(
            holding_id=terms.holding_id,
            employer=new,
            start=on,
            end=terms.end,
            **{name: getattr(terms, name) for name in KEPT},
        )
        for terms in current
    )
    return len(current)
