"""Verification every night after the recompute; health and the page say what it found."""

from datetime import date

import pytest

from accounts.permissions import Role
from collaborative.verifying import kept
from measures.models import Series
from operations import anchors, jobs
from operations.models import Job
from tests.collaborative.verifying.conftest import run_jobs
from tests.conftest import make_person

pytestmark = pytest.mark.django_db
NIGHT = date(2007, 2, 8)
PAGE = "/operations/verification/"


@pytest.fixture
def night():
    """The nightly recompute of one night, and the verification once that is done."""
    jobs.enqueue("measures.nightly", key=f"nightly:{NIGHT:%Y-%m-%d}")
    run_jobs()
    return kept.enqueue_when_night_is_done(NIGHT)


def test_it_waits_for_the_recompute_of_the_night():
    jobs.enqueue("measures.nightly", key=f"nightly:{NIGHT:%Y-%m-%d}")

    assert kept.enqueue_when_night_is_done(NIGHT) is None


def test_it_is_done_once_a_night(version, night):
    """D30"""
    assert kept.enqueue_when_night_is_done(NIGHT) == night


def test_what_it_found_is_on_its_row(version, night):
    jobs.run(night.pk)

    night.refresh_from_db()
    assert (night.state, night.result["holds"]) == ("done", True)


def test_it_anchors_the_trail_first(version, night, settings, tmp_path):
    """D35"""
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "elsewhere" / "anchors.txt")

    jobs.run(night.pk)

    assert [anchor.events for anchor in anchors.read()] == [anchors.take().events]


def test_a_place_for_anchors_that_is_gone_does_not_stop_it(version, night, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "file" / "anchors.txt")

    jobs.run(night.pk)

    night.refresh_from_db()
    assert night.state == "done"


def test_health_is_degraded_when_not_everything_held(client, version, night):
    Series.objects.filter(measure="referrals").update(latest_value=7)
    jobs.run(night.pk)

    assert client.get("/health/").json() | {"status": "degraded", "holds": False} == client.get("/health/").json()


def test_health_is_well_again_after_it_was_mended(client, version, night):
    Job.objects.create(
        kind=kept.KIND, key="verify:before", state="done", result={"holds": False}, finished_at=night.created_at
    )
    jobs.run(night.pk)

    assert client.get("/health/").json()["status"] == "well"


@pytest.fixture
def administrator_client(client_of, administrator):
    return client_of(administrator)


def test_page_says_so_before_the_first(administrator_client):
    assert "Nothing has been looked at yet" in administrator_client.get(PAGE).content.decode()


def test_page_says_since_when_all_held(administrator_client, version, night):
    jobs.run(night.pk)

    assert "It has held since" in administrator_client.get(PAGE).content.decode()


def test_page_names_rows_and_the_next_step(administrator_client, version, night, practice):
    Series.objects.filter(measure="referrals", organisation=practice).update(latest_value=7)
    jobs.run(night.pk)

    page = administrator_client.get(PAGE).content.decode()
    assert f"W1 practice {practice.pk} referrals" in page
    assert "try it again" in page


def test_page_is_not_for_practices(client_of, manager):
    assert client_of(manager).get(PAGE).status_code == 403


def test_auditor_reads_the_page(client_of, programme):
    auditor = make_person("auditor@example.org", Role.AUDITOR, programme=programme)

    assert client_of(auditor).get(PAGE).status_code == 200
