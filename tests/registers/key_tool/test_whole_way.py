"""From an export with NHS numbers, through the key tool and an import profile, to rows that are stored: nobody typed a heading."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from registers.actions.code_lists import choose_code_list, load_versions
from registers.actions.profiles import load_profiles
from registers.code_lists import shipped_versions
from registers.key_tool import practice_keys
from registers.models import Consultation, ImportProfile, Person, RegisterEntry
from registers.shipped_profiles import shipped_profiles
from tests.registers.files.made_extracts import send, taken
from tests.registers.people import make_register

SECRET = "0123456789abcdef" * 4
SYNTHEA = Path(__file__).parent.parent / "files" / "synthea"
DIAGNOSES = (
    "Report: depression\n"
    "NHS Number,Full Name,Date of Birth,Gender,Date,Code,Code Term\n"
    '943 476 5919,"Smith, Ann",31/01/1975,Female,14-Nov-2006,E112.,Single major depressive episode\n'
    '401 023 2137,"Jones, Bob",02/02/1980,Male,15-Nov-2006,Eu412,Mixed anxiety and depressive disorder\n'
)


@pytest.fixture
def folder(tmp_path, monkeypatch, practice):
    """A folder of the practice with its secret; the application knows its key-check value and has the profiles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "practice-secret.txt").write_text(SECRET)
    make_register(practice, key_check_value=practice_keys.key_check(bytes.fromhex(SECRET)))
    load_profiles(shipped_profiles())
    return tmp_path


def keyed(folder, text):
    (folder / "export.csv").write_text(text)
    assert practice_keys.main(["keys", "export.csv"]) == 0
    return (folder / "export-to-upload.csv").read_bytes()


def profile(slug, kind):
    return ImportProfile.objects.get(slug=slug, kind=kind, practice=None)


def test_export_of_diagnoses_puts_people_on_the_list_to_be_validated(folder, practice, manager):
    """D40, B95: the key is the practice's; the server knows the year of birth and the code, and nothing else."""
    upload = taken(manager, practice, "register", keyed(folder, DIAGNOSES), profile=profile("emis", "register"))

    assert upload.state == "submitted", upload.problems
    entry = RegisterEntry.objects.get(person__birth_year=1975)
    assert (entry.state, entry.identified_on, entry.codes) == ("identified", date(2006, 11, 14), [["read2", "E112."]])
    assert entry.person.patient_key == practice_keys.hexadecimal(bytes.fromhex(SECRET), "9434765919")


def test_code_outside_the_chosen_list_is_refused(folder, practice, manager):
    """E18."""
    first = load_versions(shipped_versions())[0]
    choose_code_list(practice=practice, code_list=first, since=date(2006, 4, 1), by=manager)
    content = keyed(folder, DIAGNOSES.replace("Eu412", "H33.."))

    upload = send(manager, practice, "register", content, profile=profile("emis", "register"))

    assert [problem["code"] for problem in upload.problems if problem["level"] == "E"] == ["E18"]


def test_file_made_with_another_secret_is_refused(folder, practice, manager):
    """B96."""
    make_register(practice, key_check_value="00000000")

    upload = send(manager, practice, "register", keyed(folder, DIAGNOSES), profile=profile("emis", "register"))

    assert "B96" in [problem["code"] for problem in upload.problems if problem["level"] == "E"]
    assert not Person.objects.exists()


def test_published_invented_records_go_the_whole_way(folder, practice, manager):
    """Synthea, which nobody here wrote."""
    tool = Path(practice_keys.__file__).with_name("synthea_files.py")
    options = ["--codes", "73595000", "--years-back", "17"]
    subprocess.run([sys.executable, tool, SYNTHEA, "out", *options], check=True, capture_output=True)

    for kind in ("register", "consultations"):
        content = (folder / "out" / f"{kind}.csv").read_bytes()
        upload = taken(manager, practice, kind, content, profile=profile("synthea", kind))
        assert upload.state == "submitted", upload.problems

    entry = RegisterEntry.objects.get()
    assert (entry.state, entry.active_to, entry.person.sex) == ("recovered", date(2006, 5, 17), "F")
    assert Consultation.objects.filter(person=entry.person.pk).count() == 3


def test_worklist_that_was_downloaded_becomes_a_named_one(folder, client_of, practice, manager):
    """The names are put in on the practice's machine, by the map that the tool kept there."""
    taken(manager, practice, "register", keyed(folder, DIAGNOSES), profile=profile("emis", "register"))
    address = reverse("worklist_csv", args=[practice.ods_code, "waiting-validation"])
    (folder / "worklist.csv").write_bytes(client_of(manager).get(address).content)

    assert practice_keys.main(["name", "worklist.csv"]) == 0

    named = (folder / "worklist-named.csv").read_text()
    assert '"Smith, Ann",9434765919,31/01/1975,' in named
    assert practice_keys.hexadecimal(bytes.fromhex(SECRET), "9434765919") not in named
