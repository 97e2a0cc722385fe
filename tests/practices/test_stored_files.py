"""Files kept under names of ours never lead out of their folder, and are whole or not there."""

import os

import pytest

from practices.stored_files import path_in, write_whole


@pytest.mark.parametrize("stored_path", ["", "../elsewhere", "/etc/hostname"])
def test_a_path_out_of_the_folder_is_refused(tmp_path, stored_path):
    with pytest.raises(ValueError, match="not a stored file"):
        path_in(tmp_path, stored_path)


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    def disk_full(_):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", disk_full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "ab" / "abc", b"content")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
