"""Files of a report: asked for once, made by the worker, fetched by whoever may read the copy."""

import os
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from collaborative.actions import reports as actions
from collaborative.models import WorkshopReport
from collaborative.reports import files
from operations import jobs
from operations.models import AuditEvent, Job
from tests.collaborative.improvement import make_report


@pytest.fixture
def released(workshop, facilitator):
    return make_report(workshop, facilitator)


def made(report, copy, kind):
    jobs.run(files.request_file(report, copy, kind).pk)
    return files.path_of(report, copy, kind)


def address(report, kind, copy="shared"):
    return reverse("report_file", args=[report.pk, kind], query={"copy": copy})


def test_a_file_is_asked_for_once(released):
    asked = {files.request_file(released, "shared", "html").pk for _ in range(2)}

    assert len(asked) == 1


def test_a_file_that_is_there_is_not_made_again(released):
    made(released, "shared", "html")

    assert files.request_file(released, "shared", "html") is None


def test_the_web_page_holds_the_copy_that_was_asked_for(released):
    text = made(released, "shared", "html").read_text()

    assert "Words of the shared copy" in text
    assert "Words of the exact copy" not in text


def test_a_frozen_report_makes_the_same_file_again(released):
    """M7"""
    path = made(released, "shared", "html")
    before = path.read_bytes()
    path.unlink()

    assert made(released, "shared", "html").read_bytes() == before


def test_the_page_asks_for_a_file_and_says_how_far_it_is(client_of, lay_member, released):
    client = client_of(lay_member)

    page = client.post(reverse("report_files", args=[released.pk]), {"kind": "html", "copy": "shared"}, follow=True)

    assert "HTML: Waiting for the worker." in page.content.decode()


def test_a_poll_asks_for_the_page_once_a_file_is_ready(client_of, lay_member, released):
    made(released, "shared", "html")
    asked = reverse("report_files", args=[released.pk], query={"copy": "shared", "waiting": "html"})

    assert client_of(lay_member).get(asked, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_download_is_written_down_before_it_is_sent(client_of, lay_member, released):
    made(released, "shared", "html")

    response = client_of(lay_member).get(address(released, "html"))

    event = AuditEvent.objects.get(event="workshop_report.exported")
    assert 'filename="w1-learning-workshop-2-learning-workshop-report-1-copy-for-the-wave.html"' in response["Content-Disposition"]  # fmt: skip
    assert (event.actor_id, event.details["copy"]) == (lay_member.pk, "shared")


def test_the_facilitators_file_is_for_the_facilitator(client_of, facilitator, lay_member, released):
    made(released, "exact", "html")

    assert client_of(lay_member).get(address(released, "html", "exact")).status_code == 404
    assert client_of(facilitator).get(address(released, "html", "exact")).status_code == 200


def test_a_file_that_is_not_made_is_not_found(client_of, lay_member, released):
    assert client_of(lay_member).get(address(released, "pdf")).status_code == 404


def test_the_file_of_a_changed_draft_is_another(workshop, facilitator):
    draft = make_report(workshop, facilitator, state="draft")
    before = files.path_of(draft, "exact", "html")

    actions.comment(report=draft, page="cover", text="New", seen=actions.stamp(""), by=facilitator)

    assert files.path_of(WorkshopReport.objects.get(), "exact", "html") != before


def test_a_draft_that_changed_meanwhile_is_not_written_under_the_old_name(workshop, facilitator):
    draft = make_report(workshop, facilitator, state="draft")
    job = files.request_file(draft, "exact", "html")
    actions.comment(report=draft, page="cover", text="New", seen=actions.stamp(""), by=facilitator)

    jobs.run(job.pk)

    assert "changed since" in files.trouble(files.path_of(draft, "exact", "html"))


def test_a_machine_that_lacks_something_says_what(released, monkeypatch):
    class CannotWritePdf(Exception):
        pass

    def refuse(*_):
        raise CannotWritePdf("Install Pango.")

    monkeypatch.setitem(files.WRITERS, "pdf", refuse)
    job = files.request_file(released, "shared", "pdf")
    for _ in range(jobs.MAXIMUM_ATTEMPTS):
        Job.objects.update(not_before="2006-01-01T00:00Z")
        jobs.run(job.pk)

    assert files.trouble(files.path_of(released, "shared", "pdf")) == "This file could not be made. Install Pango. You can ask for it again."  # fmt: skip


def test_files_older_than_a_week_are_removed_and_can_be_made_again(released):
    path = made(released, "shared", "html")
    os.utime(path, (0, 0))

    assert files.remove_old(datetime.now(UTC)) == [path.name]
    assert made(released, "shared", "html").is_file()
