"""From current returns to stored series: the whole wave every night, a dozen series after one return. One code for both.

All that a run writes is committed at once. The newest finished Computation of a wave is the pointer: whoever reads it
first, and then finds a series with a later one, reads again (measures.models.Series says which).
"""

import resource
from dataclasses import dataclass
from itertools import product

import numpy as np
from django.db import transaction
from django.utils import timezone

from measures.computing.compute import compute, grouping_by
from measures.computing.cuts import Cuts, read_cuts
from measures.computing.payload import SeriesRow, rows_of
from measures.computing.phases import read_rebases, read_targets
from measures.computing.reading import read_parents, read_returns
from measures.computing.returns import Returns
from measures.computing.roll_up import Grouping, each_practice_alone, everybody
from measures.computing.standing import NOW, Standing
from measures.computing.storing import delete_series, stored_digests, write_series
from measures.definitions import all_definitions
from measures.models import Computation, ReturnsBlock, Series
from measures.statistics.phase_starts import phase_numbers
from practices import clock, months
from practices.models import Programme, Wave

DIFFERENCES_KEPT = 200
# What is to be done after a run that changed something: functions of the Computation, called within its transaction, so that
# what they put down to do is there as soon as the figures are. Those who lean on this module add theirs; it knows none of them.
FOLLOWERS = []


@dataclass(frozen=True)
class Level:
    """One way to group a wave's practices. `organisations` are ids in the order of the groups; None for the wave."""

    name: str
    returns: Returns
    grouping: Grouping
    organisations: list[int | None]


@dataclass(frozen=True)
class Decisions:
    """What people decided about the charts: (level, organisation id or None, measure) -> months of new phases; measure -> target.

    `cuts` says from which months a series counts something else.
    """

    rebases: dict[tuple, list]
    targets: dict[str, float]
    cuts: Cuts


def read_decisions(wave, practices=None, standing: Standing = NOW) -> Decisions:
    return Decisions(read_rebases(wave, standing), read_targets(wave, standing), read_cuts(wave, practices, standing))


@transaction.atomic
def recompute_wave(*, wave, kind=Computation.Kind.NIGHTLY, reason="", practices=None) -> Computation:
    """Compute a wave's series from its current returns and store those that changed.

    With `practices` (ids) only the series that their returns touch: their own, their commissioners' and the wave's.
    Returns the Computation, whose `series_written` is 0 when everything was as stored.
    """
    # One run at a time for a wave; a return may be stored meanwhile, so its foreign key to the wave stays free.
    wave = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    run = Computation.objects.create(wave=wave, kind=kind, reason=reason[:200], data_as_at=clock.now())
    month_has_ended = not ReturnsBlock.objects.filter(wave=wave, month=wave.latest_month).exists()
    if month_has_ended:
        practices = None  # Every series has one month more.
    returns = read_returns(wave, practices)
    found = rows_by_key(wave, returns, practices)
    stored = stored_digests(wave, found, whole=practices is None)
    changed = {key: row for key, row in found.items() if stored.get(key, (None, None))[1] != row.digest}
    gone = [key for key in stored if key not in found] if practices is None else []
    write_series(run, wave, changed, stored, returns.months)
    delete_series([stored[key][0] for key in gone])
    # What differs because a month has ended is nothing that the runs by day left undone.
    run = finished(run, returns, found, [*changed, *gone], compared=bool(stored) and not month_has_ended)
    if run.content_version == run.pk:
        for follow in FOLLOWERS:
            follow(run)
    return run


def rows_by_key(wave, returns: Returns, practices=None, standing: Standing = NOW) -> dict[tuple, SeriesRow]:
    """(level, organisation id or None, measure) -> what the returns say, with what people had decided."""
    decided, found = read_decisions(wave, practices, standing), {}
    for level in levels(wave, returns, practices, standing):
        found |= level_rows(level, decided)
    return found


def levels(wave, returns, practices=None, standing: Standing = NOW):
    """The groupings to compute; with `practices` only the groups that these belong to."""
    if not returns.months or not len(returns.practices):
        return
    then, now = read_parents(wave, returns.practices, returns.months, practices, standing)
    touched = np.isin(returns.practices, practices) if practices is not None else np.ones(len(returns.practices), bool)
    own = chosen(returns, touched)
    yield Level(Series.Level.PRACTICE, own, each_practice_alone(own.shape), own.practices.tolist())
    yield from commissioner_levels(returns, then, now, touched)
    yield Level(Series.Level.WAVE, returns, everybody(returns.shape), [None])


def commissioner_levels(returns, then, now, touched):
    """As at each month, and as it is now for the commissioners that this makes a difference to."""
    wanted = np.unique(then[:, touched])
    moved = (then != now).any(axis=0)
    differing = np.unique(np.concatenate([then[:, moved].ravel(), now[:, moved].ravel()])) if moved.any() else []
    wanted_now = np.intersect1d(np.unique(now[:, touched]), differing)
    for name, parents, ids in (
        (Series.Level.COMMISSIONER, then, wanted[wanted > 0]),
        (Series.Level.COMMISSIONER_NOW, now, wanted_now[wanted_now > 0]),
    ):
        if len(ids):
            members = np.isin(parents, ids).any(axis=0)
            grouping = grouping_by(parents[:, members], ids)
            yield Level(name, chosen(returns, members), grouping, ids.astype(int).tolist())


def chosen(returns: Returns, keep: np.ndarray) -> Returns:
    """The returns of some practices only."""
    if keep.all():
        return returns
    part = {name: dense[:, keep] for name, dense in returns.counts.items()}
    frozen = None if returns.frozen is None else {name: dense[:, keep] for name, dense in returns.frozen.items()}
    return Returns(
        months=returns.months,
        practices=returns.practices[keep],
        counts=part,
        states=returns.states[:, keep],
        expected=returns.expected[:, keep],
        baseline_start=returns.baseline_start[keep],
        frozen=frozen,
        judged_from=returns.judged_from,
    )


def level_rows(level: Level, decided: Decisions) -> dict[tuple, SeriesRow]:
    """(level, organisation id or None, measure) -> what to store."""
    definitions = all_definitions()
    keys = [
        (name, organisation, measure)
        for name, measure, organisation in product([str(level.name)], definitions, level.organisations)
    ]
    grid = level.returns.months
    figures = compute(
        level.returns,
        list(definitions.values()),
        level.grouping,
        phases=phases_of(grid, keys, decided),
        cuts=cuts_of(grid, keys, decided),
        targets=decided.targets,
    )
    rows = rows_of(figures, months.period(grid[0]))
    return dict(zip(keys, rows, strict=True))


def phases_of(grid, keys, decided: Decisions) -> np.ndarray | None:
    """int [T, series]: a phase begins at a rebase, and where a series counts something else; None where there is but one."""
    starts = [decided.rebases.get(key, ()) for key in keys]
    cut = [decided.cuts.months(*key) for key in keys]
    return phase_numbers(grid, starts, cut) if any(starts) or any(cut) else None


def cuts_of(grid, keys, decided: Decisions) -> np.ndarray | None:
    """int [T, series]: the number of the stretch that counts one and the same thing; None where all do throughout."""
    cut = [decided.cuts.months(*key) for key in keys]
    return phase_numbers(grid, cut) if any(cut) else None


def finished(run, returns, found, differing, *, compared) -> Computation:
    """Close the run. What a nightly run found different from what the returns' own runs had left is kept by name."""
    run.returns_read = int(np.count_nonzero(returns.states))
    run.series_computed, run.series_written = len(found), len(differing)
    run.content_version = run.pk if differing else latest_content_version(run)
    if run.kind == Computation.Kind.NIGHTLY and compared:
        run.differences = [
            {"level": level, "organisation": organisation, "measure": measure}
            for level, organisation, measure in differing[:DIFFERENCES_KEPT]
        ]
    run.peak_memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    run.finished_at = timezone.now()
    run.save()
    return run


def latest_content_version(run) -> int:
    earlier = Computation.objects.filter(wave=run.wave, finished_at__isnull=False).order_by("-id").first()
    return earlier.content_version if earlier else run.pk


def recompute_all(*, reason="") -> list[Computation]:
    """Every wave that is measured by returns, each in its own transaction."""
    return [recompute_wave(wave=wave, kind=Computation.Kind.NIGHTLY, reason=reason) for wave in measured_waves()]


def measured_waves():
    return Wave.objects.filter(programme__kind=Programme.Kind.MEASURES).order_by("pk")
