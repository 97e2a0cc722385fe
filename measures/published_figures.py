"""What has been published of a practice's month, in words: the series of the practice, its commissioner and its wave.

Read from the stored series, so that it is what people have seen, whatever the returns say by now.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from measures.change_words import signed
from measures.chart_words import reason_words, shown, with_unit
from measures.computing.changes import CHANGE_REASONS
from measures.computing.series_data import SeriesData, read
from measures.definitions import all_definitions
from measures.fields import ACTIVITY_FIELDS, COUNT_FIELDS
from measures.models import MonthlyReturn, Series
from practices import months
from practices.models import Organisation, Parent

LEVELS = (Series.Level.PRACTICE, Series.Level.COMMISSIONER, Series.Level.WAVE)
LONGEST = 80
# What every rate rests on.
BASES = set(COUNT_FIELDS) - set(ACTIVITY_FIELDS)


@dataclass(frozen=True)
class PublishedFigure:
    """One figure as it stands: whose it is, what it is called, where it is to be seen, what it says."""

    level: str
    code: str
    measure: str
    label: str
    address: str
    text: str


def published_figures(versions: Collection[MonthlyReturn]) -> dict[int, list[PublishedFigure]]:
    """Return id -> what is published of its month and of the periods it may lie in. Two queries, however many there are.

    The versions have their wave and practice with them.
    """
    parents = parents_of(versions)
    organisations = {version.practice_id for version in versions} | {parent.pk for parent in parents.values()}
    series = series_of({version.wave_id for version in versions}, organisations)
    return {version.pk: list(figures_of(version, parents.get(version.pk), series)) for version in versions}


def parents_of(versions: Iterable[MonthlyReturn]) -> dict[int, Organisation]:
    """Return id -> the commissioner of its practice as at the month's last day. One query."""
    links = list(Parent.objects.filter(child__in={one.practice_id for one in versions}).select_related("parent"))
    return {
        version.pk: link.parent
        for version in versions
        for link in links
        if link.child_id == version.practice_id and holds_on(link, months.last_day(version.month))
    }


def holds_on(link: Parent, day) -> bool:
    return (link.start is None or link.start <= day) and (link.end is None or link.end >= day)


def series_of(waves: Collection[int], organisations: Collection[int]) -> dict[tuple, SeriesData]:
    """(wave, level, organisation or None, measure) -> the series. One query."""
    definitions = all_definitions()
    found = Series.objects.filter(
        Q(organisation__in=organisations) | Q(organisation__isnull=True), wave__in=waves, level__in=LEVELS
    )
    return {
        (row.wave_id, row.level, row.organisation_id, row.measure): read(row.payload, definitions[row.measure])
        for row in found
        if row.measure in definitions
    }


def figures_of(version: MonthlyReturn, parent: Organisation | None, series: dict) -> Iterator[PublishedFigure]:
    for level, place in places_of(version, parent):
        for measure in all_definitions():
            data = series.get((version.wave_id, level, place.pk if place else None, measure))
            if data is not None:
                yield from figures_of_series(version, level, place, data)


def places_of(version: MonthlyReturn, parent: Organisation | None) -> list[tuple[str, Organisation | None]]:
    above = [(Series.Level.COMMISSIONER, parent)] if parent else []
    return [(Series.Level.PRACTICE, version.practice), *above, (Series.Level.WAVE, None)]


def figures_of_series(version, level: str, place, data: SeriesData) -> Iterator[PublishedFigure]:
    definition = data.definition
    whose = str(place or version.wave)
    address = address_of(version.wave.code, level, place)
    for what, text in texts_of(data, version.month):
        label = f"{definition.short_title} of {whose}, {what}"
        code = place.ods_code if place else ""
        yield PublishedFigure(str(level), code, definition.code, label[:300], address, text[:LONGEST])


def address_of(wave_code: str, level: str, place) -> str:
    names = {Series.Level.PRACTICE: "practice_dashboard", Series.Level.COMMISSIONER: "commissioner_dashboard"}
    return (
        reverse(names[level], args=[wave_code, place.ods_code])
        if place
        else reverse("wave_dashboard", args=[wave_code])
    )


def texts_of(data: SeriesData, month) -> Iterator[tuple[str, str]]:
    """(what, what it says): the month, the latest three months, baseline and change."""
    unit = data.definition.unit
    if month in data.months:
        at = data.months.index(month)
        yield months.label(month), rate_text(data.values[at], unit, data.reasons[at])
    if month in data.current_months:
        yield "latest three months", rate_text(data.current_value, unit, "too_few")
    change = data.change
    baseline = change.baseline.rate(data.definition.per) if change.baseline else None
    yield "baseline", rate_text(baseline, unit, change.reason or "no_baseline")
    yield "change since the baseline", change_text(data)


def rate_text(value: float | None, unit: str, reason: str) -> str:
    if value is None:
        return CHANGE_REASONS.get(reason) or reason_words(reason)
    return with_unit(shown(value), unit)


def change_text(data: SeriesData) -> str:
    if data.headline != "shown" or data.change.percent is None:
        return "Not shown: " + (CHANGE_REASONS.get(data.headline) or data.headline.replace("_", " "))
    return f"{signed(data.change.percent)}%"


def measures_touched(old: MonthlyReturn, values: dict) -> list[str]:
    """Short titles of the measures whose counts differ between a version and the values that replace it."""
    differing = {name for name, value in values.items() if getattr(old, name) != value}
    return [
        definition.short_title
        for definition in all_definitions().values()
        if differing & {definition.numerator, *BASES}
    ]
