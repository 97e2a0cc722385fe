"""I3: every stored figure equals a fresh computation from its rows.

The fresh computation is the application's own, done from nothing in a transaction that is taken back. It holds the same
locks as any recompute, so nothing is compared that is half-way; what waits to be recomputed anyway is not found wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from collaborative.verifying.findings import Finding
from collaborative.verifying.rehearsal import UNFINISHED, Derived, as_findings, awaits, computed_anew, rehearsal
from measures.computing.recompute import measured_waves, recompute_wave
from measures.models import Computation, ReturnsBlock, Series
from operations.models import Job
from practices import clock, months
from practices.models import Wave
from practices.wave_changes import WAVE_CHANGED
from registers.actions import summaries
from registers.models import PracticeMonth, PracticeRegister
from workforce.jobs import recompute as workforce_recompute
from workforce.models import SupervisionMonth, Worker, WorkforceMonth, WorkforceProgramme

OF_PRACTICES = "measures.recompute_practice"
OF_WAVE = ("measures.recompute_wave", WAVE_CHANGED)
REGISTERS_AT_ONCE = 100


def as_computed_anew() -> Iterator[Finding]:
    for wave in measured_waves():
        yield from of_wave(wave)
    for practices in registers_in_blocks():
        yield from of_registers(practices)
    for roster in WorkforceProgramme.objects.order_by("pk").select_related("programme"):
        yield from of_workforce(roster.programme)


def of_wave(wave) -> list[Finding]:
    """The series of the charts, and the blocks that let one return be computed without reading all."""
    with rehearsal():
        Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
        if month_has_ended_since(wave):
            return []
        series = Derived(
            Series.objects.filter(wave=wave), ("level", "organisation_id", "measure"), ("computation_id", "wave_id")
        )
        blocks = Derived(ReturnsBlock.objects.filter(wave=wave), ("month",), ("wave_id",))
        found = computed_anew([series, blocks], lambda: recompute_wave(wave=wave))
        waiting = waiting_of(wave) if found else Waiting()
        return as_findings([one for one in found if not waiting.will_mend(*one)], of=wave.code)


@dataclass(frozen=True)
class Waiting:
    """Recomputes of a wave that are on the list: of everything, or of these practices and what they are part of."""

    is_whole: bool = False
    practices: frozenset[int] = frozenset()

    def will_mend(self, table: str, key: tuple) -> bool:
        is_of_another = table == Series._meta.label and key[0] == Series.Level.PRACTICE and key[1] not in self.practices
        return self.is_whole or (bool(self.practices) and not is_of_another)


def waiting_of(wave) -> Waiting:
    unfinished = Job.objects.filter(state__in=UNFINISHED, payload__wave=wave.pk)
    payloads = unfinished.filter(kind=OF_PRACTICES).values_list("payload", flat=True)
    ids = {pk for payload in payloads for pk in payload.get("practices") or [payload["practice"]]}
    return Waiting(unfinished.filter(kind__in=OF_WAVE).exists(), frozenset(ids))


def month_has_ended_since(wave) -> bool:
    """Every series has one month more from midnight on, and the nightly run is at two."""
    last = Computation.objects.pointer(wave)
    if last is None or last.data_as_at is None:
        return False
    return months.first_of(last.data_as_at.astimezone(months.LONDON).date()) < months.first_of(clock.today())


def registers_in_blocks() -> Iterator[list[int]]:
    with_months = PracticeMonth.objects.order_by().values_list("practice", flat=True).distinct()
    ids = sorted({*PracticeRegister.objects.values_list("practice", flat=True), *with_months})
    for begin in range(0, len(ids), REGISTERS_AT_ONCE):
        yield ids[begin : begin + REGISTERS_AT_ONCE]


def of_registers(practices: list[int]) -> list[Finding]:
    """The counts of practices' months, by the ids of the practices."""
    with rehearsal():
        registers = PracticeRegister.objects.filter(practice__in=practices).order_by("practice_id")
        list(registers.select_for_update().values_list("pk", flat=True))
        rows = PracticeMonth.objects.filter(practice__in=practices)
        counts = Derived(rows, ("practice_id", "month"), ("computed_at",))
        found = computed_anew([counts], lambda: summaries.refresh_practices(practices))
        expected = {practice for practice in practices_of(found) if awaits([summaries.REFRESH], practice=practice)}
    return [] if is_first_of_month() else as_findings([one for one in found if one[1][0] not in expected])


def practices_of(differing) -> set[int]:
    return {key[0] for _, key in differing}


def of_workforce(programme) -> list[Finding]:
    """The months of the roster and of supervision. Early warnings are left out: what they say depends on the day."""
    with rehearsal():
        list(WorkforceProgramme.objects.select_for_update().filter(programme=programme))
        roster = Derived(
            WorkforceMonth.objects.filter(programme=programme), ("commissioner_id", "role", "month"), ("programme_id",)
        )
        workers = Worker.objects.filter(programme=programme).values("pk")
        supervision = Derived(SupervisionMonth.objects.filter(worker__in=workers), ("worker_id", "month"))
        found = computed_anew([roster, supervision], lambda: workforce_recompute.recompute_programme(programme))
        is_expected = is_first_of_month() or awaits([workforce_recompute.RECOMPUTE], programme=programme.pk)
    return [] if is_expected else as_findings(found, of=programme.slug)


def is_first_of_month() -> bool:
    """One more month has ended than the last night knew of."""
    return clock.today().day == 1
