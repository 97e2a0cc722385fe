"""What may come next for a worker: each requirement met, not met, or not decided here."""

from datetime import date

import pytest

from tests.workforce import roster
from workforce.careers import Course, Facts, Requirement, full_months, standing
from workforce.dashboards.career_panel import career_panel
from workforce.models import Accreditation, RoleGovernance

TODAY = date(2007, 2, 8)
COURSE = Requirement("The course", "training", "HI_PGDIP")
FIRST_YEAR = Requirement("The first year", "training", "MHP_DIP", 12)


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    return worker


def steps_of(user, worker):
    return {step["name"]: step for step in career_panel(user, worker).context["steps"]}


def states_of(user, worker, name):
    rows = steps_of(user, worker)[name]["table"]["rows"]
    return {what: (state["tag"]["text"], state["hint"]) for what, state in rows}


@pytest.mark.parametrize(
    ("course", "is_met", "words"),
    [
        (None, False, "not begun"),
        (Course(date(2006, 1, 9)), False, "under way since 9 Jan 2006"),
        (Course(date(2006, 1, 9), date(2006, 6, 1), "withdrew"), False, "left without completing it on 1 Jun 2006"),
        (Course(date(2006, 1, 9), date(2007, 1, 8), "completed"), True, "completed on 8 Jan 2007"),
        (Course(date(2006, 1, 9), date(2006, 6, 1), "completed", TODAY), True, "completed on 1 Jun 2006"),
        (Course(date(2004, 1, 9), date(2005, 1, 8), "completed", date(2007, 2, 7)), False, "expired on 7 Feb 2007"),
    ],
)
def test_a_course_is_met_once_it_is_completed_and_still_valid(course, is_met, words):
    found = standing(COURSE, Facts(TODAY, {"HI_PGDIP": course} if course else {}))

    assert (found.is_met, found.words) == (is_met, words)


@pytest.mark.parametrize(("started_on", "is_met"), [(date(2006, 2, 8), True), (date(2006, 2, 9), False)])
def test_the_first_year_is_met_in_month_13(started_on, is_met):
    """Row 9."""
    assert standing(FIRST_YEAR, Facts(TODAY, {"MHP_DIP": Course(started_on)})).is_met is is_met


@pytest.mark.parametrize(
    ("held", "is_met"), [((), False), (("BABCP",), False), (("BABCP and IAPT",), True), (("iapt", "babcp"), True)]
)
def test_every_body_that_is_named_must_have_accredited(held, is_met):
    requirement = Requirement("Accreditation", "accreditation", ("BABCP", "IAPT"))

    assert standing(requirement, Facts(TODAY, bodies=held)).is_met is is_met


def test_what_no_record_says_is_not_guessed():
    assert standing(Requirement("A degree"), Facts(TODAY)).is_met is None
    time = standing(Requirement("Experience", "role", "GMHW"), Facts(TODAY, months_in_role={"GMHW": 1}))
    assert (time.is_met, time.words) == (None, "1 full month in the role; how much is asked is not said")


@pytest.mark.parametrize(("parts", "is_met"), [(None, None), ((0, 0), None), ((4, 5), False), ((5, 5), True)])
def test_a_policy_is_in_place_when_every_part_is(parts, is_met):
    """Row 65."""
    found = standing(Requirement("Policy", "policy", "PA"), Facts(TODAY, policy={"PA": parts} if parts else {}))

    assert found.is_met is is_met


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2006, 1, 9), date(2007, 2, 8), 12),
        (date(2006, 1, 9), date(2007, 2, 9), 13),
        (date(2006, 1, 31), date(2006, 2, 28), 1),
        (date(2006, 3, 1), date(2006, 2, 1), 0),
    ],
)
def test_months_in_a_role_are_full_months(start, end, months):
    assert full_months(start, end) == months


def test_worker_sees_which_requirements_are_met(graduates, trust, worker):
    person = roster.staff_member_at(trust, worker)
    roster.make_enrolment(worker, "GMHW_PG", outcome="completed", ended_on=date(2006, 12, 20))
    Accreditation.objects.create(
        worker=worker, body="BABCP and IAPT", awarded_on=date(2006, 1, 1), expires_on=date(2007, 2, 7)
    )

    high = states_of(person, worker, "IAPT high intensity psychological therapist")

    assert high["Experience as a graduate worker"][0] == "Not decided here"
    assert high["Accreditation by BABCP and IAPT"][0] == "Not met"
    assert steps_of(person, worker)["IAPT low intensity therapy worker"]["sentence"] == "1 of 2 met, 1 not met."


def test_the_five_parts_of_the_policy_decide_the_step_of_a_physician_associate(graduates, trust, practice, lead):
    """Row 65."""
    associate = roster.make_worker(graduates, trust, "S2")
    roster.hold(roster.make_post(graduates, trust, practice, number="P2", role="PA"), associate)
    for part in ("transcription", "prescription", "procedures", "appraisal"):
        RoleGovernance.objects.create(
            programme=graduates, role="PA", item=f"policy_{part}", answer="yes", evidence="Policy", answered_on=TODAY
        )

    found = states_of(lead, associate, "Lead physician associate")["Policy on the role in place"]

    assert found == ("Not met", "4 of 5 parts of the policy in place")


def test_next_steps_follow_from_the_post_of_today(lead, worker):
    worker.holdings.update(end=date(2007, 2, 7))

    assert career_panel(lead, worker).context["steps"] == []


def test_manager_of_the_host_practice_sees_no_career(manager, worker):
    assert career_panel(manager, worker) is None
