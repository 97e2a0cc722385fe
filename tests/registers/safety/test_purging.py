"""D39: the nightly purge of a shifted clock removes exactly the rows that are due, and no others."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.apps import apps

from operations import jobs
from operations.models import AuditEvent, Job
from practices import retention as kept
from practices.models import Upload
from practices.uploads import storage
from practices.uploads.models import UploadState
from registers import derive, retention
from registers.actions import data_requests, purging
from registers.jobs import safety
from registers.models import (
    AdviceRecord,
    Assessment,
    Consultation,
    EntryState,
    Person,
    RegisterEntry,
)
from tests.registers import interface_rows, people
from tests.registers.safety.whole_person import fill, rows_left

TODAY = date(2010, 3, 15)
NOW = datetime(2010, 3, 15, 2, 0, tzinfo=UTC)


def purge(today=TODAY, at=NOW):
    return purging.purge(today=today, at=at)


def make_left(practice, number, active_to, **fields):
    return people.make_entry(practice, number, state=EntryState.LEFT, active_to=active_to, **fields)


def test_d39_events_go_on_the_day_and_not_before(entry):
    due, not_due = date(2006, 9, 15), date(2006, 9, 16)
    for day in (due, not_due):
        people.make_consultation(entry.person, day)
        people.make_assessment(entry.person, day, 9)

    counts = purge()

    assert counts == {"Consultation": 1, "Assessment": 1}
    assert [row.day for model in (Consultation, Assessment) for row in model.objects.all()] == [not_due, not_due]


def test_d39_person_goes_with_the_last_entry_and_takes_everything_along(practice):
    gone = fill(make_left(practice, 1, date(2006, 9, 15)))
    stays = fill(make_left(practice, 2, date(2006, 9, 16)))
    # What is younger than the rules of its own tables.
    interface_rows.make_advice(gone, date(2010, 3, 1))

    purge()

    assert rows_left(gone) == {}
    assert Person.objects.get() == stays


def test_d39_person_on_the_list_stays_however_long(practice):
    person = people.make_entry(practice, 1).person

    assert purge(today=date(2030, 1, 1)) == {}
    assert Person.objects.get() == person


def test_d39_old_episode_goes_and_the_new_one_stays(practice):
    old = make_left(practice, 1, date(2006, 8, 31))
    new = people.make_entry(practice, person=old.person, episode=2)

    assert purge() == {"RegisterEntry": 1}
    assert RegisterEntry.objects.get() == new


def test_d39_counts_of_a_month_go_before_its_rows_do(practice, entry):
    """So that a month is never counted from a part of its rows."""
    people.cover(practice, date(2007, 3, 1), date(2007, 4, 1), kinds=["consultations"])
    people.make_consultation(entry.person, date(2007, 3, 1))

    assert purge() == {"CoveredMonth": 1}
    assert retention.first_month_kept(TODAY) == date(2007, 4, 1)
    assert {first for first, _ in derive.kept_months([practice.pk]).values()} == {date(2007, 4, 1)}


def test_d39_excluded_suggestion_goes_sooner(practice):
    for number, day in ((1, date(2009, 3, 15)), (2, date(2009, 3, 16))):
        people.make_entry(practice, number, state=EntryState.EXCLUDED, excluded_on=day)

    purge()

    assert [person.local_number for person in Person.objects.all()] == [2]


def test_d39_person_without_an_entry_is_not_taken_for_an_old_one(practice):
    people.make_person(practice, 1)

    assert purge() == {}


@pytest.mark.parametrize("table", ["AdviceRecord", "MedicationChange", "CpaContribution", "PhysicalHealthCheck"])
def test_d39_records_of_other_teams_go_after_their_time(table, entry):
    rule = kept.schedule().rule_of(table)
    make = {
        "AdviceRecord": interface_rows.make_advice,
        "MedicationChange": interface_rows.make_medication_change,
        "CpaContribution": lambda person, day: interface_rows.make_contribution(person, review_on=day),
        "PhysicalHealthCheck": interface_rows.make_check,
    }[table]
    for day in (date(2007, 3, 15), date(2007, 3, 16)):
        make(entry.person, day)

    assert purge() == {table: 1}
    (left,) = apps.get_model("registers", table).objects.all()
    assert getattr(left, rule.column) == date(2007, 3, 16)


def test_d39_shared_care_that_goes_on_is_kept(entry):
    interface_rows.make_cell(entry.person, "monitor")
    interface_rows.make_cell(entry.person, "review", ended_on=date(2007, 1, 1))

    assert purge() == {"SharedCareResponsibility": 1}


def test_d39_a_purge_done_twice_finds_nothing(practice):
    make_left(practice, 1, date(2006, 8, 31))
    purge()

    assert purge() == {}
    assert AuditEvent.objects.filter(event="register.purged").count() == 1


def test_d39_audit_says_how_many_and_of_whom_nothing(practice):
    person = make_left(practice, 1, date(2006, 8, 31)).person

    purge()

    details = AuditEvent.objects.get(event="register.purged").details
    assert details == {"counts": {"RegisterEntry": 1, "Person": 1}, "schedule": kept.schedule().version}
    assert person.patient_key not in str(details)


def test_d38_copy_is_removed_after_seven_days(entry, manager):
    request = interface_rows.make_copied_request(entry.practice, entry, manager)
    request.done_at = datetime(2010, 3, 8, 2, 0, tzinfo=UTC)
    request.save()
    path = data_requests.copy_path(request.stored_path)
    assert path.exists()

    assert purge(at=datetime(2010, 3, 15, 1, 59, tzinfo=UTC)) == {}
    assert purge() == {"stored copy": 1}
    assert not path.exists()


def make_upload(practice, by, since, *, kind="consultations", state=UploadState.SUBMITTED):
    upload = Upload(id=uuid.uuid4(), kind=kind, uploaded_by=by, state=state, state_since=since, sha256="a" * 64)
    upload.stored_path = storage.store(b"as sent", upload.id)
    upload.save(force_insert=True)
    upload.practices.add(practice)
    return upload


def test_d39_raw_extract_goes_twelve_months_after_it_was_submitted(practice, manager):
    make_upload(practice, manager, datetime(2009, 3, 15, 2, 0, tzinfo=UTC))
    stays = make_upload(practice, manager, datetime(2009, 3, 15, 2, 1, tzinfo=UTC))
    monthly = make_upload(practice, manager, datetime(2007, 3, 1, tzinfo=UTC), kind="monthly_return")

    assert purge() == {"raw file": 1}
    assert storage.stored_paths() == {stays.stored_path, monthly.stored_path}
    assert set(Upload.objects.values_list("state", "sha256")) == {("submitted", "a" * 64)}


def test_d39_extract_that_was_never_submitted_is_withdrawn(practice, manager):
    upload = make_upload(practice, manager, datetime(2010, 2, 15, 2, 0, tzinfo=UTC), state=UploadState.READY)
    Upload.objects.update(context={"profile": 1, "differences": {"examples": [{"number": 7}]}})
    make_upload(practice, manager, datetime(2010, 2, 15, 2, 1, tzinfo=UTC), state=UploadState.READY)

    assert purge() == {"abandoned file": 1}
    upload.refresh_from_db()
    assert (upload.state, upload.stored_path, upload.context) == ("withdrawn", "", {"profile": 1})


def test_d39_the_job_of_a_night_purges_by_the_business_clock(entry, settings):
    people.make_consultation(entry.person, date(2006, 9, 15))
    settings.BUSINESS_CLOCK = "2010-03-15T02:00"

    job = safety.enqueue_purge(TODAY)
    again = safety.enqueue_purge(TODAY)
    jobs.run(job.pk)

    assert again == job
    assert Job.objects.get().result == {"counts": {"Consultation": 1}}
    assert not AdviceRecord.objects.exists()
