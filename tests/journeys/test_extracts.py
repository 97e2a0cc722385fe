"""Files of the register as a practice sends them: real files, a real worker, a real browser.

The manager sends consultations with mistakes, reads what is wrong, sends the mended file, sees what it changes, confirms
what will be taken away, submits and gets the receipt; then the list itself.
"""

from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.management import call_command
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from collaborative.demonstration.people import PASSWORD
from operations.models import Job
from practices.models import Upload
from registers.models import Consultation, Person
from tests.journeys.accessibility import assert_page_is_accessible
from tests.operations import real_worker
from tests.operations.real_worker import start_afresh, worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOME = "/register/A99001/extracts/"
PATIENCE = 90_000


@pytest.fixture
def samples(settings, tmp_path, monkeypatch):
    """The demonstration, its files where the worker looks for them, and the worker itself, which nothing hurries."""
    unhurried = real_worker.surroundings() | {"JOB_LEASE_SECONDS": "60"}
    monkeypatch.setattr(real_worker, "surroundings", lambda: unhurried)
    settings.DATA_DIR = Path(live_settings.CELERY_BEAT_SCHEDULE_FILENAME).parent
    call_command("seed_demo", verbosity=0)
    start_afresh()
    with worker(tmp_path / "worker.log"):
        yield settings.DATA_DIR / "samples"


def wait_for(page, place):
    """Until it is seen; what stood there instead, and what became of each job, is said when it never is."""
    try:
        place.first.wait_for()
    except PlaywrightTimeout:
        jobs = list(Job.objects.values_list("kind", "state", "attempts", "not_before", "started_at", "error"))
        raise AssertionError(f"{page.url}\n{page.locator('main').inner_text()}\n{jobs[-4:]}\n{page.console}") from None


def upload(page, kind, file):
    """From the page that says what is covered to what was made of the file."""
    page.goto(HOME)
    assert_page_is_accessible(page)
    page.get_by_role("link", name=f"Upload {kind}", exact=True).first.click()
    assert_page_is_accessible(page)
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Upload and check").click()
    told = page.locator("h1")
    wait_for(
        page,
        told.get_by_text("needs fixing").or_(told.get_by_text("Is this right?")).or_(told.get_by_text("Check and")),
    )
    assert_page_is_accessible(page)
    return page.locator("main").inner_text()


def confirm_and_submit(page):
    if page.get_by_role("button", name="Confirm and go on").count():
        page.get_by_label("One reason for all that you leave blank").fill("entered twice before")
        page.get_by_role("button", name="Confirm and go on").click()
    page.get_by_role("button", name="Submit").click()
    wait_for(page, page.get_by_text("Your reference is"))
    assert_page_is_accessible(page)
    return page.locator("main").inner_text()


def test_from_a_file_with_mistakes_to_the_list(samples, sign_in):
    page = sign_in("manager@example.org", PASSWORD, "/")
    page.set_default_timeout(PATIENCE)
    before = Consultation.objects.count()

    told = upload(page, "consultations", samples / "A99001-consultations-with-mistakes.csv")
    assert "DOCTOR" in told
    assert "The file was not taken" in told
    assert Consultation.objects.count() == before

    told = upload(page, "consultations", samples / "A99001-consultations-2007-01.csv")
    assert "2 rows stored for Jan 2007 are not in this file" in told
    receipt = confirm_and_submit(page)
    assert Upload.objects.get(state="submitted", kind="consultations").sha256 in receipt
    assert Consultation.objects.count() == before + 1

    people = Person.objects.count()
    assert "2 new" in upload(page, "register", samples / "A99001-register.csv")
    confirm_and_submit(page)
    assert Person.objects.count() == people + 2
