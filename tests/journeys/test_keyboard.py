"""The main job with the keyboard alone: no mouse, and the focus is where the person needs it (D47)."""

import pytest
from playwright.sync_api import TimeoutError as Waited

from collaborative.demonstration.people import PASSWORD
from tests.journeys.test_main_job import demonstration  # noqa: F401  the fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAR_ENOUGH = 60


def tab_to(page, name):
    """Press Tab until what has the focus is called `name`, as somebody who cannot point would."""
    for _ in range(FAR_ENOUGH):
        page.keyboard.press("Tab")
        if name in page.evaluate(
            "() => document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText"
        ):
            return
    pytest.fail(f"Tab never reaches {name!r} on {page.url}")


def chosen_by_keyboard(page, tries=4):
    """The file chooser that a key opens. Chromium without a screen now and then opens none, so the key is pressed again."""
    for _ in range(tries):
        tab_to(page, "Return file")
        try:
            with page.expect_file_chooser(timeout=5_000) as chooser:
                page.keyboard.press("Enter")
            return chooser.value
        except Waited:
            page.keyboard.press("Shift+Tab")
    raise AssertionError("No key opens the file chooser")


def test_d47_a_return_is_uploaded_and_its_problems_read_without_a_mouse(demonstration, browser_page):  # noqa: F811
    page = browser_page
    page.goto("/accounts/login/")
    tab_to(page, "E-mail address")
    page.keyboard.type("manager@example.org")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("Acting for").wait_for()

    # Home offers to prepare the return from the register; whoever counts by hand goes on to the returns.
    tab_to(page, "Returns")
    page.keyboard.press("Enter")
    page.wait_for_url("**/returns/")
    tab_to(page, "Upload a return")
    page.keyboard.press("Enter")
    page.wait_for_url("**/returns/upload/")
    # A page that is still being loaded may take the focus away again.
    page.wait_for_load_state("networkidle")
    chosen_by_keyboard(page).set_files(demonstration / "A99001-2007-01-with-mistakes.csv")
    tab_to(page, "Upload and check")
    page.keyboard.press("Enter")
    page.locator("h1").get_by_text("The file needs fixing").wait_for()

    assert page.evaluate("document.activeElement.className").startswith("nhsuk-error-summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "#" in page.url


def test_d47_the_skip_link_is_first_and_leads_to_the_content(browser_page):
    browser_page.goto("/accessibility/")

    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.innerText") == "Skip to main content"
    browser_page.keyboard.press("Enter")

    assert browser_page.evaluate("document.activeElement.id") == "maincontent"
