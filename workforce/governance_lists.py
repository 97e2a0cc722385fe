"""The governance checklist: what must be in place before somebody works in a role. Pure.

Read from fixtures/governance_checklists.json: fourteen items, and for some roles the parts of a policy (row 65).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from workforce.catalogue import FIXTURES

CHECKLISTS = FIXTURES / "governance_checklists.json"

YES, PARTLY, NO = "yes", "partly", "no"
NOT_ANSWERED = "Not answered"


@dataclass(frozen=True)
class Item:
    """One item. `is_of_role`: answered once for the role; else each post answers for itself."""

    code: str
    name: str
    question: str
    is_of_role: bool
    source: str


@dataclass(frozen=True)
class Answered:
    """An item with its answer ("" for none); `is_inherited` when a post takes the answer of its role."""

    item: Item
    answer: str = ""
    evidence: str = ""
    owner: str = ""
    answered_on: object = None
    review_on: object = None
    is_inherited: bool = False

    @property
    def is_gap(self) -> bool:
        return self.answer != YES


@lru_cache(maxsize=1)
def content() -> dict:
    return json.loads(CHECKLISTS.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def items(role: str) -> tuple[Item, ...]:
    """The checklist of a role, in the order of the file."""
    found = [*content()["items"], *content()["policy_parts"].get(role, [])]
    return tuple(
        Item(one["code"], one["name"], one["question"], one["kept_for"] == "role", one["source"]) for one in found
    )


def policy_parts(role: str) -> tuple[str, ...]:
    """Codes of the parts that the policy on a role must cover (row 65); empty for a role without such a policy."""
    return tuple(one["code"] for one in content()["policy_parts"].get(role, []))


def accredited_roles() -> tuple[str, ...]:
    """The roles whose holders are to be accredited."""
    return tuple(content()["accredited_roles"]["roles"])


def answered(role: str, answers: Mapping, of_role: Mapping | None = None) -> tuple[Answered, ...]:
    """Each item of the role's checklist with its answer.

    `answers` has rows with answer, evidence, owner, answered_on and review_on by item code; `of_role` the role's own, which a post takes
    where it has said nothing itself and the item is one that is written once for the role.
    """
    return tuple(answered_item(item, answers, of_role or {}) for item in items(role))


def answered_item(item: Item, answers: Mapping, of_role: Mapping) -> Answered:
    row, is_inherited = answers.get(item.code), False
    if row is None and item.is_of_role:
        row, is_inherited = of_role.get(item.code), item.code in of_role
    if row is None:
        return Answered(item)
    return Answered(item, row.answer, row.evidence, row.owner, row.answered_on, row.review_on, is_inherited)


def gaps(answers: tuple[Answered, ...]) -> tuple[Answered, ...]:
    """What is not, or only partly, in place (row 8); what nobody answered is a gap too."""
    return tuple(one for one in answers if one.is_gap)


def policy_in_place(role: str, answers: tuple[Answered, ...]) -> tuple[int, int]:
    """How many parts of the role's policy are in place, and how many there are."""
    parts = set(policy_parts(role))
    return sum(1 for one in answers if one.item.code in parts and not one.is_gap), len(parts)


def posts_with_gap(item: Item, posts: int, yes: int, other: int, role_answer: str) -> int:
    """How many of a role's posts have a gap in one item.

    `yes` and `other` are how many posts answered for themselves; the rest take the role's answer where the item is the role's.
    """
    silent = posts - yes - other
    return other + (0 if item.is_of_role and role_answer == YES else silent)
