"""Each invariant, broken once by hand: it is found, and the row is named."""

import gzip
import os
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from collaborative.models import WorkshopReport
from collaborative.verifying import figures, files, pages, returns, trail, uploads, work
from measures.models import Computation, MonthlyReturn, ReturnsBlock, Series
from operations.models import AuditEvent, Job, Message
from practices.models import Upload
from practices.uploads import keeping, storage
from tests.collaborative.improvement import make_event, make_report
from tests.measures.made_returns import line
from tests.workforce_rows import make_release
from workforce.models import WorkforceRelease

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=20)


def rows(found):
    return [finding.row for finding in found]


# ---- I1


def test_upload_in_progress_without_work_is_found(version):
    """I1"""
    Upload.objects.update(state="checking", state_since=timezone.now() - LONG_AGO)

    assert rows(uploads.one_state_within_its_lease()) == [str(version.upload_id)]


@pytest.mark.parametrize(("heard_of", "found"), [(-LONG_AGO, 1), (LONG_AGO, 0)])
def test_upload_whose_worker_is_not_heard_of_is_found(version, heard_of, found):
    """I1"""
    Upload.objects.update(state="checking", state_since=timezone.now() - LONG_AGO)
    Job.objects.create(
        kind="upload.check.monthly_return",
        key=f"check:{version.upload_id}:2",
        state="running",
        lease_until=timezone.now() + heard_of,
    )

    assert len(rows(uploads.one_state_within_its_lease())) == found


# ---- I2


def test_current_version_with_a_later_one_is_found(version, submit):
    """I2"""
    submit(line(gp_consultations=150))
    MonthlyReturn.objects.filter(version=2).update(is_current=False, state="withdrawn")
    MonthlyReturn.objects.filter(version=1).update(is_current=True, state="accepted")

    assert rows(returns.one_current_version()) == [str(version.pk)]


def test_version_corrected_by_nothing_is_found(version):
    """I2"""
    MonthlyReturn.objects.update(is_current=False, state="corrected")

    assert rows(returns.one_current_version()) == [str(version.pk)]


def test_missing_constraint_is_found():
    """I2: as after a restore that went wrong."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_current_return")

    assert rows(returns.one_current_version()) == ["one_current_return"]


# ---- I3 and I4


@pytest.mark.parametrize("change", [{"payload": "[4]"}, {"latest_value": 7}, {"digest": "x"}, {"signal": "shift"}])
def test_series_that_is_not_what_its_returns_give_is_found(version, practice, change):
    """I3: also when only a column beside the payload was touched."""
    Series.objects.filter(organisation=practice, measure="referrals").update(**change)

    assert rows(figures.as_computed_anew()) == [f"W1 practice {practice.pk} referrals"]


def test_series_that_is_missing_is_found(version):
    """I3"""
    Series.objects.filter(organisation=None, measure="referrals").delete()

    assert rows(figures.as_computed_anew()) == ["W1 wave whole referrals"]


def test_return_changed_behind_the_application_is_found(version):
    """I3: the figures and the block of the month differ from the row."""
    MonthlyReturn.objects.update(gp_consultations=143)

    assert "W1 2006-11-01" in rows(figures.as_computed_anew())


def test_block_that_is_not_its_month_is_found(version):
    """I3: else the next return would be computed from it."""
    block = ReturnsBlock.objects.get(month="2006-11-01")
    ReturnsBlock.objects.filter(pk=block.pk).update(content=bytes(block.content)[:-4] + b"\1\0\0\0")

    assert rows(figures.as_computed_anew()) == ["W1 2006-11-01"]


def test_what_waits_to_be_recomputed_is_not_found_wrong(version, submit):
    """I3: a correction is there, its recompute is on the list."""
    submit(line(gp_consultations=150))

    assert rows(figures.as_computed_anew()) == []


def test_another_practice_is_found_wrong_although_one_waits(version, practice, elsewhere):
    """I3: what waits mends its own practice, its PCT and the wave."""
    waits = {"wave": version.wave_id, "practices": [elsewhere.pk]}
    Job.objects.create(kind="measures.recompute_practice", key="waits", payload=waits)
    Series.objects.filter(measure="referrals", organisation__in=[practice, elsewhere]).update(latest_value=7)

    assert rows(figures.as_computed_anew()) == [f"W1 practice {practice.pk} referrals"]


def test_series_newer_than_the_run_of_its_wave_is_found(version, wave):
    """I4"""
    later = Computation.objects.create(wave=wave, kind="nightly")
    Series.objects.filter(measure="referrals", organisation=None).update(computation=later)

    assert str(wave.pk) in rows(pages.of_one_computation())


# ---- I5


def test_file_with_warnings_that_was_mended_is_told_of(version, manager):
    """I5: its mended version was submitted, and so it was taken back."""
    first = Upload.objects.get(pk=version.upload_id)
    Upload.objects.filter(pk=first.pk).update(state="needs_confirming")
    first.refresh_from_db()

    keeping.let_go(first, by=manager)

    assert str(first.pk) not in rows(trail.whole_and_told())


def test_state_without_its_event_is_found(version):
    """I5: a row that was accepted and no event tells of it."""
    AuditEvent.objects.filter(event="return.accepted").delete()

    assert str(version.pk) in rows(trail.whole_and_told())


def test_upload_without_its_event_is_found(version):
    """I5"""
    AuditEvent.objects.filter(event="upload.received").delete()

    assert str(version.upload_id) in rows(trail.whole_and_told())


# ---- I6


def test_file_that_is_gone_is_found(version):
    """I6"""
    storage.path_of(version.upload.stored_path).unlink()

    assert rows(files.agree_with_their_rows()) == [str(version.upload_id)]


def test_file_that_was_changed_is_found(version):
    """I6"""
    storage.path_of(version.upload.stored_path).write_bytes(b"something else")

    (found,) = files.agree_with_their_rows()
    assert (found.row, "sha256" in found.what) == (str(version.upload_id), True)


def test_row_that_leads_out_of_the_folder_is_found(version):
    """I6"""
    Upload.objects.update(stored_path="../../etc/passwd")

    assert str(version.upload_id) in rows(files.agree_with_their_rows())


@pytest.mark.parametrize(("age", "found"), [(600, ["ab/orphan"]), (1, [])])
def test_file_without_a_row_is_found_when_it_is_not_just_on_its_way(version, age, found):
    """I6"""
    path = storage.folder() / "ab" / "orphan"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"left by a process that died")
    os.utime(path, (time.time() - age,) * 2)

    assert rows(files.agree_with_their_rows()) == found


# ---- I7 to I9


@pytest.mark.parametrize(
    "state",
    [
        {"state": "queued", "not_before": timezone.now() - LONG_AGO},
        {"state": "running", "lease_until": timezone.now() - LONG_AGO},
    ],
)
def test_work_that_lies_about_is_found(state):
    """I7"""
    job = Job.objects.create(kind="test", key="left", **state)

    assert rows(work.list_empties()) == [str(job.pk)]


def test_letter_that_should_have_gone_is_found(manager):
    """I7"""
    letter = letter_to(manager, not_before=timezone.now() - LONG_AGO)

    assert rows(work.list_empties()) == [str(letter.pk)]


def test_second_letter_of_a_period_is_found(manager, monkeypatch):
    """I8: the constraint prevents it; it is dropped here to see that it would be seen."""
    with connection.cursor() as cursor:
        drop_constraint(cursor)
    letter_to(manager)
    letter_to(manager)

    assert rows(work.one_message_each()) == [f"{manager.pk} reminder"]


def drop_constraint(cursor):
    if connection.vendor == "postgresql":
        cursor.execute("ALTER TABLE operations_message DROP CONSTRAINT one_message_a_period")
        return
    cursor.execute("CREATE TABLE others AS SELECT * FROM operations_message")
    cursor.execute("DROP TABLE operations_message")
    cursor.execute("ALTER TABLE others RENAME TO operations_message")


def letter_to(person, **values):
    values = {"kind": "reminder", "period": "2006-12", "subject": "Due", "body": "Send it", **values}
    letter = Message(person_id=person.pk, person_name="Manager", address=person.email, **values)
    Message.objects.bulk_create([letter])
    return letter


def test_failed_work_that_does_not_say_why_is_found():
    """I9"""
    job = Job.objects.create(kind="test", key="failed", state="failed", finished_at=timezone.now() + LONG_AGO)

    assert rows(work.errors_have_references()) == [str(job.pk)]


def test_error_page_without_a_reference_is_found(monkeypatch):
    """I9"""
    monkeypatch.setattr(work, "PAGES_OF_FAULTS", ("500.html", "operations/verification.html"))

    assert rows(work.errors_have_references()) == ["operations/verification.html"]


# ---- I6: what is frozen in a row


@pytest.fixture
def release(programme, manager):
    return make_release(programme, manager, state="approved", decided_by=manager)


def test_release_as_it_was_frozen_is_not_found_wrong(release):
    """I6"""
    assert rows(files.agree_with_their_rows()) == []


def test_release_whose_contents_were_changed_is_found(release):
    """I6: one figure is enough."""
    WorkforceRelease.objects.update(contents={**release.contents, "through": "2006-07"})

    assert [str(found) for found in files.agree_with_their_rows()] == [
        f"workforce.WorkforceRelease {release.pk}: its contents are not what was frozen: another sha256"
    ]


def test_release_whose_digest_was_changed_with_nothing_else_is_found(release):
    """I6"""
    WorkforceRelease.objects.update(sha256="0" * 64)

    assert rows(files.agree_with_their_rows()) == [str(release.pk)]


@pytest.mark.parametrize(
    ("state", "contents", "found"),
    [("approved", {}, 1), ("withdrawn", {}, 0), ("withdrawn", {"figures": []}, 1)],
    ids=["gone", "withdrawn", "withdrawn with its figures"],
)
def test_contents_are_there_while_the_release_is_out_and_no_longer(release, state, contents, found):
    """I6"""
    WorkforceRelease.objects.update(
        state=state, contents=contents, withdrawn_at=timezone.now(), withdrawn_reason="A file was loaded twice"
    )

    assert len(rows(files.agree_with_their_rows())) == found


@pytest.mark.parametrize("packed", [gzip.compress(b"{}"), b"not packed at all", None], ids=["other", "broken", "gone"])
def test_report_whose_contents_are_not_of_its_digest_is_found(packed, wave, facilitator):
    """I6: exact and shared copy each have their own."""
    report = make_report(make_event(wave), facilitator)
    assert rows(files.agree_with_their_rows()) == []

    WorkshopReport.objects.update(shared_contents=packed)

    assert rows(files.agree_with_their_rows()) == [str(report.pk)]
