"""What the rules need beside a practice's own returns: how programmes use them, breaks in series, the wave's other figures."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from measures.definitions import all_definitions
from measures.models import MonthlyReturn, RuleSetting, SeriesBreak
from measures.return_files.lines import Break, WaveFacts
from measures.return_files.rules import Setting, State
from measures.return_files.wave_past import RATES, WavePast
from practices.models import Programme, Wave

COMPARED = ("list_open", "list_close", *RATES)


def settings_of(programmes: Collection[int]) -> dict[int, tuple[Setting, ...]]:
    """What each programme, by id, has set, the earlier before the later; one query."""
    found = defaultdict(list)
    for setting in RuleSetting.objects.filter(programme__in=programmes).order_by("effective_from", "pk"):
        found[setting.programme_id].append(setting_of(setting))
    return {programme: tuple(settings) for programme, settings in found.items()}


def setting_of(setting: RuleSetting) -> Setting:
    numbers = tuple(sorted(setting.parameters.items()))
    return Setting(setting.code, setting.effective_from, State(setting.state), numbers)


def facts_of_waves(waves: Iterable[Wave]) -> dict[str, WaveFacts]:
    """By the wave's code; one query for all their programmes."""
    waves = list(waves)
    settings = settings_of({wave.programme_id for wave in waves})
    return {wave.code: wave_facts(wave, settings.get(wave.programme_id, ())) for wave in waves}


def wave_facts(wave: Wave, settings: tuple[Setting, ...]) -> WaveFacts:
    programme: Programme = wave.programme
    return WaveFacts(wave.code, tuple(programme.severity_tools), frozenset(programme.rules_off), settings)


def breaks_of(waves: Collection[int]) -> dict[tuple[str, str], tuple[Break, ...]]:
    """(wave, practice) -> its breaks in force; those of a whole wave under a blank practice. One query."""
    counted = {code: definition.numerator for code, definition in all_definitions().items()}
    found = defaultdict(list)
    rows = SeriesBreak.objects.in_force().filter(wave__in=waves)
    for wave, practice, measure, month in rows.values_list("wave__code", "practice__ods_code", "measure", "month"):
        found[wave, practice or ""].append(Break(month, counted.get(measure, "")))
    return {place: tuple(breaks) for place, breaks in found.items()}


def wave_pasts(waves: Collection[int]) -> dict[str, WavePast]:
    """Wave -> what its practices returned, as far as rates are compared; one query, whoever sends the file."""
    returns: dict[str, dict[date, dict[int, dict]]] = defaultdict(lambda: defaultdict(dict))
    rows = MonthlyReturn.objects.current().filter(wave__in=waves)
    for wave, month, practice, *counts in rows.values_list("wave__code", "month", "practice", *COMPARED):
        known = {name: count for name, count in zip(COMPARED, counts, strict=True) if count is not None}
        returns[wave][month][practice] = known
    return {wave: WavePast(by_month) for wave, by_month in returns.items()}
