"""Works out and stores what the data say of the cycles of a wave: all of them at once, rows written only where they changed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from collaborative import evaluation_jobs
from collaborative.dashboards.cycle_cases import Cases, can_be_evaluated
from collaborative.dashboards.gathering import Gathered
from collaborative.dashboards.phase_notes import read_phase_notes
from collaborative.evaluations.evaluating import evaluate
from collaborative.evaluations.payload import digest_of, to_text
from collaborative.models import CycleEvaluation, ImprovementTeam, PdsaCycle
from measures.disclosure import Reader
from measures.models import Series
from practices.models import Parent, Wave, WaveMembership


@dataclass(frozen=True)
class Run:
    """One pass over the cycles of a wave."""

    cycles: int
    written: int
    removed: int


def request_evaluation(*, team: ImprovementTeam):
    """Ask for the evaluation of a team's cycles after one of them has changed. Call it within the transaction of the change."""
    return evaluation_jobs.request_wave(team.wave_id)


@transaction.atomic
def evaluate_wave(*, wave: Wave) -> Run:
    """Every started cycle of a wave that has a measure. A fixed number of queries; a run that finds nothing new writes nothing."""
    # One run at a time for a wave.
    wave = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    started = started_cycles(wave)
    cycles = [cycle for cycle in started if can_be_evaluated(cycle)]
    cases = Cases(everything(wave, {cycle.measure for cycle in cycles}))
    found = dict(zip((cycle.pk for cycle in cycles), evaluate([cases.of(cycle) for cycle in cycles]), strict=True))
    texts = {key: to_text(evaluation) for key, evaluation in found.items()}
    gone = CycleEvaluation.objects.filter(cycle__team__wave=wave).exclude(cycle__in=list(texts))
    removed = gone.delete()[0] if gone.exists() else 0
    return Run(len(cycles), write(texts), removed)


def started_cycles(wave: Wave) -> list[PdsaCycle]:
    rows = PdsaCycle.objects.filter(team__wave=wave, started_on__isnull=False).exclude(measure="")
    return list(rows.select_related("team__organisation").prefetch_related("practices").order_by("pk"))


def everything(wave: Wave, measures) -> Gathered:
    """The wave for one who sees everything exactly, since what is stored is for those alone who do. Eight queries."""
    rows = Series.objects.filter(measure__in=measures).exclude(level=Series.Level.COMMISSIONER_NOW)
    pointer, series = rows.select_related("organisation").snapshot(wave)
    memberships = list(WaveMembership.objects.filter(wave=wave).select_related("practice", "wave").order_by("practice"))
    links = Parent.objects.filter(child__memberships__wave=wave).select_related("parent").order_by("child", "start")
    codes = frozenset(one.practice.ods_code for one in memberships)
    return Gathered(
        wave=wave,
        reader=Reader(agreed=codes, is_wave_partner=True),
        pointer=pointer,
        rows=series,
        memberships=memberships,
        links=list(links),
        in_scope=frozenset(one.practice_id for one in memberships),
        has_returns=codes,
        phase_notes=read_phase_notes(wave),
    )


def write(texts: dict[int, str]) -> int:
    """Store what differs from what is stored; how many rows that were."""
    stored = {
        row.cycle_id: row for row in CycleEvaluation.objects.filter(cycle__in=list(texts)).only("cycle_id", "digest")
    }
    digests = {key: digest_of(text) for key, text in texts.items()}
    now = timezone.now()
    changed = [key for key, digest in digests.items() if key not in stored or stored[key].digest != digest]
    rows = [CycleEvaluation(cycle_id=key, payload=texts[key], digest=digests[key], computed_at=now) for key in changed]
    CycleEvaluation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["cycle"], update_fields=["payload", "digest", "computed_at"]
    )
    return len(rows)
