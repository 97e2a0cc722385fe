"""Every page of the method, since a walk by kinds of address would stop at the first (D47)."""

import pytest
from django.urls import reverse

from measures.method_pages import all_pages
from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_method_page_is_accessible(browser_page, sign_in, lay_member):
    addresses = [
        reverse("method_list"),
        reverse("method_false_alarms"),
        *(reverse("method_detail", args=[slug]) for slug in all_pages()),
    ]
    sign_in(lay_member.email, PASSWORD)
    problems = []

    for address in addresses:
        browser_page.goto(address)
        problems += problems_of(browser_page)

    assert problems == []
