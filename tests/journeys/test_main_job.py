"""The main job, as people do it: real files, a real database, a real worker, a real browser.

A practice manager uploads a return with mistakes, mends it, sees what will change, submits, and sees the new month on
the practice's charts; the commissioner sees the wave moved, and follows a figure down to the line of the file.
"""

from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.management import call_command

from collaborative.demonstration.people import PASSWORD
from measures.models import MonthlyReturn
from tests.journeys.accessibility import assert_page_is_accessible
from tests.operations.real_worker import start_afresh, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PRACTICE_PAGE = "/waves/W1/practices/A99001/"


@pytest.fixture
def demonstration(settings, tmp_path):
    """The demonstration wave, its files where the worker looks for them, and the worker itself."""
    settings.DATA_DIR = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent
    call_command("seed_demo", verbosity=0)
    start_afresh()
    with worker(tmp_path / "worker.log"):
        yield settings.DATA_DIR / "samples"


def upload(page, file):
    page.goto("/returns/upload/")
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Upload and check").click()
    page.locator("h1").get_by_text("The file needs fixing").or_(
        page.locator("h1").get_by_text("Check and submit")
    ).wait_for()


def test_from_a_file_with_mistakes_to_the_wave_dashboard(demonstration, sign_in):
    page = sign_in("manager@example.org", PASSWORD, "/")

    upload(page, demonstration / "A99001-2007-01-with-mistakes.csv")
    told = page.locator("main").inner_text()
    assert "286 + 7 - 4 is 289, but list_close is 999" in told
    assert "‘n/a’ is not a number" in told
    assert "was taken before Jan 2007 had ended" in told
    assert_page_is_accessible(page)
    assert not MonthlyReturn.objects.filter(practice__ods_code="A99001", month="2007-01-01").exists()

    upload(page, demonstration / "A99001-2007-01.csv")
    assert "1 new, 0 changed, 0 unchanged" in page.locator("main").inner_text()
    assert_page_is_accessible(page)

    page.get_by_role("button", name="Submit").click()
    page.get_by_text("Return submitted").first.wait_for()
    assert_page_is_accessible(page)
    sent = MonthlyReturn.objects.get(practice__ods_code="A99001", month="2007-01-01")
    assert (sent.state, sent.row_number, sent.gp_consultations) == ("submitted", 2, 186)
    wait_for_month(page, "Jan 2007")


def wait_for_month(page, month):
    """The worker recomputes meanwhile: the person looks again."""
    for _ in range(100):
        page.goto(PRACTICE_PAGE)
        if f"{month}:" in page.locator("main").inner_text():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"{month} did not come onto the practice's charts")


def test_the_commissioner_follows_a_figure_down_to_the_line_of_the_file(demonstration, sign_in):
    """R10: a partner under the agreement reaches the stored line, its row and the file's hash, not the file."""
    stored = MonthlyReturn.objects.get(practice__ods_code="A99001", month="2006-12-01", is_current=True)
    page = sign_in("commissioner@example.org", PASSWORD, "/waves/W1/")

    page.get_by_role("link", name="Ash Surgery").click()
    page.goto("/waves/W1/working/practice/A99001/gp_consultations/2006-12/")
    assert_page_is_accessible(page)
    page.locator(f"a[href='/returns/{stored.pk}/']").first.click()

    line = page.locator("main").inner_text()
    assert stored.upload.sha256 in line
    assert f"{stored.row_number}" in line
    assert f"{stored.gp_consultations}" in line
    assert page.get_by_role("link", name="Download the file").count() == 0
    assert_page_is_accessible(page)
