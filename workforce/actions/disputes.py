"""A worker says that an entry of the own record is wrong; the workforce lead answers. What they write goes into no trail."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from workforce.models import Dispute


@transaction.atomic
def raise_dispute(*, worker, about, entry, text, by) -> Dispute:
    dispute = Dispute(worker=worker, about=about, entry=entry.strip(), text=text.strip(), raised_on=clock.today())
    dispute.full_clean(exclude=["worker"])
    dispute.save()
    audit.record("dispute.raised", by=by, about=dispute, organisation=worker.commissioner)
    return dispute


@transaction.atomic
def answer_dispute(*, dispute, answer, by) -> Dispute:
    """Once: the worker has read it. Whoever still disagrees raises another. Raises ValidationError for the own one, too."""
    held = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if dispute.worker.user_id == by.pk:
        raise ValidationError("Nobody answers the own dispute. Ask another lead")
    if held.answered_on:
        raise ValidationError("This has been answered already")
    if not answer.strip():
        raise ValidationError({"answer": "Say what you found and what was changed"})
    held.answer, held.answered_on, held.answered_by = answer.strip(), clock.today(), by
    held.save()
    audit.record("dispute.answered", by=by, about=held, organisation=dispute.worker.commissioner)
    return held
