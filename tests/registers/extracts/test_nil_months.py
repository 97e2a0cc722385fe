"""Saying that nothing of a kind happened in a month, and how far a file reaches."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from registers.models import CoveredMonth
from tests.registers import people
from tests.registers.extracts.sent import post, send

pytestmark = pytest.mark.django_db


def say_none(client, month="2007-01", kind="referrals"):
    return client.post(reverse("extract_none", args=["A99001", kind]), {"month": month}, follow=True)


def test_a_month_without_any_is_covered_and_the_trail_says_by_whom_d36(client_of, manager, practice):
    response = say_none(client_of(manager))

    covered = CoveredMonth.objects.get()
    assert (covered.kind, covered.month, covered.upload) == ("referrals", date(2007, 1, 1), None)
    assert "Jan 2007 is covered: there were no referrals." in response.content.decode()
    assert AuditEvent.objects.get(event="extract.none").details == {"kind": "referrals", "month": "2007-01"}


def test_a_month_with_rows_is_not_said_to_have_none(client_of, manager, practice):
    people.make_register(practice)
    people.make_referral(people.make_person(practice), date(2007, 1, 31))

    response = say_none(client_of(manager))

    assert "There are referrals in Jan 2007" in response.content.decode()
    assert not CoveredMonth.objects.exists()


@pytest.mark.parametrize("month", ["2007-02", "2007-03", "", "none"])
def test_a_month_that_is_not_over_cannot_be_chosen(client_of, manager, practice, month):
    say_none(client_of(manager), month)

    assert not CoveredMonth.objects.exists()


def test_a_month_that_is_covered_is_not_offered(client_of, manager, practice):
    people.cover(practice, date(2007, 1, 1))

    text = client_of(manager).get(reverse("extract_none", args=["A99001", "referrals"])).content.decode()

    assert "2007-01" not in text
    assert "2006-12" in text


def test_the_list_itself_is_never_none(client_of, manager, practice):
    assert say_none(client_of(manager), kind="register").status_code == 404


def test_a_file_may_reach_further_than_its_dates(client_of, manager, practice):
    upload = send(client_of(manager), practice, covers_from="2006-11", covers_to="2007-01")

    assert upload.context == {"covers": ["2006-11", "2007-01"]}


def test_the_last_month_is_not_before_the_first(client_of, manager, practice):
    response = post(client_of(manager), practice, b"a\n", covers_from="2006-11", covers_to="2006-10")

    assert "The last month must be the first month or later" in response.content.decode()


def test_of_the_list_no_months_are_asked(client_of, manager, practice):
    text = client_of(manager).get(reverse("extract_upload", args=["A99001", "register"])).content.decode()

    assert "covers_from" not in text
