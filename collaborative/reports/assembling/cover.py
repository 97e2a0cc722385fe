"""The cover: what the report is of, as at when, and how complete the figures are."""

from collaborative.dashboards.wave import as_at, coverage_words, people_covered, sees_everybody
from collaborative.reports.assembling.source import Source
from collaborative.reports.assembling.words import day, per_cent
from collaborative.reports.contents import Facts, Page, Text
from measures.definitions import all_definitions
from measures.disclosure import RULE
from measures.models import Series
from practices import months
from practices.wording import number_of

INVENTED = "Invented data"
PROTECTED = "Copy for the wave: protected figures, nobody named"
EXACT = "Facilitator's copy: small numbers, do not pass on"


def cover(source: Source) -> Page:
    return Page("cover", "About this report", (Facts(facts(source)), Text(paragraphs(source))))


def facts(source: Source) -> tuple[tuple[str, str, str], ...]:
    gathered, event = source.gathered, source.event
    return (
        ("Event", event.title, day(event.held_on)),
        *([("Data as at", *data_facts(gathered))] if source.has_measures else []),
        ("Teams", str(len(source.teams)), ""),
        ("Practices", str(len(gathered.memberships)), "that take part or took part in the wave"),
        *(reporting_facts(source) if source.has_measures else ()),
    )


def data_facts(gathered) -> tuple[str, str]:
    """(the day, the moment and the computation)."""
    if gathered.pointer is None:
        return "none", "nothing has been computed yet"
    date, _, clock = as_at(gathered).partition(", ")
    return date, f"{clock}, computation {gathered.pointer.pk}"


def first_series(source: Source):
    """The wave's series of the first measure: who reported is the same for all."""
    return source.gathered.series(Series.Level.WAVE, None, next(iter(all_definitions())))


def reporting_facts(source: Source) -> tuple[tuple[str, str, str], ...]:
    """How many reported for the latest month is no secret; who did is for the facilitator."""
    series = first_series(source)
    if series is None:
        return (("Returns", "none", "nothing has been returned yet"),)
    data = series.data
    month, reported, expected = data.months[-1], data.reported[-1], data.expected[-1]
    provisional = f"{data.provisional[-1]} not accepted yet"
    remark = f"{reported} of {expected} practices, {provisional}"
    return ((f"Returns for {months.label(month)}", per_cent(reported, expected), remark),)


def coverage(source: Source) -> str:
    """How many people the practices that returned cover; "" before anything was returned."""
    series = first_series(source)
    if series is None:
        return ""
    people = people_covered(source.gathered, series.data.months[-1])
    said = coverage_words(*people, names_all=sees_everybody(source.gathered))
    return f"Returns for {months.label(series.data.months[-1])}: {said[0].lower()}{said[1:]}"


def paragraphs(source: Source) -> tuple[str, ...]:
    since = f"Progress is told since {day(source.since)}" + (
        f", the day of {source.previous_event.title}." if source.previous_event else "."
    )
    invented = f"{INVENTED}: no figure, practice or person in it is real." if is_invented(source) else ""
    return tuple(filter(None, (since, coverage(source), copy_words(source), invented)))


def copy_words(source: Source) -> str:
    if source.is_shared:
        return (
            f"This is the copy for everybody in the wave. Figures follow {RULE}: counts of 0 to 7 are shown as *, others to "
            "the nearest 5. It holds what teams have shared with the wave, and no names of people."
        )
    practices = len(source.gathered.reader.agreed)
    return (
        f"This is the facilitator's copy. {number_of(practices, 'practice').capitalize()} of this wave "
        f"{'has' if practices == 1 else 'have'} a sharing agreement in force, and their figures are exact; all others follow {RULE}. "
        "It holds what teams show to their facilitator: do not pass it on."
    )


def is_invented(source: Source) -> bool:
    return source.wave.programme.is_invented


def notice(source: Source) -> str:
    """Stands on every page."""
    return ". ".join([*([INVENTED] if is_invented(source) else []), PROTECTED if source.is_shared else EXACT]) + "."
