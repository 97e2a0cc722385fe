"""Pages through a real browser: the machine's own Chromium, never a downloaded one."""

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM:
        pytest.skip("No Chromium on this machine: pages are not tried in a browser (install the package chromium).")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def failed(request):
    """A request that was cut off because the person went on to another page is no fault."""
    return [] if request.failure == "net::ERR_ABORTED" else [f"failed: {request.url} {request.failure}"]


@pytest.fixture
def browser_page(chromium, live_server):
    """A fresh browser page at the live server; `page.console` collects every message and every failed request."""
    context = chromium.new_context(base_url=live_server.url)
    page = context.new_page()
    page.console = []
    page.on("console", lambda message: page.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: page.console.append(f"error: {error}"))
    page.on("requestfailed", lambda request: page.console.extend(failed(request)))
    yield page
    context.close()


@pytest.fixture
def sign_in(browser_page):
    """sign_in(email, password, "/where/to/"): through the sign-in page, as a person would; returns the page there."""

    def through_the_page(email, password, at="/accounts/"):
        browser_page.goto(f"/accounts/login/?next={at}")
        browser_page.get_by_label("E-mail address").fill(email)
        browser_page.get_by_label("Password", exact=True).fill(password)
        browser_page.locator("main").get_by_role("button", name="Sign in").click()
        browser_page.wait_for_url(f"**{at}")
        return browser_page

    return through_the_page
