"""After a file with a patient's number was refused, the number is nowhere (D22)."""

import logging

import pytest
from django.apps import apps

from practices import stored_files
from practices.uploads import actions, storage
from practices.uploads.reading import read_file
from tests.practices.made_files import GOOD, NHS_NUMBER, SCHEMA, csv_file, row, workbook

pytestmark = pytest.mark.django_db
FILES = {
    "csv": csv_file(row(comment=f"see {NHS_NUMBER}")),
    "key": csv_file(GOOD, row(practice=NHS_NUMBER)),
    "xlsx": workbook(row(added=9434765919)),
    "damaged": b'a,"b\n' + NHS_NUMBER.encode(),
}


def send_and_check(person, content, name="return.csv"):
    upload = actions.receive(by=person, kind="counts", name=name, content=content)
    kept = actions.begin_checking(upload)
    if kept is not None:
        actions.refuse(upload, read_file(kept, upload.original_name, SCHEMA).problems)
    return upload


def everything_in_the_database():
    return "".join(str(list(model.objects.values())) for model in apps.get_models())


def everything_on_the_disk():
    return b"".join(path.read_bytes() for path in storage.folder().parent.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", FILES)
def test_number_is_in_no_table_file_or_log_d22(manager, caplog, kind):
    caplog.set_level(logging.DEBUG)

    upload = send_and_check(manager, FILES[kind])

    assert upload.state == "needs_fixing"
    assert NHS_NUMBER not in everything_in_the_database() + caplog.text
    assert stored_files.digest(FILES[kind]) not in everything_in_the_database()
    assert NHS_NUMBER.encode() not in everything_on_the_disk()
    assert FILES[kind] not in everything_on_the_disk()


def test_number_in_the_name_is_nowhere_either_d22(manager, caplog):
    send_and_check(manager, csv_file(GOOD), name=f"{NHS_NUMBER}.csv")

    assert NHS_NUMBER not in everything_in_the_database() + caplog.text


def test_search_would_find_a_number_that_was_kept(manager):
    upload = actions.receive(by=manager, kind="counts", name="r.csv", content=FILES["csv"])

    assert NHS_NUMBER.encode() in everything_on_the_disk()
    assert upload.sha256 in everything_in_the_database()
