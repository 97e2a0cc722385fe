"""What stands beside a new phase on a chart: the cycle or the reason, for whoever may be told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from measures.computing.phases import CodeListChange, read_code_list_changes
from measures.disclosure import Audience
from measures.models import Rebase, Series, rebased_level

Notes = tuple[tuple[date, str], ...]
UNTOLD = "a known change"
LONGEST = 120
NOTHING = MappingProxyType({})


class PhaseNotes:
    """The rebases in force of a wave, by series, and the changes of code lists, by practice; read in two queries."""

    def __init__(self, rebases: Iterable[Rebase] = (), code_lists: Mapping[int, list[CodeListChange]] = NOTHING):
        self.code_lists = code_lists
        self.by_series = defaultdict(list)
        for rebase in rebases:
            self.by_series[rebase.level, rebase.organisation_id, rebase.measure].append(rebase)

    def of(self, level: str, organisation_id: int | None, measure: str, audience: Audience) -> Notes:
        """(first day, text) of each new phase of a series, as its reader may be told."""
        level = rebased_level(level)
        is_told = tells(level, audience)
        found = self.by_series.get((level, organisation_id, measure), [])
        return tuple((one.starts, text_of(one) if is_told else UNTOLD) for one in found)

    def breaks(self, level: str, organisation_id: int | None) -> Notes:
        """(month, text) of each change of the code list in a practice's series: no secret, it is what the figures count."""
        changes = self.code_lists.get(organisation_id, ()) if level == Series.Level.PRACTICE else ()
        return tuple((change.month, str(change)) for change in changes)


def tells(level: str, audience: Audience) -> bool:
    """A practice's words are for itself and its partners, as those of its returns; those of PCTs and waves for everybody."""
    return audience.is_exact or level != Rebase.Level.PRACTICE


def text_of(rebase: Rebase) -> str:
    text = rebase.cycle or rebase.reason
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def read_phase_notes(wave) -> PhaseNotes:
    return PhaseNotes(Rebase.objects.in_force().filter(wave=wave).order_by("starts"), read_code_list_changes(wave))
