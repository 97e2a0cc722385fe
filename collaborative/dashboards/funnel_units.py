"""Which practices a funnel is made of, and with which counts: for whoever sees all exactly the true ones, else protected ones."""

from dataclasses import dataclass

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown, shown
from measures import disclosure
from measures.definitions import MeasureDefinition
from measures.disclosure import BASE, Audience
from measures.models import Series
from practices.models import WaveMembership


@dataclass(frozen=True)
class Unit:
    """One practice's latest three months as one audience may see them.

    `size` and `events` are what its limits take: of measures that count the same people at every month's end those of one
    month, since three month-ends carry the information of one.
    """

    membership: WaveMembership
    numerator: float
    denominator: float
    rate: float
    size: float
    events: int
    is_exact: bool

    @property
    def code(self) -> str:
        return self.membership.practice.ods_code


@dataclass(frozen=True)
class Units:
    """`base`: what limits and average are made of. `exact`: code -> what the reader may see exactly over a protected base.

    `left_out`: reason -> how many practices are not in it. `with_value`: how many have a rate at all, published or not.
    """

    base: list[Unit]
    exact: dict[str, Unit]
    left_out: dict[str, int]
    with_value: int
    is_protected: bool


def units_of(gathered: Gathered, definition: MeasureDefinition) -> Units:
    """Practices whose latest return lies in the wave's latest three months; nobody is compared by a stale figure."""
    found = [
        (one, gathered.series(Series.Level.PRACTICE, one.practice, definition.code)) for one in gathered.memberships
    ]
    recent = [(one, series) for one, series in found if series and is_recent(gathered, series)]
    is_protected = not all(series.audience.is_exact for _, series in recent)
    base, left_out = [], {}
    for one, series in recent:
        seen = others_see(gathered, one, series) if is_protected else series
        unit = unit_of(one, seen)
        if unit is None:
            reason = seen.current[1] or "no_return"
            left_out[reason] = left_out.get(reason, 0) + 1
        else:
            base.append(unit)
    return Units(
        base=base,
        exact=exact_units(recent) if is_protected else {},
        left_out=left_out,
        with_value=sum(series.data.current_value is not None for _, series in recent),
        is_protected=is_protected,
    )  # fmt: skip


def exact_units(recent: list[tuple[WaveMembership, Shown]]) -> dict[str, Unit]:
    """What the reader may see exactly: the own practice, and those that have agreed."""
    found = [unit_of(one, series) for one, series in recent if series.audience.is_exact]
    return {unit.code: unit for unit in found if unit}


def is_recent(gathered: Gathered, series: Shown) -> bool:
    wave = gathered.series(Series.Level.WAVE, None, series.definition.code)
    return wave is not None and series.data.latest_month in wave.data.current_months


def others_see(gathered: Gathered, membership: WaveMembership, series: Shown) -> Shown:
    """The same practice's series as anybody sees it."""
    if not series.audience.is_exact:
        return series
    row = gathered.by_key[(Series.Level.PRACTICE, membership.practice_id, series.definition.code)]
    return shown(row, Audience.OTHER)


def unit_of(membership: WaveMembership, series: Shown) -> Unit | None:
    """None where the rate of the latest three months may not be shown to this audience, or is of too few people."""
    rate, _ = series.current
    if rate is None:
        return None
    period = series.data.current
    pool = series.pool(period)
    if not series.audience.is_exact:
        pool, _ = disclosure.protected_pool(pool, "practice")
    months = period.months if series.definition.counts_the_same_people else 1
    return Unit(
        membership=membership,
        numerator=pool.numerator,
        denominator=pool.denominator,
        rate=rate,
        size=size_of(pool.denominator / months, series),
        events=round(pool.numerator / months),
        is_exact=series.audience.is_exact,
    )


def size_of(size: float, series: Shown) -> float:
    """Whole people; of a protected count a multiple of five, like every other that others are shown."""
    if not series.definition.counts_the_same_people:
        return size
    return round(size) if series.audience.is_exact else max(BASE, int(size) // BASE * BASE)
