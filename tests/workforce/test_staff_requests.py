"""D38 for staff: a worker asks, the lead confirms, the auditor decides, and nobody decides twice or about themselves."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from accounts.permissions import Role
from operations import jobs, messages
from operations.models import AuditEvent, Job
from tests.conftest import make_person
from tests.workforce import roster
from workforce.actions import staff_requests as actions
from workforce.jobs import data_rights  # noqa: F401 - makes its jobs known
from workforce.models import StaffRequest

NAME, OWN = "Zelda Quillfeather", "/workforce/my-record/erasure/"
NO_SUCH = "/workforce/requests/987654/"


@pytest.fixture
def left(graduates, trust, practice):
    """Somebody whose only post has ended."""
    worker = roster.make_worker(graduates, trust, "S1", name=NAME)
    roster.hold(roster.make_post(graduates, trust, practice), worker, end=roster.BEGAN, reason="pay")
    return worker


@pytest.fixture
def worker(left, trust):
    return roster.staff_member_at(trust, left)


@pytest.fixture
def auditor(graduates):
    return make_person("auditor@example.org", Role.AUDITOR, programme=graduates)


@pytest.fixture
def asked(left, worker):
    return actions.ask(worker=left, kind="erasure", by=worker)


def page_of(request):
    return reverse("staff_request_detail", args=[request.pk])


def decide(request, by, is_approved=True, reason=""):
    request.refresh_from_db()
    return actions.decide(request=request, is_approved=is_approved, reason=reason, by=by)


def run_jobs():
    """Letters first: what was approved waits for them."""
    for kind in (messages.SEND, actions.CARRY_OUT):
        for job in Job.objects.filter(state=Job.State.QUEUED, kind=kind):
            jobs.run(job.pk)


def test_request_whose_worker_process_died_on_every_attempt_is_given_up(asked, lead, auditor):
    for person in (lead, auditor):
        decide(asked, person)
    Job.objects.filter(kind=actions.CARRY_OUT).update(
        state=Job.State.RUNNING, attempts=jobs.MAXIMUM_ATTEMPTS, lease_until=timezone.now()
    )

    jobs.sweep()

    asked.refresh_from_db()
    assert asked.state == "failed"


def test_worker_asks_and_takes_it_back(client_of, worker, left):
    answer = client_of(worker).post(OWN, {"reason": "I have left"})

    found = StaffRequest.objects.get()
    assert (answer.status_code, found.worker, found.state) == (302, left, "asked")
    client_of(worker).post(reverse("staff_request_withdraw", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == "withdrawn"


def test_whoever_holds_a_post_is_told_so_instead_of_being_asked(client_of, graduates, trust, practice):
    held = roster.make_worker(graduates, trust, "S2")
    roster.hold(roster.make_post(graduates, trust, practice, number="P2"), held)

    page = client_of(roster.staff_member_at(trust, held)).get(OWN)

    assert page.context["is_still_there"]
    assertContains(page, "so you cannot ask yet")
    assertNotContains(page, "<textarea")


def test_d38_two_people_decide_in_turn_and_it_is_carried_out(client_of, asked, lead, auditor):
    for person in (lead, auditor):
        assert client_of(person).post(page_of(asked), {"decision": "approve"}).status_code == 302
    run_jobs()

    asked.refresh_from_db()
    assert (asked.state, asked.confirmed_by, asked.decided_by) == ("done", lead, auditor)
    assert asked.worker.name == "Name erased"


def test_d38_auditor_does_not_come_before_the_lead(client_of, asked, auditor):
    client_of(auditor).post(page_of(asked), {"decision": "approve"})

    asked.refresh_from_db()
    assert asked.state == "asked"


def test_d38_nobody_decides_twice(asked, lead, graduates):
    decide(asked, lead)
    make = {"starts_on": roster.BEGAN, "granted_by": lead}
    lead.grants.create(role=Role.AUDITOR, programme=graduates, **make)
    del lead._acting_grants

    with pytest.raises(PermissionDenied):
        decide(asked, lead)


def test_d38_nobody_decides_about_the_own_record(left, lead):
    left.user = lead
    left.save()
    request = actions.ask(worker=left, kind="erasure", by=lead)

    with pytest.raises(PermissionDenied):
        decide(request, lead)


def test_d38_database_refuses_one_person_for_two(asked, lead):
    with pytest.raises(IntegrityError):
        StaffRequest.objects.filter(pk=asked.pk).update(confirmed_by=lead, decided_by=lead)


def test_whoever_holds_a_post_is_told_why_it_cannot_be(graduates, trust, practice, client_of):
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker)

    answer = client_of(roster.staff_member_at(trust, worker)).post(OWN, {"reason": ""})

    assert "The person holds a post" in answer.content.decode()
    assert not StaffRequest.objects.exists()


def test_same_thing_is_asked_for_once(asked, worker):
    with pytest.raises(ValidationError, match="asked for already"):
        actions.ask(worker=asked.worker, kind="erasure", by=worker)


def test_refusal_needs_a_reason_which_the_worker_reads(client_of, asked, lead, worker):
    answer = client_of(lead).post(page_of(asked), {"decision": "refuse", "reason": ""})
    assert "Say why it is refused" in answer.content.decode()

    client_of(lead).post(page_of(asked), {"decision": "refuse", "reason": "A claim is open"})

    assert "A claim is open" in client_of(worker).get(page_of(asked)).content.decode()


def test_states_are_seen_by_worker_lead_and_auditor_alone(client_of, asked, worker, lead, auditor, manager, trust):
    others = [manager, make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)]

    assert [client_of(one).get(page_of(asked)).status_code for one in (worker, lead, auditor)] == [200] * 3
    assert {client_of(one).get(page_of(asked)).status_code for one in others} == {404}


def test_host_and_supervisor_who_know_the_worker_cannot_guess_that_one_asked(
    graduates, trust, practice, client_of, manager, lead
):
    """Whoever still hosts the worker, or supervises them, gets the same answer as for a request that there is not."""
    worker, supervisor = (roster.make_worker(graduates, trust, number) for number in ("S8", "S9"))
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    roster.make_arrangement(worker, supervisor)
    request = actions.ask(worker=worker, kind="copy", by=lead)
    people = [manager, roster.supervisor_at(trust, supervisor)]
    assert {client_of(one).get(reverse("worker_detail", args=[worker.pk])).status_code for one in people} == {200}

    answers = [client_of(one).get(page).status_code for one in people for page in (page_of(request), NO_SUCH)]

    assert answers == [404] * 4


def test_auditor_learns_the_name_while_the_case_is_open_and_it_is_logged(client_of, asked, auditor, lead):
    """permissions.md: staff identity, IG V in case work."""
    assert NAME in client_of(auditor).get(page_of(asked)).content.decode()
    assert AuditEvent.objects.get(event="staff_identity.viewed").actor_id == auditor.pk

    decide(asked, lead, is_approved=False, reason="A claim is open")

    assert NAME not in client_of(auditor).get(page_of(asked)).content.decode()
    assert AuditEvent.objects.filter(event="staff_identity.viewed").count() == 1


def test_auditor_of_another_programme_knows_of_nothing(client_of, asked, programme):
    other = make_person("other@example.org", Role.AUDITOR, programme=programme)

    assert client_of(other).get(page_of(asked)).status_code == 404
    assert "Nobody has asked" in client_of(other).get(reverse("staff_request_list")).content.decode()


def test_auditor_who_acts_for_another_programme_is_told_which_role_to_choose(
    client_of, asked, lead, auditor, programme
):
    """Roles do not stack: the request is not found from the other programme, but that it waits is said."""
    decide(asked, lead)
    make = {"starts_on": roster.BEGAN, "granted_by": lead}
    other = auditor.grants.create(role=Role.AUDITOR, programme=programme, **make)
    client = client_of(auditor)
    pages = ("/", reverse("staff_request_list"))
    assert not any("At the top of the page choose" in client.get(page).content.decode() for page in pages)

    client.post(reverse("acting_scope_choose"), {"scope": str(other.pk)})

    assert client.get(page_of(asked)).status_code == 404
    chosen = f"choose: {auditor.grants.exclude(pk=other.pk).get()}"
    assert all(chosen in client.get(page).content.decode() for page in pages)


def test_list_and_events_hold_no_name(client_of, asked, lead, auditor):
    pages = [client_of(one).get(reverse("staff_request_list")).content.decode() for one in (lead, auditor)]

    events = AuditEvent.objects.filter(event__startswith="staff_request").values_list("details", flat=True)
    assert NAME not in "".join(pages) + json.dumps(list(events))


@pytest.fixture
def copied(left, lead, auditor):
    request = actions.ask(worker=left, kind="copy", reason="In writing", by=lead)
    decide(request, auditor)
    run_jobs()
    request.refresh_from_db()
    return request


def test_lead_passes_a_copy_on_after_the_auditor_approved(client_of, copied, lead):
    answer = client_of(lead).get(reverse("staff_request_file", args=[copied.pk]))

    assert json.loads(answer.content)["person"]["name"] == NAME
    assert AuditEvent.objects.get(event="staff_request.copied").actor_id == lead.pk


def test_copy_is_there_for_seven_days_and_for_nobody_else(client_of, copied, lead, auditor):
    address = reverse("staff_request_file", args=[copied.pk])
    assert client_of(auditor).get(address).status_code == 403

    StaffRequest.objects.filter(pk=copied.pk).update(done_at=copied.done_at - timedelta(days=7))

    assert client_of(lead).get(address).status_code == 404
