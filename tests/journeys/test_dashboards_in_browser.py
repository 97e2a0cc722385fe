"""The pages of figures in a real browser: accessible at three widths, quiet console, charts drawn, nothing lost without JavaScript."""

import pytest

from tests.collaborative.conftest import agree, two_years
from tests.conftest import PASSWORD
from tests.journeys.accessibility import assert_page_is_accessible

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESSES = [
    "/",
    "/waves/W1/",
    "/waves/W1/?clock=workshop",
    "/waves/W1/pcts/5W0/",
    "/waves/W1/practices/A99001/",
    "/waves/W1/measures/long_absence/",
    "/waves/W1/matrix/",
    "/waves/W1/multiples/long_absence/?mark=A99001",
    "/waves/W1/funnel/gp_consultations/?mark=A99001",
    "/waves/W1/worth-a-look/",
    "/waves/W1/working/wave/wave/referrals/2006-11/",
    "/waves/W1/working/practice/A99001/referrals/2006-11/",
    "/waves/W1/data/practice/A99001/referrals/chart/",
]


@pytest.fixture
def returned(wave, practice, neighbour, elsewhere):
    return two_years(wave, practice, neighbour, elsewhere)


@pytest.mark.parametrize("with_agreement", [True, False], ids=["exact", "protected"])
def test_dashboards_are_accessible(
    sign_in, wave, returned, practice, neighbour, elsewhere, facilitator, with_agreement
):
    """D47, L10"""
    if with_agreement:
        agree(wave, practice, neighbour, elsewhere)
    page = sign_in(facilitator.email, PASSWORD)

    for address in ADDRESSES if with_agreement else ADDRESSES[1:5]:
        page.goto(address)
        assert_page_is_accessible(page)


def test_charts_of_detail_are_drawn_by_plotly(sign_in, returned, manager):
    page = sign_in(manager.email, PASSWORD)

    page.goto("/waves/W1/practices/A99001/")
    page.wait_for_selector("#long-absence .main-svg")

    assert page.locator(".app-chart__drawing .main-svg").count() >= 4
    assert page.console == []


def test_a_chart_is_saved_as_a_picture_from_the_keyboard(sign_in, returned, manager):
    """L9, L14: under the strict content policy, with its name."""
    page = sign_in(manager.email, PASSWORD)
    page.goto("/waves/W1/practices/A99001/")
    page.wait_for_selector("#long-absence .main-svg")

    with page.expect_download() as saving:
        page.locator('[data-png="long-absence"]').press("Enter")

    assert saving.value.suggested_filename.endswith(".png")
    assert saving.value.path().read_bytes().startswith(b"\x89PNG")
    assert page.console == []


def test_the_wave_needs_no_script(chromium, live_server, sign_in, returned, manager):
    """Target 27: the same cookies in a browser without JavaScript."""
    cookies = sign_in(manager.email, PASSWORD).context.cookies()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()

    page.goto("/waves/W1/")

    assert page.locator("svg.run-chart").count() == 4
    assert page.locator(".app-wave-chart figcaption").first.is_visible()
    context.close()
