"""D38: a copy or erasure of one person's data needs two people, and the second sees no rows."""

import csv
import io
import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.permissions import Role
from operations import jobs
from operations.models import AuditEvent, Job
from registers import erasures
from registers.actions import data_requests, erasing
from registers.jobs import safety
from registers.models import DataRequest, Person
from tests.conftest import make_person
from tests.registers import interface_rows, people
from tests.registers.safety.whole_person import fill, rows_left

LIST = "/register/data-requests/"
NEW = "/register/A99001/data-requests/new/"


def address(request, end=""):
    return f"/register/{request.practice.ods_code}/data-requests/{request.pk}/{end}"


@pytest.fixture
def asked(entry, manager):
    return interface_rows.make_request(fill(entry), manager)


@pytest.fixture
def erasure(entry, manager):
    return interface_rows.make_request(fill(entry), manager, kind="erasure")


def run_jobs():
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(job.pk)


def test_d38_manager_asks_by_the_local_number(client_of, manager, entry):
    answer = client_of(manager).post(NEW, {"local_number": "7", "kind": "erasure", "reason": "Asked in writing"})

    request = DataRequest.objects.get()
    assert answer.status_code == 302
    assert (request.person, request.state, request.requested_by) == (entry.person, "requested", manager)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"local_number": "8"}, "Nobody on this register has this number"),
        ({"local_number": ""}, "Enter the number on the list"),
        ({"reason": ""}, "Say who asked and when"),
        ({"reason": "NHS number 943 476 5919"}, "looks like an NHS number"),
        ({"kind": "all"}, "Select a valid choice"),
    ],
    ids=["unknown", "no number", "no reason", "identifier", "kind"],
)
def test_bad_request_is_refused_and_nothing_is_kept(client_of, manager, entry, values, message):
    answer = client_of(manager).post(NEW, {"local_number": "7", "kind": "copy", "reason": "Asked"} | values)

    assert message in answer.content.decode()
    assert not DataRequest.objects.exists()


def test_number_of_a_neighbours_patient_is_nobodys(client_of, manager, register, neighbour):
    people.make_entry(neighbour, 9)

    answer = client_of(manager).post(NEW, {"local_number": "9", "kind": "copy", "reason": "Asked"})

    assert "Nobody on this register" in answer.content.decode()


def test_the_same_is_asked_for_once_at_a_time(asked, manager):
    with pytest.raises(ValidationError, match="already"):
        data_requests.ask(practice=asked.practice, kind="copy", local_number=7, reason="Again", by=manager)


def test_d38_auditor_sees_the_reason_and_no_row(client_of, auditor, erasure):
    page = client_of(auditor).get(address(erasure)).content.decode()

    assert "Asked in writing" in page
    assert "Number on the list" not in page
    assert erasure.person.patient_key not in page


def test_d38_auditor_approves_and_a_job_erases(client_of, auditor, erasure, django_capture_on_commit_callbacks):
    person = erasure.person

    client_of(auditor).post(address(erasure), {"decision": "approve"})
    run_jobs()

    erasure.refresh_from_db()
    assert (erasure.state, erasure.person, erasure.decided_by) == ("done", None, auditor)
    assert rows_left(person) == {}
    assert erasures.erased_keys(erasure.practice, [person.patient_key])


def test_what_is_said_of_an_approval_is_no_refusal(client_of, auditor, erasure):
    client = client_of(auditor)

    client.post(address(erasure), {"decision": "approve", "reason": "Checked with the practice"})
    page = client.get(address(erasure)).content.decode()

    assert "Checked with the practice" in page
    assert "Why it was refused" not in page


def test_d38_nobody_approves_alone(erasure, manager):
    with pytest.raises(PermissionDenied):
        data_requests.decide(request=erasure, is_approved=True, by=manager)


def test_d38_one_person_with_both_roles_is_still_one(client_of, erasure, manager, programme):
    """The manager is given the auditor's role as well, and acts in it."""
    both = manager.grants.create(person=manager, role=Role.AUDITOR, programme=programme, starts_on="2006-01-01")
    client = client_of(manager)
    session = client.session
    session["acting_grant"] = str(both.pk)
    session.save()

    answer = client.post(address(erasure), {"decision": "approve"})

    assert answer.status_code == 403
    assert Person.objects.filter(pk=erasure.person_id).exists()


def test_d38_database_knows_that_it_takes_two(erasure, manager):
    with pytest.raises(IntegrityError):
        DataRequest.objects.filter(pk=erasure.pk).update(state="approved", decided_by=manager)


def test_manager_may_not_decide_at_all(client_of, erasure, practice):
    second = make_person("second@example.org", Role.PRACTICE_MANAGER, organisation=practice)

    assert client_of(second).post(address(erasure), {"decision": "approve"}).status_code == 403


def test_refusal_needs_a_reason(client_of, auditor, erasure):
    answer = client_of(auditor).post(address(erasure), {"decision": "refuse", "reason": ""})

    assert "Say why it is refused" in answer.content.decode()


def test_a_decision_is_taken_once(erasure, auditor):
    data_requests.decide(request=erasure, is_approved=False, reason="Not the person", by=auditor)

    with pytest.raises(ValidationError, match="already"):
        data_requests.decide(request=erasure, is_approved=True, by=auditor)


@pytest.fixture
def copied(asked, auditor):
    data_requests.decide(request=asked, is_approved=True, by=auditor)
    run_jobs()
    asked.refresh_from_db()
    return asked


def test_d38_copy_holds_every_row(client_of, manager, copied):
    content = json.loads(client_of(manager).get(address(copied, "file.json")).content)

    counts = {name: len(rows) for name, rows in content["tables"].items() if rows}
    assert counts == rows_left(copied.person)
    assert content["tables"]["Assessment"][0]["total"] == 17


def test_d38_copy_for_a_spreadsheet_holds_the_same(client_of, manager, copied):
    answer = client_of(manager).get(address(copied, "file.csv"))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["table"] for row in rows} == set(rows_left(copied.person))
    assert {"table": "Assessment", "row": "1", "column": "total", "value": "17"} in rows


def test_download_is_on_the_trail_with_its_hash(client_of, manager, copied):
    answer = client_of(manager).get(address(copied, "file.json"))

    event = AuditEvent.objects.get(event="patient.exported")
    assert len(event.details["sha256"]) == 64
    assert answer["Content-Disposition"] == 'attachment; filename="copy-A99001-no-7.json"'


def test_d38_copy_is_for_the_practices_manager_alone(client_of, auditor, clinician, copied):
    assert client_of(auditor).get(address(copied, "file.json")).status_code == 403
    assert client_of(clinician).get(address(copied, "file.json")).status_code == 403


def test_d11_request_of_a_neighbour_looks_like_none(client_of, manager, neighbour, register):
    person = people.make_entry(neighbour, 7).person
    theirs = interface_rows.make_request(person, make_person("other@example.org"))

    answers = [
        client_of(manager).get(f"/register/{code}/data-requests/{pk}/").status_code
        for code, pk in (("A99001", theirs.pk), ("A99002", theirs.pk), ("A99001", 987_654))
    ]

    assert answers == [404, 404, 404]


def test_auditor_asks_for_nothing(client_of, auditor, register):
    assert client_of(auditor).get(NEW).status_code == 403


def test_list_of_a_manager_is_of_the_own_practice(client_of, manager, asked, neighbour):
    interface_rows.make_request(people.make_entry(neighbour, 3).person, make_person("other@example.org"))

    page = client_of(manager).get(LIST).content.decode()

    assert "Ash Surgery" in page
    assert "Beech" not in page


def test_d37_job_that_breaks_says_nothing_of_the_row(erasure, auditor, monkeypatch, caplog):
    key = erasure.person.patient_key
    monkeypatch.setattr(erasing, "remove_people", broken_by(key))
    data_requests.decide(request=erasure, is_approved=True, by=auditor)

    run_jobs()

    assert key not in caplog.text
    assert key not in Job.objects.get().error
    assert "IntegrityError" in Job.objects.get().error


def broken_by(key):
    def break_down(people):
        raise IntegrityError(f"Key (patient_key)=({key}) already exists")

    return break_down


def test_job_that_breaks_every_time_is_given_up(erasure, auditor, monkeypatch):
    monkeypatch.setattr(erasing, "remove_people", broken_by("0" * 64))
    data_requests.decide(request=erasure, is_approved=True, by=auditor)
    Job.objects.update(attempts=jobs.MAXIMUM_ATTEMPTS - 1)

    run_jobs()

    erasure.refresh_from_db()
    assert erasure.state == "failed"
    assert Job.objects.get().state == Job.State.FAILED


def test_erasure_whose_worker_died_on_every_attempt_is_given_up(erasure, auditor):
    data_requests.decide(request=erasure, is_approved=True, by=auditor)
    Job.objects.update(state=Job.State.RUNNING, attempts=jobs.MAXIMUM_ATTEMPTS, lease_until=timezone.now())

    jobs.sweep()

    erasure.refresh_from_db()
    assert erasure.state == "failed"


def test_erasure_runs_once_however_often_the_job_does(erasure, auditor):
    data_requests.decide(request=erasure, is_approved=True, by=auditor)
    run_jobs()
    done_at = DataRequest.objects.get().done_at

    safety.carry_out(Job.objects.get())

    assert DataRequest.objects.get().done_at == done_at
    assert AuditEvent.objects.filter(event="patient.erased").count() == 1
