"""The audit trail, the jobs and the runs: who reads what, and what can be tried again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.permissions import Role
from collaborative.operations_log import age, kind_of_error
from measures.models import Computation
from operations import audit
from operations.models import AuditEvent, Job
from practices.models import Grant, Programme
from tests.conftest import make_person


@pytest.fixture
def auditor(programme):
    return make_person("auditor@example.org", Role.AUDITOR, programme=programme)


@pytest.fixture
def events(manager, facilitator, practice, neighbour):
    """Something at the own practice, at the neighbour, and by the system."""
    audit.record("return_submitted", by=manager, organisation=practice, month="2006-11")
    audit.record("return_accepted", by=facilitator, organisation=practice)
    audit.record("return_accepted", by=facilitator, organisation=neighbour)
    audit.record("nightly_computed")


def shown(client, query=""):
    return [(row[1], row[3]) for row in client.get(f"/operations/audit/{query}").context["table"]["rows"]]


# ------------------------------------------------------------------ the audit trail


def test_manager_reads_what_concerns_the_own_practice_by_whomever(client_of, manager, events):
    assert shown(client_of(manager)) == [("Return accepted", "A99001"), ("Return submitted", "A99001")]


def test_facilitator_reads_own_actions_only(client_of, facilitator, events):
    assert shown(client_of(facilitator)) == [("Return accepted", "A99002"), ("Return accepted", "A99001")]


@pytest.mark.parametrize("person", ["administrator", "commissioner", "data_officer", "clinician", "lay_member"])
def test_others_read_nothing_that_they_did_not_do(request, client_of, events, person):
    """R6: the administrator is powerful but blind."""
    assert shown(client_of(request.getfixturevalue(person))) == []


def test_auditor_reads_everything(client_of, auditor, events):
    assert len(shown(client_of(auditor))) == 4


def test_person_without_a_role_reads_nothing(client_of, stranger):
    assert client_of(stranger).get("/operations/audit/").status_code == 403


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?event=accepted", 2),
        ("?actor=facil", 2),
        ("?organisation=a99001", 2),
        ("?since=2001-01-01&until=2001-12-31", 0),
        ("?since=nonsense", 4),
        ("?page=zzz", 4),
    ],
)
def test_trail_is_narrowed(client_of, auditor, events, query, count):
    assert len(shown(client_of(auditor), query)) == count


def test_trail_has_pages(client_of, auditor):
    for number in range(51):
        audit.record("thing_done", number=number)

    assert len(shown(client_of(auditor), "?page=2")) == 1


def test_trail_as_a_file_holds_the_same_rows_and_is_itself_recorded(client_of, manager, events):
    """D36"""
    answer = client_of(manager).get("/operations/audit/events.csv?event=submitted")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "attachment" in answer["Content-Disposition"]
    taken = AuditEvent.objects.get(event="audit_trail_exported")
    assert (taken.actor_id, taken.details["rows"]) == (manager.pk, 1)


def test_file_holds_no_formula(client_of, auditor, manager):
    """D20"""
    manager.name = "=HYPERLINK(1)"
    audit.record("thing_done", by=manager)

    text = client_of(auditor).get("/operations/audit/events.csv").content.decode()

    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text


def test_what_the_auditor_reads_is_escaped(client_of, auditor):
    audit.record("thing_done", reason="<script>alert(1)</script>")

    assert "<script>alert" not in client_of(auditor).get("/operations/audit/").content.decode()


# ------------------------------------------------------------------ jobs


@pytest.fixture
def failed_job(db):
    return Job.objects.create(
        kind="upload.check", key="u1", state=Job.State.FAILED, attempts=3, error="ValueError: 943 476 5919 is no count"
    )


def test_jobs_not_done_are_listed_with_their_age_and_without_values(client_of, administrator, failed_job):
    Job.objects.create(kind="nightly", key="n1", state=Job.State.DONE)
    Job.objects.create(kind="nightly", key="n2", created_at=timezone.now() - timedelta(hours=3, minutes=5))

    page = client_of(administrator).get("/operations/jobs/")

    assert [(row["kind"], row["age"]) for row in page.context["rows"]][1] == ("Nightly", "3 hours")
    assert "ValueError" in page.content.decode()
    assert "943" not in page.content.decode()


def test_work_that_nobody_takes_up_is_marked_as_stuck(client_of, administrator):
    """O1"""
    now = timezone.now()
    Job.objects.create(kind="fresh", key="f")
    Job.objects.create(kind="left", key="l", not_before=now - timedelta(minutes=6))
    Job.objects.create(kind="silent", key="s", state="running", lease_until=now - timedelta(minutes=6))
    Job.objects.create(kind="alive", key="a", state="running", lease_until=now + timedelta(minutes=1))

    rows = client_of(administrator).get("/operations/jobs/").context["rows"]

    assert {row["kind"]: row["state"]["text"] for row in rows} == {
        "Fresh": "Waiting",
        "Left": "Waiting: stuck",
        "Silent": "Running: stuck",
        "Alive": "Running",
    }


def test_failed_work_is_tried_again(
    client_of, administrator, failed_job, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr("operations.jobs.publish", sent.append)

    with django_capture_on_commit_callbacks(execute=True):
        client_of(administrator).post(f"/operations/jobs/{failed_job.pk}/retry/")

    failed_job.refresh_from_db()
    assert (failed_job.state, failed_job.attempts, sent) == (Job.State.QUEUED, 0, [failed_job.pk])
    assert AuditEvent.objects.get(event="job_retried").actor_id == administrator.pk


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.DONE])
def test_work_that_has_not_failed_is_left_alone(client_of, administrator, state):
    job = Job.objects.create(kind="nightly", key="n1", state=state, attempts=1)

    client_of(administrator).post(f"/operations/jobs/{job.pk}/retry/")

    job.refresh_from_db()
    assert (job.state, job.attempts) == (state, 1)


def test_auditor_looks_at_jobs_but_tries_none_again(client_of, auditor, failed_job):
    client = client_of(auditor)

    assert client.get("/operations/jobs/").context["rows"][0]["retry"] is None
    assert client.post(f"/operations/jobs/{failed_job.pk}/retry/").status_code == 403


@pytest.mark.parametrize("person", ["manager", "facilitator", "commissioner", "data_officer", "lay_member", "stranger"])
@pytest.mark.parametrize("address", ["/operations/jobs/", "/operations/runs/"])
def test_others_do_not_see_the_machine_room(request, client_of, person, address):
    assert client_of(request.getfixturevalue(person)).get(address).status_code == 403


def test_unknown_job_is_404_and_reading_it_is_405(client_of, administrator):
    assert client_of(administrator).post("/operations/jobs/99999/retry/").status_code == 404
    assert client_of(administrator).get("/operations/jobs/99999/retry/").status_code == 405


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 seconds"), (1, "1 second"), (60, "1 minute"), (7200, "2 hours"), (172800, "2 days"), (-5, "0 seconds")],
)
def test_age_says_the_largest_unit(seconds, text):
    now = timezone.now()

    assert age(now - timedelta(seconds=seconds), now) == text


def test_kind_of_error_leaves_values_out():
    assert kind_of_error("ValueError: 12 is too much") == "ValueError"
    assert kind_of_error("The worker died on every attempt") == "The worker died on every attempt"


# ------------------------------------------------------------------ runs of the computation


def run(wave, **fields):
    return Computation.objects.create(wave=wave, **{"kind": "nightly", "finished_at": timezone.now()} | fields)


def test_runs_say_what_differed(client_of, administrator, wave):
    run(wave)
    run(wave, differences=[{"level": "practice", "code": "A99001", "measure": "referrals"}])
    run(wave, kind="incremental", reason="Return of Nov 2006")

    rows = client_of(administrator).get("/operations/runs/").context["table"]["rows"]

    assert [row[-1] if isinstance(row[-1], str) else row[-1]["tag"]["text"] for row in rows] == [
        "Meant to change",
        "1 series",
        "Nothing",
    ]
    assert rows[1][-1]["hint"] == "A99001 Referrals"


def test_runs_of_another_programme_are_not_shown(client_of, auditor, wave):
    run(wave)
    Grant.objects.filter(person=auditor).update(programme=make_other_programme())

    assert client_of(auditor).get("/operations/runs/").context["table"]["rows"] == []


def make_other_programme():
    return Programme.objects.create(name="Other", slug="other")
