"""What a killed process left on the disk is taken away without a hand, whatever kind of file it is."""

import os
import time

import pytest

from collaborative import left_files, material_storage
from collaborative.verifying.files import STORES
from practices.uploads import actions, storage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.name)
def test_a_file_that_no_row_names_is_removed_and_a_new_one_spared_i6(store):
    folder = store.folder() / "ab"
    folder.mkdir(parents=True, exist_ok=True)
    for name, seconds in [("left", 100), ("new", 0)]:
        (folder / name).write_bytes(b"left behind")
        os.utime(folder / name, (time.time() - seconds,) * 2)

    assert left_files.remove_left() == 1
    assert [path.name for path in folder.iterdir()] == ["new"]


def test_a_file_that_a_row_names_stays_i6(manager):
    upload = actions.receive(by=manager, kind="monthly_return", name="r.csv", content=b"a,b\n1,2\n")
    path = storage.path_of(upload.stored_path)
    os.utime(path, (time.time() - 100,) * 2)

    assert left_files.remove_left() == 0
    assert path.is_file()


def test_where_nothing_was_ever_sent_there_is_nothing_to_do_i6():
    assert not material_storage.folder().exists()
    assert left_files.remove_left() == 0
