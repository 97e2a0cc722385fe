"""kill -9 of the process that reads a file: the file is read again; what no reader survives is refused in words (D25)."""

import pytest

from measures.return_files.return_schema import return_schema
from practices.uploads import columns_reading, reading
from registers.files.schemas import extract_schema
from tests.measures.made_returns import line, return_file
from tests.registers.files.made_extracts import csv_of, row_of

KIND = "consultations"


def killed_times(times, command, folder):
    """The command in a shell that is killed before it, so often; then it runs."""
    counted = f"""test $(ls {folder} | wc -l) -ge {times} && exec "$@"; touch {folder}/$$; kill -9 $$"""
    return ["/bin/sh", "-c", counted, "sh", *command]


@pytest.fixture
def kills(tmp_path, monkeypatch):
    """kills(module, times): its next readers die, so many of them."""
    (tmp_path / "killed").mkdir()

    def arm(module, times):
        monkeypatch.setattr(module, "COMMAND", killed_times(times, module.COMMAND, tmp_path / "killed"))

    return arm


def read_return():
    return reading.read_file(return_file(line()), "return.csv", return_schema())


def test_a_reader_that_is_killed_is_followed_by_another(kills):
    """D25"""
    kills(reading, reading.READERS - 1)

    assert len(read_return().rows) == 1


def test_a_file_that_no_reader_survives_is_refused(kills):
    """D25"""
    kills(reading, reading.READERS)

    assert "too large to read" in read_return().problems[0].message


@pytest.mark.parametrize(("times", "is_refused"), [(reading.READERS - 1, False), (reading.READERS, True)])
def test_the_reader_of_a_large_file_is_followed_by_another_too(kills, tmp_path, times, is_refused):
    """D25"""
    path = tmp_path / "extract.csv"
    path.write_bytes(csv_of(KIND, [row_of(KIND)]))
    kills(columns_reading, times)

    columns = columns_reading.read_columns(path, "extract.csv", extract_schema(KIND))

    assert columns.is_refused is is_refused
