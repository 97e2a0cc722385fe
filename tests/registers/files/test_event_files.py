"""Files of events, from the sender to the tables."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from operations.models import AuditEvent, Job
from practices.models import Upload
from registers.actions.extracts import apply_extract
from registers.models import Assessment, CertificateNote, Consultation, CoveredMonth, Referral
from tests.practices.made_files import NHS_NUMBER
from tests.registers.files.made_extracts import codes, csv_of, row_of, send, submit, summary, taken
from tests.registers.people import key_of, make_entry, make_register

pytestmark = pytest.mark.django_db
KIND = "consultations"


@pytest.fixture
def listed(practice):
    """Two people on the list."""
    make_register(practice)
    return [make_entry(practice, number).person for number in (1, 2)]


def contact(number=1, day="2006-11-14", **changes):
    return row_of(KIND, key_of(f"A99001 {number}"), date=day, **changes)


def days_stored(practice):
    return list(Consultation.objects.filter(practice=practice).values_list("person__local_number", "day"))


def test_contacts_are_checked_shown_and_stored(manager, practice, listed):
    upload = send(manager, practice, KIND, [contact(1), contact(2, "2006-12-01")])
    assert (upload.state, codes(upload)) == ("ready", [])

    submit(upload, manager)

    assert upload.state == "submitted"
    assert days_stored(practice) == [(1, date(2006, 11, 14)), (2, date(2006, 12, 1))]


def test_whole_months_from_first_to_last_date_are_covered(manager, practice, listed):
    taken(manager, practice, KIND, [contact(day="2006-10-20"), contact(day="2006-12-02")])

    covered = CoveredMonth.objects.filter(practice=practice, kind=KIND).values_list("month", flat=True)
    assert list(covered) == [date(2006, 10, 1), date(2006, 11, 1), date(2006, 12, 1)]


def test_month_that_is_not_over_is_not_covered(manager, practice, listed):
    upload = taken(manager, practice, KIND, [contact(day="2007-01-30"), contact(day="2007-02-02")])

    assert summary(upload)["months"] == ["2007-01"]


def test_sender_may_say_that_the_file_covers_more_months(manager, practice, listed):
    upload = send(manager, practice, KIND, [contact()])
    upload.context["covers"] = ["2006-10", "2006-12"]
    upload.state = "needs_confirming"
    upload.save()
    from registers.actions.extracts import check_extract

    assert summary(check_extract(upload))["months"] == ["2006-10", "2006-11", "2006-12"]


def test_same_rows_again_write_nothing(manager, practice, listed):
    rows = [contact(1), contact(2), contact(1, "2006-11-15")]
    taken(manager, practice, KIND, rows)

    upload = taken(manager, practice, KIND, rows[::-1])

    assert summary(upload) == {
        "added": 0, "removed": 0, "changed": 0, "unchanged": 3, "months": ["2006-11"], "left_out": 0,
    }  # fmt: skip


def test_same_bytes_are_known_by_their_hash_and_not_read(manager, practice, listed, monkeypatch):
    taken(manager, practice, KIND, [contact()])
    monkeypatch.setattr("registers.actions.extracts.read_columns", None)

    upload = taken(manager, practice, KIND, [contact()])

    assert (upload.state, summary(upload)["unchanged"]) == ("submitted", 1)


@pytest.mark.parametrize("other", ["2006-11-14", "2006-11-20"])
def test_same_bytes_are_read_again_when_another_file_came_between(manager, practice, listed, other):
    taken(manager, practice, KIND, [contact()])
    taken(manager, practice, KIND, [contact(2, other)])

    upload = taken(manager, practice, KIND, [contact()])

    assert (summary(upload)["added"], summary(upload)["removed"]) == (1, 1)
    assert days_stored(practice) == [(1, date(2006, 11, 14))]


def test_same_bytes_are_read_again_when_a_row_was_left_out(manager, practice, listed):
    rows = [contact(1), contact(3)]
    taken(manager, practice, KIND, rows)
    make_entry(practice, 3)

    assert summary(taken(manager, practice, KIND, rows))["added"] == 1


def test_overlapping_file_changes_only_what_differs(manager, practice, listed):
    taken(manager, practice, KIND, [contact(day="2006-10-05"), contact(day="2006-11-05"), contact(day="2006-11-06")])

    upload = taken(manager, practice, KIND, [contact(day="2006-11-06"), contact(day="2006-12-07")])

    found = summary(upload)
    assert (found["added"], found["removed"], found["unchanged"]) == (1, 1, 1)
    assert [day for _, day in days_stored(practice)] == [date(2006, 10, 5), date(2006, 11, 6), date(2006, 12, 7)]


def test_what_is_stored_and_not_in_the_file_goes_only_when_confirmed(manager, practice, listed):
    taken(manager, practice, KIND, [contact(1), contact(2)])

    upload = send(manager, practice, KIND, [contact(1)])

    assert (upload.state, codes(upload)) == ("needs_confirming", ["W15"])
    assert upload.problems[0]["message"] == "1 row stored for Nov 2006 is not in this file and will be taken away"


def test_rows_of_people_who_are_not_on_the_register_are_left_out_and_counted_b110(manager, practice, listed):
    upload = send(manager, practice, KIND, [contact(1), contact(8), contact(9)])
    assert codes(upload) == ["B110"]
    assert "2 rows of people who are not on your register" in upload.problems[0]["message"]

    submit(upload, manager)

    assert days_stored(practice) == [(1, date(2006, 11, 14))]
    assert summary(upload)["left_out"] == 2


def test_erased_people_are_not_taken_in_again_d38(manager, practice, listed):
    from registers import erasures

    erasures.write(practice, listed[0].patient_key)

    upload = taken(manager, practice, KIND, [contact(1), contact(2)])

    assert summary(upload)["left_out"] == 1
    assert days_stored(practice) == [(2, date(2006, 11, 14))]


def test_another_practices_people_and_rows_are_not_touched_d11(manager, practice, neighbour, listed):
    foreign = make_entry(neighbour, 1).person
    Consultation.objects.create(
        practice=neighbour, person=foreign, day=date(2006, 11, 3), role=1, mode=1, attended=True
    )
    row = row_of(KIND, foreign.patient_key)

    upload = taken(manager, practice, KIND, [contact(1), row])

    assert summary(upload)["left_out"] == 1
    assert days_stored(neighbour) == [(1, date(2006, 11, 3))]


def test_what_was_changed_since_the_check_is_compared_again_d26(manager, practice, listed):
    shown = send(manager, practice, KIND, [contact(1)])
    taken(manager, practice, KIND, [contact(2)])

    submit(shown, manager)

    shown.refresh_from_db()
    assert shown.state == "checking"
    assert shown.context["overtaken"]
    assert days_stored(practice) == [(2, date(2006, 11, 14))]


def test_storing_may_begin_a_second_time_d25(manager, practice, listed):
    upload = taken(manager, practice, KIND, [contact()])

    apply_extract(upload, by=manager)

    assert (upload.state, Consultation.objects.count()) == ("submitted", 1)


def test_a_failure_while_storing_leaves_everything_as_it_was(manager, practice, listed, monkeypatch):
    upload = send(manager, practice, KIND, [contact()])
    monkeypatch.setattr("registers.storing.events.cover", disk_full)

    with pytest.raises(OSError):
        submit(upload, manager)

    upload.refresh_from_db()
    assert (upload.state, Consultation.objects.count()) == ("applying", 0)


def disk_full(*_):
    raise OSError(28, "No space left on device")


def test_key_of_a_refused_file_stands_nowhere_d22(manager, practice, listed):
    rows = [contact(1), {**contact(2), "remark": f"see {NHS_NUMBER}"}]
    upload = send(manager, practice, KIND, csv_of(KIND, rows, extra=["remark"]))

    assert (upload.state, upload.original_name, upload.sha256) == ("needs_fixing", "", "")
    assert NHS_NUMBER not in str(list(Upload.objects.values())) + str(list(AuditEvent.objects.values()))
    assert codes(upload)[0] == "E14"


def test_no_key_stands_in_upload_audit_or_job_d37(manager, practice, listed):
    taken(manager, practice, KIND, [contact(1)])
    upload = taken(manager, practice, KIND, [contact(2)])

    said = [*Upload.objects.values(), *AuditEvent.objects.values(), *Job.objects.values()]
    assert upload.state == "submitted"
    assert key_of("A99001 1") not in str(said)
    assert key_of("A99001 2") not in str(said)


def test_examples_are_shown_until_the_file_is_submitted_and_no_longer(manager, practice, listed):
    upload = send(manager, practice, KIND, [contact(2)])
    assert upload.context["differences"]["examples"] == [
        {"kind": "added", "number": 2, "text": "14 November 2006, General practitioner, surgery"}
    ]

    submit(upload, manager)

    assert "examples" not in upload.context["differences"]


def test_how_many_queries_does_not_depend_on_how_many_rows(manager, practice, listed):
    start = date(2006, 10, 1)
    rows = [contact(1 + place % 2, (start + timedelta(days=place % 90)).isoformat()) for place in range(180)]
    few = queries_of(lambda: taken(manager, practice, KIND, rows[::30]))
    Consultation.objects.all().delete()

    many = queries_of(lambda: taken(manager, practice, KIND, rows))

    assert Consultation.objects.count() == len(rows) / 2
    assert many <= few


def queries_of(action):
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def test_the_other_kinds_are_stored_too(manager, practice, listed):
    key = key_of("A99001 1")
    for kind in ("referrals", "sick_notes", "assessments"):
        assert taken(manager, practice, kind, [row_of(kind, key)]).state == "submitted"

    assert Referral.objects.get().service == 1
    assert CertificateNote.objects.get().ends_on == date(2006, 11, 14)
    assert Assessment.objects.get().total == 14


def test_a_changed_total_is_one_change_and_no_score_is_shown(manager, practice, listed):
    taken(manager, practice, "assessments", [row_of("assessments", key_of("A99001 1"), total="14")])

    upload = send(manager, practice, "assessments", [row_of("assessments", key_of("A99001 1"), total="9")])

    assert (summary(upload)["changed"], summary(upload)["added"], summary(upload)["removed"]) == (1, 0, 0)
    assert upload.context["differences"]["examples"] == [
        {"kind": "changed", "number": 1, "text": "14 November 2006, PHQ9"}
    ]
    submit(upload, manager)
    assert Assessment.objects.get().total == 9
