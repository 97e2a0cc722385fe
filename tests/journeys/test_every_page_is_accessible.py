"""Every page that a link leads to, and every page of improvement work: no violation, no message, no sideways scrolling (D47)."""

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from accounts.improvement_routes import IMPROVEMENT_ROUTES
from accounts.permissions import Permission
from collaborative.models import Event
from tests.collaborative.conftest import two_years
from tests.conftest import PASSWORD
from tests.improvement_rows import make_rows
from tests.journeys.accessibility import problems_of, walk
from tests.test_permission_matrix import arguments, parameters_of

pytestmark = [pytest.mark.browser, pytest.mark.walked_once, pytest.mark.django_db(transaction=True)]

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


# ---- improvement work, with a row of each kind

# What a right opens, its holder looks at; the facilitator looks at all the rest.
LOOKED_AT_BY = {Permission.CHANGE_WAVES: "administrator", Permission.CHANGE_SHARING_AGREEMENT: "manager"}
BY_THE_PRACTICE = {"storyboard_edit"}
# Files that are not called so.
FILES = {"journey_picture", "wave_calendar", "event_calendar"}
# Its link is made by a person: test_teams_in_browser.
BY_A_LINK = {"survey_answer"}
# So that several processes share the work.
SHARES = 4


def improvement_pages():
    pages = [name for name, asked in IMPROVEMENT_ROUTES.items() if "GET" in asked and name not in FILES | BY_A_LINK]
    return [name for name in pages if not name.endswith(("_csv", "_file"))]


def looked_at_by(name):
    return "manager" if name in BY_THE_PRACTICE else LOOKED_AT_BY.get(IMPROVEMENT_ROUTES[name]["GET"], "facilitator")


@pytest.fixture
def addresses(wave, practice, neighbour, elsewhere):
    """Name of a page of improvement work -> its address, about the row of its kind at Ash Surgery."""
    ids = {}
    two_years(wave, practice, neighbour, elsewhere)
    make_rows(wave, {"own": practice, "neighbour": neighbour, "elsewhere": elsewhere}, ids)
    # Nobody calls all meetings alike.
    Event.objects.update(title=Concat(Value("Meeting "), Cast("pk", CharField())))
    return {
        name: reverse(name, kwargs=arguments(name, parameters_of(name), "own", ids)) for name in improvement_pages()
    }


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_of_improvement_work_that_holds_something(share, browser_page, sign_in, request, addresses):
    mine = sorted(improvement_pages(), key=looked_at_by)[share::SHARES]
    problems, signed_in = [], None

    for name in mine:
        if looked_at_by(name) != signed_in:
            signed_in = looked_at_by(name)
            browser_page.context.clear_cookies()
            sign_in(request.getfixturevalue(signed_in).email, PASSWORD)
        response = browser_page.goto(addresses[name])
        refused = [f"{name}: {response.status}"] if response.status >= 400 else []
        problems += refused or problems_of(browser_page, axe_at=("phone",))

    assert problems == []
