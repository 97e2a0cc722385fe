"""A sent file from receipt to readiness: what is kept, what is forgotten, who may see it."""

import dataclasses
import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Role
from operations.models import AuditEvent, Job
from practices.models import Grant, Upload
from practices.stored_files import digest
from practices.uploads import actions, pages, storage
from practices.uploads.kinds import KINDS
from practices.uploads.models import ALLOWED_MOVES, IllegalMove, MoveLost, UploadState
from practices.uploads.problems import error, warning
from tests.conftest import make_person
from tests.practices.made_files import NHS_NUMBER

pytestmark = pytest.mark.django_db
STATES = list(UploadState)


@pytest.fixture(autouse=True)
def counts(monkeypatch):
    """A kind of file of these tests."""
    kind = dataclasses.replace(KINDS["monthly_return"], name="counts", check_job="test.check", apply_job="test.apply")
    monkeypatch.setitem(KINDS, "counts", kind)


def send(person, *, name="return.csv", content=b"a,b\n1,2\n", **options):
    return actions.receive(by=person, kind="counts", name=name, content=content, **options)


def checking(person, **options):
    upload = send(person, **options)
    upload.move_to(UploadState.CHECKING)
    return upload


def stored_files():
    return [path for path in storage.folder().rglob("*") if path.is_file()]


def test_received_file_lies_under_a_name_of_our_own_d19(manager):
    upload = send(manager, name="../../etc/passwd")

    assert upload.state == UploadState.RECEIVED
    assert upload.original_name == "passwd"
    assert [path.name for path in stored_files()] == [upload.id.hex]
    assert storage.read(upload.stored_path) == b"a,b\n1,2\n"
    assert oct(stored_files()[0].stat().st_mode)[-3:] == "600"


def test_receipt_is_recorded_and_the_hash_only_once_the_file_is_kept_d22_d36(manager):
    upload = checking(manager)
    actions.checked(upload, rows=[{}], problems=[])

    received, checked = AuditEvent.objects.filter(event__startswith="upload.").order_by("id")
    assert "sha256" not in received.details
    assert checked.details["sha256"] == upload.sha256 == digest(b"a,b\n1,2\n")


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../x", ""])
def test_stored_path_never_leads_out_of_the_folder_d19(path):
    with pytest.raises(ValueError):
        storage.path_of(path)


def test_identifier_in_the_name_is_refused_at_sight_and_forgotten_b19_d22(manager):
    upload = send(manager, name=f"{NHS_NUMBER}.csv")

    upload.refresh_from_db()
    assert (upload.state, upload.original_name, upload.sha256) == (UploadState.NEEDS_FIXING, "", "")
    assert stored_files() == []


@pytest.mark.parametrize(("content", "code"), [(b"", "B2"), (b"x" * 5_000_001, "B4")])
def test_empty_and_too_large_files_are_refused_at_sight_b2_b4(manager, content, code):
    upload = send(manager, content=content)

    assert [problem["code"] for problem in upload.problems] == [code]
    assert stored_files() == []


def test_full_disk_leaves_nothing_d34(manager, monkeypatch):
    monkeypatch.setattr("practices.stored_files.os.fsync", disk_full)

    with pytest.raises(OSError):
        send(manager)

    assert Upload.objects.count() == 0
    assert stored_files() == []


def disk_full(_):
    raise OSError(28, "No space left on device")


def test_refusal_removes_the_file_and_keeps_the_reasons_d24(manager):
    upload = checking(manager)

    actions.refuse(upload, [error("E5", "cannot be less than 0", row=3, found="-5")], rows_read=1, rows_refused=1)

    upload.refresh_from_db()
    assert upload.state == UploadState.NEEDS_FIXING
    assert (upload.original_name, upload.stored_path, upload.rows) == ("return.csv", "", [])
    assert upload.problems[0]["found"] == "-5"
    assert stored_files() == []


def test_refusal_for_personal_data_forgets_the_file_altogether_d22(manager):
    upload = checking(manager)

    actions.refuse(upload, [error("E14", "contains what looks like an NHS number", forget=True)])

    upload.refresh_from_db()
    assert (upload.original_name, upload.sha256, upload.size, upload.notes) == ("", "", 0, [])
    assert stored_files() == []


def test_file_that_is_gone_ends_the_check_with_a_word_d25(manager):
    upload = send(manager)
    storage.remove(upload.stored_path)

    assert actions.begin_checking(upload) is None
    assert (upload.state, upload.progress_text) == (UploadState.FAILED, "The file is no longer there. Send it again")


def test_check_may_begin_a_second_time_d25(manager):
    upload = send(manager)

    assert actions.begin_checking(upload) == actions.begin_checking(upload) == b"a,b\n1,2\n"


def test_clean_file_is_ready_with_its_rows(manager, practice):
    upload = actions.checked(checking(manager), rows=[{"added": 0}], problems=[], practices=[practice])

    upload.refresh_from_db()
    assert (upload.state, upload.rows, upload.progress) == (UploadState.READY, [{"added": 0}], 100)
    assert list(upload.practices.all()) == [practice]


def test_warning_waits_for_a_reason_v3(manager, practice):
    doubt = warning("W2", "10% more than last month", key="A99001:2006-11:W2")
    upload = actions.checked(checking(manager), rows=[{}], problems=[doubt], practices=[practice])

    with pytest.raises(ValueError):
        actions.confirm(upload, by=manager, reasons={doubt.key: "  "})
    actions.confirm(upload, by=manager, reasons={doubt.key: "list validated", "other": "x"})

    assert upload.state == UploadState.READY
    assert upload.confirmations == {doubt.key: "list validated"}


def test_file_with_errors_is_never_kept_d24(manager):
    with pytest.raises(ValueError):
        actions.checked(checking(manager), rows=[{}], problems=[error("E5", "x")])


def test_same_file_again_is_recognised_after_it_was_submitted_b20(manager, practice):
    first = actions.checked(checking(manager), rows=[{}], problems=[], practices=[practice])
    assert send(manager).repeated_of is None

    first.move_to(UploadState.SUBMITTED)

    assert send(manager).repeated_of == first
    assert send(manager, content=b"other").repeated_of is None


def test_withdrawn_file_is_removed(manager):
    upload = send(manager)

    actions.withdraw(upload, by=manager)

    assert upload.state == UploadState.WITHDRAWN
    assert stored_files() == []


@pytest.fixture
def left_behind(manager):
    """left_behind(name=seconds, ...): files that no upload names, written so long ago, beside one that an upload names."""
    upload = send(manager)
    os.utime(storage.path_of(upload.stored_path), (0, 0))

    def write(**ages):
        for name, seconds in ages.items():
            path = storage.folder() / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"left behind")
            os.utime(path, (time.time() - seconds,) * 2)
        return upload

    return write


def test_files_that_no_upload_names_are_removed_i6_d22(left_behind):
    upload = left_behind(old=7200, left=100, new=0)

    assert actions.remove_orphans() == ["left", "old"]
    assert storage.stored_paths() == {"new", upload.stored_path}


def test_a_sweep_looks_at_what_was_written_lately_i6(left_behind):
    left_behind(old=7200, left=100, new=0)

    assert actions.remove_orphans(written_within=timedelta(hours=1)) == ["left"]


def test_a_sweep_asks_nothing_of_folders_that_were_not_touched(left_behind):
    left_behind(**{"aa/old": 7200, "bb/left": 100})
    os.utime(storage.folder() / "aa", (0, 0))

    assert "aa/old" in storage.stored_paths()
    assert storage.stored_paths(timedelta(hours=1)) >= {"bb/left"}
    assert "aa/old" not in storage.stored_paths(timedelta(hours=1))


def ready(person, practice):
    return actions.checked(checking(person), rows=[], problems=[], practices=[practice])


def test_a_ready_file_is_left_to_a_worker_once(manager, practice):
    upload = ready(manager, practice)

    actions.submit_to_worker(upload=upload, by=manager)

    assert upload.state == UploadState.APPLYING
    assert Job.objects.get(kind="test.apply").payload == {"upload": str(upload.pk), "by": manager.pk}
    with pytest.raises(IllegalMove):
        actions.submit_to_worker(upload=upload, by=manager)


def test_storing_may_begin_a_second_time_and_only_what_was_submitted_d25(manager, practice):
    upload = ready(manager, practice)
    assert actions.begin_applying_at(upload) is None

    actions.submit_to_worker(upload=upload, by=manager)

    path = storage.path_of(upload.stored_path)
    assert actions.begin_applying_at(upload) == actions.begin_applying_at(upload) == path


def test_what_was_overtaken_while_being_stored_is_compared_again_d26(manager, practice):
    upload = actions.submit_to_worker(upload=ready(manager, practice), by=manager)

    actions.overtaken(upload, by=manager)

    assert (upload.state, upload.context["overtaken"]) == (UploadState.CHECKING, True)
    assert Job.objects.get(kind="test.check").payload == {"upload": str(upload.pk)}


def test_saying_how_far_it_is_keeps_the_lease_of_the_work_d25(manager, practice):
    upload = actions.submit_to_worker(upload=ready(manager, practice), by=manager)
    Job.objects.update(state="running", lease_until=timezone.now())
    before = Job.objects.get().lease_until

    actions.report_progress(upload, 40, "Storing")

    assert Job.objects.get().lease_until > before


@pytest.mark.parametrize(("latest", "stuck"), [("failed", True), ("queued", False), ("done", False)])
def test_an_upload_is_stuck_when_its_latest_job_was_given_up_d25(manager, practice, latest, stuck):
    upload = actions.submit_to_worker(upload=ready(manager, practice), by=manager)
    Job.objects.create(kind="test.check", key=f"check:{upload.pk}:0", state="failed")
    Job.objects.filter(kind="test.apply").delete()
    Job.objects.create(kind="test.apply", key=f"apply:{upload.pk}:9", state=latest)

    assert pages.is_stuck(upload) is stuck


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_states_follow_the_table_and_nothing_else_d31(manager, before, after):
    upload = Upload.objects.create(kind="counts", uploaded_by=manager, state=before)

    if after in ALLOWED_MOVES[before]:
        upload.move_to(after)
        assert Upload.objects.get(pk=upload.pk).state == after
    else:
        with pytest.raises(IllegalMove):
            upload.move_to(after)


def test_of_two_moves_at_once_one_is_lost_d26(manager):
    upload = actions.checked(checking(manager), rows=[{}], problems=[])
    same = Upload.objects.get(pk=upload.pk)

    upload.move_to(UploadState.SUBMITTED)

    with pytest.raises(MoveLost):
        same.move_to(UploadState.SUBMITTED)


def visible(person):
    return Upload.objects.visible_to(person).count()


def test_sender_sees_what_was_just_sent_and_others_do_not_d11(manager, stranger):
    send(manager)

    assert (visible(manager), visible(stranger)) == (1, 0)


def test_colleagues_who_may_open_files_see_those_of_their_practice(
    manager, data_officer, clinician, commissioner, facilitator, practice
):
    actions.checked(checking(manager), rows=[{}], problems=[], practices=[practice])

    seen = [visible(person) for person in (data_officer, clinician, commissioner, facilitator)]
    assert seen == [1, 0, 0, 0]


def test_file_of_several_practices_is_open_only_to_who_may_see_them_all_d11(manager, practice, neighbour):
    both = make_person("both@example.org", Role.PRACTICE_MANAGER, organisation=practice)
    Grant.objects.create(
        person=both, role=Role.PRACTICE_MANAGER, organisation=neighbour, starts_on=manager.grants.first().starts_on
    )
    actions.checked(checking(both), rows=[{}], problems=[], practices=[practice, neighbour])

    assert visible(manager) == 0


def test_who_has_left_no_longer_sees_what_they_sent_d6(manager, practice):
    actions.checked(checking(manager), rows=[{}], problems=[], practices=[practice])

    Grant.objects.filter(person=manager).delete()

    assert Upload.objects.visible_to(type(manager).objects.get(pk=manager.pk)).count() == 0
