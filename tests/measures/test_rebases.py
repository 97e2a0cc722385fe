"""New phases of a chart: begun by people with a reason, withdrawn by people, never edited (I9)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.permissions import Role
from measures.actions import rebases as actions
from measures.computing.recompute import recompute_wave
from measures.models import MonthlyReturn, Rebase, rebased_level
from operations.models import AuditEvent, Job
from tests.collaborative.conftest import send_returns, two_years
from tests.conftest import make_person

MEASURE = "gp_consultations"
MONTH = date(2006, 5, 1)


def make_rebase(wave, organisation, **fields):
    """A rebase as it is stored, without asking who may."""
    given = {"level": "practice", "measure": MEASURE, "starts": MONTH, "reason": "Telephone follow-up began"}
    return Rebase.objects.create(wave=wave, organisation=organisation, **given | fields)


@pytest.fixture
def computed(wave, practice, neighbour):
    """Two years of returns, the months February 2005 to December 2006."""
    return two_years(wave, practice, neighbour)


@pytest.fixture
def rebase(wave, practice, manager, computed):
    """The manager of Ash Surgery rebases its GP consultations: `rebase(starts=...)`."""

    def begin(**changes):
        given = {
            "wave": wave,
            "level": "practice",
            "organisation": practice,
            "measure": MEASURE,
            "starts": MONTH,
            "reason": "Telephone follow-up began",
            "cycle": "PDSA 3",
            "by": manager,
        }
        return actions.rebase_series(**given | changes)

    return begin


def refusal_of(call, **arguments):
    with pytest.raises(ValidationError) as refusal:
        call(**arguments)
    return refusal.value.message_dict


# ---- beginning a phase


def test_i9_a_rebase_has_its_month_its_reason_its_cycle_and_its_person(rebase, manager):
    made = rebase()

    assert (made.starts, made.reason, made.cycle) == (MONTH, "Telephone follow-up began", "PDSA 3")
    assert made.created_by == manager
    assert list(Rebase.objects.in_force()) == [made]


def test_the_event_is_written_with_the_rebase(rebase, manager, practice):
    made = rebase()

    event = AuditEvent.objects.get(event="rebase.made")
    assert (event.actor_id, event.organisation_code, event.about_id) == (manager.pk, practice.ods_code, str(made.pk))
    assert event.details["starts"] == "2006-05"
    assert event.details["reason"] == "Telephone follow-up began"


def test_a_practice_alone_is_recomputed(rebase, practice, wave):
    rebase()

    job = Job.objects.get(kind="measures.recompute_practice")
    assert job.payload["wave"] == wave.pk
    assert job.payload["practices"] == [practice.pk]


def test_the_wave_is_recomputed_for_its_own_chart(rebase, facilitator, wave):
    rebase(level="wave", organisation=None, by=facilitator)

    assert Job.objects.get(kind="measures.recompute_wave").payload["wave"] == wave.pk


def test_two_rebases_put_down_two_recomputes(rebase):
    rebase()
    rebase(starts=date(2006, 9, 1))

    assert Job.objects.filter(kind="measures.recompute_practice").count() == 2


def test_trap_7_a_month_without_a_value_is_moved_to_the_next_that_has_one(rebase, wave, practice):
    """NHSRplotthedots 0.2.2 silently ignores such a rebase; here it moves, and the month asked for is on record."""
    MonthlyReturn.objects.filter(practice=practice, month=MONTH).delete()
    recompute_wave(wave=wave)

    made = rebase()

    assert made.starts == date(2006, 6, 1)
    assert AuditEvent.objects.get(event="rebase.made").details["asked"] == "2006-05"


def test_a_day_stands_for_its_month(rebase):
    assert rebase(starts=date(2006, 5, 23)).starts == MONTH


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (date(2005, 1, 1), "within this wave"),
        (date(2007, 2, 1), "has ended"),
        (date(2009, 1, 1), "within this wave"),
        (date(2005, 2, 1), "No month before"),
        (date(2007, 1, 1), "No month from Jan 2007 on"),
    ],
    ids=str,
)
def test_a_month_in_which_no_phase_can_begin_is_refused(rebase, starts, said):
    assert said in refusal_of(rebase, starts=starts)["starts"][0]
    assert not Rebase.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_rebase_without_a_reason_is_refused(rebase, reason):
    assert "known cause" in refusal_of(rebase, reason=reason)["reason"][0]
    assert not AuditEvent.objects.filter(event="rebase.made").exists()


@pytest.mark.parametrize("measure", ["referrals_of_old", ""])
def test_a_chart_that_does_not_exist_is_refused(rebase, measure):
    assert "no chart" in refusal_of(rebase, measure=measure)["starts"][0]


def test_nothing_computed_is_nothing_to_rebase(wave, practice, manager):
    arguments = {"wave": wave, "level": "practice", "organisation": practice, "measure": MEASURE}

    refused = refusal_of(actions.rebase_series, **arguments, starts=MONTH, reason="Because", by=manager)

    assert "no chart" in refused["starts"][0]


def test_of_two_who_rebase_the_same_month_the_second_is_told(rebase, clinician):
    rebase()

    assert "already" in refusal_of(rebase, by=clinician)["starts"][0]
    assert Rebase.objects.count() == 1


def test_of_two_who_rebase_the_same_month_of_the_wave_the_second_is_told(rebase, facilitator):
    rebase(level="wave", organisation=None, by=facilitator)

    assert "already" in refusal_of(rebase, level="wave", organisation=None, by=facilitator)["starts"][0]


def test_the_same_month_of_another_chart_is_another_rebase(rebase, neighbour, facilitator):
    rebase()
    rebase(measure="referrals")
    rebase(organisation=neighbour, by=facilitator)

    assert Rebase.objects.count() == 3


# ---- who may


@pytest.mark.parametrize("person", ["manager", "clinician", "facilitator"])
def test_the_practice_and_its_facilitator_rebase_its_charts(request, rebase, person):
    assert rebase(by=request.getfixturevalue(person)).pk


@pytest.mark.parametrize("person", ["data_officer", "commissioner", "administrator", "lay_member", "stranger"])
def test_others_do_not_rebase_a_practice(request, rebase, person):
    with pytest.raises(PermissionDenied):
        rebase(by=request.getfixturevalue(person))


def test_a_practice_does_not_rebase_its_neighbour(rebase, neighbour):
    with pytest.raises(PermissionDenied):
        rebase(organisation=neighbour)


@pytest.mark.parametrize("level", ["commissioner", "wave"])
def test_a_practice_does_not_rebase_what_it_is_a_part_of(rebase, trust, level):
    with pytest.raises(PermissionDenied):
        rebase(level=level, organisation=trust if level == "commissioner" else None)


def test_a_facilitator_of_one_pct_rebases_that_pct_and_not_the_wave(rebase, trust, practice):
    person = make_person("of-one@example.org", Role.FACILITATOR, organisation=trust)

    assert rebase(level="commissioner", organisation=trust, by=person).pk
    with pytest.raises(PermissionDenied):
        rebase(level="wave", organisation=None, by=person)


# ---- withdrawing


def test_a_withdrawn_rebase_stays_on_record(rebase, clinician):
    made = rebase()

    withdrawn = actions.withdraw_rebase(rebase=made, reason="The follow-up never began", by=clinician)

    assert (withdrawn.withdrawn_by, withdrawn.withdrawn_reason) == (clinician, "The follow-up never began")
    assert list(Rebase.objects.all()) == [made]
    assert not Rebase.objects.in_force().exists()
    assert AuditEvent.objects.get(event="rebase.withdrawn").details["starts"] == "2006-05"


def test_after_its_withdrawal_the_month_can_be_rebased_again(rebase, manager):
    actions.withdraw_rebase(rebase=rebase(), reason="Too early", by=manager)

    again = rebase()

    assert list(Rebase.objects.in_force()) == [again]


def test_withdrawing_twice_is_refused(rebase, manager):
    made = rebase()
    actions.withdraw_rebase(rebase=made, reason="Too early", by=manager)

    refused = refusal_of(actions.withdraw_rebase, rebase=made, reason="Again", by=manager)

    assert "already" in refused["reason"][0]
    assert AuditEvent.objects.filter(event="rebase.withdrawn").count() == 1


def test_withdrawing_needs_a_reason_and_the_right(rebase, manager, commissioner):
    made = rebase()

    assert refusal_of(actions.withdraw_rebase, rebase=made, reason=" ", by=manager)
    with pytest.raises(PermissionDenied):
        actions.withdraw_rebase(rebase=made, reason="Not mine to say", by=commissioner)
    assert Rebase.objects.in_force().exists()


# ---- the rows


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"level": "wave"}, {"organisation": None}, {"withdrawn_at": timezone.now()}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_database_refuses(wave, practice, manager, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rebase(wave, wrong.pop("organisation", practice), created_by=manager, **wrong)


def test_who_sees_the_rebases_of_whom(wave, practice, neighbour, trust, manager, commissioner, stranger):
    own = make_rebase(wave, practice, created_by=manager)
    other = make_rebase(wave, neighbour, created_by=manager)
    of_trust = make_rebase(wave, trust, level="commissioner", created_by=manager)
    of_wave = make_rebase(wave, None, level="wave", created_by=manager)

    assert set(Rebase.objects.visible_to(manager)) == {own, of_trust, of_wave}
    assert set(Rebase.objects.visible_to(commissioner)) == {own, other, of_trust, of_wave}
    assert not Rebase.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    ("level", "followed"),
    [
        ("practice", "practice"),
        ("commissioner", "commissioner"),
        ("commissioner_now", "commissioner"),
        ("wave", "wave"),
    ],
)
def test_a_commissioner_is_rebased_however_its_practices_are_grouped(level, followed):
    assert rebased_level(level) == followed


def test_a_practice_that_sends_for_the_first_time_can_be_rebased_from_its_second_month(
    rebase, wave, elsewhere, facilitator
):
    send_returns(wave, elsewhere, 3, [date(2006, 11, 1), date(2006, 12, 1)])
    recompute_wave(wave=wave)

    made = rebase(organisation=elsewhere, starts=date(2006, 12, 1), by=facilitator)

    assert made.starts == date(2006, 12, 1)
