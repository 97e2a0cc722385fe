"""The house style in a real browser: every component, the open pages, sign-in by keyboard (D47)."""

import pytest

from tests.conftest import PASSWORD
from tests.journeys.accessibility import assert_page_is_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.gallery")]


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/password/reset/", "/accessibility/", "/privacy/"])
def test_open_pages_are_accessible(browser_page, address):
    browser_page.goto(address)

    assert_page_is_accessible(browser_page)


def test_every_component_is_accessible(browser_page):
    browser_page.goto("/gallery/")
    browser_page.wait_for_selector(".app-chart__drawing svg")

    assert_page_is_accessible(browser_page)


def test_error_summary_takes_the_focus_and_leads_to_the_field(browser_page):
    browser_page.goto("/gallery/")
    browser_page.get_by_role("button", name="Save").click()

    assert browser_page.locator(".nhsuk-error-summary").evaluate("box => box === document.activeElement")
    browser_page.get_by_role("link", name="Enter name").click()
    assert browser_page.locator("#id_name").evaluate("box => box === document.activeElement")
    assert_page_is_accessible(browser_page)


def test_sign_in_by_keyboard_alone(browser_page, manager):
    browser_page.goto("/accounts/login/?next=/accounts/")
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.textContent") == "Skip to main content"
    browser_page.keyboard.press("Enter")
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type(manager.email)
    browser_page.keyboard.press("Tab")
    browser_page.keyboard.type(PASSWORD)
    browser_page.keyboard.press("Enter")

    browser_page.get_by_role("heading", name="Your account").wait_for()


@pytest.mark.parametrize(
    "address", ["/accounts/", "/accounts/codes/", "/accounts/sessions/", "/accounts/password/change/"]
)
def test_pages_of_the_own_account_are_accessible(browser_page, sign_in, manager, address):
    sign_in(manager.email, PASSWORD, at=address)

    assert_page_is_accessible(browser_page)


def test_session_warning_can_be_answered_by_staying(browser_page, sign_in, manager, settings):
    settings.SESSION_WARNING_SECONDS = settings.SESSION_IDLE_SECONDS  # warn at once
    sign_in(manager.email, PASSWORD, at="/accounts/")
    dialog = browser_page.get_by_role("dialog", name="You will be signed out soon")
    dialog.wait_for()
    assert_page_is_accessible(browser_page)
    settings.SESSION_WARNING_SECONDS = 180

    dialog.get_by_role("button", name="Stay signed in").click()

    dialog.wait_for(state="hidden")
