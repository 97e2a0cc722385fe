"""Guidance documents that the sources name, and the roles that they are about (rows 15 and 16). Pure.

Read from fixtures/guidance.json. What a document says is told in our own words; no document is kept here.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from workforce import catalogue

GUIDANCE = catalogue.FIXTURES / "guidance.json"


@dataclass(frozen=True)
class Document:
    """`year` is None where the source gives none; `roles` are codes, all those of its source where it names none."""

    code: str
    title: str
    year: int | None
    about: str
    source: str
    roles: tuple[str, ...]

    @property
    def dated(self) -> str:
        return f"{self.title} ({self.year})" if self.year else f"{self.title} (year not said)"


@lru_cache(maxsize=1)
def documents() -> tuple[Document, ...]:
    """The oldest first; those without a year at the end."""
    content = json.loads(GUIDANCE.read_text(encoding="utf-8"))
    found = [document_of(one) for one in content["documents"]]
    return tuple(sorted(found, key=lambda one: (one.year is None, one.year or 0, one.title)))


def document_of(found: dict) -> Document:
    seed = found["source"].split("_")[0]
    every = (role.code for role in catalogue.roles().values() if role.source.startswith(seed))
    roles = tuple(found["roles"]) or tuple(every)
    return Document(found["code"], found["title"], found["year"], found["about"], found["source"], roles)


def of_role(role: str) -> tuple[Document, ...]:
    """The documents about a role."""
    return tuple(document for document in documents() if role in document.roles)
