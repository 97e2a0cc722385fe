"""Every page that a link leads to, for each role: no violation, no message, no sideways scrolling (D47)."""

import pytest

from tests.conftest import PASSWORD
from tests.journeys.accessibility import problems_of, walk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    "role", ["administrator", "facilitator", "commissioner", "manager", "data_officer", "lay_member"]
)
def test_every_page_of_a_role(browser_page, sign_in, request, agreement, role):
    person = request.getfixturevalue(role)
    sign_in(person.email, PASSWORD)

    problems = [problem for page in walk(browser_page, start="/accounts/", seen=set()) for problem in problems_of(page)]

    assert problems == []
