"""The WTE that a wave's practices host, beside the people on their lists: each as its reader may see it (P8)."""

from datetime import date

from collaborative.dashboards.gathering import gather, of_measure, of_totals
from collaborative.dashboards.shown import Shown
from collaborative.dashboards.workforce_figures import Value, WaveWorkforce, counted, hosted_wte
from measures.definitions import all_definitions
from measures.disclosure import SUPPRESSED, is_number
from measures.models import Series
from measures.readers import reader_of
from practices import months
from practices.models import Programme, WaveMembership

NO_RETURNS = "this wave sends no returns, so nobody's list is known"
NO_LIST = "no practice has said how many people are on its list"
PER = 1000


def listed_values(user, wave, found: WaveWorkforce) -> list[tuple[str, Value, str]]:
    """(what, value, remark): WTE hosted by the wave's practices, people on their lists, and the one for 1,000 of the other."""
    if wave.programme.kind != Programme.Kind.MEASURES:
        return [per_listed(Value(None, NO_RETURNS), Value(None, NO_RETURNS), "")]
    series = series_of(user, wave)
    month = listed_month(series)
    if month is None:
        return [per_listed(Value(None, NO_LIST), Value(None, NO_LIST), "")]
    members = WaveMembership.objects.filter(wave=wave).values("practice")
    wte = counted(found, hosted_wte(members, months.last_day(month)), 1)
    listed, when = list_value(series), f"at the end of {months.label(month)}"
    return [
        ("WTE hosted by practices of the wave", wte, when),
        ("People on their lists", listed, when),
        per_listed(wte, listed, when),
    ]


def series_of(user, wave) -> Shown | None:
    """Any measure of the wave: all of them have the same lists."""
    code = next(iter(all_definitions()))
    gathered = gather(user, wave, reader_of(user, wave), of_totals() & of_measure(code))
    return gathered.series(Series.Level.WAVE, None, code)


def listed_month(series: Shown | None) -> date | None:
    """The latest month for which a list was given."""
    given = zip(series.data.months, series.data.list_sizes, strict=True) if series else ()
    return max((month for month, size in given if size is not None), default=None)


def list_value(series: Shown) -> Value:
    listed = series.latest_list
    if listed is None:
        return Value(None, "the list is withheld")
    return Value(listed, "0 to 7" if listed == SUPPRESSED else "")


def per_listed(wte: Value, listed: Value, when: str) -> tuple[str, Value, str]:
    """From the two as shown, and from nothing else."""
    what = f"WTE per {PER:,} people on the lists"
    if not (is_number(wte.number) and is_number(listed.number)):
        return what, Value(None, wte.why or listed.why), when
    if not listed.number:
        return what, Value(None, "nobody is on the lists"), when
    return what, Value(PER * wte.number / listed.number, "", 2), when
