"""The moves of an entry: exactly those of the table, in the order of their dates, each on the trail."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import AuditEvent
from registers.actions import life_cycle, standings
from registers.models import CareStep, EntryState, Person
from registers.models.entry import ENTRY_MOVES
from tests.registers.people import make_assessment, make_entry

TODAY = date(2007, 2, 8)
REASON = {EntryState.RECOVERED: "clinician", EntryState.LEFT: "moved", EntryState.EXCLUDED: "wrong_code"}
PAIRS = [(state, to) for state, to in product(EntryState, EntryState)]
S = EntryState
# Written here a second time, by hand.
ALLOWED = {
    (S.IDENTIFIED, S.VALIDATED), (S.IDENTIFIED, S.EXCLUDED), (S.VALIDATED, S.ACTIVE), (S.ACTIVE, S.RECOVERED),
    (S.ACTIVE, S.LEFT),
}  # fmt: skip


def move(entry, to, by, on=TODAY, reason=None):
    return life_cycle.move(entry=entry, to=to, on=on, reason=REASON.get(to, "") if reason is None else reason, by=by)


def test_the_table_of_moves_is_the_one_of_the_brief():
    assert {(state, to) for state, following in ENTRY_MOVES.items() for to in following} == ALLOWED


@pytest.mark.parametrize(("state", "to"), PAIRS)
def test_every_move_is_made_or_refused_as_the_table_says(state, to, practice, clinician):
    entry = make_entry(practice, state=state)

    if (state, to) in ALLOWED:
        assert move(entry, to, clinician).state == to
    else:
        with pytest.raises(ValidationError, match="this step does not follow"):
            move(entry, to, clinician)
        entry.refresh_from_db()
        assert entry.state == state


@pytest.mark.parametrize("to", [S.RECOVERED, S.LEFT, S.EXCLUDED])
def test_an_end_without_a_reason_is_refused(to, practice, clinician):
    entry = make_entry(practice, state=S.IDENTIFIED if to == S.EXCLUDED else S.ACTIVE)

    with pytest.raises(ValidationError, match="Choose the reason"):
        move(entry, to, clinician, reason="")


@pytest.mark.parametrize(("to", "reason"), [(S.RECOVERED, "moved"), (S.LEFT, "clinician"), (S.LEFT, "wrong_code")])
def test_a_reason_of_another_move_is_refused(to, reason, practice, clinician):
    with pytest.raises(ValidationError, match="Choose the reason"):
        move(make_entry(practice), to, clinician, reason=reason)


@pytest.mark.parametrize(
    ("state", "to", "earliest"),
    [
        (S.IDENTIFIED, S.VALIDATED, date(2006, 2, 1)),
        (S.IDENTIFIED, S.EXCLUDED, date(2006, 2, 1)),
        (S.VALIDATED, S.ACTIVE, date(2006, 2, 15)),
        (S.ACTIVE, S.LEFT, date(2006, 3, 1)),
    ],
)
def test_a_move_may_share_the_day_of_the_step_before_and_not_precede_it(state, to, earliest, practice, clinician):
    entry = make_entry(practice, state=state)

    with pytest.raises(ValidationError, match="Enter a day from"):
        move(entry, to, clinician, on=earliest - timedelta(days=1))

    assert move(entry, to, clinician, on=earliest).state == to


def test_a_day_to_come_is_refused(practice, clinician):
    with pytest.raises(ValidationError, match="not in the future"):
        move(make_entry(practice), S.LEFT, clinician, on=TODAY + timedelta(days=1))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(min_value=-3, max_value=3), min_size=3, max_size=3))
def test_whatever_days_are_entered_the_dates_stay_in_order(days, practice, clinician):
    Person.objects.all().delete()
    entry = make_entry(practice, state=S.IDENTIFIED, identified_on=date(2006, 6, 1))
    for to, shift in zip((S.VALIDATED, S.ACTIVE, S.LEFT), days, strict=True):
        try:
            move(entry, to, clinician, on=date(2006, 6, 1) + timedelta(days=shift))
        except ValidationError:
            break

    entry.refresh_from_db()
    dates = [entry.identified_on, entry.validated_on, entry.active_from, entry.active_to]
    given_dates = [day for day in dates if day is not None]
    assert given_dates == sorted(given_dates)
    assert dates[: len(given_dates)] == given_dates


def test_below_caseness_needs_a_total_that_says_so(practice, clinician):
    entry = make_entry(practice)

    with pytest.raises(ValidationError, match="No total says"):
        move(entry, S.RECOVERED, clinician, reason="below_caseness")


@pytest.mark.parametrize(("total", "is_recovered"), [(10, False), (9, True)])
def test_below_caseness_is_below_the_threshold(total, is_recovered, practice, clinician):
    entry = make_entry(practice)
    make_assessment(entry.person, date(2006, 12, 1), total)
    standings.refresh(practice)

    try:
        move(entry, S.RECOVERED, clinician, reason="below_caseness")
    except ValidationError as refusal:
        assert "in the range of a case" in str(refusal)

    entry.refresh_from_db()
    assert (entry.state == S.RECOVERED) is is_recovered


def test_who_leaves_the_list_is_at_no_step_any_more(practice, clinician):
    entry = make_entry(practice)
    CareStep.objects.create(practice=practice, entry=entry, step=2, started_on=date(2006, 4, 1))
    standings.refresh(practice)

    move(entry, S.LEFT, clinician, on=date(2007, 1, 31))

    entry.refresh_from_db()
    assert CareStep.objects.get().ended_on == date(2007, 1, 31)
    assert entry.step == 0


def test_d36_a_move_is_on_the_trail_with_its_states_and_day(practice, clinician):
    entry = move(make_entry(practice), S.LEFT, clinician, on=date(2007, 1, 31))

    event = AuditEvent.objects.get(event="entry.moved")
    assert (event.about_id, event.organisation_code) == (str(entry.pk), practice.ods_code)
    assert event.details == {"was": "active", "now": "left", "on": "2007-01-31"}


def test_d37_no_event_holds_the_key(practice, clinician):
    entry = move(make_entry(practice), S.LEFT, clinician)

    assert not AuditEvent.objects.filter(details__icontains=entry.person.patient_key).exists()
