"""The ways by which an extract comes in: as a workbook, under a profile, with codes, by jobs."""

import io
from datetime import date

import pytest
import xlsxwriter

from operations import jobs
from operations.models import Job
from operations.quiet import WentWrong
from practices.models import Upload
from practices.uploads.models import UploadState
from registers.files.schemas import extract_schema
from registers.jobs import extracts as extract_jobs
from registers.models import CodeList, CodeListChoice, CodeListEntry, Consultation, ImportProfile, RegisterEntry
from tests.registers.files.made_extracts import codes, row_of, send, submit, summary, taken
from tests.registers.people import KEY_CHECK, key_of, make_entry, make_register

pytestmark = pytest.mark.django_db
KEY = key_of("A99001 1")


@pytest.fixture(autouse=True)
def register(practice):
    return make_register(practice)


def workbook_of(kind, rows):
    """With real dates and numbers, as a spreadsheet program keeps them."""
    stream = io.BytesIO()
    names = [column.name for column in extract_schema(kind).columns]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(extract_schema(kind).sheet)
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, names)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(names):
                value = row.get(name, "")
                if name.endswith("_on") and value:
                    sheet.write_datetime(number, place, date.fromisoformat(value), day)
                elif name == "birth_year":
                    sheet.write_number(number, place, int(value))
                else:
                    sheet.write_string(number, place, value)
    return stream.getvalue()


def test_a_workbook_is_read_like_a_csv(manager, practice):
    rows = [row_of("register", KEY), row_of("register", key_of("A99001 2"))]

    upload = taken(manager, practice, "register", workbook_of("register", rows), name="register.xlsx")

    assert (upload.state, summary(upload)["added"]) == ("submitted", 2)
    assert RegisterEntry.objects.first().identified_on == date(2006, 10, 1)


@pytest.fixture
def profile(practice):
    return ImportProfile.objects.create(
        practice=practice,
        name="Our system",
        system="Other",
        kind="consultations",
        columns={"patient_key": "Pseudonym", "date": "Event date", "role_code": "Clinician type", "mode": "Place"},
        values={"role_code": {"Doctor": "GP"}, "mode": {"Surgery consultation": "surgery"}},
        fixed={"attended": "Y"},
        dates="uk",
    )


def test_a_profile_puts_the_systems_words_into_ours(manager, practice, profile):
    make_entry(practice, 1)
    lines = [
        "Pseudonym,Event date,Clinician type,Place,Site,key_check",
        f"{KEY},14-Nov-2006,Doctor,Surgery consultation,Main,{KEY_CHECK}",
    ]
    upload = send(manager, practice, "consultations", "\n".join(lines).encode(), profile=profile)
    assert (codes(upload), upload.notes) == ([], ["Not used: Site"])

    submit(upload, manager)

    contact = Consultation.objects.get()
    assert (contact.day, contact.role, contact.mode, contact.attended) == (date(2006, 11, 14), 1, 1, True)


@pytest.fixture
def code_list(practice):
    chosen = CodeList.objects.create(version="test-1", title="Codes", published_on=date(2006, 1, 1))
    CodeListEntry.objects.create(
        code_list=chosen, concept="depression", system="read2", code="E112.", status="verified"
    )
    CodeListChoice.objects.create(practice=practice, code_list=chosen, since=date(2006, 1, 1))


def test_known_codes_are_kept_with_their_system(manager, practice, code_list):
    taken(manager, practice, "register", [row_of("register", KEY, codes="read2:E112.")])

    assert RegisterEntry.objects.get().codes == [["read2", "E112."]]


@pytest.mark.parametrize("written", ["read2:E112", "snomed:E112.", "read2:XXXXX", "snomed:1371000000101000"])
def test_unknown_codes_are_refused_e18_b107(manager, practice, code_list, written):
    upload = send(manager, practice, "register", [row_of("register", KEY, codes=written)])

    assert codes(upload) == ["E18"]


def test_quoted_file_with_semicolons_is_read(manager, practice):
    make_entry(practice, 1)
    names = [column.name for column in extract_schema("consultations").columns]
    row = row_of("consultations", KEY)
    lines = [";".join(names), ";".join(f'"{row[name]}"' for name in names)]

    upload = taken(manager, practice, "consultations", "\r\n".join(lines).encode("cp1252"))

    assert (upload.state, Consultation.objects.count()) == ("submitted", 1)


def job_for(upload, **payload):
    return Job(kind="test", key="test", payload={"upload": str(upload.pk), **payload}, attempts=jobs.MAXIMUM_ATTEMPTS)


def test_the_jobs_check_and_store(manager, practice):
    make_entry(practice, 1)
    upload = send(manager, practice, "consultations", [row_of("consultations", KEY)])

    from practices.uploads import actions

    actions.submit_to_worker(upload=upload, by=manager)
    answer = extract_jobs.apply_extract(job_for(upload, by=manager.pk))

    assert answer == {"state": "submitted"}


@pytest.mark.parametrize("state", ["checking", "applying"])
def test_what_breaks_on_the_last_attempt_is_said_on_the_page(manager, practice, monkeypatch, state):
    make_entry(practice, 1)
    upload = send(manager, practice, "consultations", [row_of("consultations", KEY)])
    Upload.objects.update(state=state)
    monkeypatch.setattr("registers.actions.extracts.read_columns", broken)
    work = extract_jobs.check_extract if state == "checking" else extract_jobs.apply_extract

    with pytest.raises(WentWrong):
        work(job_for(upload, by=manager.pk))

    upload.refresh_from_db()
    assert upload.state == UploadState.FAILED


def broken(*_):
    raise RuntimeError("a bug")
