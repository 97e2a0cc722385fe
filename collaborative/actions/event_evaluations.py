"""Anonymous evaluations of an event: once per person, with nothing that ties an answer to who gave it (W3)."""

from django.core.exceptions import ValidationError
from django.db import transaction

from collaborative.models import EvaluationReceipt, EventEvaluation
from operations import audit


@transaction.atomic
def evaluate(*, event, answers, learned, improve, by):
    """Store one answer, and apart from it that this person has answered. Refused with ValidationError the second time.

    The trail says that an answer came and not from whom; the answer carries the day of the event and a key by chance.
    """
    if not event.takes_evaluations:
        raise ValidationError("This evaluation takes no answers now")
    _, is_first = EvaluationReceipt.objects.get_or_create(event=event, person=by)
    if not is_first:
        raise ValidationError("You have answered already. Each person answers once")
    EventEvaluation.objects.create(
        event=event, answers=answers, learned=learned, improve=improve, answered_on=event.held_on
    )
    audit.record("event_evaluated", about=event)
