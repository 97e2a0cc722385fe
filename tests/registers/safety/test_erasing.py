"""D38: every row, the raw files and what is derived go; what was frozen stays; and a restored backup brings nobody back."""

import io
import uuid
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.apps import apps
from django.core.management import call_command

from operations.models import AuditEvent
from practices.exports import xlsx_bytes
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.models import UploadState
from registers import erasures
from registers.actions import erasing, raw_files, stored_copies
from registers.models import Consultation, Person, RegisterEntry
from tests.registers import interface_rows, people
from tests.registers.safety.whole_person import DAY, fill, rows_left

# Tables of the register that know no person; every other one must be emptied by an erasure.
WITHOUT_PERSON = {
    "CodeList", "CodeListChoice", "CodeListEntry", "CoveredMonth", "DataRequest", "ImportProfile", "LinkAgreement",
    "LocalOffer", "PracticeMonth", "PracticeRegister", "ProfileConfirmation", "SeverityToolChoice",
}  # fmt: skip


def test_d38_every_table_is_of_a_person_or_known_not_to_be():
    """A new table about people that no erasure would reach fails here."""
    all_tables = {model.__name__ for model in apps.get_app_config("registers").get_models()}
    of_people = {model.__name__ for model in erasing.tables_of_a_person()} | {"Person"}

    assert all_tables - of_people == WITHOUT_PERSON


def test_d38_erasure_leaves_no_row_about_the_person(entry):
    person = fill(entry)
    before = rows_left(person)

    counts = erasing.erase(person=person)

    assert rows_left(person) == {}
    assert counts == before
    assert set(before) == {model.__name__ for model in erasing.tables_of_a_person()} | {"Person"}


def test_d38_erasure_leaves_the_others_alone(entry, practice, neighbour):
    other = fill(people.make_entry(practice, 8))
    same_number_elsewhere = fill(people.make_entry(neighbour, 7))
    before = rows_left(other), rows_left(same_number_elsewhere)

    erasing.erase(person=fill(entry))

    assert (rows_left(other), rows_left(same_number_elsewhere)) == before


def test_d38_ledger_is_written_before_any_row_goes(entry, monkeypatch):
    """Shown by a disk that is full: then nothing is erased."""
    monkeypatch.setattr(erasures, "write", full_disk)

    with pytest.raises(OSError, match="full"):
        erasing.erase(person=entry.person)

    assert Person.objects.filter(pk=entry.person.pk).exists()


def full_disk(practice, key):
    raise OSError("the disk is full")


def test_d38_ledger_holds_no_key(entry):
    erasing.erase(person=entry.person)

    text = erasures.ledger().read_text()

    assert entry.person.patient_key not in text
    assert erasures.erased_keys(entry.practice, [entry.person.patient_key, "0" * 64]) == {entry.person.patient_key}


def test_d38_erased_key_is_erased_at_its_own_practice_only(entry, neighbour):
    erasing.erase(person=entry.person)

    assert erasures.erased_keys(neighbour, [entry.person.patient_key]) == set()


def test_d38_a_torn_line_does_not_swallow_the_next(practice):
    erasures.ledger().write_text('{"practice": "A99001", "key_s')

    erasures.write(practice, "f" * 64)

    assert erasures.read() == ({"A99001": {erasures.digest("f" * 64)}}, 1)


def test_d38_restored_backup_is_erased_again(entry, practice):
    key = entry.person.patient_key
    erasing.erase(person=fill(entry))
    back = fill(people.make_entry(practice, person=people.make_person(practice, 7, patient_key=key)))
    stays = fill(people.make_entry(practice, 8))
    out = io.StringIO()

    call_command("reapply_erasures", stdout=out)

    assert rows_left(back) == {}
    assert rows_left(stays) != {}
    assert "A99001" in out.getvalue()
    assert key not in out.getvalue()


def test_d38_reapplying_twice_finds_nothing(entry):
    erasing.erase(person=fill(entry))

    assert erasing.reapply() == {}


def test_d38_audit_of_an_erasure_names_no_key(entry):
    erasing.erase(person=fill(entry))

    event = AuditEvent.objects.get(event="patient.erased")

    assert entry.person.patient_key not in str(event.details)
    assert event.details["counts"]["Consultation"] == 1


def make_upload(practice, content, by, *, state=UploadState.SUBMITTED, kind="register", **fields):
    upload = Upload(id=uuid.uuid4(), kind=kind, uploaded_by=by, state=state, sha256="a" * 64, rows_read=2, **fields)
    upload.stored_path = storage.store(content, upload.id)
    upload.save(force_insert=True)
    upload.practices.add(practice)
    return upload


def test_d38_raw_file_with_the_key_goes_and_its_hash_stays(entry, practice, manager):
    holding = make_upload(practice, f"patient_key,sex\n{entry.person.patient_key},F\n".encode(), manager)
    other = make_upload(practice, f"patient_key,sex\n{people.key_of('somebody')},F\n".encode(), manager)

    erasing.erase(person=entry.person)

    kept = {upload.pk: (upload.stored_path, upload.sha256, upload.rows_read) for upload in Upload.objects.all()}
    assert kept == {holding.pk: ("", "a" * 64, 2), other.pk: (other.stored_path, "a" * 64, 2)}
    assert storage.stored_paths() == {other.stored_path}


def test_d38_file_that_waits_is_withdrawn(entry, practice, manager):
    content = f"{entry.person.patient_key},2006-11-06".encode()
    upload = make_upload(practice, content, manager, state=UploadState.READY)

    erasing.erase(person=entry.person)

    upload.refresh_from_db()
    assert (upload.state, upload.stored_path) == (UploadState.WITHDRAWN, "")


def examples(*numbers):
    return {"differences": {"digest": "d", "examples": [{"kind": "changed", "number": number} for number in numbers]}}


def test_d38_file_that_waits_without_the_key_no_longer_shows_what_it_would_change(entry, practice, manager):
    """A register file that leaves somebody out shows an example about them and holds no key of theirs."""
    upload = make_upload(practice, b"patient_key", manager, state=UploadState.READY, context=examples(7, 8, None))

    erasing.erase(person=entry.person)

    upload.refresh_from_db()
    assert (upload.state, upload.context) == (UploadState.READY, examples(8, None))


def test_d38_file_that_is_being_stored_keeps_no_examples(entry, practice, manager):
    content = entry.person.patient_key.encode()
    upload = make_upload(practice, content, manager, state=UploadState.APPLYING, context=examples(8) | {"profile": 1})

    erasing.erase(person=entry.person)

    upload.refresh_from_db()
    assert (upload.stored_path, upload.context) == ("", {"profile": 1})


def test_d38_copy_made_before_goes_with_the_person(entry, practice, manager):
    request = interface_rows.make_copied_request(practice, entry, manager)
    other = interface_rows.make_copied_request(practice, people.make_entry(practice, 8), manager)
    path, others_path = (stored_copies.copy_path(one.stored_path) for one in (request, other))

    counts = erasing.erase(person=entry.person)

    request.refresh_from_db()
    assert (path.exists(), request.stored_path, others_path.exists()) == (False, "", True)
    assert counts["files"] == 1


def test_d38_file_of_another_practice_is_not_touched(entry, neighbour, manager):
    upload = make_upload(neighbour, entry.person.patient_key.encode(), manager)

    erasing.erase(person=entry.person)

    assert storage.stored_paths() == {upload.stored_path}


KEY = people.key_of("written in many ways")


@pytest.mark.parametrize(
    "content",
    [
        f"key;sex\n{KEY};F".encode(),
        f"2007-01-01\t{KEY}\t1970".encode(),
        f"key\n{KEY.upper()}\n".encode(),
        f"key\n {KEY[:32]} {KEY[32:]} \n".encode(),
        f"key\n{KEY}\u00a0\n".encode(),
        "\ufeff".encode() + KEY.encode(),
        KEY.encode("utf-16"),
        KEY.encode("utf-16-be"),
        f"comment £,{KEY}".encode("cp1252"),
        KEY.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789abcdef"}).encode(),
    ],
    ids=[
        "semicolons",
        "tabs",
        "capitals",
        "spaces",
        "no-break",
        "mark",
        "utf-16",
        "utf-16-be",
        "windows",
        "full-width",
    ],
)
def test_d38_key_is_found_however_the_file_was_written(content, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(content)

    assert raw_files.holds_any(path, {erasures.digest(KEY)})
    assert not raw_files.holds_any(path, {erasures.digest("0" * 64)})


def test_d38_key_is_found_in_a_workbook(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(xlsx_bytes({"Register": (["patient_key"], [[KEY]])}))

    assert raw_files.holds_any(path, {erasures.digest(KEY)})
    assert not raw_files.holds_any(path, {erasures.digest("0" * 64)})


def test_d38_workbook_that_cannot_be_searched_counts_as_holding(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"PK\x03\x04 broken")

    assert raw_files.holds_any(path, {erasures.digest(KEY)})


def test_d38_workbook_whose_packed_part_is_broken_counts_as_holding(tmp_path):
    """Its table of contents can be read; only unpacking fails."""
    path = tmp_path / "stored"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", "<t>" + "nobody " * 500 + "</t>")
    content = bytearray(path.read_bytes())
    content[39:60] = b"\xff" * 21
    path.write_bytes(content)

    assert raw_files.holds_any(path, {erasures.digest(KEY)})


def test_d38_erasing_takes_a_fixed_number_of_queries(entry, practice, django_assert_max_num_queries):
    person = fill(entry)
    for day in range(1, 28):
        people.make_consultation(person, DAY.replace(day=day, month=10))

    with django_assert_max_num_queries(80):
        erasing.erase(person=person)

    assert not Consultation.objects.exists() and not RegisterEntry.objects.exists()
