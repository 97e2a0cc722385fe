"""A workforce lead has looked at an early warning and lets it rest, with a reason; what is written goes into no trail."""

from django.core.exceptions import ValidationError
from django.db import transaction

from operations import audit
from practices import clock
from workforce.models import EarlyWarning

CHANGED = "What the warning says has changed. Open it again"
Rest = EarlyWarning.Rest
SET_ASIDE = ("set_aside_on", "set_aside_until", "set_aside_reason", "set_aside_by")


def reopen(warning) -> None:
    """As if nobody had looked at it; not saved."""
    warning.set_aside_on = warning.set_aside_until = warning.set_aside_by = None
    warning.set_aside_reason = ""


@transaction.atomic
def answer_warning(*, warning, rest, reason="", until=None, by) -> EarlyWarning:
    """`rest` is one of EarlyWarning.Rest; `until` the day it is back. Raises ValidationError without a reason or day."""
    held = (
        EarlyWarning.objects.select_for_update(of=("self",))
        .select_related("holding__post__commissioner")
        .filter(pk=warning.pk)
        .first()
    )
    # The night may have taken it away, or worded it anew, since the page was opened.
    if held is None or held.reason != warning.reason:
        raise ValidationError(CHANGED)
    reopen(held)
    if rest != Rest.OPEN:
        refuse_incomplete(rest, reason, until)
        held.set_aside_on, held.set_aside_by, held.set_aside_reason = clock.today(), by, reason.strip()
        held.set_aside_until = until if rest == Rest.SNOOZED else None
    held.save()
    audit.record(f"early_warning.{rest}", by=by, about=held, organisation=held.holding.post.commissioner)
    return held


def refuse_incomplete(rest, reason, until) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Say why it may rest"})
    if rest == Rest.SNOOZED and (until is None or until <= clock.today()):
        raise ValidationError({"until": "Enter a day to come"})
