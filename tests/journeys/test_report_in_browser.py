"""A workshop report from the click to the shared copy: a real worker, real files, three people in a browser (W3)."""

import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as live_settings

from collaborative.models import WorkshopReport
from tests.collaborative.conftest import two_years
from tests.collaborative.improvement import make_cycle, make_event, make_team
from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of
from tests.operations.real_worker import start_afresh, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REPORTS = "/waves/W1/improvement/reports/"
PATIENCE = 60_000


@pytest.fixture
def workshop(wave, trust, practice, neighbour, elsewhere, facilitator):
    """Two years of returns, a team with a cycle, and the second workshop."""
    two_years(wave, practice, neighbour, elsewhere)
    team = make_team(wave, trust, practice, neighbour)
    make_cycle(team, facilitator, practices=[practice], state="closed", measure="gp_consultations")
    return make_event(wave, number=2, held_on=wave.learning_workshop_2_on)


@pytest.fixture
def at_work(settings, tmp_path):
    """The worker, and its files where the pages look for them."""
    settings.DATA_DIR = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent
    start_afresh()
    with worker(tmp_path / "worker.log"):
        yield


def ask_for_the_report(page):
    """The click, the page that says how far it is, and the report that takes its place by itself."""
    page.goto(REPORTS)
    page.get_by_role("button", name="Make the report").first.click()
    page.get_by_role("heading", name="The report is being made").wait_for()
    assert problems_of(page) == []
    page.get_by_role("button", name="Write commentary").wait_for(timeout=PATIENCE)


def comment_on(page, title, words):
    page.get_by_role("button", name="Write commentary").click()
    page.get_by_role("link", name=title).first.click()
    page.get_by_label("Commentary").fill(words)
    page.get_by_role("button", name="Save this commentary").click()
    page.get_by_text("is saved").first.wait_for()


def fetch(page, name):
    """Ask the worker for a file and save it as soon as it is there; its path."""
    page.get_by_role("button", name=re.compile(f"Make it.*{name}")).click()
    with page.expect_download(timeout=PATIENCE) as saving:
        page.get_by_role("link", name=re.compile(f"Download.*{name}")).click(timeout=PATIENCE)
    return saving.value.path()


def test_w3_from_the_click_to_the_copy_that_everybody_in_the_wave_reads(
    sign_in, browser_page, workshop, at_work, facilitator, administrator, lay_member
):
    page = sign_in(facilitator.email, PASSWORD)
    ask_for_the_report(page)
    assert problems_of(page) == []
    report = WorkshopReport.objects.get()
    comment_on(page, "Attendance", "Two teams could not come for the snow")
    assert problems_of(page) == []

    page.goto(f"/reports/{report.pk}/")
    page.get_by_role("button", name="Freeze it for good").click()
    page.get_by_text("The report is frozen").first.wait_for()
    page.get_by_role("link", name="Download as PDF").click()
    assert fetch(page, "PDF").read_bytes().startswith(b"%PDF-")
    assert "ppt/slides/slide1.xml" in zipfile.ZipFile(fetch(page, "Presentation")).namelist()
    assert problems_of(page) == []

    browser_page.context.clear_cookies()
    sign_in(lay_member.email, PASSWORD)
    assert page.goto(f"/reports/{report.pk}/").status == 404

    browser_page.context.clear_cookies()
    page.console.clear()
    sign_in(administrator.email, PASSWORD, f"/reports/{report.pk}/")
    page.get_by_role("button", name="Release it to the wave").click()
    page.get_by_text("is released").first.wait_for()

    browser_page.context.clear_cookies()
    sign_in(lay_member.email, PASSWORD, REPORTS)
    page.locator("main table a").first.click()
    page.get_by_role("link", name="Attendance").first.click()
    assert "Two teams could not come for the snow" in page.locator("main").inner_text()
    assert problems_of(page) == []
