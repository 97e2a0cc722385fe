"""What each measure is, read from `definitions/*.toml`. Pure.

A definition is data with a version: a change of numerator or denominator is a break in the series, never an edit.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path

from measures.fields import COUNT_FIELDS

FOLDER = Path(__file__).resolve().parent / "definitions"

PERSON_MONTHS = "person_months"
PEOPLE_AT_MONTH_END = "people_at_month_end"
LOWER_IS_BETTER = "LOWER_IS_BETTER"
HIGHER_IS_BETTER = "HIGHER_IS_BETTER"
NO_JUDGEMENT = "NO_JUDGEMENT"
# The side on which a value is better: 1 high, -1 low; nothing where no judgement is made.
BETTER_SIDE = {LOWER_IS_BETTER: -1, HIGHER_IS_BETTER: 1}
# What is charted: events over time (u charts) or people over people (p charts).
RATES, PROPORTIONS = "rates", "proportions"

ALLOWED = {
    "numerator": set(COUNT_FIELDS),
    "denominator": {PERSON_MONTHS, PEOPLE_AT_MONTH_END},
    "direction": {LOWER_IS_BETTER, HIGHER_IS_BETTER, NO_JUDGEMENT},
    "chart": {RATES, PROPORTIONS},
    "interval": {"events", "people"},
}


class DefinitionError(ValueError):
    """A definition file that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class DefinitionChange:
    version: str
    on: date
    text: str


@dataclass(frozen=True)
class MeasureDefinition:
    """One measure. `per` is the multiplier of its rate; `interval` says whose variance the change's interval has.

    `counted` names what is counted, one and several of it.
    """

    code: str
    number: int
    title: str
    short_title: str
    version: str
    why_it_matters: str
    numerator: str
    numerator_text: str
    counted: tuple[str, str]
    denominator: str
    denominator_text: str
    unit: str
    per: int
    minimum_denominator: int
    direction: str
    chart: str
    interval: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    pitfalls: tuple[str, ...]
    changes: tuple[DefinitionChange, ...]

    @property
    def counts_person_months(self) -> bool:
        return self.denominator == PERSON_MONTHS

    @property
    def is_proportion(self) -> bool:
        return self.chart == PROPORTIONS

    @property
    def denominator_units(self) -> int:
        """In how many parts stored denominators are counted: half person-months keep them whole numbers."""
        return 2 if self.counts_person_months else 1

    @property
    def title_with_unit(self) -> str:
        """For the head of a column of rates: nobody is to ask what a figure counts."""
        return f"{self.short_title}, {self.unit}"

    @property
    def unit_of_counts(self) -> str:
        """The unit as one says it of a number of people: a percentage is so many per 100."""
        return f"per {self.per:,} {self.unit.removeprefix('% of ')}" if self.unit.startswith("% of ") else self.unit

    @property
    def counts_the_same_people(self) -> bool:
        return self.interval == "people"


def parse_definition(text: str, name: str) -> MeasureDefinition:
    """Read and check one definition; `name` is the file's, for messages. Raises DefinitionError."""
    found = tomllib.loads(text)
    check_keys(found, name)
    changes = tuple(DefinitionChange(**change) for change in found["changes"])
    lists = {key: tuple(found[key]) for key in ("includes", "excludes", "pitfalls", "counted")}
    paragraph = " ".join(found["why_it_matters"].split())
    definition = MeasureDefinition(**{**found, **lists, "why_it_matters": paragraph, "changes": changes})
    check_values(definition, name)
    return definition


def check_keys(found: dict, name: str) -> None:
    expected = {field.name for field in fields(MeasureDefinition)}
    if wrong := expected ^ set(found):
        raise DefinitionError(f"{name}: missing or unknown: {', '.join(sorted(wrong))}")


def check_values(definition: MeasureDefinition, name: str) -> None:
    for key, allowed in ALLOWED.items():
        if (value := getattr(definition, key)) not in allowed:
            raise DefinitionError(f"{name}: {key} is {value!r}; allowed are {', '.join(sorted(allowed))}")
    if definition.per <= 0 or definition.minimum_denominator <= 0:
        raise DefinitionError(f"{name}: per and minimum_denominator must be positive")
    if not definition.changes or definition.changes[-1].version != definition.version:
        raise DefinitionError(f"{name}: the last change must be that of version {definition.version}")


@cache
def all_definitions() -> dict[str, MeasureDefinition]:
    """The measures by code, in the order of their numbers."""
    read = [parse_definition(path.read_text(encoding="utf-8"), path.name) for path in FOLDER.glob("*.toml")]
    return {definition.code: definition for definition in sorted(read, key=lambda definition: definition.number)}


def definition_of(code: str) -> MeasureDefinition:
    """Raises KeyError for a code that no definition has."""
    return all_definitions()[code]
