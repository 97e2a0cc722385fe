"""Every page that a link leads to: no violation, no message, no sideways scrolling (D47)."""

import pytest

from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Each goes on where the others could not: a kind of page is looked at once.
ROLES = ["administrator", "facilitator", "manager", "commissioner", "data_officer", "lay_member"]


def test_every_page(browser_page, sign_in, request, agreement):
    people = [request.getfixturevalue(role) for role in ROLES]
    seen, problems = set(), []

    for person in people:
        browser_page.context.clear_cookies()
        sign_in(person.email, PASSWORD)
        problems += [
            problem for page in walk(browser_page, start="/accounts/", seen=seen) for problem in problems_of(page)
        ]
        seen -= {"account"}

    assert problems == []
