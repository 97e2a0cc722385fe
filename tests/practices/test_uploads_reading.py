"""Files are read in a process of their own, within limits (D18), and no value of theirs gets out (D22)."""

import subprocess
from pathlib import Path

import pytest

from practices.uploads import reading
from practices.uploads.reading import read_file
from practices.uploads.rows import read_rows
from tests.practices import made_files as made
from tests.practices.made_files import GOOD, NHS_NUMBER, SCHEMA, csv_file, row, workbook

FILES = sorted(path for path in (Path(__file__).parents[1] / "files" / "nasty").rglob("*") if path.is_file())


@pytest.mark.parametrize("content", [csv_file(GOOD), workbook(GOOD), csv_file(row(added="x"), GOOD[:3]), b""])
def test_process_answers_what_the_reader_found(content):
    assert read_file(content, "return.csv", SCHEMA) == read_rows("return.csv", content, SCHEMA)


def test_file_may_be_given_by_its_path(tmp_path):
    path = tmp_path / "stored"
    path.write_bytes(csv_file(GOOD))

    assert len(read_file(path, "return.csv", SCHEMA).rows) == 1


def test_file_over_the_limit_is_not_read_at_all_b4(monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)

    assert read_file(b"x" * 11, "r.csv", made.with_limits(bytes=10)).problems[0].code == "B4"


def test_reader_that_takes_too_long_is_ended_d18(monkeypatch):
    def too_slow(*_, **__):
        raise subprocess.TimeoutExpired("reader", 30)

    monkeypatch.setattr(subprocess, "run", too_slow)

    assert "within 30 seconds" in read_file(b"a", "r.csv", SCHEMA).problems[0].message


def test_reader_out_of_memory_is_a_message_and_nothing_else_d18():
    reading_of_it = read_file(csv_file(*[GOOD] * 5000), "r.csv", made.with_limits(memory_bytes=5_000_000))

    assert [problem.code for problem in reading_of_it.problems] == ["B12"]


def test_reader_says_nothing_on_its_error_stream_d22():
    broken = b'{"name": "x", "schema": {"columns": "' + NHS_NUMBER.encode() + b'"}}\n' + NHS_NUMBER.encode()

    child = subprocess.run(reading.COMMAND, input=broken, capture_output=True, cwd=reading.ROOT, check=False)

    assert (child.returncode, child.stdout, child.stderr) == (1, b"", b"")


def test_identifier_does_not_leave_the_process_d22():
    request = reading.request_for("r.csv", SCHEMA) + csv_file(row(comment=NHS_NUMBER))

    child = subprocess.run(reading.COMMAND, input=request, capture_output=True, cwd=reading.ROOT, check=True)

    assert NHS_NUMBER.encode() not in child.stdout + child.stderr
    assert b"E14" in child.stdout


def test_reader_imports_nothing_installed():
    code = (
        "import sys, practices.uploads.child; print([m for m in sys.modules if m in {'django', 'openpyxl', 'pandas'}])"
    )

    out = subprocess.run([*reading.COMMAND[:5], "-c", code], capture_output=True, cwd=reading.ROOT, check=True).stdout

    assert out.strip() == b"[]"


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_files_that_choke_other_readers_end_in_a_clear_list(path):
    found = read_rows(path.name, path.read_bytes(), SCHEMA)

    assert found.rows == []
    assert found.problems and all(problem.message and problem.code for problem in found.problems)


def test_one_long_string_in_every_cell_is_too_much_b10():
    strings = f"<sst {made.WORKBOOK_NS}><si><t>{'x' * 900}</t></si></sst>"
    shared = made.Raw('<c r="{at}" t="s"><v>0</v></c>')
    content = workbook(*[row(comment=shared)] * 200, parts={"xl/sharedStrings.xml": strings})

    assert read_rows("r.xlsx", content, made.with_limits(unpacked_bytes=150_000)).problems[0].code == "B10"
