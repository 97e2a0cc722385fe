"""Row 1: a workforce programme runs without the four measures, and nothing counts returns as due there."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from measures.pages.owing_pages import owing
from measures.return_files.knowledge import memberships_of
from measures.return_files.prefilled import template_rows
from tests.collaborative.improvement import make_event, make_team
from tests.collaborative.pages import words_of
from tests.conftest import make_person
from tests.workforce import roster
from workforce.models import Lesson, RolePlan

OF_MEASURES = [
    ("return_tracker", ["G1"]),
    ("commissioner_dashboard", ["G1", "5W0"]),
    ("practice_dashboard", ["G1", "A99001"]),
    ("measure_dashboard", ["G1", "referrals"]),
    ("wave_matrix", ["G1"]),
    ("wave_multiples", ["G1", "referrals"]),
    ("wave_funnel", ["G1", "referrals"]),
    ("wave_worth_a_look", ["G1"]),
    ("wave_figures", ["G1"]),
    ("wave_register", ["G1"]),
    ("measure_targets", ["G1"]),
    ("return_versions", ["G1", "A99001"]),
]
OF_IMPROVEMENT = [
    "team_list",
    "cycle_board",
    "event_list",
    "report_list",
    "wave_learning",
    "progress_list",
    "change_package",
]


@pytest.fixture
def graduates(practice):
    programme = roster.make_programme()
    roster.join(programme, practice)
    return programme


@pytest.fixture
def wave_of_roles(graduates):
    return graduates.waves.get()


@pytest.fixture
def guide(wave_of_roles):
    """The facilitator of the workforce wave."""
    return make_person("guide@example.org", Role.FACILITATOR, wave=wave_of_roles)


def test_the_dashboard_leads_to_the_workforce_and_to_improvement_work(client, guide):
    client.force_login(guide)

    answer = client.get(reverse("wave_dashboard", args=["G1"]))

    assert reverse("wave_workforce", args=["G1"]) in answer.content.decode()
    assert "Workshop reports" in words_of(answer)
    assert "GP consultations" not in words_of(answer)


@pytest.mark.parametrize(("name", "arguments"), OF_MEASURES)
def test_pages_of_measures_say_that_there_are_none(client, guide, name, arguments):
    client.force_login(guide)

    answer = client.get(reverse(name, args=arguments))

    assert answer.status_code == 404
    assert "it keeps a roster and sends no returns" in answer.content.decode()


def test_whoever_may_not_see_the_wave_is_not_told_what_it_is(client, wave_of_roles, stranger):
    """R1."""
    client.force_login(stranger)

    answer = client.get(reverse("wave_matrix", args=["G1"]))

    assert answer.status_code == 404
    assert "roster" not in answer.content.decode()


@pytest.mark.parametrize("name", OF_IMPROVEMENT)
def test_improvement_work_goes_on_as_in_any_wave(client, guide, wave_of_roles, trust, practice, name):
    make_team(wave_of_roles, trust, practice)
    make_event(wave_of_roles)
    client.force_login(guide)

    assert client.get(reverse(name, args=["G1"])).status_code == 200


def test_a_practice_in_both_owes_returns_to_the_measures_alone(graduates, practice, manager):
    assert {one.wave.code for one in owing(manager, [practice])} == {"W1"}


def test_templates_and_checks_of_returns_know_the_waves_of_measures_alone(graduates, practice):
    assert {row["wave_code"] for row in template_rows([practice])} == {"W1"}
    assert {member.wave.code for member in memberships_of([practice.ods_code])} == {"W1"}


def test_the_first_page_has_no_lines_of_measures_for_it(client, graduates, manager):
    client.force_login(manager)

    words = words_of(client.get(reverse("home")))

    assert "Graduate workers, first intake" in words
    assert "All months and versions of Ash Surgery, Graduate workers" not in words
    assert "Who has reported of Graduate workers" not in words


def test_the_calendar_expects_no_returns(client, guide):
    client.force_login(guide)

    assert "Practices of this wave send no monthly returns" in words_of(client.get(reverse("wave_detail", args=["G1"])))


# ---- lessons


def share_lesson(programme, by, **fields):
    plan = RolePlan.objects.create(
        programme=programme, role="GMHW", purpose="Help early", owner="Lead", start=roster.BEGAN
    )
    values = {
        "on": roster.BEGAN,
        "tried": "Two to one supervisor",
        "result": "failed",
        "learning": "An hour for two is none",
    }
    return Lesson.objects.create(plan=plan, created_by=by, **{**values, "is_shared": True, **fields})


@pytest.mark.parametrize("name", ["wave_learning", "wave_learning_csv"])
def test_a_failed_lesson_is_filed_as_learning(client, graduates, guide, name):
    """Row 66."""
    share_lesson(graduates, guide)
    client.force_login(guide)

    text = client.get(reverse(name, args=["G1"])).content.decode()

    assert "it failed" in text
    assert "An hour for two is none" in text


def test_a_lesson_that_is_not_shared_stays_with_its_plan(client, graduates, guide):
    share_lesson(graduates, guide, is_shared=False)
    client.force_login(guide)

    assert "An hour for two" not in client.get(reverse("wave_learning", args=["G1"])).content.decode()


def test_lessons_are_not_for_other_programmes(client, graduates, guide, facilitator):
    share_lesson(graduates, guide)
    client.force_login(facilitator)

    assert "An hour for two" not in client.get(reverse("wave_learning", args=["W1"])).content.decode()
