"""How a programme uses its checks: who may say so, from when, and that the next check goes by it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from measures.actions import checking
from measures.actions.rules import may_change_rules, set_rule
from measures.models import RuleSetting
from measures.return_files.knowledge import knowledge_for
from operations.models import AuditEvent
from practices.models import Wave
from practices.uploads.models import UploadState
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
TODAY = date(2007, 2, 8)
GROWN = line(list_added=25, list_close=199)


@pytest.fixture
def change(programme, facilitator):
    def change_rule(code="W2", state="on", numbers=(), effective_from=TODAY, reason="Lists are being built", by=None):
        return set_rule(
            programme=programme,
            code=code,
            state=state,
            numbers=dict(numbers),
            effective_from=effective_from,
            reason=reason,
            by=by or facilitator,
        )

    return change_rule


def warned(upload):
    return [problem["code"] for problem in upload.problems]


def test_v5_a_number_is_changed_from_the_page_and_the_next_check_goes_by_it(change, check):
    assert warned(check(GROWN)) == ["W2"]

    change(numbers={"most_change": 15})

    assert warned(check(GROWN)) == []


def test_v5_a_file_that_is_checked_again_is_checked_by_the_new_rule(change, check):
    upload = check(GROWN)
    change(state="off")

    checking.check_return_file(upload)

    assert (upload.state, warned(upload)) == (UploadState.READY, [])


def test_a_setting_keeps_only_what_differs_and_leaves_an_event(change, facilitator):
    setting = change("W4", numbers={"standard_deviations": 4, "most_change": 50})

    assert setting.parameters == {"standard_deviations": 4}
    event = AuditEvent.objects.get(event="rule.set")
    assert (event.actor_id, event.details["rule"], event.details["numbers"]) == (
        facilitator.pk,
        "W4",
        {"standard_deviations": 4},
    )


def test_a_setting_never_reaches_back(change):
    """Files checked before were told by the old rule."""
    with pytest.raises(ValidationError, match="today or a later day"):
        change(effective_from=date(2007, 2, 7))


@pytest.mark.parametrize("value", [0, 101])
def test_a_number_stays_within_its_bounds(change, value):
    with pytest.raises(ValidationError, match="Enter 1 to 100"):
        change(numbers={"most_change": value})


def test_a_rule_that_always_holds_is_not_set(change):
    with pytest.raises(ValidationError, match="always holds"):
        change("E6", state="off")


def test_a_reason_is_needed(change):
    with pytest.raises(ValidationError, match="Say why"):
        change(reason=" ")


def test_what_the_programme_names_as_not_used_is_not_set_beside_it(change, programme):
    programme.rules_off = ["W2"]

    with pytest.raises(ValidationError, match="take it off there first"):
        change()


def test_who_answers_for_the_programme_or_a_whole_wave_may_decide(programme, facilitator, administrator, manager):
    assert may_change_rules(facilitator, programme)
    assert may_change_rules(administrator, programme)
    assert not may_change_rules(manager, programme)


def test_nobody_else_may(change, commissioner):
    with pytest.raises(PermissionDenied):
        change(by=commissioner)

    assert not RuleSetting.objects.exists()


def test_a_wave_of_another_programme_is_checked_by_its_own_settings(change, programme, wave, practice):
    change(state="off")
    other = type(programme).objects.create(name="Other", slug="other")
    Wave.objects.filter(pk=wave.pk).update(programme=other)

    known = knowledge_for({"A99001"}, may_send_for={"A99001"}, signed_in_for="A99001")

    assert known.rules("W1")["W2"].state == "on"


def test_what_is_known_takes_as_many_queries_for_three_practices_as_for_one(
    wave, practice, neighbour, elsewhere, submit, django_assert_num_queries
):
    submit(line())
    knowledge_for({"A99001"}, may_send_for={"A99001"}, signed_in_for="x")

    with django_assert_num_queries(9):
        knowledge_for({"A99001"}, may_send_for={"A99001"}, signed_in_for="x")
    every = {"A99001", "A99002", "A99003"}
    with django_assert_num_queries(9):
        known = knowledge_for(every, may_send_for=every, signed_in_for="x")

    assert known.wave_pasts["W1"].returns[date(2006, 11, 1)][practice.pk]["gp_consultations"] == 142
