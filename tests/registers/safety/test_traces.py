"""D37: no patient key and no score in an audit event, a job, a message, a log or a session, after a whole day's work."""

import json
import logging
import re

import pytest
from django.contrib.sessions.models import Session

from operations import audit, jobs
from operations.models import AuditEvent, Job
from practices.models import Upload
from practices.uploads import storage
from registers import tasks  # noqa: F401 -- what the worker knows
from registers.actions import data_requests
from registers.models import Assessment, DataRequest, Person, SeverityToolChoice
from tests.registers import interface_rows, people
from tests.registers.files.made_extracts import csv_of, row_of, taken
from tests.registers.safety.whole_person import fill

HEX_KEY = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
KEYS = [people.key_of(f"A99001 {number}") for number in range(1, 6)]
HASHES = {"sha256", "digest", "_auth_user_hash"}
SCORE_NAMES = {"total", "score", "latest_total", "totals"}


def extracts(manager, practice):
    """A register of five people and a score of each, through the whole way of a file."""
    SeverityToolChoice.objects.create(practice=practice, tool=1, since="2006-01-01")
    taken(manager, practice, "register", [row_of("register", key) for key in KEYS])
    scores = [row_of("assessments", key, total=str(20 + place)) for place, key in enumerate(KEYS)]
    taken(manager, practice, "assessments", scores)


def a_days_work(client, manager, auditor, practice):
    extracts(manager, practice)
    number = Person.objects.get(patient_key=KEYS[0]).local_number
    pages = ["", f"people/{number}/", f"people/{number}/assessments.csv", "worklists/", "interface/", "settings/"]
    pages += ["worklists/overdue-reviews/people.csv", f"people/{number}/interface/", "validation/"]
    answers = {page: client.get(f"/register/A99001/{page}").status_code for page in pages}
    request = data_requests.ask(practice=practice, kind="erasure", local_number=number, reason="Asked", by=manager)
    copy = data_requests.ask(practice=practice, kind="copy", local_number=number + 1, reason="Asked", by=manager)
    for one in (request, copy):
        data_requests.decide(request=one, is_approved=True, by=auditor)
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(job.pk)
    for kind in ("csv", "json"):
        answers[kind] = client.get(f"/register/A99001/data-requests/{copy.pk}/file.{kind}").status_code
    return answers


def leaves(value, name=""):
    """(name, value) of everything in a JSON document."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, name)
    else:
        yield name, value


def documents():
    """Everything that is kept of what was done, beside the tables of the register."""
    yield from ((event.event, [event.details, event.about_id, event.actor_name]) for event in AuditEvent.objects.all())
    yield from (
        (job.kind, [job.payload, job.result, job.error, job.key, job.progress_text]) for job in Job.objects.all()
    )
    yield from (
        (f"upload {one.kind}", [one.context, one.problems, one.notes, one.rows]) for one in Upload.objects.all()
    )
    yield from (("session", session.get_decoded()) for session in Session.objects.all())


@pytest.fixture
def done(client_of, manager, auditor, register, practice, caplog):
    caplog.set_level(logging.DEBUG)
    return a_days_work(client_of(manager), manager, auditor, practice)


def findings() -> dict[str, list[str]]:
    """Where a key, a score, or anything of a key's length that is not a file's hash stands in what was done."""
    found = {"keys": [], "scores": [], "as long as a key": []}
    for kind, content in documents():
        text = json.dumps(content, default=str)
        found["keys"] += [kind for key in KEYS if key in text]
        for name, value in leaves(content):
            found["scores"] += [kind] if name in SCORE_NAMES and str(value).isdigit() else []
            found["as long as a key"] += [kind] if name not in HASHES and HEX_KEY.search(str(value)) else []
    return found


NOTHING = {"keys": [], "scores": [], "as long as a key": []}


def test_d37_no_key_and_no_score_is_left_in_any_trace(done, caplog):
    """Of files sent and stored, pages read, a list exported, a copy made and a person erased."""
    assert {page: status for page, status in done.items() if status != 200} == {}
    assert set(DataRequest.objects.values_list("state", flat=True)) == {"done"}

    assert findings() == NOTHING
    assert not [key for key in KEYS if key in caplog.text]
    assert Assessment.objects.count() == 4


def test_d37_the_search_would_find_them(practice):
    """Shown able to fail."""
    audit.record("made.up", organisation=practice, person=KEYS[1], total=23)

    assert findings() == {"keys": ["made.up"], "scores": ["made.up"], "as long as a key": ["made.up"]}


def everything_in_files() -> bytes:
    return b"".join(storage.path_of(path).read_bytes() for path in storage.stored_paths())


def test_d38_an_erased_person_is_in_no_file_and_not_taken_in_again(done, manager, practice):
    assert KEYS[0].encode() not in everything_in_files()

    taken(manager, practice, "register", [row_of("register", key, birth_year="1971") for key in KEYS])

    assert set(Person.objects.values_list("patient_key", flat=True)) == set(KEYS[1:])
    assert KEYS[0].encode() not in everything_in_files()


def test_d37_forms_and_pages_say_no_key_in_a_title_or_message(client_of, manager, entry):
    interface_rows.make_advice(fill(entry))

    page = client_of(manager).get("/register/A99001/people/7/").content.decode()

    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
    assert entry.person.patient_key not in page
    assert "No. 7" in title


def test_extracts_are_made_as_files_are(register):
    """The builders themselves: what goes in holds keys and scores, or the searches above would search nothing."""
    content = csv_of("assessments", [row_of("assessments", KEYS[0], total="23")]).decode()

    assert KEYS[0] in content and "23" in content
