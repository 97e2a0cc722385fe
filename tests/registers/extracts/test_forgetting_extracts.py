"""After an extract with a patient's number was refused, the number is nowhere (D22); nothing that is odd stops the check."""

import logging
from pathlib import Path

import pytest

from practices.uploads.models import UploadState
from registers.actions.extracts import check_extract
from registers.files.schemas import EVENT_KINDS, KINDS
from registers.models import Person
from tests.practices.made_files import NHS_NUMBER, workbook
from tests.practices.test_uploads_forgetting import everything_in_the_database, everything_on_the_disk
from tests.registers import people
from tests.registers.extracts.sent import send
from tests.registers.files.made_extracts import csv_of, row_of

pytestmark = pytest.mark.django_db
NASTY = Path(__file__).parents[2] / "files" / "nasty"
WAYS = ("key", "spaced", "unused column", "far down", "damaged", "workbook")
SPACED = f"{NHS_NUMBER[:3]} {NHS_NUMBER[3:6]} {NHS_NUMBER[6:]}"


def with_number(kind: str, way: str) -> bytes:
    good = row_of(kind)
    match way:
        case "key":
            return csv_of(kind, [good, row_of(kind, NHS_NUMBER)])
        case "spaced":
            return csv_of(kind, [good, row_of(kind, SPACED)])
        case "unused column":
            return csv_of(kind, [good | {"note": f"see {NHS_NUMBER}"}], extra=("note",))
        case "far down":
            return csv_of(kind, [good] * 500 + [row_of(kind, NHS_NUMBER)])
        case "damaged":
            return b'a,"b\n' + NHS_NUMBER.encode()
    return workbook(list(good.values()), [NHS_NUMBER, *list(good.values())[1:]], names=list(good), sheet="Register")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_number_in_an_extract_is_in_no_table_file_or_log_d22(client_of, manager, practice, caplog, kind, way):
    caplog.set_level(logging.DEBUG)
    people.make_register(practice)
    people.make_entry(practice)

    upload = send(client_of(manager), practice, with_number(kind, way), kind=kind)
    sha256 = upload.sha256
    check_extract(upload)

    assert upload.state == UploadState.NEEDS_FIXING
    database, disk = everything_in_the_database(), everything_on_the_disk()
    for trace in (NHS_NUMBER, SPACED):
        assert trace not in database + caplog.text
        assert trace.encode() not in disk
    assert sha256 not in database


def test_the_search_would_find_a_number_that_was_kept(client_of, manager, practice):
    upload = send(client_of(manager), practice, with_number("referrals", "key"), kind="referrals")

    assert NHS_NUMBER.encode() in everything_on_the_disk()
    assert upload.sha256 in everything_in_the_database()


def nasty_files(kind: str) -> list[Path]:
    """Each odd file goes to one kind in turn: a process is started for each of them."""
    found = sorted(path for path in NASTY.rglob("*") if path.is_file())
    return found[KINDS.index(kind) :: len(KINDS)]


@pytest.mark.parametrize("kind", KINDS)
def test_odd_files_are_refused_with_a_word_and_change_nothing_d24(client_of, manager, practice, kind):
    people.make_register(practice)
    client = client_of(manager)

    for path in nasty_files(kind):
        upload = check_extract(send(client, practice, path.read_bytes(), kind=kind, name=path.name))
        assert upload.state == UploadState.NEEDS_FIXING, path.name
        assert upload.problems, path.name

    assert not Person.objects.exists()
    assert everything_on_the_disk() == b""


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_extract_sent_to_the_wrong_page_is_told_where_it_belongs_b22(client_of, manager, practice, kind):
    people.make_register(practice)

    upload = check_extract(send(client_of(manager), practice, csv_of(kind, [row_of(kind)]), kind="register"))

    assert "B22" in [problem["code"] for problem in upload.problems]
