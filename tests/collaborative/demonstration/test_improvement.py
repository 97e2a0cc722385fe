"""The invented improvement work: the same every time, with what really happens in it."""

from collections import Counter

from collaborative.demonstration.improvement.texts import TEXTS, person_name
from collaborative.models import (
    EXPECTED_KINDS,
    Attendance,
    Comment,
    ImprovementTeam,
    PdsaCycle,
    ProgressScore,
    ReadingLevel,
    TeamMember,
    TeamPartner,
)
from measures.definitions import all_definitions
from practices import clock


def test_every_pct_has_a_team_that_spans_its_practices():
    teams = ImprovementTeam.objects.filter(wave__code="W1")

    practices = TeamPartner.objects.filter(team__in=teams, kind="practice")

    assert teams.count() == 16
    assert practices.values("organisation").distinct().count() == practices.count() == 97


def test_some_teams_lack_a_stakeholder_and_one_partner_has_withdrawn_with_its_reason():
    present = Counter(TeamMember.objects.filter(team__wave__code="W1").values_list("stakeholder_kind", flat=True))
    withdrawn = TeamPartner.objects.filter(left_on__isnull=False).exclude(kind="practice")

    assert all(present[kind] > 0 for kind in EXPECTED_KINDS)
    assert present["carer"] < 16
    assert withdrawn and all(partner.left_reason for partner in withdrawn)


def test_cycles_stand_in_every_state_and_none_is_ahead_of_the_clock():
    cycles = PdsaCycle.objects.filter(team__wave__code="W1")

    assert {"planned", "doing", "studying", "closed"} == set(cycles.values_list("state", flat=True))
    assert {"adopt", "adapt", "abandon"} <= set(cycles.values_list("decision", flat=True))
    assert not cycles.filter(started_on__gt=clock.today()).exists()
    assert not cycles.filter(closed_on__gt=clock.today()).exists()


def test_cycles_of_all_three_readings_are_there_so_that_each_role_sees_another_board():
    levels = set(PdsaCycle.objects.values_list("shared_with", flat=True))

    assert {ReadingLevel.FACILITATOR, ReadingLevel.COMMISSIONER, ReadingLevel.WAVE} <= levels


def test_every_measure_that_is_predicted_has_a_definition():
    measured = set(PdsaCycle.objects.exclude(measure="").values_list("measure", flat=True))

    assert measured == set(all_definitions())


def test_fewer_came_to_the_last_workshop_than_to_the_first_event():
    came = Counter(Attendance.objects.filter(status="attended").values_list("event__title", flat=True))

    assert came["Learning workshop 3"] < came["Orientation event"]


def test_questions_of_the_facilitator_wait_and_scores_lie_in_halves():
    assert Comment.objects.filter(asks_answer=True, answered_at__isnull=True).exists()
    assert all(score % 1 in (0, 0.5) for score in ProgressScore.objects.values_list("score", flat=True))


def test_the_ramp_of_which_a_new_phase_speaks_is_there():
    """decisions.py: A99004 begins a new phase in August 2006."""
    cycles = PdsaCycle.objects.filter(practices__ods_code="A99004", measure="gp_consultations")

    assert cycles.filter(started_on__lt="2006-08-01").exists()


def test_invented_people_have_different_names():
    names = [person_name(number) for number in range(len(TEXTS["first_names"]) * len(TEXTS["surnames"]) // 2)]

    assert len(set(names)) == len(names)
