"""A published Synthea export becomes the files of a register (tests/registers/files/synthea has its notice)."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from registers.key_tool import practice_keys

TOOL = Path(practice_keys.__file__).parent
EXPORT = Path(__file__).parent.parent / "files" / "synthea"
STRESS, JACKIE = "73595000", "1d3d16ce-a3a4-5e9e-1b4d-58a391895443"
SECRET = "0123456789abcdef" * 4


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(EXPORT, tmp_path / "synthea")
    (tmp_path / "practice-secret.txt").write_text(SECRET)
    return tmp_path


def made(folder, *options):
    """Kind of file -> its rows as dictionaries."""
    command = [sys.executable, TOOL / "synthea_files.py", "synthea", "out", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return {path.stem: list(csv.DictReader(path.read_text().splitlines())) for path in (folder / "out").glob("*.csv")}


def add(folder, name, *lines):
    path = folder / "synthea" / f"{name}.csv"
    path.write_text(path.read_text() + "".join(f"{line}\n" for line in lines))


def test_person_with_a_listed_code_comes_on_the_register_under_a_key(folder):
    files = made(folder, "--codes", STRESS, "--years-back", "17")

    (row,) = files["register"]
    key = practice_keys.hexadecimal(bytes.fromhex(SECRET), JACKIE)
    assert row["patient_key"] == key
    assert (row["START"], row["STOP"], row["end_reason"], row["CODE"]) == (
        "1997-07-30",
        "2006-05-17",
        "clinician",
        STRESS,
    )
    assert (row["BIRTH_YEAR"], row["GENDER"]) == ("1979", "F")


def test_only_people_on_the_register_bring_contacts_and_no_emergencies(folder):
    contacts = made(folder, "--codes", STRESS)["consultations"]

    assert {row["ENCOUNTERCLASS"] for row in contacts} == {"wellness", "outpatient", "urgentcare", "ambulatory"}
    assert len({row["patient_key"] for row in contacts}) == 1


def test_without_a_listed_code_nobody_comes(folder):
    files = made(folder)

    assert [len(rows) for rows in files.values()] == [0] * 5


def test_totals_of_the_two_tools_become_assessments(folder):
    """The published extract has no PHQ-9 total; this row is written by the published data dictionary."""
    add(folder, "observations", f"2023-05-17T18:35:01Z,{JACKIE},,survey,44261-6,PHQ-9 total,14.0,{{score}},numeric")

    (row,) = made(folder, "--codes", STRESS)["assessments"]

    assert (row["DATE"], row["CODE"], row["VALUE"]) == ("2023-05-17", "44261-6", "14")


def test_leap_day_moves_to_a_day_that_there_is(folder):
    add(folder, "encounters", f"x,2020-02-29T10:00:00Z,,{JACKIE},,,,ambulatory,,,,,,,")

    days = {row["START"] for row in made(folder, "--codes", STRESS, "--years-back", "17")["consultations"]}

    assert "2003-02-28" in days


def test_who_died_leaves_the_list_on_that_day(folder):
    gene = "261ad2a4-7c6f-da54-6a5b-3441beab9a6a"
    text = (folder / "synthea" / "patients.csv").read_text()
    (folder / "synthea" / "patients.csv").write_text(text.replace("1976-07-25", "1996-07-25"))

    rows = made(folder, "--codes", "53741008")["register"]

    assert [(row["START"], row["STOP"], row["end_reason"]) for row in rows] == [("1990-01-01", "1996-07-25", "died")]
    assert rows[0]["patient_key"] == practice_keys.hexadecimal(bytes.fromhex(SECRET), gene)


def test_folder_without_patients_is_refused_in_words(folder):
    (folder / "synthea" / "patients.csv").unlink()
    command = [sys.executable, TOOL / "synthea_files.py", "synthea", "out"]

    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True)

    assert answer.returncode == 2
    assert "patients.csv is not there" in answer.stderr
