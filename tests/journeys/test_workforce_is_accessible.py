"""Every page of the workforce, with a row of each kind on it: no violation, no message, no sideways scrolling (D47)."""

import pytest
from django.urls import reverse

from accounts.workforce_routes import WORKFORCE_ROUTES
from practices.models import Programme
from tests import workforce_rows
from tests.conftest import PASSWORD, make_person
from tests.journeys.accessibility import problems_of
from tests.test_permission_matrix import arguments, parameters_of
from tests.workforce import roster
from workforce.jobs.recompute import recompute_programme

pytestmark = [pytest.mark.browser, pytest.mark.walked_once, pytest.mark.django_db(transaction=True)]

# Whose page it is, where the workforce lead has none of the kind.
OF_SUPERVISOR = {"supervisees", "supervision_week", "session_create", "session_record", "evidence_sign"}
OF_WORKER = {"my_record", "dispute_create", "self_rating", "staff_request_own"}
OF_HOST = {"practice_workforce"}
OF_FACILITATOR = {"wave_workforce"}
OF_ADMINISTRATOR = {"release_refuse", "release_withdraw"}
# A file, or a page that its personal link opens.
NOT_LOOKED_AT = ("_csv", "_file", "_template", "pulse_answer")
# So that several processes share the work.
SHARES = 4


def pages():
    return sorted(
        name for name, asked in WORKFORCE_ROUTES.items() if "GET" in asked and not name.endswith(NOT_LOOKED_AT)
    )


def looked_at_by(name):
    special = {
        "supervisor": OF_SUPERVISOR,
        "worker": OF_WORKER,
        "manager": OF_HOST,
        "facilitator": OF_FACILITATOR,
        "administrator": OF_ADMINISTRATOR,
    }
    return next((who for who, names in special.items() if name in names), "lead")


@pytest.fixture
def people(wave, practice, neighbour, elsewhere, manager, facilitator, trust):
    """Who looks, by the word of `looked_at_by`, and the ids of what there is to look at."""
    ids = {}
    workforce_rows.make_rows({"own": practice, "neighbour": neighbour, "elsewhere": elsewhere}, manager, ids)
    programme = Programme.objects.get(slug=workforce_rows.SLUG)
    recompute_programme(programme)
    found = {
        "lead": roster.lead_of(programme),
        "supervisor": make_person("supervisor@example.org", "supervisor", organisation=trust),
        "worker": make_person("worker@example.org", "staff_member", organisation=trust),
        "manager": manager,
        "facilitator": facilitator,
        "administrator": make_person("releases@example.org", "programme_administrator", programme=programme),
    }
    for role in ("supervisor", "staff_member"):
        workforce_rows.sign_in_as(role, found["worker" if role == "staff_member" else role])
    return found, ids


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_of_the_workforce_that_holds_something(share, browser_page, sign_in, people):
    found, ids = people
    problems, signed_in = [], None

    for name in sorted(pages(), key=looked_at_by)[share::SHARES]:
        if looked_at_by(name) != signed_in:
            signed_in = looked_at_by(name)
            browser_page.context.clear_cookies()
            sign_in(found[signed_in].email, PASSWORD)
        response = browser_page.goto(reverse(name, kwargs=arguments(name, parameters_of(name), "own", ids)))
        refused = [f"{name}: {response.status}"] if response.status >= 400 else []
        problems += refused or problems_of(browser_page, axe_at=("phone",))

    assert problems == []
