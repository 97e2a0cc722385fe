"""The role catalogue: what each role of the new workforce does, learns and is supervised by. Pure.

Read from fixtures/role_catalogue.json, whose roles come from the seeds; the programme may use any of them.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
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

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of the code, the name and the other titles, as a search compares them."""
        return frozenset(words_of(" ".join((self.code, self.name, *self.aliases))))

    @cached_property
    def words(self) -> frozenset[str]:
        """Those, and the words of all tasks and functions, training and supervision."""
        texts = (*self.common_tasks, *self.new_tasks, *self.other_functions, self.training, self.supervision)
        return self.names | frozenset(words_of(" ".join(texts)))


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
    """Roles in whose code, name or titles a word begins with each word of the text, then those in whose tasks it does.

    All of them for an empty text. Capitals, accents, hyphens, plurals and -ing make no difference.
    """
    wanted = words_of(text)
    by_name = [role for role in roles().values() if all(begins(word, role.names) for word in wanted)]
    by_task = [role for role in roles().values() if all(begins(word, role.words) for word in wanted)]
    return [*by_name, *(role for role in by_task if role not in by_name)]


def begins(word: str, words: Iterable[str]) -> bool:
    return any(one.startswith(word) for one in words)


def words_of(text: str) -> list[str]:
    """The stems of the words of a text, in small letters, without accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return [stem(word) for word in re.findall(r"[^\W_]+", letters)]


def stem(word: str) -> str:
    """Near enough to compare two words by: therapies and therapy, nursing and nurses, prescribe and prescribing."""
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    ending = next((ending for ending in ("ing", "e") if word.endswith(ending) and len(word) > len(ending) + 3), "")
    return word.removesuffix(ending)


def bands() -> tuple[str, ...]:
    """The pay bands of Agenda for Change, in order."""
    return tuple(catalogue()["reference"]["afc_bands"])
