"""Evaluations as work to do. The key of a job says which figures it is about, so that a finished job says what is up to date.

After each recompute that changed something, the job for the new figures is put down in the same transaction: whoever dies and
when, it is there as soon as the figures are. The schedule asks again every few minutes, for waves whose job is missing.
"""

import uuid

from measures.computing.recompute import measured_waves
from measures.models import Computation
from operations import jobs
from operations.models import Job

EVALUATE_WAVE = "collaborative.evaluate_wave"
EVALUATE_NIGHT = "collaborative.evaluate_night"


def key_of(wave_id: int, content_version: int) -> str:
    return f"evaluate:{wave_id}:{content_version}"


def request_after(computation: Computation) -> Job:
    """Ask for what the figures of a computation say of the wave's cycles."""
    key = key_of(computation.wave_id, computation.content_version)
    return jobs.enqueue(EVALUATE_WAVE, key=key, payload={"wave": computation.wave_id})


def request_wave(wave_id: int) -> Job:
    """Ask because cycles have changed. Each request has a job of its own: one that runs already may have read the old cycle."""
    return jobs.enqueue(EVALUATE_WAVE, key=f"evaluate:{wave_id}:cycles:{uuid.uuid4()}", payload={"wave": wave_id})


def request_missing() -> list[Job]:
    """For every wave whose latest figures nobody has asked about."""
    pointers = [pointer for wave in measured_waves() if (pointer := Computation.objects.pointer(wave))]
    keys = {key_of(pointer.wave_id, pointer.content_version): pointer for pointer in pointers}
    known = set(Job.objects.filter(key__in=keys).values_list("key", flat=True))
    return [request_after(pointer) for key, pointer in keys.items() if key not in known]


def is_evaluated(wave, pointer: Computation | None) -> bool:
    """Whether what is stored of the wave's cycles was made from the figures that its pages show now. One query."""
    if pointer is None:
        return False
    key = key_of(wave.pk, pointer.content_version)
    return Job.objects.filter(key=key, state=Job.State.DONE).exists()
