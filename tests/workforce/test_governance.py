"""Governance: the checklist of a role and of a post, and the gaps of a programme (rows 8, 65)."""

from datetime import date

import pytest
from django.urls import reverse

from operations.models import AuditEvent
from tests.workforce import roster
from workforce.models import PostGovernance, RoleGovernance

DAY = date(2006, 9, 4)


@pytest.fixture
def post(graduates, trust, practice):
    return roster.make_post(graduates, trust, practice)


def answer_role(programme, item, answer="yes", role="GMHW"):
    values = {"evidence": "Signed in June", "owner": "Workforce lead", "answered_on": DAY}
    return RoleGovernance.objects.create(programme=programme, role=role, item=item, answer=answer, **values)


def answer_post(post, item, answer="yes"):
    return PostGovernance.objects.create(post=post, item=item, answer=answer, evidence="Seen", answered_on=DAY)


def cell(page, item):
    (row,) = [row for row in page.context["table"]["rows"] if row[0] == item]
    return row[1]


def test_a_role_with_gaps_lists_them(client_of, graduates, post, lead):
    """8"""
    answer_role(graduates, "job_description")
    answer_role(graduates, "board_sponsor", "no")
    page = client_of(lead).get(reverse("governance_role", args=["graduates", "GMHW"]))
    assert len(page.context["gaps"]) == 13
    assert "Board sponsor: no; Workforce lead sees to it; no day is set to look at it again" in page.context["gaps"]


def test_the_list_of_a_physician_associate_has_five_policy_parts_more(client_of, graduates, lead):
    """65"""
    page = client_of(lead).get(reverse("governance_role", args=["graduates", "PA"]))
    assert sum("Policy: " in gap for gap in page.context["gaps"]) == 5


def test_a_role_that_is_in_no_catalogue_is_not_found(client_of, graduates, lead):
    assert client_of(lead).get(reverse("governance_role", args=["graduates", "XYZ"])).status_code == 404


def test_the_lead_answers_the_list_of_a_role(client_of, graduates, lead):
    sent = {"job_description-answer": "yes", "job_description-evidence": "Signed in June", "risk_route-answer": "no"}
    answer = client_of(lead).post(reverse("governance_role_edit", args=["graduates", "GMHW"]), sent)
    assert answer.status_code == 302
    assert dict(RoleGovernance.objects.values_list("item", "answer")) == {"job_description": "yes", "risk_route": "no"}
    event = AuditEvent.objects.get(event="governance.role_answered")
    assert event.details == {"role": "GMHW", "items": {"job_description": "yes", "risk_route": "no"}}


def test_a_yes_without_evidence_is_refused_and_nothing_is_stored(client_of, graduates, lead):
    sent = {"job_description-answer": "yes", "risk_route-answer": "no"}
    page = client_of(lead).post(reverse("governance_role_edit", args=["graduates", "GMHW"]), sent)
    assert "Job description: a yes needs evidence" in page.content.decode()
    assert not RoleGovernance.objects.exists()


def test_an_answer_is_changed_or_taken_back_and_the_rest_keeps_its_day(client_of, graduates, lead):
    for item in ("job_description", "scope_of_practice", "record_keeping"):
        answer_role(graduates, item)
    kept = {"evidence": "Signed in June", "owner": "Workforce lead", "answer": "yes"}
    sent = {f"job_description-{part}": value for part, value in kept.items()} | {"record_keeping-answer": "partly"}
    client_of(lead).post(reverse("governance_role_edit", args=["graduates", "GMHW"]), sent)
    found = dict(RoleGovernance.objects.values_list("item", "answered_on"))
    assert found == {"job_description": DAY, "record_keeping": date(2007, 2, 8)}


def test_names_of_people_and_patients_are_kept_out(client_of, graduates, lead):
    sent = {"risk_route-answer": "no", "risk_route-owner": "Mrs Adams"}
    page = client_of(lead).post(reverse("governance_role_edit", args=["graduates", "GMHW"]), sent)
    assert "what looks like a person" in page.content.decode()


def test_the_lead_of_one_pct_does_not_answer_for_all(client_of, graduates, trust, post):
    sent = {"risk_route-answer": "no"}
    page = client_of(roster.local_lead_of(trust)).post(
        reverse("governance_role_edit", args=["graduates", "GMHW"]), sent
    )
    assert "Only the lead of the whole programme" in page.content.decode()
    assert not RoleGovernance.objects.exists()


def test_a_post_takes_what_is_written_once_for_its_role(client_of, graduates, post, lead):
    answer_role(graduates, "job_description")
    answer_role(graduates, "line_manager")
    page = client_of(lead).get(reverse("governance_post", args=[post.pk]))
    assert cell(page, "Job description") == {"tag": {"text": "Yes", "colour": "green"}, "hint": "as for the role"}
    assert cell(page, "Named line manager")["tag"]["text"] == "Not answered"


def test_the_lead_of_the_pct_answers_for_its_post(client_of, trust, post):
    sent = {"line_manager-answer": "yes", "line_manager-evidence": "Letter of May"}
    answer = client_of(roster.local_lead_of(trust)).post(reverse("governance_post_edit", args=[post.pk]), sent)
    assert answer.status_code == 302
    assert PostGovernance.objects.get().answer == "yes"


def test_the_host_reads_the_list_and_does_not_change_it(client_of, post, manager):
    page = client_of(manager).get(reverse("governance_post", args=[post.pk]))
    assert (page.status_code, page.context["links"]) == (200, [])
    assert client_of(manager).post(reverse("governance_post_edit", args=[post.pk])).status_code == 403


def test_another_practice_does_not_find_the_post(client_of, graduates, trust, neighbour, manager):
    other = roster.make_post(graduates, trust, neighbour, number="P9")
    assert client_of(manager).get(reverse("governance_post", args=[other.pk])).status_code == 404


def test_the_programme_shows_items_by_role_with_how_many_posts_have_a_gap(client_of, graduates, trust, post, lead):
    answer_role(graduates, "job_description")
    answer_post(roster.make_post(graduates, trust, number="P2"), "job_description", "no")
    page = client_of(lead).get(reverse("governance", args=["graduates"]))
    assert cell(page, "Job description")["hint"] == "Gap in 1 of 2 posts"
    assert cell(page, "Board sponsor")["hint"] == "Gap in 2 of 2 posts"


def test_closed_posts_are_not_counted(client_of, graduates, trust, post, lead):
    roster.make_post(graduates, trust, number="P2", end=date(2007, 1, 31))
    page = client_of(lead).get(reverse("governance", args=["graduates"]))
    assert cell(page, "Board sponsor")["hint"] == "Gap in 1 of 1 posts"


def test_others_see_protected_counts_of_eight_posts_or_more(client_of, graduates, trust, commissioner):
    """D13"""
    for number in range(7):
        roster.make_post(graduates, trust, number=f"P{number}")
    address = reverse("governance", args=["graduates"])
    assert "withheld" in cell(client_of(commissioner).get(address), "Board sponsor")["hint"]
    roster.make_post(graduates, trust, number="P8")
    assert cell(client_of(commissioner).get(address), "Board sponsor")["hint"] == "Gap in 10 of 10 posts"


def test_the_lead_of_one_pct_sees_the_own_posts_exactly(client_of, graduates, trust, other_trust, post):
    roster.make_post(graduates, other_trust, number="P2")
    page = client_of(roster.local_lead_of(trust)).get(reverse("governance", args=["graduates"]))
    assert cell(page, "Board sponsor")["hint"] == "Gap in 1 of 1 posts"


def test_the_programme_asks_as_many_queries_for_many_posts_and_roles_as_for_one(
    client_of, graduates, trust, post, lead
):
    answer_post(post, "job_description")
    address = reverse("governance", args=["graduates"])
    first = roster.queries_of(client_of(lead), address)
    for number, role in enumerate(["MHP", "PA", "GMHW"], start=2):
        answer_post(roster.make_post(graduates, trust, number=f"P{number}", role=role), "job_description")
        answer_role(graduates, "job_description", role=role)
    assert roster.queries_of(client_of(lead), address) == first
    role_page = reverse("governance_role", args=["graduates", "GMHW"])
    few = roster.queries_of(client_of(lead), role_page)
    roster.make_post(graduates, trust, number="P9")
    assert roster.queries_of(client_of(lead), role_page) == few


def test_the_five_parts_of_the_policy_are_counted_apart(client_of, graduates, lead):
    """65: and a role without such a policy says nothing of it."""
    answer_role(graduates, "policy_appraisal", role="PA")
    answer_role(graduates, "policy_training", "partly", role="PA")
    pages = [client_of(lead).get(reverse("governance_role", args=["graduates", role])) for role in ("PA", "GMHW")]
    assert [page.context["policy"] for page in pages] == ["Policy on the role: 1 of 5 parts are in place.", ""]
