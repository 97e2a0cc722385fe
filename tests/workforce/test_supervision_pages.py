"""The pages of supervision: who sees what, exactly or protected, and what the supervisor does there."""

from datetime import date, timedelta

import pytest

from tests.workforce import roster
from workforce.computing import supervision_months
from workforce.models import Leave, SupervisionArrangement, SupervisionSession

PAGE = "/workforce/graduates/supervision/"
MONDAYS = [date(2007, 1, 1) + timedelta(weeks=number) for number in range(4)]


@pytest.fixture
def worker(graduates, trust, practice):
    worker = roster.make_worker(graduates, trust, name="Wendy Worker")
    roster.hold(roster.make_post(graduates, trust, practice), worker)
    return worker


@pytest.fixture
def supervisor(graduates, trust, worker):
    """Somebody who signs in and supervises `worker`."""
    person = roster.make_worker(graduates, trust, "S9", name="Sue Supervisor")
    roster.make_arrangement(worker, person)
    return roster.supervisor_at(trust, person)


def make_crowd(graduates, trust, *, people, employers, prefix="C"):
    """People in posts, of some employers, each with one hour a week held in January."""
    for number in range(people):
        worker = roster.make_worker(graduates, trust, f"{prefix}{number}")
        post = roster.make_post(graduates, trust, number=f"{prefix}P{number}")
        roster.hold(post, worker, employer=roster.make_employer(f"Employer {number % employers}"))
        arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, f"{prefix}S{number}"))
        for day in MONDAYS:
            roster.make_session(arrangement, day)
    supervision_months.refresh(graduates)


def test_the_lead_sees_a_small_group_exactly(graduates, trust, lead, client_of):
    make_crowd(graduates, trust, people=2, employers=1)

    page = client_of(lead).get(PAGE).content.decode()

    assert "Alder PCT" in page
    assert "30%" in page


@pytest.mark.parametrize(
    ("people", "employers", "shown"), [(7, 3, False), (8, 2, False), (8, 3, True)], ids=["7", "2 employers", "enough"]
)
def test_others_see_groups_of_8_people_and_3_employers(
    graduates, trust, administrator, client_of, people, employers, shown
):
    make_crowd(graduates, trust, people=people, employers=employers)
    administrator.grants.update(programme=graduates)

    page = client_of(administrator).get(PAGE).content.decode()

    assert ("30%" in page) is shown
    assert ("withheld" in page.lower()) is not shown


def test_who_was_on_leave_throughout_hides_nobody_among_others(graduates, trust, administrator, client_of):
    """D13: eight people, and minutes were expected of one: the share would be that one's."""
    make_crowd(graduates, trust, people=8, employers=3)
    away = graduates.workers.filter(arrangements__isnull=False).exclude(staff_number="C0")
    for worker in away:
        Leave.objects.create(worker=worker, start=date(2006, 10, 1), end=date(2007, 2, 28))
    supervision_months.refresh(graduates)
    administrator.grants.update(programme=graduates)

    page = client_of(administrator).get(PAGE).content.decode()

    assert "Withheld: fewer than 8 people" in page


def test_pcts_have_no_names_for_others(graduates, trust, other_trust, administrator, client_of):
    """Row 6."""
    make_crowd(graduates, trust, people=8, employers=3)
    make_crowd(graduates, other_trust, people=1, employers=1, prefix="D")
    administrator.grants.update(programme=graduates)

    page = client_of(administrator).get(PAGE).content.decode()

    assert "without their names" in page
    assert "Birch PCT" not in page


def test_the_file_is_protected_as_the_page_is(graduates, trust, administrator, client_of):
    make_crowd(graduates, trust, people=3, employers=1)
    administrator.grants.update(programme=graduates)

    content = client_of(administrator).get("/workforce/graduates/supervision.csv").content.decode("utf-8-sig")

    assert "*" in content
    assert "Alder" not in content


def test_the_page_asks_as_much_of_many_as_of_few(graduates, trust, lead, client_of, django_assert_max_num_queries):
    make_crowd(graduates, trust, people=12, employers=3)
    client = client_of(lead)
    client.get(PAGE)

    with django_assert_max_num_queries(25):
        client.get(PAGE)


@pytest.mark.parametrize("path", ["overdue/", "supervisors/"])
def test_names_are_for_the_lead(graduates, trust, worker, supervisor, administrator, lead, client_of, path):
    administrator.grants.update(programme=graduates)

    assert client_of(administrator).get(PAGE + path).status_code == 403
    assert client_of(lead).get(PAGE + path).status_code == 200


def test_a_worker_without_supervision_for_two_weeks_is_overdue(worker, supervisor, lead, client_of):
    roster.make_session(worker.arrangements.get(), date(2007, 1, 24))

    page = client_of(lead).get(PAGE + "overdue/").content.decode()

    assert "longer than twice the interval" in page


@pytest.mark.parametrize(("day", "is_overdue"), [(date(2007, 1, 25), False), (date(2007, 1, 24), True)])
def test_overdue_begins_after_exactly_two_weeks(worker, supervisor, lead, client_of, day, is_overdue):
    roster.make_session(worker.arrangements.get(), day)

    page = client_of(lead).get(PAGE + "overdue/").content.decode()

    assert ("Wendy Worker" in page) is is_overdue


def test_whoever_was_on_leave_is_not_overdue(worker, supervisor, lead, client_of):
    worker.leave.create(start=date(2007, 1, 20), end=date(2007, 2, 1))

    assert "Wendy Worker" not in client_of(lead).get(PAGE + "overdue/").content.decode()


def test_a_session_that_passed_and_was_not_recorded_is_overdue(worker, supervisor, lead, client_of):
    roster.make_session(worker.arrangements.get(), date(2007, 2, 6))
    roster.make_session(worker.arrangements.get(), date(2007, 2, 7), state="planned")

    page = client_of(lead).get(PAGE + "overdue/").content.decode()

    assert "1 planned session not recorded" in page


def test_the_load_of_a_supervisor_counts_people_and_minutes(worker, supervisor, lead, client_of):
    roster.make_arrangement(worker, worker.arrangements.get().supervisor, kind="clinical_skills", every_days=14)

    page = client_of(lead).get(PAGE + "supervisors/").content.decode()

    assert "Sue Supervisor" in page
    assert "90" in page


def test_a_session_is_recorded_in_one_click(worker, supervisor, client_of):
    session = roster.make_session(worker.arrangements.get(), date(2007, 2, 7), state="planned")
    client = client_of(supervisor)
    address = f"/workforce/sessions/{session.pk}/"
    assert address in client.get("/workforce/supervisees/").content.decode()

    client.post(address, {"state": "held", "minutes": "60"})

    session.refresh_from_db()
    assert session.state == "held"


def test_a_week_is_recorded_in_one_form(worker, supervisor, client_of):
    days = (date(2007, 2, 5), date(2007, 2, 6))
    one, other = (roster.make_session(worker.arrangements.get(), day, state="planned") for day in days)
    sent = {
        f"state_{one.pk}": "held",
        f"minutes_{one.pk}": "50",
        f"state_{other.pk}": "missed_by_worker",
        f"minutes_{other.pk}": "60",
    }

    client_of(supervisor).post("/workforce/supervisees/week/?from=2007-02-05", sent)

    found = SupervisionSession.objects.order_by("on").values_list("state", "minutes")
    assert list(found) == [("held", 50), ("missed_by_worker", 60)]


def test_a_week_with_a_mistake_stores_nothing(worker, supervisor, client_of):
    session = roster.make_session(worker.arrangements.get(), date(2007, 2, 5), state="planned")

    answer = client_of(supervisor).post(
        "/workforce/supervisees/week/?from=2007-02-05",
        {f"state_{session.pk}": "held", f"minutes_{session.pk}": "some"},
    )

    session.refresh_from_db()
    assert "Enter whole minutes" in answer.content.decode()
    assert session.state == "planned"


def test_a_supervisor_sees_nothing_from_the_day_after_the_arrangement(worker, supervisor, client_of):
    """D11: 8 February 2007 is today."""
    session = roster.make_session(worker.arrangements.get(), date(2007, 2, 1))
    client, addresses = (
        client_of(supervisor),
        [f"/workforce/workers/{worker.pk}/leave/add/", f"/workforce/sessions/{session.pk}/"],
    )

    SupervisionArrangement.objects.update(end=date(2007, 2, 8))
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    SupervisionArrangement.objects.update(end=date(2007, 2, 7))
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "Wendy Worker" not in client.get("/workforce/supervisees/").content.decode()


def test_the_lead_looks_at_sessions_and_records_none(worker, supervisor, lead, client_of):
    session = roster.make_session(worker.arrangements.get(), date(2007, 2, 1))

    assert client_of(lead).get(f"/workforce/sessions/{session.pk}/").status_code == 403


def test_the_lead_names_the_supervisor_by_number(worker, graduates, trust, lead, client_of):
    roster.make_worker(graduates, trust, "S7")
    sent = {"supervisor": "S7", "kind": "case_management", "minutes": "60", "every_days": "7", "is_pro_rata": "on"}

    client_of(lead).post(f"/workforce/workers/{worker.pk}/supervision/add/", {**sent, "start": "2007-02-01"})

    assert worker.arrangements.get().supervisor.staff_number == "S7"


def test_a_supervisor_arranges_for_nobody_else(worker, supervisor, graduates, trust, client_of):
    """D14: a number that is sent all the same changes nothing."""
    roster.make_worker(graduates, trust, "S7")
    sent = {"supervisor": "S7", "kind": "clinical_skills", "minutes": "60", "every_days": "14"}

    client_of(supervisor).post(f"/workforce/workers/{worker.pk}/supervision/add/", {**sent, "start": "2007-02-01"})

    assert worker.arrangements.get(kind="clinical_skills").supervisor.staff_number == "S9"


def test_a_practice_manager_sees_the_per_cent_and_no_session(worker, supervisor, manager, client_of):
    """D13."""
    for day in MONDAYS:
        roster.make_session(worker.arrangements.get(), day, minutes=59)
    supervision_months.refresh(worker.programme)

    page = client_of(manager).get(f"/workforce/workers/{worker.pk}/").content.decode()

    assert "of the expected minutes of supervision were held" in page
    assert "Sue Supervisor" not in page
    assert "22 Jan 2007" not in page


def test_a_low_intensity_week_without_supervision_is_amber_in_words(graduates, trust, worker, lead, client_of):
    """Row 44."""
    worker.holdings.get().post.__class__.objects.update(role="LI")

    page = client_of(lead).get(f"/workforce/workers/{worker.pk}/").content.decode()

    assert "Amber: without supervision" in page


@pytest.fixture
def of_another(worker, supervisor, graduates, trust):
    """A session of the same worker with a second supervisor."""
    arrangement = roster.make_arrangement(worker, roster.make_worker(graduates, trust, "S77"), kind="clinical_skills")
    return roster.make_session(arrangement, date(2007, 2, 5), state="planned")


def test_a_supervisor_reads_what_another_arranged_and_changes_none_of_it(of_another, supervisor, client_of):
    """D12: the log of what was held is the own supervisor's alone."""
    client, arrangement = client_of(supervisor), of_another.arrangement_id
    addresses = [
        f"/workforce/sessions/{of_another.pk}/",
        *(f"/workforce/arrangements/{arrangement}/{what}/" for what in ("plan", "end")),
    ]

    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    page = client.get(f"/workforce/workers/{of_another.worker_id}/").content.decode()
    assert "Worker S77" in page and not any(address in page for address in addresses)


def test_the_lead_ends_what_any_supervisor_arranged(of_another, lead, client_of):
    address = f"/workforce/arrangements/{of_another.arrangement_id}/end/"

    assert client_of(lead).get(address).status_code == 200
    assert address in client_of(lead).get(f"/workforce/workers/{of_another.worker_id}/").content.decode()


def test_management_supervision_alone_is_no_clinical_one(worker, supervisor, lead, client_of):
    """P5"""
    SupervisionArrangement.objects.update(kind="management")

    assert "No clinical supervision is arranged" in client_of(lead).get(PAGE + "overdue/").content.decode()


def test_a_supervisor_without_a_post_any_more_is_named_as_the_reason(
    graduates, trust, worker, supervisor, lead, client_of
):
    person = worker.arrangements.get().supervisor
    held = roster.hold(roster.make_post(graduates, trust, number="VP", role="PSY"), person)
    roster.make_session(worker.arrangements.get(), date(2007, 2, 6))
    client = client_of(lead)
    assert client.get(PAGE + "overdue/").context["table"]["rows"] == []

    type(held).objects.filter(pk=held.pk).update(end=date(2007, 2, 7))

    assert "supervisor has left" in client.get(PAGE + "overdue/").content.decode()


def test_a_low_intensity_week_without_supervision_is_amber_for_supervisor_and_lead(worker, supervisor, lead, client_of):
    """Row 44"""
    worker.holdings.get().post.__class__.objects.update(role="LI")
    for day in (date(2007, 1, 9), date(2007, 1, 16), date(2007, 1, 23)):
        roster.make_session(worker.arrangements.get(), day)

    page = client_of(supervisor).get("/workforce/supervisees/").content.decode()

    assert "Amber: without in 1 of 4" in page
    assert "Amber: without supervision" in client_of(lead).get(f"/workforce/workers/{worker.pk}/").content.decode()
