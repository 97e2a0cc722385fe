"""Governance: the checklist of a role or of a post is answered, all items of a form at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from operations import audit
from practices import clock
from workforce.models import PostGovernance, RoleGovernance


@dataclass(frozen=True)
class Reply:
    """What a form says of one item; no answer takes an earlier one back."""

    answer: str = ""
    evidence: str = ""
    owner: str = ""
    review_on: date | None = None


@transaction.atomic
def answer_role(*, programme, role: str, replies: Mapping[str, Reply], by) -> int:
    """Answer a role's checklist for a programme; the number of items that changed. The trail keeps which, and their answers."""
    wait_for_others(programme)
    changed = store(RoleGovernance, {"programme": programme, "role": role}, replies)
    if changed:
        audit.record("governance.role_answered", by=by, about=programme, role=role, items=changed)
    return len(changed)


@transaction.atomic
def answer_post(*, post, replies: Mapping[str, Reply], by) -> int:
    """The same for one post."""
    wait_for_others(post)
    changed = store(PostGovernance, {"post": post}, replies)
    if changed:
        audit.record("governance.post_answered", by=by, about=post, organisation=post.commissioner, items=changed)
    return len(changed)


def wait_for_others(row) -> None:
    """Two people who save one list at once do so one after the other."""
    type(row).objects.select_for_update().get(pk=row.pk)


def store(model, of: dict, replies: Mapping[str, Reply]) -> dict[str, str]:
    """Write what changed in a fixed number of queries; item -> its answer now. Raises ValidationError as the model does."""
    rows = {row.item: row for row in model.objects.select_for_update().filter(**of)}
    changed = {item: reply for item, reply in replies.items() if is_new(rows.get(item), reply)}
    model.objects.filter(**of, item__in=changed).delete()
    made = [
        model(**of, item=item, answered_on=clock.today(), **vars(reply))
        for item, reply in changed.items()
        if reply.answer
    ]
    for row in made:
        row.clean_fields(exclude=list(of))
    model.objects.bulk_create(made)
    return {item: reply.answer or "taken back" for item, reply in changed.items()}


def is_new(row, reply: Reply) -> bool:
    if row is None:
        return bool(reply.answer)
    return any(getattr(row, name) != value for name, value in vars(reply).items())
