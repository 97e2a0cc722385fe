"""A month's return as the register fills it: every figure with its number, or why there is none. Pure.

What the register cannot know is said to be not available, and is never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from measures.definitions import MeasureDefinition, all_definitions
from measures.fields import ACTIVITY_FIELDS, COUNT_FIELDS, REGISTERED_FIELDS
from practices import months
from registers.figures import REASONS, RETURN_FIELDS

CANNOT_COUNT = "cannot_count_yet"
# An older list size is used, and said to be old.
OLD_AFTER_MONTHS = 15
NOT_COUNTED_YET = "Not counted yet: the count of the register is still to come"


@dataclass(frozen=True)
class ListSizeFound:
    """How many people were registered on a day; `registered_16_64` is None where only all ages are known."""

    on: date
    registered: int
    registered_16_64: int | None

    def is_old(self, month: date) -> bool:
        return months.add_months(months.first_of(self.on), OLD_AFTER_MONTHS) < month


@dataclass(frozen=True)
class Cell:
    """One figure of the return: a number, or None and why."""

    field: str
    value: int | None
    why: str = ""


@dataclass(frozen=True)
class Filled:
    """All figures of one month, in the order of the return."""

    month: date
    cells: tuple[Cell, ...]
    warnings: tuple[str, ...] = ()
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "numbers", {cell.field: cell.value for cell in self.cells if cell.value is not None})

    @property
    def not_available(self) -> dict[str, str]:
        return {cell.field: CANNOT_COUNT for cell in self.cells if cell.value is None}

    @property
    def is_nil(self) -> bool:
        """Every activity was counted, and there was none."""
        return all(self.numbers.get(name) == 0 for name in ACTIVITY_FIELDS)

    @property
    def is_counted(self) -> bool:
        """The register says something of the month."""
        return any(name in self.numbers for name in RETURN_FIELDS)


def fill(month: date, figures: Mapping, reasons: Mapping[str, str], size: ListSizeFound | None) -> Filled:
    """`figures` are the register's counts of the month by name; `reasons` why others are not among them, as registers.figures
    names them."""
    registered = {"registered_all": size.registered, "registered_16_64": size.registered_16_64} if size else {}
    cells = [
        registered_cell(name, registered.get(name))
        if name in REGISTERED_FIELDS
        else counted_cell(name, figures, reasons)
        for name in COUNT_FIELDS
    ]
    return Filled(month, tuple(cells), tuple(warnings_of(month, figures, size)))


def registered_cell(name: str, value: int | None) -> Cell:
    return Cell(name, value, "" if value is not None else "No list size of the practice is known by this month")


def counted_cell(name: str, figures: Mapping, reasons: Mapping[str, str]) -> Cell:
    value = figures.get(name)
    return Cell(name, value, "" if value is not None else REASONS.get(reasons.get(name, ""), NOT_COUNTED_YET))


def warnings_of(month: date, figures: Mapping, size: ListSizeFound | None):
    """What the sender should know before the figures go."""
    if size and size.is_old(month):
        yield f"The list size is of {size.on:%-d %B %Y}, more than {OLD_AFTER_MONTHS} months before this month. Correct it below if you know a newer one."
    if figures.get("is_left_censored"):
        first = months.add_months(month, -6)
        yield (
            f"Sick notes reach back less than 26 weeks, to about {months.label(first)} or later: an absence that began "
            "before them is counted too short, so the figures for 13 weeks may be too low."
        )


# ---- what the figures come to


@dataclass(frozen=True)
class MeasureLine:
    """One measure as the return gives it, or why it cannot be worked out. `beside` stands next to it and is not part of it."""

    definition: MeasureDefinition
    numerator: int | None
    denominator: float | None
    value: float | None
    why: str = ""
    beside: str = ""


def measure_lines(numbers: Mapping[str, int]) -> list[MeasureLine]:
    """The four measures of the return's own figures: the list is (open + close) / 2 where person-months are meant."""
    return [measure_line(definition, numbers) for definition in all_definitions().values()]


def measure_line(definition: MeasureDefinition, numbers: Mapping[str, int]) -> MeasureLine:
    numerator, people = numbers.get(definition.numerator), people_of(definition, numbers)
    beside = attached_words(numbers, people) if definition.numerator == "other_staff_consultations" else ""
    why = ""
    if numerator is None or people is None:
        why = "A figure that it needs is not available"
    elif people < definition.minimum_denominator:
        why = f"Fewer than {definition.minimum_denominator} people on the list: too few for a rate"
    value = None if why else numerator / people * definition.per
    return MeasureLine(definition, numerator, people, value, why, beside)


def people_of(definition: MeasureDefinition, numbers: Mapping[str, int]) -> float | None:
    opened, close = numbers.get("list_open"), numbers.get("list_close")
    if definition.counts_person_months:
        return None if opened is None or close is None else (opened + close) / 2
    return close


def attached_words(numbers: Mapping[str, int], people: float | None) -> str:
    """Contacts with workers attached to the practice, beside measure 2 and never inside it."""
    contacts = numbers.get("attached_mh_contacts")
    if contacts is None:
        return "Contacts with attached workers, which are not part of it, are not available"
    rate = f", {contacts / people * 100:.1f} per 100 a month" if people else ""
    return f"Beside it, and not part of it: {contacts} contacts with attached workers{rate}"
