"""Programmes of training as data: who takes them, how long, how many days, which pay band follows when. Pure.

Read from fixtures/training_programmes.json; what the sources leave open is None, and said in `not_verified`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from practices import months
from workforce.catalogue import FIXTURES, bands

PROGRAMMES = FIXTURES / "training_programmes.json"
# Before training that has to be renewed runs out (P3).
RENEWAL_WARNING_DAYS = 90


@dataclass(frozen=True)
class BandStep:
    """A pay band, due `after_months` from the start; None: upon completion."""

    band: str
    after_months: int | None


@dataclass(frozen=True)
class TrainingProgramme:
    """One programme. `roles` may take it, any role when empty; `days` are whole days required, by kind of day."""

    code: str
    name: str
    roles: tuple[str, ...]
    mandatory_for: tuple[str, ...]
    length_months: int | None
    days: dict[str, int]
    is_completed_by_days: bool
    bands: tuple[BandStep, ...]
    places_a_year: int | None
    cohorts_to_date: int | None
    renewed_after_months: int | None
    state: str
    source: str
    not_verified: tuple[str, ...]


@dataclass(frozen=True)
class BandStanding:
    """Where a trainee is on the way of bands. `due_on` is None when the next band comes upon completion."""

    expected: str
    since: date
    next_band: str
    due_on: date | None


@dataclass(frozen=True)
class DayProgress:
    """Days of one kind; `required` is None where no number is set."""

    kind: str
    done: float
    required: int | None


@lru_cache(maxsize=1)
def training_programmes() -> dict[str, TrainingProgramme]:
    """All of them by their code."""
    found = json.loads(PROGRAMMES.read_text(encoding="utf-8"))["programmes"]
    return {content["code"]: programme_of(content) for content in found}


def programme_of(content: dict) -> TrainingProgramme:
    steps = tuple(BandStep(step["band"], step.get("after_months")) for step in content.get("bands", []))
    return TrainingProgramme(
        code=content["code"],
        name=content["name"],
        roles=tuple(content["roles"]),
        mandatory_for=tuple(content.get("mandatory_for", [])),
        length_months=content.get("length_months"),
        days=content.get("days", {}),
        is_completed_by_days=content.get("is_completed_by_days", False),
        bands=steps,
        places_a_year=content.get("places_a_year"),
        cohorts_to_date=content.get("cohorts_to_date"),
        renewed_after_months=content.get("renewed_after_months"),
        state=content["state"],
        source=content["source"],
        not_verified=tuple(content["not_verified"]),
    )


def training_name(code: str) -> str:
    """The name of a programme of training; the code itself when it is no longer in the list."""
    found = training_programmes().get(code)
    return found.name if found else code


def switched_on(codes) -> list[TrainingProgramme]:
    """Those of a programme's settings that are known, in the order of the list."""
    return [training for training in training_programmes().values() if training.code in codes]


def for_role(role: str) -> list[TrainingProgramme]:
    """The programmes of training listed under a role; those open to any role are not among them."""
    return [training for training in training_programmes().values() if role in training.roles]


def mandatory_by_role(codes) -> dict[str, str]:
    """Role -> code of the training that it must have, of those switched on. A role has one at most."""
    return {role: training.code for training in switched_on(codes) for role in training.mandatory_for}


def months_after(day: date, count: int) -> date:
    """The same day of the month `count` months later, or that month's last day."""
    month = months.add_months(months.first_of(day), count)
    return date(month.year, month.month, min(day.day, months.last_day(month).day))


def latest_start(on: date, count: int) -> date:
    """The last first day from which `count` months have passed by a day: for questions about many people at once."""
    day = months_after(on, -count)
    month = months.first_of(day)
    return months.last_day(month) if on == months.last_day(months.first_of(on)) else day


def bands_below(band: str) -> tuple[str, ...]:
    """The bands of Agenda for Change below one."""
    order = bands()
    return order[: order.index(band)]


def due_on(code: str, started_on: date) -> date | None:
    """The day by which it is to be completed; None where its length is not known."""
    training = training_programmes().get(code)
    return months_after(started_on, training.length_months) if training and training.length_months else None


def expires_on(code: str, completed_on: date) -> date | None:
    """The last day it is valid; None for training that is not known to be renewed."""
    training = training_programmes().get(code)
    renewed = training.renewed_after_months if training else None
    return months_after(completed_on, renewed) if renewed else None


def progress(code: str, logged: Mapping[str, float]) -> list[DayProgress]:
    """Days done beside those required, by kind: each that is required, and each that was logged besides."""
    training = training_programmes().get(code)
    required = training.days if training else {}
    kinds = [*required, *(kind for kind in logged if kind not in required)]
    return [DayProgress(kind, float(logged.get(kind, 0)), required.get(kind)) for kind in kinds]


def has_all_days(code: str, logged: Mapping[str, float]) -> bool:
    """Whether as many days of each kind were logged as are required; False where no number is set."""
    asked = [one for one in progress(code, logged) if one.required is not None]
    return bool(asked) and all(one.done >= one.required for one in asked)


def is_completed_by_days(code: str) -> bool:
    """Whether attending all its days is all that it takes (row 39)."""
    training = training_programmes().get(code)
    return bool(training and training.is_completed_by_days)


def band_standing(code: str, started_on: date, on: date, completed_on: date | None = None) -> BandStanding | None:
    """The band that a trainee should have on a day, and the next; None without band steps, or before the start."""
    training = training_programmes().get(code)
    steps = (
        [] if training is None else [(step.band, step_on(step, started_on, completed_on)) for step in training.bands]
    )
    reached = [(band, day) for band, day in steps if day and day <= on]
    if not reached:
        return None
    ahead = steps[len(reached) :]
    return BandStanding(*reached[-1], *(ahead[0] if ahead else ("", None)))


def step_on(step: BandStep, started_on: date, completed_on: date | None) -> date | None:
    return completed_on if step.after_months is None else months_after(started_on, step.after_months)


def is_below(band: str, expected: str) -> bool | None:
    """Whether a band lies below the one expected; None for a grade of another scheme."""
    order = bands()
    return order.index(band) < order.index(expected) if band in order and expected in order else None
