"""Competences: evidence is recorded, a supervisor signs it off, and people rate their own skills."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from practices.forms.held import LETTERS
from workforce.actions.seen import CHANGED, stamp
from workforce.models import CompetenceEvidence, SelfRating

SHOWN = ("competence", "level", "evidence", "evidenced_on")
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
def sign_off(*, evidence, level=None, expires_on=None, seen: str = "", by) -> CompetenceEvidence:
    """Say that somebody has the competence, until a day. `seen`: of the evidence that was read, where a page showed it.

    Raises ValidationError for the own evidence, for a second time, and when other words stand there now, or none.
    """
    row = CompetenceEvidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if row is None or seen not in ("", seen_of(row)):
        raise ValidationError(CHANGED)
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


def seen_of(evidence) -> str:
    """A digest of what is signed off, in letters: a search for patients' numbers in pages must find none here."""
    return stamp([evidence], SHOWN).translate(LETTERS)


SIGNED = "This evidence is signed off. Whoever supervises takes that back first"


def waiting(evidence) -> CompetenceEvidence:
    """The row, held until the end of the transaction. Raises ValidationError once it is signed off: what was signed stays."""
    row = CompetenceEvidence.objects.select_for_update().filter(pk=evidence.pk).first()
    if row is None:
        raise ValidationError("This evidence is not there any more")
    if row.signed_off_on:
        raise ValidationError(SIGNED)
    return row


@transaction.atomic
def correct_evidence(
    *, evidence, competence, evidenced_on, words, level=None, expires_on=None, by
) -> CompetenceEvidence:
    """Put right what waits for sign-off. The trail has which competence it was and is, and none of the words."""
    row, before = waiting(evidence), evidence.competence
    row.competence, row.evidence, row.level = competence, words, level
    row.evidenced_on, row.expires_on = evidenced_on, expires_on
    row.full_clean(exclude=["worker"])
    row.save()
    return recorded("competence.corrected", row, evidence.worker, by, before=before)


@transaction.atomic
def remove_evidence(*, evidence, by) -> CompetenceEvidence:
    """Take out what was written down by mistake and is not signed off."""
    row = waiting(evidence)
    recorded("competence.evidence_removed", row, evidence.worker, by)
    row.delete()
    return row


@transaction.atomic
def take_back_sign_off(*, evidence, by) -> CompetenceEvidence:
    """The evidence waits again. Raises ValidationError where nothing was signed off, and for the own evidence."""
    row = CompetenceEvidence.objects.select_for_update().get(pk=evidence.pk)
    if evidence.worker.user_id == by.pk:
        raise ValidationError(OWN)
    if not row.signed_off_on:
        raise ValidationError("This evidence is not signed off")
    row.signed_off_by = row.signed_off_on = None
    row.save()
    return recorded("competence.sign_off_taken_back", row, evidence.worker, by)


def recorded(event, row, worker, by, **details) -> CompetenceEvidence:
    details = {"framework": row.framework, "competence": row.competence, **details}
    audit.record(event, by=by, about=row, organisation=worker.commissioner, **details)
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
