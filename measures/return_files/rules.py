"""The checks of sent files as data, read from `rules/*.toml`: what each finds, from when, with which numbers. Pure.

A rule in force is a rule with its state and its numbers on a day: those of its file, or what the programme has set since.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from practices.uploads.problems import Level, Problem

FOLDER = Path(__file__).resolve().parent / "rules"

Number = int | float


class RuleError(ValueError):
    """A file of a rule that cannot be used; the message names the file and the key."""


class State(StrEnum):
    ON = "on"
    """Its findings are told to the sender."""
    SILENT = "silent"
    """Its findings are counted and told to nobody (V6)."""
    OFF = "off"


@dataclass(frozen=True)
class Parameter:
    """A number of a rule that a programme may change, within its bounds; `unit` follows it, such as "%" or "months"."""

    name: str
    title: str
    value: Number
    unit: str
    least: Number
    most: Number

    def written(self, value: Number) -> str:
        return f"{value:g}{self.unit}" if self.unit == "%" else f"{value:g} {self.unit}".strip()


@dataclass(frozen=True)
class Example:
    """A line by column, as far as it matters, its past, and what the rule says of it; nothing in a near miss.

    `more` are further rows of the same file. `known` is what is known beside the file: the registered tool, the register's
    recount, the middle of the wave.
    """

    line: Mapping[str, object]
    says: str = ""
    past: tuple[Mapping[str, object], ...] = ()
    more: tuple[Mapping[str, object], ...] = ()
    known: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One check. `files` are the kinds of file that it looks at; `checked_by` is the function that applies it.

    A rule that is `fixed` holds everywhere: without it a file cannot be read, stored or trusted. `silent_until` is the last
    day on which a new rule runs silently by itself.
    """

    code: str
    title: str
    finds: str
    why: str
    level: Level
    files: tuple[str, ...]
    version: str
    effective_from: date
    silent_until: date | None
    fixed: bool
    checked_by: str
    parameters: tuple[Parameter, ...]
    example: Example
    near_miss: Example

    @property
    def numbers(self) -> dict[str, Number]:
        return {parameter.name: parameter.value for parameter in self.parameters}

    def state_on(self, day: date) -> State:
        """By the rule's own file, when nobody has set anything."""
        if day < self.effective_from:
            return State.OFF
        return State.SILENT if self.silent_until and day <= self.silent_until else State.ON


@dataclass(frozen=True)
class Setting:
    """What a programme has set: from a day on, this state and these numbers in the place of the rule's own."""

    code: str
    effective_from: date
    state: State
    numbers: tuple[tuple[str, Number], ...] = ()


@dataclass(frozen=True)
class RuleInForce:
    """A rule as it holds on the day of a check."""

    rule: Rule
    state: State
    numbers: Mapping[str, Number]
    since: date

    def __getitem__(self, name: str) -> Number:
        return self.numbers[name]

    def says(self, line, column: str, message: str, **more) -> Problem:
        """The finding at one cell of a line; the level is the rule's."""
        at = {"sheet": line.sheet, "row": line.row, "column": column}
        return Problem(self.rule.code, self.rule.level, message, **at, **more)


def parse_rule(text: str, name: str) -> Rule:
    """Read and check one rule; `name` is the file's, for messages. Raises RuleError."""
    found = {"silent_until": None, "fixed": False, "parameters": []} | tomllib.loads(text)
    if wrong := {field.name for field in fields(Rule)} ^ set(found):
        raise RuleError(f"{name}: missing or unknown: {', '.join(sorted(wrong))}")
    try:
        found |= {
            "level": Level(found["level"]),
            "files": tuple(found["files"]),
            "parameters": tuple(Parameter(**values) for values in found["parameters"]),
            "example": example_of(found["example"]),
            "near_miss": example_of(found["near_miss"]),
        }
    except (TypeError, ValueError) as fault:
        raise RuleError(f"{name}: {fault}") from fault
    rule = Rule(**{key: " ".join(value.split()) if key in ("finds", "why") else value for key, value in found.items()})
    check_rule(rule, name)
    return rule


def example_of(values: Mapping) -> Example:
    lists = {key: tuple(values[key]) for key in ("past", "more") if key in values}
    return Example(**{**values, **lists})


def check_rule(rule: Rule, name: str) -> None:
    if not name.startswith(f"{rule.code}."):
        raise RuleError(f"{name}: holds rule {rule.code}")
    if not rule.example.says or rule.near_miss.says:
        raise RuleError(f"{name}: the example needs the message that it gives, and the near miss gives none")
    for parameter in rule.parameters:
        if not parameter.least <= parameter.value <= parameter.most:
            raise RuleError(f"{name}: {parameter.name} lies outside its own bounds")
    if rule.fixed and rule.silent_until:
        raise RuleError(f"{name}: a rule that always holds cannot run silently")


@cache
def all_rules() -> dict[str, Rule]:
    """The rules by code: errors, warnings, then those of how files are built, each by number."""
    read = [parse_rule(path.read_text(encoding="utf-8"), path.name) for path in FOLDER.glob("*.toml")]
    order = sorted(read, key=lambda rule: ("EWB".index(rule.code[0]), int(rule.code[1:])))
    return {rule.code: rule for rule in order}


@lru_cache(maxsize=64)
def rules_on(
    day: date, rules_off: frozenset[str] = frozenset(), settings: tuple[Setting, ...] = ()
) -> Mapping[str, RuleInForce]:
    """Every rule as it holds on a day; `settings` of one programme, of one rule the later after the earlier.

    `rules_off` are codes that the programme does not use at all; a rule that is fixed stays on.
    """
    return {code: in_force(rule, day, code in rules_off, settings) for code, rule in all_rules().items()}


def in_force(rule: Rule, day: date, is_off: bool, settings: Iterable[Setting]) -> RuleInForce:
    if rule.fixed:
        return RuleInForce(rule, State.ON, rule.numbers, rule.effective_from)
    made = [setting for setting in settings if setting.code == rule.code and setting.effective_from <= day]
    # Of two of one day the one made later holds: sorting keeps their order.
    last = sorted(made, key=lambda setting: setting.effective_from)[-1] if made else None
    state = State.OFF if is_off else last.state if last else rule.state_on(day)
    numbers = rule.numbers | dict(last.numbers) if last else rule.numbers
    return RuleInForce(rule, state, numbers, last.effective_from if last else rule.effective_from)
