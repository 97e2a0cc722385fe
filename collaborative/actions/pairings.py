"""Propose that two practices talk, and let each of them say yes, no, or no longer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import Permission, require_permission_over
from collaborative.models import Pairing
from operations import audit
from practices import clock
from practices.models import Organisation, Wave

SIDES = ("learner", "example")


@transaction.atomic
def propose_pairing(
    *, wave: Wave, measure: str, learner: Organisation, example: Organisation, reason: str, by
) -> Pairing:
    """Ask both practices. Raises ValidationError where they were asked already."""
    require_permission_over(by, Permission.CHANGE_IMPROVEMENT_WORK, wave)
    pairing = Pairing(
        wave=wave, measure=measure, learner=learner, example=example, reason=reason, proposed_at=clock.now()
    )
    try:
        with transaction.atomic():
            pairing.save()
    except IntegrityError as clash:
        raise ValidationError("These two have been asked about this measure already") from clash
    record("proposed", pairing, None, by)
    return pairing


def side_of(user, pairing: Pairing) -> str:
    """Which of the two this person answers for; "" for neither. Consent is the manager's, like the sharing agreement."""
    return sides_of(user, [pairing]).get(pairing.pk, "")


def sides_of(user, pairings: list[Pairing]) -> dict[int, str]:
    """Pairing -> the side that this person answers for, of those where they do. One query, however many there are."""
    practices = [practice for one in pairings for practice in (one.learner_id, one.example_id)]
    answered_for = Organisation.objects.visible_to(user, Permission.CHANGE_SHARING_AGREEMENT).filter(pk__in=practices)
    held = set(answered_for.values_list("pk", flat=True))
    return {
        one.pk: next(side for side in SIDES if getattr(one, f"{side}_id") in held)
        for one in pairings
        if held & {one.learner_id, one.example_id}
    }


@transaction.atomic
def answer_pairing(*, pairing: Pairing, agrees: bool, by) -> Pairing:
    """Say yes, or no, or no longer: a no takes the pairing away from everybody at once, and needs no reason."""
    rows = Pairing.objects.select_for_update(of=("self",)).select_related("learner", "example", "wave")
    pairing = rows.get(pk=pairing.pk)
    side = side_of(by, pairing)
    if not side:
        raise PermissionDenied(Permission.CHANGE_SHARING_AGREEMENT.value)
    if not agrees:
        setattr(pairing, f"{side}_consented_at", None)
        pairing.declined_at = clock.now()
    elif pairing.declined_at:
        raise ValidationError("This pairing was declined, so it is not asked again")
    else:
        setattr(pairing, f"{side}_consented_at", clock.now())
    pairing.save()
    record("agreed" if agrees else "declined", pairing, getattr(pairing, side), by)
    return pairing


def record(event: str, pairing: Pairing, organisation, by) -> None:
    """The other practice's name stays out of what the own practice's people read of the trail."""
    audit.record(f"pairing.{event}", by=by, about=pairing, organisation=organisation, measure=pairing.measure)
