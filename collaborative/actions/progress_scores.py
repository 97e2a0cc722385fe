"""Score a team's progress: the team itself, or whoever looks after it. One score a month and scorer; a later one replaces it."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.permissions import Permission
from collaborative.models import ImprovementTeam, ProgressScore
from collaborative.models.progress import may_score
from operations import audit
from practices import clock, months

Scorer = ProgressScore.Scorer


def scorer_of(user, team: ImprovementTeam) -> str:
    """As whom this person may score the team; "" for whoever may not."""
    if may_score(user, team):
        return Scorer.FACILITATOR
    return Scorer.TEAM if team.may_change(user) else ""


def check(team: ImprovementTeam, month: date, score: Decimal) -> None:
    if not team.wave.orientation_month <= month <= months.first_of(clock.today()):
        raise ValidationError({"month": "Choose a month of this wave that has begun"})
    if score % Decimal("0.5") or not Decimal("0.5") <= score <= 5:
        raise ValidationError({"score": "Choose a score from 0.5 to 5.0, in halves"})


@transaction.atomic
def score_progress(
    *, team: ImprovementTeam, month: date, score: Decimal, reason: str, suggested: float | None, by
) -> ProgressScore:
    """Write a score for a month that has begun. Raises ValidationError for any other, PermissionDenied for whoever may not score."""
    scorer = scorer_of(by, team)
    if not scorer:
        raise PermissionDenied(Permission.CHANGE_PROGRESS_SCORES.value)
    check(team, month, score)
    before = ProgressScore.objects.filter(team=team, month=month, scorer=scorer).values_list("score", flat=True).first()
    given, _ = ProgressScore.objects.update_or_create(
        team=team,
        month=month,
        scorer=scorer,
        defaults={
            "score": score,
            "reason": reason.strip(),
            "suggested": None if suggested is None else Decimal(str(suggested)),
            "scored_by": by,
            "scored_at": clock.now(),
        },
    )
    audit.record(
        "progress.scored",
        by=by,
        about=given,
        organisation=team.organisation,
        month=months.period(month),
        scorer=scorer,
        score=str(score),
        before=None if before is None else str(before),
    )
    return given
