"""The own record: what the worker reads, takes away and disputes; and who never sees it (D13)."""

import json
from datetime import date

import pytest

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce import roster
from workforce.models import Dispute

ABOUT = {"about": "terms", "entry": "The band", "text": "It is band 5 since May"}


@pytest.fixture
def worker(graduates, trust, practice):
    """Left one post for a reason and holds another, on a band that stands nowhere else."""
    worker = roster.make_worker(graduates, trust)
    left = roster.make_post(graduates, trust, practice, number="P0")
    roster.hold(left, worker, end=date(2006, 6, 30), reason="pay", destination="outside", band="SENTINEL-BAND")
    roster.hold(roster.make_post(graduates, trust, practice), worker, start=date(2006, 9, 1))
    return worker


@pytest.fixture
def myself(worker, trust):
    return roster.staff_member_at(trust, worker)


@pytest.fixture
def supervisor(graduates, trust, worker):
    person = roster.make_worker(graduates, trust, "S9")
    roster.make_arrangement(worker, person)
    return roster.supervisor_at(trust, person)


def test_the_worker_reads_pay_and_why_a_post_ended(myself, client_of):
    page = client_of(myself).get("/workforce/my-record/").content.decode()

    assert "SENTINEL-BAND" in page
    assert "Pay" in page


def test_the_file_holds_everything(worker, supervisor, myself, client_of):
    roster.make_session(worker.arrangements.get(), date(2007, 2, 1))

    record = json.loads(client_of(myself).get("/workforce/my-record/file/").content)

    assert record["ends_of_posts"][0]["reason"] == "pay"
    assert {row["band"] for row in record["terms"]} == {"SENTINEL-BAND", "5"}
    assert record["supervision_sessions"][0]["on"] == "2007-02-01"


def test_another_worker_is_not_reached_by_a_number(worker, myself, graduates, trust, client_of):
    """D11."""
    other = roster.make_worker(graduates, trust, "S2")

    for address in ("/workforce/my-record/", "/workforce/my-record/file/", "/workforce/my-record/dispute/"):
        assert client_of(myself).get(f"{address}?worker={other.pk}").status_code == 404


def test_an_account_without_a_record_is_told_what_to_do(trust, client_of):
    person = make_person("new@example.org", Role.STAFF_MEMBER, organisation=trust)

    assert "Ask your workforce lead" in client_of(person).get("/workforce/my-record/").content.decode()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PRACTICE_MANAGER, Role.COMMISSIONER])
def test_others_have_no_own_record(practice, trust, role, client_of):
    place = practice if role == Role.PRACTICE_MANAGER else trust
    person = make_person("other@example.org", role, organisation=place)

    assert client_of(person).get("/workforce/my-record/").status_code == 403


def test_a_dispute_is_raised_answered_and_read(worker, myself, graduates, client_of):
    client_of(myself).post("/workforce/my-record/dispute/", ABOUT)
    dispute = Dispute.objects.get()
    lead = roster.lead_of(graduates)

    client_of(lead).post(f"/workforce/disputes/{dispute.pk}/", {"answer": "Corrected to band 5"})

    assert "Corrected to band 5" in client_of(myself).get("/workforce/my-record/").content.decode()


def test_a_dispute_that_names_a_patient_is_refused_and_not_repeated(myself, client_of):
    answer = client_of(myself).post("/workforce/my-record/dispute/", {**ABOUT, "text": "Ask Mrs Sentinel about it"})

    assert not Dispute.objects.exists()
    assert "looks like a person" in answer.content.decode()


def test_the_supervisor_never_reads_a_dispute(worker, myself, supervisor, client_of):
    """D13: it may be about pay."""
    dispute = Dispute.objects.create(worker=worker, raised_on=date(2007, 2, 1), **{**ABOUT, "text": "SENTINEL-TEXT"})
    client = client_of(supervisor)

    pages = [client.get(f"/workforce/workers/{worker.pk}/"), client.get(f"/workforce/disputes/{dispute.pk}/")]

    assert [page.status_code for page in pages] == [200, 403]
    assert not any("SENTINEL" in page.content.decode() for page in pages)


@pytest.mark.parametrize(
    "path", ["supervision/", "supervision.csv", "supervision/overdue/", "supervision/supervisors/"]
)
def test_pay_and_reasons_stand_on_no_page_of_supervision(worker, supervisor, graduates, client_of, path):
    """D13."""
    page = client_of(roster.lead_of(graduates)).get(f"/workforce/graduates/{path}").content.decode()

    assert "SENTINEL-BAND" not in page
    assert "Outside health and care" not in page


def test_a_local_lead_sees_the_disputes_of_the_own_pct(worker, graduates, trust, other_trust, client_of):
    other = roster.make_worker(graduates, other_trust, "ELSEWHERE-2")
    roster.make_post(graduates, trust, number="P5")
    for one in (worker, other):
        Dispute.objects.create(worker=one, raised_on=date(2007, 2, 1), **ABOUT)

    page = client_of(roster.local_lead_of(trust)).get("/workforce/graduates/disputes/").content.decode()

    assert worker.staff_number in page
    assert "ELSEWHERE-2" not in page


def test_the_worker_adds_leave(worker, myself, client_of):
    days = {"start": "2007-03-05", "end": "2007-03-09"}

    client_of(myself).post(f"/workforce/workers/{worker.pk}/leave/add/", days)

    assert worker.leave.get().end == date(2007, 3, 9)
