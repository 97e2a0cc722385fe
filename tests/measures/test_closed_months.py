"""Closed months take nothing, by whatever way; two people reopen one for a practice until a day (S2, B68)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from measures.actions import acceptance, locks
from measures.actions import returns as actions
from measures.actions.locks import MonthClosed
from measures.models import LockException, MonthlyReturn
from operations.models import AuditEvent
from practices.models import Grant
from tests.conftest import make_person
from tests.measures.made_returns import line

pytestmark = pytest.mark.django_db
NOVEMBER = date(2006, 11, 1)


@pytest.fixture
def closing(programme):
    """November closes at the end of 8 February, the day on which the clock stands."""
    programme.lock_after_days = 70
    programme.save()


@pytest.fixture
def version(submit, closing):
    return submit(line())[0]


@pytest.fixture
def day_after(version, settings):
    """November has been sent, and has closed."""
    settings.BUSINESS_CLOCK = "2007-02-09T00:00"
    return version


@pytest.fixture
def asked(day_after, wave, practice, manager):
    return locks.ask_to_reopen(
        wave=wave, practice=practice, month=NOVEMBER, until=date(2007, 2, 20), reason="New server", by=manager
    )


@pytest.fixture
def agreed(asked, facilitator, administrator):
    locks.agree(exception=asked, by=facilitator)
    return locks.agree(exception=asked, by=administrator)


def test_a_file_for_a_closed_month_is_refused(check, day_after):
    """B68."""
    upload = check(line(gp_consultations=150))

    assert [problem["code"] for problem in upload.problems if problem["level"] == "E"] == ["B68"]


def test_a_month_that_closes_between_check_and_submission_is_refused(check, version, settings, manager):
    """The race: what was ready is compared again, and refused with the day."""
    upload = check(line(gp_consultations=150))
    settings.BUSINESS_CLOCK = "2007-02-09T00:00"

    with pytest.raises(actions.Overtaken, match=r"Nov 2006 closed on 8 Feb 2007"):
        actions.submit_upload(upload=upload, by=manager)

    assert MonthlyReturn.objects.get().gp_consultations == 142


def test_a_file_that_says_what_is_there_may_be_submitted_still(submit, day_after):
    assert submit(line()) == []


def test_a_closed_month_is_not_withdrawn(day_after, manager):
    with pytest.raises(MonthClosed):
        actions.withdraw_return(version=day_after, by=manager, reason="wrong")


def test_an_earlier_version_of_a_closed_month_is_not_restored(version, submit, manager, settings):
    submit(line(gp_consultations=150))
    settings.BUSINESS_CLOCK = "2007-02-09T00:00"

    with pytest.raises(MonthClosed):
        actions.restore_return(version=version, by=manager, reason="it was right")


def test_a_closed_month_may_still_be_accepted(day_after, facilitator):
    """Acceptance changes no figure."""
    assert acceptance.accept_return(version=day_after, by=facilitator).state == "accepted"


def test_two_people_reopen_a_month_and_it_takes_a_correction(submit, agreed, day_after, manager):
    """S2: with a reason and a last day."""
    upload_versions = submit(line(gp_consultations=150))

    assert [version.version for version in upload_versions] == [2]


def test_the_exception_ends_with_its_last_day(check, agreed, settings):
    settings.BUSINESS_CLOCK = "2007-02-21T00:00"

    assert "B68" in [problem["code"] for problem in check(line(gp_consultations=150)).problems]


def test_one_person_is_not_enough(check, asked, facilitator):
    locks.agree(exception=asked, by=facilitator)

    assert "B68" in [problem["code"] for problem in check(line(gp_consultations=150)).problems]


def test_the_same_person_does_not_agree_twice(asked, facilitator):
    locks.agree(exception=asked, by=facilitator)

    with pytest.raises(locks.NotToBeAgreed, match="You have agreed already"):
        locks.agree(exception=asked, by=facilitator)


def test_two_facilitators_are_not_a_facilitator_and_an_administrator(asked, facilitator, wave):
    locks.agree(exception=asked, by=facilitator)

    with pytest.raises(locks.NotToBeAgreed, match="another role"):
        locks.agree(exception=asked, by=make_person("second@example.org", "facilitator", wave=wave))


def test_nobody_reopens_a_month_of_their_own_practice(asked, facilitator, practice):
    """D17."""
    Grant.objects.create(person=facilitator, role="data_officer", organisation=practice, starts_on=date(2006, 1, 1))

    with pytest.raises(PermissionDenied):
        locks.agree(exception=asked, by=facilitator)


def test_nor_does_a_clinician_of_the_practice(asked, facilitator, practice):
    """D17: who may not send its returns gains by a reopened month all the same."""
    Grant.objects.create(
        person=facilitator, role="practice_clinician", organisation=practice, starts_on=date(2006, 1, 1)
    )

    with pytest.raises(PermissionDenied):
        locks.agree(exception=asked, by=facilitator)


def test_the_reason_is_in_no_event(asked):
    """It may quote a figure: it stands with the exception."""
    assert "New server" not in str(AuditEvent.objects.values_list("details", flat=True))


def test_a_manager_asks_and_does_not_agree(asked, manager):
    with pytest.raises(PermissionDenied):
        locks.agree(exception=asked, by=manager)


def test_ending_an_exception_closes_the_month_at_once(check, agreed, facilitator):
    locks.end(exception=agreed, by=facilitator)

    assert "B68" in [problem["code"] for problem in check(line(gp_consultations=150)).problems]


def test_every_step_is_on_the_trail_with_its_person(agreed, manager, facilitator, administrator):
    """S1, S2."""
    events = AuditEvent.objects.filter(event__startswith="month.").order_by("id").values_list("event", "actor_id")

    assert list(events) == [
        ("month.reopening_asked", manager.pk),
        ("month.reopening_agreed", facilitator.pk),
        ("month.reopened", administrator.pk),
    ]


def test_an_exception_that_is_over_may_be_asked_for_again(agreed, wave, practice, manager, settings):
    settings.BUSINESS_CLOCK = "2007-02-21T00:00"

    again = locks.ask_to_reopen(
        wave=wave, practice=practice, month=NOVEMBER, until=date(2007, 3, 1), reason="Once more", by=manager
    )

    assert LockException.objects.filter(ended_at__isnull=True).get() == again


# ------------------------------------------------------------------ pages


def reopen_address(period="2006-11"):
    return reverse("lock_exception_create", args=["W1", "A99001", period])


def until(day):
    return {"until-day": day.day, "until-month": day.month, "until-year": day.year, "reason": "The server was replaced"}


def test_a_practice_asks_and_two_people_agree_on_the_pages(
    client_of, day_after, manager, facilitator, administrator, agreement
):
    """S2: asked for with a reason, agreed by two, seen in the list."""
    client_of(manager).post(reopen_address(), until(date(2007, 2, 20)))
    exception = LockException.objects.get()
    for person in (facilitator, administrator):
        client_of(person).post(reverse("lock_exception_agree", args=[exception.pk]))

    text = client_of(manager).get(reverse("lock_list", args=["W1"])).content.decode()

    assert "Reopened until 20 Feb 2007" in text and "The server was replaced" in text


def test_who_has_a_role_at_the_practice_is_offered_no_button_to_agree(client_of, asked, facilitator, practice):
    """D17: pressing it would be refused."""
    page, agree = reverse("lock_list", args=["W1"]), reverse("lock_exception_agree", args=[asked.pk])
    assert agree in client_of(facilitator).get(page).content.decode()
    Grant.objects.create(person=facilitator, role="data_officer", organisation=practice, starts_on=date(2006, 1, 1))

    assert agree not in client_of(facilitator).get(page).content.decode()


def test_a_second_facilitator_is_offered_no_button_to_agree(client_of, asked, facilitator, wave):
    """The second person has another role."""
    locks.agree(exception=asked, by=facilitator)
    second = make_person("second@example.org", "facilitator", wave=wave)

    text = client_of(second).get(reverse("lock_list", args=["W1"])).content.decode()

    assert reverse("lock_exception_agree", args=[asked.pk]) not in text


def test_the_tracker_says_in_words_what_is_closed_and_reopened(client_of, agreed, facilitator):
    """S2: seen on the page of completeness, and not by colour alone."""
    text = client_of(facilitator).get(reverse("return_tracker", args=["W1"])).content.decode()

    assert "Nov 2006: Late, provisional, reopened until 20 Feb 2007" in text
    assert "Oct 2006: Missing, closed on 9 Jan 2007" in text


def test_the_page_of_a_closed_return_offers_no_change_but_the_exception(client_of, day_after, manager):
    text = client_of(manager).get(reverse("return_detail", args=[day_after.pk])).content.decode()

    assert "Take this return back" not in text and reopen_address() in text


def test_taking_back_what_closed_meanwhile_says_when(client_of, day_after, manager):
    address = reverse("return_withdraw", args=[day_after.pk])
    response = client_of(manager).post(address, {"withdraw-reason": "wrong"}, follow=True)

    assert "Nov 2006 closed on 8 Feb 2007" in response.content.decode()


@pytest.mark.parametrize("day", [date(2007, 2, 8), date(2007, 6, 1)])
def test_an_exception_has_a_last_day_that_is_near(client_of, day_after, manager, day):
    response = client_of(manager).post(reopen_address(), until(day))

    assert "at most two months away" in response.content.decode()


def test_an_open_month_needs_no_exception(client_of, day_after, manager):
    response = client_of(manager).get(reopen_address("2006-12"), follow=True)

    assert "Dec 2006 is open" in response.content.decode()


def test_submitting_what_closed_meanwhile_says_why_on_the_page(client_of, check, version, manager, settings):
    """The sender is told that figures or a lock have moved, and the file is compared again."""
    upload = check(line(gp_consultations=150))
    settings.BUSINESS_CLOCK = "2007-02-09T00:00"

    client_of(manager).post(reverse("upload_submit", args=[upload.pk]))

    upload.refresh_from_db()
    assert upload.state == "checking"


def test_the_days_are_set_on_the_programme(client_of, administrator, programme):
    """O3: without a new release; never before the deadline."""
    address = reverse("programme_edit", args=[programme.slug])
    client = client_of(administrator)
    sent = {"name": programme.name, "kind": "measures", "severity_tools": ["PHQ9"], "lock_after_days": "9"}

    refused = client.post(address, sent).content.decode()
    client.post(address, {**sent, "lock_after_days": "60"})

    programme.refresh_from_db()
    assert "Enter a number from 11 to 730" in refused
    assert programme.lock_after_days == 60
