"""Each gap of a role or post has who sees to it and the day on which it is looked at again (row 8)."""

from datetime import date

import pytest
from django.urls import reverse

from tests.workforce import roster
from workforce.models import PostGovernance, RoleGovernance

FIELDS = {"programme__slug": "graduates", "role": "GMHW", "item": "board_sponsor"}


def gap(review_on, graduates):
    return RoleGovernance.objects.create(
        programme=graduates, role="GMHW", item="board_sponsor", answer="no", owner="Lead", answered_on=date(2006, 9, 4),
        review_on=review_on,
    )  # fmt: skip


def test_the_lead_sets_the_day(client_of, graduates, lead):
    """8"""
    sent = {"board_sponsor-answer": "no", "board_sponsor-owner": "Workforce lead"}
    day = {
        "board_sponsor-review_on-day": "5",
        "board_sponsor-review_on-month": "3",
        "board_sponsor-review_on-year": "2007",
    }

    client_of(lead).post(reverse("governance_role_edit", args=["graduates", "GMHW"]), {**sent, **day})

    assert RoleGovernance.objects.get(**FIELDS).review_on == date(2007, 3, 5)


@pytest.mark.parametrize(
    ("review_on", "words"),
    [
        (date(2007, 2, 8), "it is looked at again on 8 Feb 2007"),
        (date(2007, 2, 7), "it was to be looked at again on 7 Feb 2007"),
    ],
)
def test_a_gap_says_whether_its_day_has_passed(client_of, graduates, lead, review_on, words):
    """8: the clock stands at 8 February 2007."""
    gap(review_on, graduates)

    page = client_of(lead).get(reverse("governance_role", args=["graduates", "GMHW"]))

    assert f"Board sponsor: no; Lead sees to it; {words}" in page.context["gaps"]


def test_posts_are_listed_with_what_is_missing_and_who_sees_to_it(client_of, graduates, trust, lead):
    """8"""
    post = roster.make_post(graduates, trust)
    PostGovernance.objects.create(
        post=post,
        item="appraisal",
        answer="no",
        owner="Line manager",
        answered_on=date(2006, 9, 4),
        review_on=date(2007, 1, 31),
    )

    page = client_of(lead).get(reverse("governance_role", args=["graduates", "GMHW"])).content.decode()

    assert "(Line manager)" in page
    assert "Overdue since 31 Jan 2007" in page
