"""What stands beside a new phase on a chart: the cycle or the reason, for whoever may be told."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from measures.computing.cuts import Cuts, read_cuts
from measures.computing.standing import NOW, Standing
from measures.disclosure import Audience
from measures.models import Rebase, rebased_level

Notes = tuple[tuple[date, str], ...]
UNTOLD = "a known change"
LONGEST = 120
NOTHING = Cuts()


class PhaseNotes:
    """The rebases in force of a wave, by series, and where its series are cut; read in four queries."""

    def __init__(self, rebases: Iterable[Rebase] = (), cuts: Cuts = NOTHING):
        self.cuts = cuts
        self.by_series = defaultdict(list)
        for rebase in rebases:
            self.by_series[rebase.level, rebase.organisation_id, rebase.measure].append(rebase)

    def of(self, level: str, organisation_id: int | None, measure: str, audience: Audience) -> Notes:
        """(first day, text) of each new phase of a series, as its reader may be told."""
        level = rebased_level(level)
        is_told = tells(level, audience)
        found = self.by_series.get((level, organisation_id, measure), [])
        return tuple((one.starts, text_of(one) if is_told else UNTOLD) for one in found)

    def breaks(self, level: str, organisation_id: int | None, measure: str) -> Notes:
        """(month, text) from which a series counts something else: no secret, it is what the figures count."""
        return tuple((cut.month, cut.text) for cut in self.cuts.of(level, organisation_id, measure))


def tells(level: str, audience: Audience) -> bool:
    """A practice's words are for itself and its partners, as those of its returns; those of PCTs and waves for everybody."""
    return audience.is_exact or level != Rebase.Level.PRACTICE


def text_of(rebase: Rebase) -> str:
    text = rebase.cycle or rebase.reason
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def read_phase_notes(wave, standing: Standing = NOW) -> PhaseNotes:
    rebases = Rebase.objects.filter(standing.decided("created_at", "withdrawn_at"), wave=wave)
    return PhaseNotes(rebases.order_by("starts"), read_cuts(wave, standing=standing))
