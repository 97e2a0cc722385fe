"""Competences: evidence is recorded, a supervisor signs it off, and people rate their own skills."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from workforce.models import CompetenceEvidence, SelfRating

OWN = "Nobody signs off the own evidence. Ask your supervisor"


@transaction.atomic
def add_evidence(*, worker, framework, competence, evidence, evidenced_on, level=None, expires_on=None, by):
    """Evidence for one competence, waiting for sign-off. Raises ValidationError where it makes no sense."""
    row = CompetenceEvidence(
        worker=worker,
        framework=framework,
        competence=competence,
        level=level,
        evidence=evidence,
        evidenced_on=evidenced_on,
        expires_on=expires_on,
    )
    row.full_clean(exclude=["worker"])
    row.save()
    details = {"framework": framework, "competence": competence}
    audit.record("competence.evidenced", by=by, about=row, organisation=worker.commissioner, **details)
    return row


@transaction.atomic
def sign_off(*, evidence, level=None, expires_on=None, by) -> CompetenceEvidence:
    """Say that somebody has the competence, until a day. Raises ValidationError for the own evidence, and for a second time."""
    row = CompetenceEvidence.objects.select_for_update().get(pk=evidence.pk)
    worker = evidence.worker
    if worker.user_id == by.pk:
        raise ValidationError(OWN)
    if row.signed_off_on:
        raise ValidationError("This evidence is signed off already")
    row.signed_off_by, row.signed_off_on = by, clock.today()
    row.level, row.expires_on = level, expires_on
    row.full_clean(exclude=["worker", "signed_off_by"])
    row.save()
    details = {"framework": row.framework, "competence": row.competence}
    audit.record("competence.signed_off", by=by, about=row, organisation=worker.commissioner, **details)
    return row


@transaction.atomic
def rate_self(*, worker, ratings: dict[str, int], by) -> list[SelfRating]:
    """The worker's own ratings of today, 1 to 5 by area; a second time on one day replaces the first.

    The trail says that it was done, and no rating.
    """
    today = clock.today()
    rows = [
        SelfRating.objects.update_or_create(worker=worker, area=area, rated_on=today, defaults={"rating": rating})[0]
        for area, rating in ratings.items()
    ]
    audit.record("competence.self_rated", by=by, about=worker, organisation=worker.commissioner, areas=len(rows))
    return rows
