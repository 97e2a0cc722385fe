"""Puts down the recompute that a change makes necessary: of some practices' series and the sums above them, or of the whole wave."""

from collections.abc import Iterable

from operations import jobs


def put_down(wave_id: int, *, key: str, reason: str, practices: Iterable[int] | None = None, **more) -> None:
    """Once for the change that `key` names; `practices` are ids, None stands for the whole wave."""
    payload = {"wave": wave_id, "reason": reason, **more}
    if practices is None:
        jobs.enqueue("measures.recompute_wave", key=key, payload=payload)
    else:
        jobs.enqueue("measures.recompute_practice", key=key, payload=payload | {"practices": sorted(set(practices))})


def key_of(wave_id: int, entry) -> str:
    """The key of a recompute that one event of the audit trail asks for."""
    return f"recompute:{wave_id}:event:{entry.pk}"
