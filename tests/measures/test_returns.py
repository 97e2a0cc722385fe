"""Versions of returns: submitted whole, succeeded and never changed, accepted by a second person."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from measures import tasks  # noqa: F401  the handlers
from measures.actions import acceptance, queries
from measures.actions import returns as actions
from measures.actions.checking import receive_return_file
from measures.models import MonthlyReturn
from operations import jobs
from operations.models import AuditEvent, Job
from practices.models import Grant, Organisation
from practices.uploads.models import IllegalMove
from tests.measures.made_returns import line, return_file

pytestmark = pytest.mark.django_db


def test_submitting_makes_a_current_version_with_its_values_and_row(submit, manager):
    (version,) = submit(line())

    assert (version.version, version.state, version.is_current) == (1, "submitted", True)
    assert (version.list_close, version.row_number, version.submitted_by) == (198, 2, manager)
    assert version.upload.sha256


def test_submitting_puts_down_the_recompute_in_the_same_transaction(submit, practice, wave):
    (version,) = submit(line())

    job = Job.objects.get(kind="measures.recompute_practice")
    assert job.payload["wave"] == wave.pk
    assert job.payload["practices"] == [practice.pk]
    assert str(version.upload.pk) in job.key


def test_submitting_writes_one_audit_event_for_the_practice(submit):
    submit(line())

    event = AuditEvent.objects.get(event="return.submitted")
    assert event.organisation_code == "A99001"
    assert event.details["months"][0] | {"reason": ""} == {
        "month": "2006-11", "version": 1, "replaces": None, "reason": ""
    }  # fmt: skip


def test_a_correction_is_a_new_version_and_keeps_the_old(submit):
    """C6: nothing is overwritten."""
    (first,) = submit(line())

    (second,) = submit(line(gp_consultations=150))

    first.refresh_from_db()
    assert (first.state, first.is_current, first.gp_consultations) == ("corrected", False, 142)
    assert first.superseded_at is not None
    assert (second.version, second.is_current, second.gp_consultations) == (2, True, 150)


def test_a_line_that_says_what_is_there_makes_no_version(submit):
    """D26: the same file again."""
    submit(line())

    assert submit(line()) == []
    assert MonthlyReturn.objects.count() == 1


def test_replacing_an_accepted_return_asks_for_a_reason_and_keeps_it(submit, check, facilitator):
    """B70."""
    (first,) = submit(line())
    acceptance.accept_return(version=first, by=facilitator)

    assert "B70" in [problem["code"] for problem in check(line(gp_consultations=150)).problems]
    (second,) = submit(line(gp_consultations=150), reason="two clinics were left out")

    assert second.correction_reason == "two clinics were left out"


def test_not_available_is_stored_with_its_reason_and_zero_as_zero(submit):
    """C8: zero, blank and not available are three things."""
    (version,) = submit(line(attached_mh_contacts="NA:not_collected", referrals_psychiatrist=0, referrals_dedup=2))

    assert version.attached_mh_contacts is None
    assert version.not_available == {"attached_mh_contacts": "not_collected"}
    assert version.referrals_psychiatrist == 0


def test_the_reason_for_a_warning_stays_with_the_value(submit):
    """V3."""
    (version,) = submit(line(gp_consultations=15), reason="one doctor was away")

    (warning,) = version.confirmed_warnings
    assert (warning["code"], warning["field"], warning["reason"]) == ("W3", "gp_consultations", "one doctor was away")


def test_an_upload_overtaken_by_another_changes_nothing(check, manager):
    """D26: two uploads for one practice-month cannot race."""
    first, second = check(line()), check(line(gp_consultations=150))
    actions.submit_upload(upload=first, by=manager)

    with pytest.raises(actions.Overtaken):
        actions.submit_upload(upload=second, by=manager)

    second.refresh_from_db()
    assert second.state == "ready"
    assert MonthlyReturn.objects.get().gp_consultations == 142


def test_an_upload_is_submitted_once(check, manager):
    upload = check(line())
    actions.submit_upload(upload=upload, by=manager)

    with pytest.raises(IllegalMove):
        actions.submit_upload(upload=upload, by=manager)


def test_a_refused_file_leaves_nothing_but_the_rejection(check):
    """D24."""
    upload = check(line(list_close=200))

    assert (upload.state, upload.rows) == ("needs_fixing", [])
    assert not MonthlyReturn.objects.exists()
    assert not Job.objects.filter(kind="measures.recompute_practice").exists()


def test_a_facilitator_accepts(submit, facilitator):
    (version,) = submit(line())

    accepted = acceptance.accept_return(version=version, by=facilitator)

    assert (accepted.state, accepted.accepted_by, accepted.accepted_by_itself) == ("accepted", facilitator, False)
    assert AuditEvent.objects.get(event="return.accepted").about_id == str(version.pk)
    assert Job.objects.filter(kind="measures.recompute_practice").count() == 2


def test_nobody_accepts_a_return_of_their_own_practice(submit, facilitator, practice):
    """D17: whatever scope is chosen."""
    (version,) = submit(line())
    Grant.objects.create(person=facilitator, role="data_officer", organisation=practice, starts_on=date(2006, 1, 1))

    with pytest.raises(PermissionDenied):
        acceptance.accept_return(version=version, by=facilitator)


def test_a_withdrawn_return_leaves_the_month_without_figures(submit, manager):
    (version,) = submit(line())

    withdrawn = actions.withdraw_return(version=version, by=manager, reason="wrong month")

    assert (withdrawn.state, withdrawn.is_current, withdrawn.correction_reason) == ("withdrawn", False, "wrong month")
    assert AuditEvent.objects.get(event="return.withdrawn").details["reason"] == "wrong month"


def test_after_a_withdrawal_the_next_version_has_the_next_number(submit, manager):
    (version,) = submit(line())
    actions.withdraw_return(version=version, by=manager, reason="wrong month")

    (again,) = submit(line())

    assert (again.version, again.is_current) == (2, True)


def test_a_queried_return_counts_on_and_the_answer_makes_it_submitted(submit, manager, facilitator):
    (version,) = submit(line())

    (query,) = queries.ask(version=version, by=facilitator, fields=["gp_consultations"], question="Is 142 right?")
    version.refresh_from_db()
    assert (version.state, version.is_current) == ("queried", True)

    queries.answer(query=query, by=manager, words="Yes, checked")

    version.refresh_from_db()
    assert version.state == "submitted"


def test_clean_returns_are_accepted_by_themselves_after_five_working_days(submit, settings):
    (version,) = submit(line())

    settings.BUSINESS_CLOCK = "2007-02-15T23:00"
    assert acceptance.accept_clean_returns() == []
    settings.BUSINESS_CLOCK = "2007-02-16T02:00"
    acceptance.accept_clean_returns()

    version.refresh_from_db()
    assert (version.state, version.accepted_by, version.accepted_by_itself) == ("accepted", None, True)


def test_a_return_with_a_warning_or_a_query_waits_for_a_person(submit, settings, facilitator):
    submit(line(gp_consultations=15))
    (queried,) = submit(
        line(period="2006-12", list_open=198, list_close=216, extract_date="2007-01-05", gp_consultations=160)
    )
    queries.ask(version=queried, by=facilitator, fields=[""], question="Is that so?")

    settings.BUSINESS_CLOCK = "2007-03-01T02:00"

    assert acceptance.accept_clean_returns() == []


def test_accepting_by_themselves_twice_changes_nothing(submit, settings):
    """D30: the nightly run may come twice."""
    submit(line())
    settings.BUSINESS_CLOCK = "2007-02-16T02:00"
    acceptance.accept_clean_returns()

    assert acceptance.accept_clean_returns() == []
    assert AuditEvent.objects.filter(event="return.accepted").count() == 1


def test_all_clean_returns_of_a_month_are_accepted_at_once(submit, facilitator, wave, practice):
    """S1: bulk approve with exceptions held back."""
    submit(line())
    submit(line(period="2006-12", list_open=198, list_close=216, extract_date="2007-01-05", gp_consultations=15))

    chosen = MonthlyReturn.objects.values_list("pk", flat=True)

    accepted = [
        acceptance.accept_many(wave=wave, month=month, practices=[practice], chosen=chosen, by=facilitator)
        for month in (date(2006, 11, 1), date(2006, 12, 1))
    ]

    assert [len(versions) for versions in accepted] == [1, 0]


def test_the_check_runs_as_a_job(manager, check, practice):
    """C5, D25: put down with the upload, done by the worker, and safe to run again."""
    upload = receive_return_file(
        by=manager,
        file=SimpleUploadedFile("return.csv", return_file()),
        acting_scope="Ash Surgery",
        practices=Organisation.objects.filter(pk=practice.pk),
    )
    job = Job.objects.get(kind="upload.check.monthly_return")

    jobs.run(job.pk)
    jobs.run(job.pk)

    upload.refresh_from_db()
    job.refresh_from_db()
    assert (upload.state, job.state) == ("ready", "done")
