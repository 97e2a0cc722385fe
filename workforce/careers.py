"""Career pathway: the next steps of each role, what each requires, and what of it somebody has. Pure.

Read from fixtures/career_pathways.json. A step may stay within a role and then has a title of its own. Promotion is not attrition.
A requirement is met, not met, or not decided: that of which this application keeps no record, or of which nobody says how much
is asked, is not guessed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from workforce.catalogue import FIXTURES, role_name
from workforce.training_programmes import months_after

PATHWAYS = FIXTURES / "career_pathways.json"
COMPLETED = "completed"


@dataclass(frozen=True)
class Requirement:
    """One thing that a step asks for. `known_by`: which records decide it, "" for none; `of`: a code, or names of bodies."""

    text: str
    known_by: str = ""
    of: str | tuple[str, ...] = ""
    after_months: int | None = None


@dataclass(frozen=True)
class CareerStep:
    """One step up. `source` says who describes it, and may be empty for a design choice of this application."""

    role: str
    next_role: str
    title: str
    requirements: tuple[Requirement, ...]
    training: str
    source: str
    is_design_choice: bool

    @property
    def name(self) -> str:
        return self.title or role_name(self.next_role)

    @property
    def requires(self) -> tuple[str, ...]:
        return tuple(one.text for one in self.requirements)


@dataclass(frozen=True)
class Course:
    """The latest enrolment in one training; `outcome` "" while under way, `expires_on` None where it does not run out."""

    started_on: date
    ended_on: date | None = None
    outcome: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """What the records say of one worker: training by code, bodies whose accreditation holds, months in each role;
    and by role (done, of how many) the parts of its policy in place and the competences signed off.
    """

    today: date
    courses: Mapping[str, Course] = field(default_factory=dict)
    bodies: tuple[str, ...] = ()
    months_in_role: Mapping[str, int] = field(default_factory=dict)
    policy: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    competences: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Whether a requirement is met; None where the records do not decide it. `words` say on what that rests."""

    is_met: bool | None
    words: str


@lru_cache(maxsize=1)
def career_steps() -> tuple[CareerStep, ...]:
    """All steps, in the order of the file."""
    found = json.loads(PATHWAYS.read_text(encoding="utf-8"))["steps"]
    return tuple(
        CareerStep(
            content["from"],
            content["to"],
            content.get("title", ""),
            tuple(requirement_of(one) for one in content["requires"]),
            content["training"],
            content["source"],
            content["is_design_choice"],
        )
        for content in found
    )


def requirement_of(content: dict) -> Requirement:
    of = content.get("of", "")
    return Requirement(
        content["text"],
        content.get("known_by", ""),
        tuple(of) if isinstance(of, list) else of,
        content.get("after_months"),
    )


def steps_from(role: str) -> list[CareerStep]:
    """What may come next after a role; empty where nothing is described."""
    return [step for step in career_steps() if step.role == role]


def standing(requirement: Requirement, facts: Facts) -> Standing:
    """Whether the records say that somebody meets a requirement."""
    match requirement.known_by:
        case "training":
            return of_course(facts.courses.get(requirement.of), requirement.after_months, facts.today)
        case "accreditation":
            return of_bodies(requirement.of, facts.bodies)
        case "role":
            return of_time(facts.months_in_role.get(requirement.of, 0))
        case "policy":
            return of_parts(facts.policy.get(requirement.of), "parts of the policy in place")
        case "frameworks":
            return of_parts(facts.competences.get(requirement.of), "competences signed off")
    return Standing(None, "no record of it is kept here")


def of_course(course: Course | None, after_months: int | None, today: date) -> Standing:
    """Completed and still valid; or, where so many months of it are asked, so long on it without having left it."""
    if course is None:
        return Standing(False, "not begun")
    if course.outcome == COMPLETED:
        return of_completed(course, today)
    if course.outcome:
        return Standing(False, f"left without completing it on {day(course.ended_on)}")
    if after_months is None:
        return Standing(False, f"under way since {day(course.started_on)}")
    reached = months_after(course.started_on, after_months)
    return Standing(reached <= today, f"{'reached' if reached <= today else 'to be reached'} on {day(reached)}")


def of_completed(course: Course, today: date) -> Standing:
    if course.expires_on and course.expires_on < today:
        return Standing(False, f"expired on {day(course.expires_on)}")
    return Standing(True, f"completed on {day(course.ended_on)}")


def of_bodies(asked: tuple[str, ...], held: tuple[str, ...]) -> Standing:
    """An accreditation may name several bodies at once."""
    missing = [name for name in asked if not any(name.casefold() in body.casefold() for body in held)]
    if missing:
        return Standing(False, f"none that holds today with {' and '.join(missing)}")
    return Standing(True, f"held with {' and '.join(asked)}")


def of_time(months: int) -> Standing:
    """The time is known, but not how much of it is asked."""
    said = f"{months} full month{'' if months == 1 else 's'} in the role"
    return Standing(None, f"{said}; how much is asked is not said") if months else Standing(False, said)


def of_parts(parts: tuple[int, int] | None, words: str) -> Standing:
    """So many of so many; nothing is decided where there are none to have."""
    if not parts or not parts[1]:
        return Standing(None, "nothing is asked for in this programme")
    return Standing(parts[0] == parts[1], f"{parts[0]} of {parts[1]} {words}")


def day(found: date | None) -> str:
    return f"{found:%-d %b %Y}" if found else "a day that is not said"


def full_months(start: date, end: date) -> int:
    """Months that have passed from one day to another; 0 where none has."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(months - (end < months_after(start, months)), 0)
