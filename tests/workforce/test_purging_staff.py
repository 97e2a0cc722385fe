"""D39 for staff: the nightly removal takes exactly what is due by the schedule; counts of an intake add up as before."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from operations.models import AuditEvent
from practices.models import Upload
from practices.retention import schedule
from tests.workforce import roster
from tests.workforce.staff_rows import HELD, receive
from workforce.actions import purging
from workforce.models import Candidate, StaffRequest, Worker

TODAY = date(2007, 2, 8)
A_YEAR_AGO = date(2006, 2, 8)


@pytest.fixture
def purged(db):
    return lambda today=TODAY: purging.purge(today=today, at=timezone.now())


@pytest.fixture
def intake(graduates):
    return roster.make_intake(graduates)


def make_candidate(intake, number, out_on, interested_on=date(2005, 12, 20)):
    return Candidate.objects.create(
        intake=intake, number=number, interested_on=interested_on, out_on=out_on, outcome="not_selected"
    )


def numbers():
    return list(Candidate.objects.filter(number__isnull=False).order_by("number").values_list("number", flat=True))


def test_d39_candidate_goes_on_the_day_and_not_before(intake, purged):
    make_candidate(intake, 1, A_YEAR_AGO)
    make_candidate(intake, 2, A_YEAR_AGO + timedelta(days=1))

    assert purged() == {"Candidate": 1}

    assert numbers() == [2]


def test_d39_days_become_months_and_counts_stay(intake, purged):
    make_candidate(intake, 1, A_YEAR_AGO)
    before = Candidate.objects.all().counts()

    purged()

    one = Candidate.objects.get()
    assert (one.interested_on, one.out_on, one.number) == (date(2005, 12, 1), date(2006, 2, 1), None)
    assert Candidate.objects.all().counts() == before


def test_d39_removed_candidate_has_no_page_and_no_line(intake, purged, lead, client_of):
    candidate = make_candidate(intake, 1, A_YEAR_AGO)

    purged()

    assert client_of(lead).get(f"/workforce/candidates/{candidate.pk}/").status_code == 404
    assert not Candidate.objects.visible_to(lead).exists()


@pytest.fixture
def left(graduates, trust, practice):
    """Their last day in a post was 8 February 2007."""
    worker = roster.make_worker(graduates, trust)
    roster.hold(roster.make_post(graduates, trust, practice), worker, end=TODAY, reason="pay")
    return worker


def test_d39_name_goes_six_years_after_the_last_post(left, purged):
    assert schedule().rule_of("Worker").months == 72
    purged(date(2013, 2, 7))
    assert Worker.objects.get().erased_on is None

    assert purged(date(2013, 2, 8))["Worker"] == 1

    assert Worker.objects.get().name == "Name erased"


def test_d39_whoever_holds_another_post_stays(left, graduates, trust, purged):
    roster.hold(roster.make_post(graduates, trust, number="P2"), left)

    assert "Worker" not in purged(date(2020, 1, 1))


def test_d39_questions_do_not_grow_with_the_people(graduates, trust, purged):
    def asked(number):
        for place in range(number):
            worker = roster.make_worker(graduates, trust, f"N{number}-{place}")
            post = roster.make_post(graduates, trust, number=f"N{number}-{place}")
            roster.hold(post, worker, end=TODAY, reason="pay")
        with CaptureQueriesContext(connection) as queries:
            assert purged(date(2013, 2, 8))["Worker"] == number
        return len(queries)

    asked(1)

    assert asked(2) == asked(5)


def test_d39_answered_request_goes_after_its_time_and_an_open_one_does_not(left, lead, purged):
    old = timezone.now() - timedelta(days=366 * 6)
    make = {"worker": left, "asked_by": lead, "asked_at": old}
    StaffRequest.objects.create(kind="copy", state="withdrawn", **make)
    waiting = StaffRequest.objects.create(kind="erasure", **make)

    assert purged()["StaffRequest"] == 1
    assert StaffRequest.objects.get() == waiting


def test_d39_staff_file_goes_after_its_time_and_its_hash_stays(lead, graduates, purged):
    upload = receive(lead, graduates, HELD)
    Upload.objects.filter(pk=upload.pk).update(state_since=timezone.now() - timedelta(days=367))

    assert purged()["staff file"] == 1

    upload.refresh_from_db()
    assert (upload.stored_path, bool(upload.sha256)) == ("", True)


def test_what_went_is_on_the_trail_and_nothing_when_nothing_went(intake, purged):
    make_candidate(intake, 1, A_YEAR_AGO)

    purged()
    purged()

    assert AuditEvent.objects.get(event="workforce.purged").details["counts"] == {"Candidate": 1}
