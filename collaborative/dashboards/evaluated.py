"""The evaluations of cycles for one reader: the stored ones where they hold what this reader may see, else worked out anew.

What is stored is made from true figures, of the place and of every other practice of the wave: it is for whoever sees all of
these exactly. Everybody else's are made from what they are shown, by the same functions.
"""

from collections.abc import Sequence

from collaborative import evaluation_jobs
from collaborative.dashboards.cycle_cases import Cases, asked_of, can_be_evaluated
from collaborative.dashboards.gathering import Gathered
from collaborative.evaluations.evaluating import evaluate
from collaborative.evaluations.found import Evaluation
from collaborative.evaluations.payload import from_text
from collaborative.models import PdsaCycle
from measures.models import Series


def evaluations(gathered: Gathered, user, cycles: Sequence[PdsaCycle]) -> dict[int, Evaluation]:
    """Cycle id -> its evaluation, for those that have started and have a measure.

    The cycles come with practices, team and evaluation fetched (`cycle_lists.with_data`).
    """
    cases = Cases.of_user(gathered, user)
    asked = [cycle for cycle in cycles if can_be_evaluated(cycle)]
    is_current = bool(asked) and evaluation_jobs.is_evaluated(gathered.wave, gathered.pointer)
    found = {}
    for cycle in asked:
        stored = stored_evaluation(cycle) if is_current and sees_all(cases, cycle) else None
        if stored is not None:
            found[cycle.pk] = stored
    waiting = [cycle for cycle in asked if cycle.pk not in found]
    made = evaluate([cases.of(cycle) for cycle in waiting])
    return found | {cycle.pk: one for cycle, one in zip(waiting, made, strict=True)}


def stored_evaluation(cycle: PdsaCycle) -> Evaluation | None:
    """None where there is none yet, or the cycle has changed since."""
    row = getattr(cycle, "evaluation", None)
    found = row and from_text(row.payload)
    return found if found and found.asked == asked_of(cycle) else None


def sees_all(cases: Cases, cycle: PdsaCycle) -> bool:
    """Whether this reader sees the place and the whole wave exactly."""
    series, why_not = cases.series_of(asked_of(cycle))
    wave = cases.gathered.series(Series.Level.WAVE, None, cycle.measure)
    return not why_not and wave is not None and all(one.audience.is_exact for one in [*series, wave])
