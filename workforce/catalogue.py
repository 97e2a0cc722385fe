"""The role catalogue: what each role of the new workforce does, learns and is supervised by. Pure.

Read from fixtures/role_catalogue.json, whose roles come from the seeds; the programme may use any of them.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CATALOGUE = FIXTURES / "role_catalogue.json"


@dataclass(frozen=True)
class Role:
    """One role. `contact_bucket` says where contacts with it are counted: M1, M2, attached or none."""

    code: str
    name: str
    group: str
    aliases: tuple[str, ...]
    employer: str
    common_tasks: tuple[str, ...]
    new_tasks: tuple[str, ...]
    other_functions: tuple[str, ...]
    training: str
    supervision: str
    notes: str
    source: str
    contact_bucket: str

    @property
    def searched(self) -> str:
        """All that a search looks through, in lower case."""
        return " ".join((self.code, self.name, *self.aliases)).casefold()


@lru_cache(maxsize=1)
def catalogue() -> dict:
    return json.loads(CATALOGUE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def roles() -> dict[str, Role]:
    """All roles by their code, in the order of the catalogue."""
    content = catalogue()
    groups = content["reference"]["groups"]
    return {found["code"]: role_of(found, groups) for found in content["roles"]}


def role_of(found: dict, groups: dict[str, str]) -> Role:
    def texts(name):
        return tuple(task["text"] for task in found[name])

    return Role(
        found["code"],
        found["name"],
        groups[str(found["group"])],
        tuple(found["aliases"]),
        found["employer_typical"] or "",
        texts("common_roles"),
        texts("nww_tasks"),
        texts("other_functions"),
        found["training"] or "",
        found["supervision"] or "",
        found["notes"] or "",
        found["source"],
        found["design_choice"]["contact_bucket"],
    )


def role_name(code: str) -> str:
    """The name of a role; the code itself when a later catalogue no longer has it."""
    return roles()[code].name if code in roles() else code


def found_by(text: str) -> list[Role]:
    """The roles whose code, name and other titles hold each word of the text; all of them for an empty text."""
    words = text.casefold().split()
    return [role for role in roles().values() if all(word in role.searched for word in words)]


def bands() -> tuple[str, ...]:
    """The pay bands of Agenda for Change, in order."""
    return tuple(catalogue()["reference"]["afc_bands"])
