"""Competence frameworks as data: what can be evidenced, signed off and rated. Pure.

Read from fixtures/competence_frameworks.json. A programme switches on those that it uses (models.standing.WorkforceProgramme).
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from workforce.catalogue import FIXTURES

FRAMEWORKS = FIXTURES / "competence_frameworks.json"

# A self-rating goes from the first to the last of these (row 48).
LOWEST_RATING, HIGHEST_RATING = 1, 5


@dataclass(frozen=True)
class Competence:
    """One thing that somebody can do. `is_verified`: its name is confirmed by a source at hand."""

    code: str
    name: str
    group: str
    is_verified: bool


@dataclass(frozen=True)
class Framework:
    """One framework. Without competences it is known by name and link alone, and takes no evidence."""

    code: str
    name: str
    about: str
    source: str
    levels: tuple[int, ...]
    is_self_rated: bool
    roles: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    competences: tuple[Competence, ...]

    @property
    def by_code(self) -> dict[str, Competence]:
        return {competence.code: competence for competence in self.competences}

    @property
    def unverified(self) -> tuple[Competence, ...]:
        return tuple(competence for competence in self.competences if not competence.is_verified)


@lru_cache(maxsize=1)
def frameworks() -> dict[str, Framework]:
    """All frameworks by their code, in the order of the file."""
    content = json.loads(FRAMEWORKS.read_text(encoding="utf-8"))
    return {found["code"]: framework_of(found) for found in content["frameworks"]}


def framework_of(found: dict) -> Framework:
    return Framework(
        found["code"],
        found["name"],
        found["about"],
        found["source"],
        tuple(found["levels"]),
        found["is_self_rated"],
        tuple(found["roles"]),
        tuple((link["text"], link["href"]) for link in found["links"]),
        tuple(Competence(one["code"], one["name"], one["group"], one["verified"]) for one in found["competences"]),
    )


def of_role(role: str) -> tuple[Framework, ...]:
    """The frameworks that belong to a role (row 14)."""
    return tuple(framework for framework in frameworks().values() if role in framework.roles)


def switched_on(codes) -> tuple[Framework, ...]:
    """The frameworks of these codes, in the order of the file; a code that is no longer known is left out."""
    return tuple(framework for framework in frameworks().values() if framework.code in set(codes))


def with_evidence(codes) -> tuple[Framework, ...]:
    """Those of them for which evidence can be recorded."""
    return tuple(framework for framework in switched_on(codes) if framework.competences)


def self_rated() -> Framework:
    """The framework in which people rate themselves: the six HEALTH areas."""
    return next(framework for framework in frameworks().values() if framework.is_self_rated)


def competence_name(framework: str, competence: str) -> str:
    """The name of a competence; its code when a later file no longer has it."""
    found = frameworks().get(framework)
    known = found.by_code if found else {}
    return known[competence].name if competence in known else competence
