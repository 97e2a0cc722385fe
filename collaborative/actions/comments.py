"""Questions and remarks between a team and those who look after it (I7)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.permissions import Permission
from collaborative.models import Comment, ImprovementTeam, PdsaCycle
from operations import audit
from practices import clock


@transaction.atomic
def write_comment(
    *,
    team: ImprovementTeam,
    text: str,
    by,
    cycle: PdsaCycle | None = None,
    practice=None,
    measure: str = "",
    asks_answer: bool = False,
    shared_with: int | None = None,
) -> Comment:
    """Pin a remark to a cycle or a chart. It is read as widely as its cycle at most, so that no draft shows through it."""
    team.require_may_change(by)
    if cycle is not None and cycle.team_id != team.pk:
        raise ValidationError("This cycle is another team's")
    comment = Comment(
        team=team,
        cycle=cycle,
        practice=practice,
        measure=measure,
        text=text.strip(),
        asks_answer=asks_answer,
        written_by=by,
        written_at=clock.now(),
    )
    if shared_with is not None:
        comment.shared_with = shared_with
    if cycle is not None:
        comment.shared_with = min(comment.shared_with, cycle.shared_with)
    return saved(comment, "written")


@transaction.atomic
def answer_comment(*, comment: Comment, text: str, by) -> Comment:
    """Reply to a remark. A question counts as answered when somebody else than its writer replies.

    The same words sent twice by one person stay one answer.
    """
    comment = Comment.objects.select_for_update(of=("self",)).select_related("team__organisation").get(pk=comment.pk)
    if not comment.team.may_change(by):
        raise PermissionDenied(Permission.CHANGE_IMPROVEMENT_WORK.value)
    if repeated := comment.replies.filter(written_by=by, text=text.strip()).first():
        return repeated
    answer = Comment(
        team=comment.team,
        cycle=comment.cycle,
        practice=comment.practice,
        measure=comment.measure,
        answers=comment,
        text=text.strip(),
        written_by=by,
        written_at=clock.now(),
        shared_with=comment.shared_with,
    )
    if comment.asks_answer and comment.answered_at is None and by != comment.written_by:
        comment.answered_at = clock.now()
        comment.save(update_fields=["answered_at"])
    return saved(answer, "answered")


def saved(comment: Comment, event: str) -> Comment:
    comment.save()
    audit.record(
        f"comment.{event}",
        by=comment.written_by,
        about=comment,
        organisation=comment.team.organisation,
        cycle=comment.cycle_id,
        measure=comment.measure,
    )
    return comment
