"""Who stays in a role: survival by group, turnover, stability, and why and where people left. Pure.

Survival is Kaplan and Meier's with delayed entry (measures.statistics.survival). Turnover is leavers by the mean of the headcount at
the start and at the end of twelve months; stability is who of those in post twelve months ago still is, where whoever was promoted
or carried on out of sight since counts for neither: promotion is not attrition. Their formulas are only in part those of a source
that could be checked (P26, P27), and the pages say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from measures.statistics import survival
from measures.statistics.log_rank import LogRank, log_rank
from measures.statistics.survival import LOG_LOG, Survival, kaplan_meier
from operations.first_use import when_first_used
from workforce.role_spells import CARRIED_ON, IN_POST, LEFT, PROMOTED, FollowUp, follow_up, in_force

pd = when_first_used("pandas")

AT_MONTHS = (6, 12, 18, 24)
# The mean time in post is given up to here, or to where the curve ends.
MEAN_UNTIL = 24
LEAST_AT_RISK = survival.FEW_AT_RISK
NOT_RECORDED = "not_recorded"

TOO_SHORT, NOBODY, NOBODY_BEFORE, NO_LAST_DAYS = "too_short", "nobody", "nobody_before", "no_last_days"
ALL_MOVED_ON = "all_moved_on"
REASON_WORDS = {
    TOO_SHORT: "The roster has been kept for less than 12 months.",
    NOBODY: "Nobody was in post at either end of the 12 months.",
    NOBODY_BEFORE: "Nobody was in post 12 months ago.",
    ALL_MOVED_ON: "Everybody of 12 months ago was promoted or transferred.",
    NO_LAST_DAYS: "Somebody holds a post that has closed and has no last day, so leavers are missing.",
}


@dataclass(frozen=True)
class Point:
    """Part still in the role at `month` with its interval, 0 to 1; None where the data do not say. `left` and `at_risk` by then."""

    month: int
    value: float | None
    lower: float | None
    upper: float | None
    left: int
    at_risk: int


@dataclass(frozen=True)
class Group:
    """People of one group (`key`; None: all) and how they stayed."""

    key: object
    people: int
    employers: int
    left: int
    promoted: int
    carried_on: int
    in_post: int
    curve: Survival
    points: tuple[Point, ...]
    # (until which month, mean months in the role, its standard error); None without a curve.
    mean: tuple[float, float, float] | None


def groups_by(spells: pd.DataFrame, column: str, observed_from: date, today: date) -> list[Group]:
    """Every group that a spell belongs to, in the order of its key; spells without one belong to none."""
    return [group_of(part, key, observed_from, today) for key, part in spells.dropna(subset=[column]).groupby(column)]


def group_of(spells: pd.DataFrame, key, observed_from: date, today: date) -> Group:
    followed = follow_up(spells, observed_from, today)
    curve = kaplan_meier(
        followed.times, followed.events, entries=followed.entries, interval=LOG_LOG, least_at_risk=LEAST_AT_RISK
    )
    ended = spells["outcome"].value_counts()
    return Group(
        key,
        len(spells),
        spells["employer"].nunique(),
        *(int(ended.get(outcome, 0)) for outcome in (LEFT, PROMOTED, CARRIED_ON, IN_POST)),
        curve,
        points_of(curve, followed),
        mean_of(curve),
    )


def points_of(curve: Survival, followed: FollowUp) -> tuple[Point, ...]:
    values, (lower, upper) = curve.at(AT_MONTHS), curve.interval_at(AT_MONTHS)
    at_risk = survival.number_at_risk(followed.times, AT_MONTHS, followed.entries)
    left = [int(np.sum(curve.events[curve.times <= month])) for month in AT_MONTHS]
    columns = zip(AT_MONTHS, values, lower, upper, left, at_risk, strict=True)
    return tuple(
        Point(month, known(value), known(low), known(high), gone, int(risk))
        for month, value, low, high, gone, risk in columns
    )


def known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def mean_of(curve: Survival) -> tuple[float, float, float] | None:
    """Up to 24 months, or to the last time anyone was seen."""
    if curve.reason:
        return None
    until = MEAN_UNTIL if curve.survival[-1] == 0 else min(MEAN_UNTIL, float(curve.times[-1]))
    found = curve.restricted_mean(until)
    return None if found is None else (until, *found)


def compared(spells: pd.DataFrame, column: str, observed_from: date, today: date) -> LogRank:
    """Whether the groups leave at one rate; spells without a group are left out."""
    grouped = spells.dropna(subset=[column])
    followed = follow_up(grouped, observed_from, today)
    return log_rank(followed.times, followed.events, grouped[column].to_numpy(), followed.entries)


# ---- twelve months


@dataclass(frozen=True)
class Turnover:
    """Twelve months up to `until`. Per cent, each with why it has no value."""

    since: date
    until: date
    at_start: int
    at_end: int
    starters: int
    leavers: int
    promoted: int
    stayed: int
    # In post at the start, and since promoted or carried on elsewhere: neither stayed nor lost.
    moved_on: int
    employers: int
    turnover: float | None
    turnover_reason: str | None
    stability: float | None
    stability_reason: str | None


def turnover_of(spells: pd.DataFrame, observed_from: date, until: date, *, open_on_closed: int = 0) -> Turnover:
    """`open_on_closed`: how many hold a post that has closed and have no last day."""
    since = a_year_before(until)
    before, after = in_force(spells, since), in_force(spells, until)
    start = (spells["start"] > pd.Timestamp(since)) & (spells["start"] <= pd.Timestamp(until))
    ended = (spells["last"] >= pd.Timestamp(since)) & (spells["last"] < pd.Timestamp(until))
    leavers = int((ended & (spells["outcome"] == LEFT)).sum())
    headcount = (int(before.sum()), int(after.sum()))
    lacking = reason_for_both(observed_from, since, open_on_closed)
    why_turnover = lacking or (None if sum(headcount) else NOBODY)
    moved_on = int((before & ended.to_numpy() & spells["outcome"].isin([PROMOTED, CARRIED_ON]).to_numpy()).sum())
    compared_with = headcount[0] - moved_on
    why_stability = lacking or (None if compared_with else ALL_MOVED_ON if moved_on else NOBODY_BEFORE)
    stayed = int((before & after).sum())
    return Turnover(
        since, until, *headcount, int(start.sum()), leavers, int((ended & (spells["outcome"] == PROMOTED)).sum()), stayed, moved_on,
        spells.loc[before | after | ended.to_numpy(), "employer"].nunique(),
        None if why_turnover else 100 * leavers / (sum(headcount) / 2), why_turnover,
        None if why_stability else 100 * stayed / compared_with, why_stability,
    )  # fmt: skip


def reason_for_both(observed_from: date, since: date, open_on_closed: int) -> str | None:
    if observed_from > since:
        return TOO_SHORT
    return NO_LAST_DAYS if open_on_closed else None


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for 29 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


# ---- why, and where to


def counted(spells: pd.DataFrame, column: str, codes: Sequence[str]) -> dict[str, int]:
    """How many leavers gave each code, in the order of `codes`; at the end how many gave none."""
    given = spells.loc[spells["outcome"] == LEFT, column].value_counts()
    found = {code: int(given.get(code, 0)) for code in codes}
    return {**found, NOT_RECORDED: int(given.get("", 0))}
