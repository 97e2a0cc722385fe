"""The wave's middle practice beside a figure of the return, by the rules of release and no other. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from measures.decile_charts import DECILES, MIDDLE, deciles_of
from measures.definitions import MeasureDefinition, all_definitions
from measures.disclosure import Audience, Counts, release
from measures.prepared.filling import people_of
from practices import months


@dataclass(frozen=True)
class Median:
    """One measure in one month: the median of the practices' published rates, or why there is none; and the own rate."""

    definition: MeasureDefinition
    month: date
    practices: int
    value: float | None
    own: float | None
    reason: str = ""

    @property
    def words(self) -> str:
        unit, label = self.definition.unit, months.label(self.month)
        own = "" if self.own is None else f"; yours {self.own:.1f}"
        if self.value is None:
            return f"Wave in {label}: {self.reason or 'no value'}{own}"
        return f"Wave in {label}: median {self.value:.0f} {unit}, of {self.practices} practices{own}"


def medians_of(month: date, returns: Iterable[Mapping], own: Mapping | None) -> dict[str, Median]:
    """Field -> the wave's median of the measure that it counts. `returns` are the current ones of the month, of every
    practice: registered_all and the counts by name; `own` is the practice's own among them."""
    returns = list(returns)
    found = all_definitions().values()
    return {definition.numerator: median_of(definition, month, returns, own) for definition in found}


def median_of(definition: MeasureDefinition, month: date, returns: list[Mapping], own: Mapping | None) -> Median:
    """Each practice's rate as anybody may see it: where small counts hide too many of them, nothing is said."""
    true = [rate_of(definition, counts) for counts in returns]
    published = [published_rate(definition, month, counts) for counts in returns]
    found = deciles_of(month, published, sum(rate is not None for rate in true))
    value = found.values[DECILES.index(MIDDLE)] if found.values else None
    own_rate = rate_of(definition, own) if own else None
    return Median(definition, month, found.practices, value, own_rate, found.reason)


def rate_of(definition: MeasureDefinition, counts: Mapping) -> float | None:
    """The true rate, or None of too small a list."""
    numerator, people = counts.get(definition.numerator), people_of(definition, counts)
    if numerator is None or people is None or people < definition.minimum_denominator:
        return None
    return numerator / people * definition.per


def published_rate(definition: MeasureDefinition, month: date, counts: Mapping) -> float | None:
    if rate_of(definition, counts) is None:
        return None
    true = Counts(
        level="practice",
        months=(month,),
        numerators=(counts[definition.numerator],),
        denominators=(people_of(definition, counts),),
        registered=(counts.get("registered_all"),),
    )
    (rate,) = release(true, Audience.OTHER, per=definition.per).rates
    return rate
