"""The governance checklist as data, and what counts as a gap (rows 8, 65)."""

from types import SimpleNamespace

import pytest

from workforce import governance_lists
from workforce.catalogue import roles


def row(answer, **fields):
    unsaid = {"answered_on": None, "review_on": None}
    return SimpleNamespace(**{"answer": answer, "evidence": "Seen", "owner": "Lead", **unsaid, **fields})


def item(code, role="GMHW"):
    return next(one for one in governance_lists.items(role) if one.code == code)


def test_the_checklist_has_fourteen_items():
    assert len(governance_lists.items("GMHW")) == 14


def test_a_physician_associate_has_five_parts_of_the_policy_beside():
    """65"""
    codes = [one.code for one in governance_lists.items("PA") if one.code.startswith("policy_")]
    assert len(codes) == 5
    assert len(governance_lists.items("PA")) == 19


def test_codes_fit_the_column_and_accredited_roles_are_known():
    assert [one.code for one in governance_lists.items("PA") if len(one.code) > 24] == []
    assert set(governance_lists.accredited_roles()) <= set(roles())


def test_what_is_not_a_yes_is_a_gap_and_so_is_what_nobody_answered():
    """8"""
    answers = governance_lists.answered("GMHW", {"job_description": row("yes"), "line_manager": row("partly")})
    found = {one.item.code for one in governance_lists.gaps(answers)}
    assert "job_description" not in found
    assert "line_manager" in found
    assert len(found) == 13


def test_a_post_takes_the_answer_of_its_role_where_the_item_is_written_once_for_the_role():
    of_role = {"job_description": row("yes"), "line_manager": row("yes")}
    answers = {one.item.code: one for one in governance_lists.answered("GMHW", {}, of_role)}
    assert answers["job_description"].is_inherited
    assert not answers["job_description"].is_gap
    assert answers["line_manager"].is_gap


def test_the_own_answer_of_a_post_goes_before_that_of_its_role():
    own, of_role = {"job_description": row("no")}, {"job_description": row("yes")}
    answers = {one.item.code: one for one in governance_lists.answered("GMHW", own, of_role)}
    assert (answers["job_description"].answer, answers["job_description"].is_inherited) == ("no", False)


@pytest.mark.parametrize(
    ("code", "role_answer", "gaps"),
    [("job_description", "yes", 2), ("job_description", "partly", 7), ("line_manager", "yes", 7)],
)
def test_posts_with_a_gap_are_those_that_say_so_and_the_silent_ones_without_a_yes_of_their_role(
    code, role_answer, gaps
):
    found = governance_lists.posts_with_gap(item(code), posts=10, yes=3, other=2, role_answer=role_answer)
    assert found == gaps
