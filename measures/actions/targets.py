"""What a wave aims at in each measure: set and ended by whoever answers for the whole wave, with a reason.

Each change is one transaction with its audit event, and puts down the recompute of the assurance icons.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import Permission, require_permission_over
from measures.actions.reasons import stated
from measures.actions.recomputing import key_of, put_down
from measures.definitions import NO_JUDGEMENT, MeasureDefinition, all_definitions
from measures.models import MeasureTarget
from operations import audit
from practices import clock
from practices.models import Wave

LARGEST_PERCENTAGE = 100
NO_TARGET_OF = "More is neither better nor worse in this measure, so it has no target"


@transaction.atomic
def set_target(*, wave: Wave, measure: str, value: Decimal, reason: str, by) -> MeasureTarget:
    """Put a target in force in the place of the one before, which stays on record.

    `value` is in the unit of the measure. Raises ValidationError, by field, for a value that cannot be one, a measure
    that has no better direction, and a missing reason; PermissionDenied for whoever does not answer for the wave.
    """
    require_permission_over(by, Permission.CHANGE_TARGETS, wave)
    check_value(definition_of_target(measure), value)
    reason = stated(reason, "Say where this target comes from")
    before = in_force(wave, measure)
    if before and before.value == value:
        raise ValidationError({"value": f"{value:f} is the target already"})
    if before:
        end(before, by)
    target = MeasureTarget(wave=wave, measure=measure, value=value, reason=reason, set_by=by, set_at=clock.now())
    target.clean_fields(exclude={"ended_at", "ended_by"})
    save_first(target)
    replaced = f"{before.value:f}" if before else None
    record("target.set", target, by, value=f"{target.value:f}", replaces=replaced, reason=reason)
    return target


def definition_of_target(measure: str) -> MeasureDefinition:
    definition = all_definitions().get(measure)
    if definition is None:
        raise ValidationError({"value": "There is no such measure"})
    if definition.direction == NO_JUDGEMENT:
        raise ValidationError({"value": NO_TARGET_OF})
    return definition


def check_value(definition: MeasureDefinition, value: Decimal) -> None:
    if value < 0:
        raise ValidationError({"value": "Enter 0 or more"})
    if definition.unit.startswith("%") and value > LARGEST_PERCENTAGE:
        raise ValidationError({"value": "Enter a percentage of 100 or less"})


def in_force(wave: Wave, measure: str) -> MeasureTarget | None:
    """Locked, so that it is ended once."""
    return MeasureTarget.objects.in_force().select_for_update().filter(wave=wave, measure=measure).first()


def end(target: MeasureTarget, by, reason: str = "") -> None:
    target.ended_at, target.ended_by, target.ended_reason = clock.now(), by, reason
    target.save(update_fields=["ended_at", "ended_by", "ended_reason"])


def save_first(target: MeasureTarget) -> None:
    """Of two people who set a target at the same moment one is told to look at the other's."""
    try:
        with transaction.atomic():
            target.save(force_insert=True)
    except IntegrityError as clash:
        already = "Somebody else set a target meanwhile. Look at it, then decide again"
        raise ValidationError({"value": already}) from clash


@transaction.atomic
def clear_target(*, wave: Wave, measure: str, reason: str, by) -> MeasureTarget:
    """End the target in force and set none in its place. Raises ValidationError when there is none."""
    require_permission_over(by, Permission.CHANGE_TARGETS, wave)
    reason = stated(reason, "Say why this target is ended")
    target = in_force(wave, measure)
    if target is None:
        raise ValidationError({"reason": "There is no target in force any more"})
    end(target, by, reason)
    record("target.cleared", target, by, value=f"{target.value:f}", reason=reason)
    return target


def record(event: str, target: MeasureTarget, by, **details) -> None:
    """Write the event, and put down the recompute of the wave."""
    wave = target.wave
    entry = audit.record(event, by=by, about=target, wave=wave.code, measure=target.measure, **details)
    put_down(wave.pk, key=key_of(wave.pk, entry), reason=f"{event} {target.measure}")
