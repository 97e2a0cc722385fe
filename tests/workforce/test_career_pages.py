"""The career pathway of a programme: promotion counted apart from attrition, and hidden where few moved."""

from datetime import date

import pytest

from accounts.permissions import Role
from tests.conftest import make_person
from tests.workforce import roster

PAGE = "/workforce/graduates/careers/"
LEFT = date(2006, 12, 31)


@pytest.fixture
def graduates(practice):
    graduates = roster.make_programme()
    roster.join(graduates, practice)
    return graduates


def promote(graduates, trust, number, employers=3, next_role="LI"):
    worker = roster.make_worker(graduates, trust, f"S{number}", name=f"Rowan Alder{number}")
    post = roster.make_post(graduates, trust, number=f"P{number}")
    employer = roster.make_employer(f"Employer {number % employers}")
    holding = roster.hold(post, worker, end=LEFT, reason="promotion", employer=employer)
    holding.leaving.next_role = next_role
    holding.leaving.save()


def seen_by(client_of, person):
    response = client_of(person).get(PAGE)
    return response.context["page"], " ".join(response.content.decode().split())


def buyer(trust):
    return make_person("buyer@example.org", Role.COMMISSIONER, organisation=trust)


def test_lead_sees_who_moved_up_and_that_it_is_no_attrition(client_of, graduates, trust):
    promote(graduates, trust, 1)

    page, text = seen_by(client_of, roster.lead_of(graduates))

    assert page["sentence"] == "1 promotion was written down."
    assert "Rowan Alder1" in text and "Promotion is not attrition" in text


@pytest.mark.parametrize(
    ("people", "employers", "sentence"),
    [
        (7, 3, "How many moved up: withheld: fewer than 8 people."),
        (9, 2, "How many moved up: withheld: fewer than 3 employers."),
        (9, 3, "10 promotions were written down."),
    ],
)
def test_others_see_counts_of_enough_people_and_employers(client_of, graduates, trust, people, employers, sentence):
    """D13, D14."""
    for number in range(people):
        promote(graduates, trust, number, employers)

    page, text = seen_by(client_of, buyer(trust))

    assert page["sentence"] == sentence
    assert "Rowan" not in text


def test_lead_of_one_pct_sees_the_own_people_and_protected_counts(client_of, graduates, trust, other_trust):
    promote(graduates, trust, 1)
    for number in range(2, 10):
        promote(graduates, other_trust, number)

    page, text = seen_by(client_of, roster.local_lead_of(trust))

    assert page["sentence"] == "10 promotions were written down."
    assert "Rowan Alder1" in text and "Rowan Alder2" not in text


def test_design_choices_are_marked(client_of, graduates, trust):
    _, text = seen_by(client_of, buyer(trust))

    assert "Design choice of this application" in text
    assert "experienced graduate workers are likely recruits" in text


def test_page_without_promotions_says_so(client_of, graduates, trust):
    page, text = seen_by(client_of, roster.lead_of(graduates))

    assert page["sentence"] == "0 promotions were written down."
    assert "No promotion was written down" in text
