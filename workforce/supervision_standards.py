"""What supervision each role is to have: how often, how long. Pure.

Read from fixtures/supervision_standards.json. A role without a number has no standard, and nothing is expected of it: that is
said with its reason, and never as 0 minutes.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from workforce.catalogue import FIXTURES

STANDARDS = FIXTURES / "supervision_standards.json"
CASE_MANAGEMENT, CLINICAL_SKILLS, GROUP, MANAGEMENT = "case_management", "clinical_skills", "group", "management"
KIND_WORDS = {
    CASE_MANAGEMENT: "individual case management",
    CLINICAL_SKILLS: "clinical skills supervision",
    GROUP: "groups of trainees",
    MANAGEMENT: "management supervision",
}
NO_STANDARD = "no standard: none is published for this role"
EVERY_WORDS = {7: "every week", 14: "every fortnight"}


@dataclass(frozen=True)
class Part:
    """`minutes` every `every_days` days, for one WTE when `is_pro_rata`; None minutes: only how often is known."""

    kind: str
    every_days: int
    minutes: int | None
    is_pro_rata: bool
    is_for_trainees: bool
    is_published: bool

    @property
    def minutes_a_day(self) -> float:
        """Of a calendar day, 0 where no length is known."""
        return (self.minutes or 0) / self.every_days

    @property
    def words(self) -> str:
        """`60 minutes of individual case management every week for one WTE`."""
        often = EVERY_WORDS.get(self.every_days, f"every {self.every_days} days")
        length = f"{self.minutes} minutes of {KIND_WORDS[self.kind]}" if self.minutes else KIND_WORDS[self.kind]
        whom = " for one WTE" if self.is_pro_rata else ""
        return f"{length} {often}{whom}{' while in training' if self.is_for_trainees else ''}"


@dataclass(frozen=True)
class Standard:
    """What a role is to have, in parts, and where that comes from."""

    role: str
    parts: tuple[Part, ...]
    source: str
    notes: str

    @property
    def words(self) -> str:
        return "; ".join(part.words for part in self.parts)

    @property
    def is_published(self) -> bool:
        return all(part.is_published for part in self.parts)

    def part(self, kind: str) -> Part | None:
        return next((part for part in self.parts if part.kind == kind), None)


@lru_cache(maxsize=1)
def content() -> dict:
    return json.loads(STANDARDS.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def standards() -> dict[str, Standard]:
    """All standards by the code of their role."""
    return {role: standard_from(role, found) for role, found in content()["standards"].items()}


def standard_from(role: str, found: dict) -> Standard:
    parts = tuple(
        Part(
            part["kind"],
            part["every_days"],
            part["minutes"],
            part["pro_rata"],
            part["only_in_training"],
            part["basis"] == "published",
        )
        for part in found["parts"]
    )
    return Standard(role, parts, found["source"], found["notes"])


def standard_of(role: str) -> Standard | None:
    return standards().get(role)


def why_no_standard(role: str) -> str:
    """Why nothing is expected of a role; "" for a role with a standard."""
    if role in standards():
        return ""
    without = content()["without_number"].get(role)
    return f"no standard: {without[0].lower()}{without[1:]}" if without else NO_STANDARD


def standard_words(role: str) -> str:
    """The standard of a role, or why there is none, for a page."""
    standard = standard_of(role)
    return standard.words if standard else why_no_standard(role)


def longest_gap(role: str) -> int | None:
    """Days without individual supervision after which somebody is overdue: twice the interval. None without a standard."""
    part = standard_of(role) and standard_of(role).part(CASE_MANAGEMENT)
    return 2 * part.every_days if part else None


def roles_by_gap() -> dict[int, list[str]]:
    """The roles with a standard, by the days after which their supervision is overdue."""
    found: dict[int, list[str]] = {}
    for role in standards():
        found.setdefault(longest_gap(role), []).append(role)
    return found
