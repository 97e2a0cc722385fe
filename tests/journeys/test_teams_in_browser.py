"""Who can read what is said while one chooses (G9), a journey in order by keyboard, and a service user's answers, in a browser."""

import pytest

from accounts.permissions import Role
from collaborative.actions import surveys
from collaborative.models import SurveyCount
from tests.collaborative.improvement import make_journey, make_survey, make_team
from tests.conftest import PASSWORD, make_person
from tests.journeys.accessibility import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team(wave, trust, practice):
    return make_team(wave, trust, practice)


@pytest.fixture
def team_member(trust, team):
    return make_person("team-member@example.org", Role.TEAM_MEMBER, organisation=trust)


def test_g9_the_words_beside_each_field_follow_the_choice(sign_in, browser_page, team, team_member):
    sign_in(team_member.email, PASSWORD, f"/teams/{team.pk}/journeys/new/")
    readers = browser_page.locator(".app-readers")
    before = set(readers.all_inner_texts())

    browser_page.get_by_label("Who can read this").select_option("Everybody in the wave")

    assert before == {"Can be read by: the team and its facilitator."}
    assert set(readers.all_inner_texts()) == {"Can be read by: everybody in the wave."}
    assert browser_page.console == []


def test_a_step_is_moved_with_the_keyboard(sign_in, browser_page, team, team_member):
    journey = make_journey(team, team_member, {"what": "Rings"}, {"what": "Sees a GP"})
    sign_in(team_member.email, PASSWORD, f"/journeys/{journey.pk}/")

    browser_page.get_by_role("button", name="Up with step 2").press("Enter")
    browser_page.get_by_role("heading", name="1. Sees a GP").wait_for()

    assert [step.what for step in journey.steps.all()] == ["Sees a GP", "Rings"]
    assert list(problems_of(browser_page)) == []


def test_a_service_user_answers_without_an_account(browser_page, team, team_member):
    survey = make_survey(team, team_member)
    (token,) = surveys.issue_links(survey=survey, count=1, by=team_member)
    browser_page.goto(f"/answer/{token}/")
    assert list(problems_of(browser_page)) == []

    browser_page.get_by_role("group", name="Being listened to").get_by_label("Very good").check()
    browser_page.get_by_role("button", name="Send my answers").click()
    browser_page.get_by_role("heading", name="Thank you").wait_for()

    assert SurveyCount.objects.get().question == "being_heard"
    assert {cookie["name"] for cookie in browser_page.context.cookies()} <= {"csrftoken"}
