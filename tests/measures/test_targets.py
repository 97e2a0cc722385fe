"""What a wave aims at: one target in force for a measure, every earlier one on record with its reason."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.permissions import Role
from measures.actions import targets as actions
from measures.models import MeasureTarget
from operations.models import AuditEvent, Job
from tests.conftest import make_person

MEASURE = "long_absence"


@pytest.fixture
def set_target(wave, facilitator):
    """The facilitator sets a target of long absence: `set_target("4.5")`."""

    def set_to(value, **changes):
        given = {"wave": wave, "measure": MEASURE, "reason": "The board's aim", "by": facilitator}
        return actions.set_target(value=Decimal(value), **given | changes)

    return set_to


def refusal_of(call, *values, **arguments):
    with pytest.raises(ValidationError) as refusal:
        call(*values, **arguments)
    return refusal.value.message_dict


def test_a_target_has_its_value_its_reason_and_its_person(set_target, facilitator):
    target = set_target("4.5")

    assert (target.value, target.reason, target.set_by) == (Decimal("4.5"), "The board's aim", facilitator)
    assert AuditEvent.objects.get(event="target.set").details["value"] == "4.5"
    assert Job.objects.get(kind="measures.recompute_wave").payload["wave"] == target.wave_id


def test_the_next_target_ends_the_one_before_and_keeps_it(set_target, administrator):
    first = set_target("4.5")

    second = set_target("4", by=administrator)

    first.refresh_from_db()
    assert list(MeasureTarget.objects.in_force()) == [second]
    assert first.ended_by == administrator
    assert AuditEvent.objects.filter(event="target.set").latest("id").details["replaces"] == "4.500"


def test_the_same_target_again_is_refused(set_target):
    set_target("4.5")

    assert "already" in refusal_of(set_target, "4.50")["value"][0]


def test_a_cleared_target_stays_on_record_with_its_reason(set_target, wave, facilitator):
    set_target("4.5")

    cleared = actions.clear_target(wave=wave, measure=MEASURE, reason="The aim was dropped", by=facilitator)

    assert (cleared.ended_by, cleared.ended_reason) == (facilitator, "The aim was dropped")
    assert not MeasureTarget.objects.in_force().exists()
    assert AuditEvent.objects.filter(event="target.cleared").exists()
    assert Job.objects.filter(kind="measures.recompute_wave").count() == 2


def test_what_is_not_there_cannot_be_cleared(wave, facilitator):
    refused = refusal_of(actions.clear_target, wave=wave, measure=MEASURE, reason="Gone", by=facilitator)

    assert "no target" in refused["reason"][0]


def test_a_measure_without_a_better_direction_has_no_target(set_target):
    assert "neither better nor worse" in refusal_of(set_target, "4", measure="other_staff_consultations")["value"][0]
    assert not MeasureTarget.objects.exists()


@pytest.mark.parametrize("value", ["-1", "100.5", "4.0001", "1234567"])
def test_a_value_that_cannot_be_the_measure_is_refused(set_target, value):
    assert refusal_of(set_target, value)["value"]


@pytest.mark.parametrize("value", ["0", "100"])
def test_nought_and_all_are_targets(set_target, value):
    assert set_target(value).value == Decimal(value)


def test_a_rate_per_100_people_may_be_more_than_100(set_target):
    assert set_target("120", measure="gp_consultations").value == 120


@pytest.mark.parametrize(("measure", "reason"), [(MEASURE, " "), ("of_old", "Because")], ids=["no reason", "unknown"])
def test_without_a_reason_or_a_measure_nothing_is_set(set_target, measure, reason):
    assert refusal_of(set_target, "4", measure=measure, reason=reason)
    assert not MeasureTarget.objects.exists()


@pytest.mark.parametrize("person", ["manager", "clinician", "data_officer", "commissioner", "lay_member", "stranger"])
def test_others_do_not_set_targets(request, set_target, person):
    with pytest.raises(PermissionDenied):
        set_target("4", by=request.getfixturevalue(person))


def test_a_facilitator_of_one_pct_does_not_set_the_targets_of_the_wave(set_target, trust, practice):
    with pytest.raises(PermissionDenied):
        set_target("4", by=make_person("of-one@example.org", Role.FACILITATOR, organisation=trust))


def test_of_two_targets_at_once_the_database_keeps_one(wave, facilitator):
    given = {"wave": wave, "measure": MEASURE, "value": 4, "reason": "Aim", "set_by": facilitator}
    MeasureTarget.objects.create(**given)

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureTarget.objects.create(**given)


def test_of_two_who_set_a_target_at_once_the_second_is_told(set_target, monkeypatch):
    """Both have found none in force before either has stored one."""
    set_target("4.5")
    monkeypatch.setattr(actions, "in_force", lambda wave, measure: None)

    assert "meanwhile" in refusal_of(set_target, "4")["value"][0]
    assert MeasureTarget.objects.in_force().get().value == Decimal("4.5")
