"""Deciles over time (L3): how the practices' rates are spread month by month, from published rates for all but exact readers."""

from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.shown import Shown, shown
from measures.decile_charts import Deciles, Own, deciles_of
from measures.definitions import MeasureDefinition
from measures.disclosure import Audience
from measures.models import Series


def deciles_page(gathered: Gathered, definition: MeasureDefinition, marked: tuple[str, ...]) -> Deciles | None:
    """None before anything was computed. The deciles are of all practices, never of all but one."""
    own = [
        gathered.series(Series.Level.PRACTICE, one.practice, definition.code)
        for one in gathered.memberships
        if (Series.Level.PRACTICE, one.practice_id, definition.code) in gathered.by_key
    ]
    if not own:
        return None
    is_protected = not all(one.audience.is_exact for one in own)
    rows = published(gathered, definition) if is_protected else own
    return Deciles(
        title=definition.short_title,
        unit=definition.unit,
        months=[month_of(rows, place) for place in range(len(own[0].data.months))],
        marked=marked_lines(gathered, definition, marked),
        is_protected=is_protected,
    )


def published(gathered: Gathered, definition: MeasureDefinition) -> list[Shown]:
    """Every practice's series as anybody may see it."""
    rows = [row for row in gathered.rows if row.level == Series.Level.PRACTICE and row.measure == definition.code]
    return [shown(row, Audience.OTHER) for row in rows]


def month_of(rows: list[Shown], place: int):
    with_value = sum(one.data.values[place] is not None for one in rows)
    return deciles_of(rows[0].data.months[place], [one.release.rates[place] for one in rows], with_value)


def marked_lines(gathered: Gathered, definition: MeasureDefinition, marked: tuple[str, ...]) -> list[Own]:
    """As their reader may see them; only practices of this person's scope can be marked."""
    found = [
        gathered.series(Series.Level.PRACTICE, one.practice, definition.code)
        for one in gathered.visible_memberships
        if one.practice.ods_code in marked
    ]
    return [Own(one.name, one.line.values, one.audience.is_exact) for one in found if one]
