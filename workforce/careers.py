"""Career pathway: the next steps of each role, and what each requires. Pure.

Read from fixtures/career_pathways.json. A step may stay within a role and then has a title of its own. Promotion is not attrition.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from workforce.catalogue import FIXTURES, role_name

PATHWAYS = FIXTURES / "career_pathways.json"


@dataclass(frozen=True)
class CareerStep:
    """One step up. `source` says who describes it, and may be empty for a design choice of this application."""

    role: str
    next_role: str
    title: str
    requires: tuple[str, ...]
    training: str
    source: str
    is_design_choice: bool

    @property
    def name(self) -> str:
        return self.title or role_name(self.next_role)


@lru_cache(maxsize=1)
def career_steps() -> tuple[CareerStep, ...]:
    """All steps, in the order of the file."""
    found = json.loads(PATHWAYS.read_text(encoding="utf-8"))["steps"]
    return tuple(
        CareerStep(
            content["from"],
            content["to"],
            content.get("title", ""),
            tuple(content["requires"]),
            content["training"],
            content["source"],
            content["is_design_choice"],
        )
        for content in found
    )


def steps_from(role: str) -> list[CareerStep]:
    """What may come next after a role; empty where nothing is described."""
    return [step for step in career_steps() if step.role == role]
