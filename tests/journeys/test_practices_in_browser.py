"""Organisations, programmes, waves, people and the machine room in a real browser (D47)."""

from datetime import date

import pytest

from operations import audit
from operations.models import Job
from practices.models import ListSize, Organisation, Succession
from tests.conftest import PASSWORD, make_organisation
from tests.journeys.accessibility import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/organisations/",
    "/organisations/?name=nowhere",
    "/organisations/A99001/",
    "/organisations/A99001/?month=2006-09",
    "/organisations/A99001/?month=soon",
    "/organisations/5W0/",
    "/programmes/",
    "/programmes/new/",
    "/programmes/test/",
    "/programmes/test/edit/",
    "/programmes/test/waves/new/",
    "/waves/",
    "/waves/W1/calendar/",
    "/waves/W1/calendar/edit/",
    "/waves/W1/join/",
    "/waves/W1/practices/A99001/part/",
    "/waves/W1/practices/A99001/leave/",
    "/waves/W1/practices/A99001/agreement/",
    "/people/",
    "/people/new/",
    "/people/{grant}/",
    "/people/{grant}/end/",
    "/operations/audit/",
    "/operations/jobs/",
    "/operations/runs/",
]


@pytest.fixture
def something_on_each_page(trust, practice, neighbour, elsewhere, agreement, manager):
    old = make_organisation("5W8", "Rowan PCT", "commissioner")
    Organisation.objects.filter(pk=old.pk).update(closed=date(2006, 9, 30))
    Succession.objects.create(old=old, new=trust, on=date(2006, 10, 1), kind="merge")
    ListSize.objects.create(practice=practice, on=date(2006, 4, 1), registered=7000)
    audit.record("thing_done", by=manager, organisation=practice, note="x" * 60)
    Job.objects.create(kind="nightly", key="n1", state="failed", error="ValueError: 1")


def test_pages_are_accessible_and_quiet(browser_page, sign_in, administrator, manager, something_on_each_page):
    page = sign_in(administrator.email, PASSWORD)
    problems = []
    for address in PAGES:
        page.goto(address.format(grant=manager.grants.get().pk))
        problems += problems_of(page)

    assert problems == []


def test_manager_gives_a_role_by_keyboard_and_hears_what_is_wrong(browser_page, sign_in, manager):
    page = sign_in(manager.email, PASSWORD, at="/people/")
    page.get_by_role("button", name="Give a role").press("Enter")
    page.get_by_label("E-mail address").fill("new.person@example.org")
    page.get_by_role("button", name="Give the role").press("Enter")

    page.get_by_role("link", name="Enter the person's name").press("Enter")
    page.keyboard.type("New Person")
    page.get_by_role("button", name="Give the role").press("Enter")

    page.get_by_text("New Person has the role").wait_for()
    assert page.get_by_role("row", name="New Person").count() == 1


def test_manager_withdraws_the_sharing_agreement(browser_page, sign_in, manager, agreement):
    page = sign_in(manager.email, PASSWORD, at="/waves/W1/practices/A99001/agreement/")
    page.get_by_role("button", name="Withdraw the agreement").click()

    page.get_by_text("No agreement is in force").wait_for()
    assert page.get_by_role("cell", name="8 February 2007").count() == 1
