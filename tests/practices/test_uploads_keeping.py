"""A refused file waits for its sender to mend it: which ones, how long, and when it goes."""

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from measures import tasks
from operations.models import AuditEvent, Job
from practices.models import Upload
from practices.uploads import actions, keeping, storage
from practices.uploads.kinds import KINDS
from practices.uploads.models import UploadState
from practices.uploads.problems import error, warning
from tests.conftest import make_person

pytestmark = pytest.mark.django_db
HEADINGS = {"headings": {"added": ["A", "added"]}}
ODD = warning("W2", "10 is more than 5", row=2, column="added")


@pytest.fixture(autouse=True)
def counts(monkeypatch):
    """A kind of file of these tests; submitted, it is submitted."""
    kind = dataclasses.replace(
        KINDS["monthly_return"], name="counts", submit=lambda upload, by: upload.move_to(UploadState.SUBMITTED)
    )
    monkeypatch.setitem(KINDS, "counts", kind)


@pytest.fixture
def run_on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def checking(person, content=b"added\n1\n", **options):
    name = options.pop("name", "return.csv")
    upload = actions.receive(by=person, kind="counts", name=name, content=content, **options)
    upload.move_to(UploadState.CHECKING)
    return upload


def refused(person, *problems, context=HEADINGS, **options):
    problems = problems or (error("E5", "cannot be less than 0", row=2, column="added"),)
    return actions.refuse(checking(person, **options), problems, context=context)


def confirmed(person, *problems):
    upload = actions.checked(checking(person), rows=[{}], problems=problems)
    return actions.confirm(upload, by=person, reasons={problem.key: "validated this month" for problem in problems})


def on_disk():
    return [path.name for path in storage.folder().rglob("*") if path.is_file()]


def test_refused_file_waits_fourteen_days_of_real_time(manager):
    upload = refused(manager)

    upload.refresh_from_db()
    assert on_disk() == [upload.id.hex]
    assert timedelta(days=13, hours=23) < upload.kept_until - timezone.now() <= timedelta(days=14)


@pytest.mark.parametrize("code", ["B9", "B45", "B47"])
def test_what_is_hidden_active_or_of_another_practice_is_not_kept(manager, code):
    """D19, B9, B45, B47."""
    upload = refused(manager, error(code, "not here"))

    assert (upload.stored_path, upload.kept_until, on_disk()) == ("", None, [])


def test_personal_file_is_not_kept_whatever_else_is_wrong_d22(manager):
    refused(manager, error("E5", "cannot be less than 0"), error("E14", "an NHS number", forget=True))

    assert on_disk() == []


def test_file_whose_columns_nobody_could_search_is_not_kept(manager):
    refused(manager, error("B37", "Row 1 must contain the column names"), context={})

    assert on_disk() == []


def test_file_past_its_day_is_removed_and_the_rejection_stays_d39(manager):
    upload, younger = refused(manager), refused(manager, content=b"added\n2\n")
    Upload.objects.filter(pk=upload.pk).update(kept_until=timezone.now())

    assert keeping.remove_past_keeping() == 1

    upload.refresh_from_db()
    assert (upload.stored_path, upload.kept_until, bool(upload.problems)) == ("", None, True)
    assert on_disk() == [younger.id.hex]
    assert AuditEvent.objects.get(event="upload.past_keeping").details == {"files": 1}


def test_nightly_run_removes_what_is_past_its_day(manager):
    """D39."""
    Upload.objects.filter(pk=refused(manager).pk).update(kept_until=timezone.now())

    tasks.nightly(Job.objects.create(kind="measures.nightly", key="n"))

    assert on_disk() == []


def test_orphans_are_not_taken_for_what_waits(manager, monkeypatch):
    refused(manager)
    monkeypatch.setattr(storage, "age", lambda path: timedelta(days=1))

    assert actions.remove_orphans() == []


def test_taking_a_refused_file_back_removes_it_at_once(manager):
    upload = actions.withdraw(refused(manager), by=manager)

    assert (upload.state, upload.kept_until, on_disk()) == (UploadState.WITHDRAWN, None, [])


def test_submitting_what_mends_a_file_removes_it(manager, run_on_commit):
    first = refused(manager)
    second = refused(manager, content=b"added\n2\n", mends=first)
    mended = actions.checked(checking(manager, content=b"added\n3\n", mends=second), rows=[{}], problems=[])

    with run_on_commit():
        actions.submit(upload=mended, by=manager)

    assert on_disk() == [mended.id.hex]
    assert set(Upload.objects.exclude(pk=mended.pk).values_list("stored_path", "kept_until")) == {("", None)}


def test_file_that_waited_to_be_confirmed_is_taken_back_when_its_mended_version_is_submitted(manager, run_on_commit):
    first = actions.checked(checking(manager), rows=[{}], problems=[ODD])
    mended = actions.checked(checking(manager, content=b"added\n3\n", mends=first), rows=[{}], problems=[])

    with run_on_commit():
        actions.submit(upload=mended, by=manager)

    first.refresh_from_db()
    assert (first.state, first.rows, on_disk()) == (UploadState.WITHDRAWN, [], [mended.id.hex])


def test_mending_file_that_is_refused_leaves_what_it_mends(manager):
    first = refused(manager)
    refused(manager, content=b"added\n2\n", mends=first)

    assert len(on_disk()) == 2


def test_somebody_elses_file_is_never_forgotten(manager, run_on_commit):
    first = refused(make_person("other@example.org"))
    mended = actions.checked(checking(manager, content=b"added\n3\n", mends=first), rows=[{}], problems=[])

    with run_on_commit():
        actions.submit(upload=mended, by=manager)

    assert first.id.hex in on_disk()


def test_marked_workbook_is_known_by_its_name(manager):
    upload = refused(manager)

    assert checking(manager, name=f"mend-{upload.reference} (1).xlsx").mends == upload


def test_marked_workbook_of_somebody_else_is_not_known(manager):
    upload = refused(make_person("other@example.org"))

    assert checking(manager, name=f"mend-{upload.reference}.xlsx").mends is None


def test_reason_carries_over_where_the_figures_are_the_same(manager):
    first = confirmed(manager, ODD)

    mended = actions.checked(checking(manager, mends=first), rows=[{}], problems=[ODD])

    assert (mended.state, mended.confirmations) == (UploadState.READY, {ODD.key: "validated this month"})


def test_reason_carries_over_a_refused_mending_in_between(manager):
    between = refused(manager, mends=confirmed(manager, ODD))

    mended = actions.checked(checking(manager, mends=between), rows=[{}], problems=[ODD])

    assert mended.state == UploadState.READY


def test_reason_for_other_figures_does_not_carry_over(manager):
    other = dataclasses.replace(ODD, message="12 is more than 5")

    mended = actions.checked(checking(manager, mends=confirmed(manager, ODD)), rows=[{}], problems=[other])

    assert (other.key, mended.state, mended.confirmations) == (ODD.key, UploadState.NEEDS_CONFIRMING, {})
