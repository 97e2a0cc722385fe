"""How long people stay in a role: their holdings of posts joined to spells, and how each spell ended. Pure, pandas.

What counts is the role, not the post (trap 25): a holding goes on into the next one of the same worker in the same role when it
ended by a move to another post or by transfer with the service, when both overlap, or when the next begins within 31 days.
Leaving the role is the event; a promotion and a holding that was carried over out of sight are not, they end what is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from operations.first_use import when_first_used

pd = when_first_used("pandas")

LEFT, PROMOTED, CARRIED_ON, IN_POST = "left", "promoted", "carried_on", "in_post"
PROMOTION = "promotion"
GOES_ON = ("moved_post", "transfer")
# A break in the same role up to this long is a change of contract, not a leaving.
BREAK_DAYS = 31
HOLDING_COLUMNS = (
    "holding", "worker", "role", "start", "end", "reason", "destination", "cohort", "commissioner", "employer",
)  # fmt: skip
# A month is one of the calendar; days beyond are parts of the longest.
DAYS_OF_A_MONTH = 31


@dataclass(frozen=True)
class FollowUp:
    """Arrays over spells in calendar months since the start of the role; `entries` above 0 were in post before observation."""

    times: np.ndarray
    events: np.ndarray
    entries: np.ndarray


def role_spells(holdings: pd.DataFrame, today: date) -> pd.DataFrame:
    """One row a spell, by worker, role and start, from holdings (HOLDING_COLUMNS; dates as datetime64, `end` NaT while open).

    `last` is the last day (NaT: in post today) and `outcome` one of the four above. Cohort and PCT are those that the spell began
    in, or groups would be made by what happened later; `last_commissioner`, reason and destination are those of its end.
    """
    rows = holdings[holdings["start"] <= pd.Timestamp(today)].sort_values(["worker", "role", "start", "holding"])
    rows = rows.reset_index(drop=True)
    last = last_days(rows["end"], today)
    begins, latest = joined(rows, last)
    spell = np.cumsum(begins) - 1
    final = latest[np.flatnonzero(np.append(begins[1:], True))] if len(rows) else latest
    spells = rows.loc[begins, ["worker", "role", "start", "commissioner"]].reset_index(drop=True)
    ended = rows.loc[final].reset_index(drop=True)
    spells["cohort"] = rows.groupby(spell)["cohort"].first().to_numpy()
    spells["first_holding"] = rows.loc[begins, "holding"].to_numpy()
    spells["last_commissioner"] = ended["commissioner"]
    spells["employer"] = ended["employer"]
    spells["last"] = ended["end"].where(ended["end"] < pd.Timestamp(today))
    return with_outcome(spells, ended["reason"], ended["destination"])


def last_days(ends: pd.Series, today: date) -> np.ndarray:
    """As day numbers; of those who are in post today, a day that no other reaches."""
    left = ends < pd.Timestamp(today)
    return np.where(left, day_numbers(ends.where(left, pd.Timestamp(today))), day_number(today) + 1)


def joined(rows: pd.DataFrame, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each holding in order: whether it begins a spell, and the place of the holding so far that lasts longest."""
    changes = (rows["worker"] != rows["worker"].shift()) | (rows["role"] != rows["role"].shift())
    changes = changes.to_numpy(dtype=bool)
    # Set apart by more than any day number, so that one running maximum serves all.
    reach = last + np.cumsum(changes).astype(np.int64) * 10_000_000
    longest = np.maximum.accumulate(reach)
    place = np.maximum.accumulate(np.where(reach == longest, np.arange(len(reach)), 0))
    before = np.concatenate([[0], place[:-1]])[: len(place)].astype(int)
    goes_on = rows["reason"].isin(GOES_ON).to_numpy()[before]
    is_far = day_numbers(rows["start"]) - last[before] > BREAK_DAYS
    return changes | (is_far & ~goes_on), place


def with_outcome(spells: pd.DataFrame, reason: pd.Series, destination: pd.Series) -> pd.DataFrame:
    has_left = spells["last"].notna()
    kinds = [~has_left, reason == PROMOTION, reason.isin(GOES_ON)]
    spells["outcome"] = np.select(kinds, [IN_POST, PROMOTED, CARRIED_ON], LEFT)
    spells["reason"] = reason.where(has_left, "")
    spells["destination"] = destination.where(has_left, "")
    return spells


def follow_up(spells: pd.DataFrame, observed_from: date, today: date) -> FollowUp:
    """Who began before `observed_from` is followed from then on: those who had left by then are in no row."""
    began = spells["start"]
    after = spells["last"].fillna(pd.Timestamp(today)) + pd.Timedelta(days=1)
    entered = began.where(began > pd.Timestamp(observed_from), pd.Timestamp(observed_from))
    return FollowUp(
        calendar_months(began, after), (spells["outcome"] == LEFT).to_numpy(), calendar_months(began, entered)
    )


def calendar_months(start: Sequence[date] | np.ndarray, end: Sequence[date] | np.ndarray) -> np.ndarray:
    """Months from one day to another as the calendar has them: 9 January to 9 July is 6, to 10 July a thirty-first more."""
    (first, first_day), (last, last_day) = month_and_day(start), month_and_day(end)
    return (last - first) + (last_day - first_day) / DAYS_OF_A_MONTH


def month_and_day(dates: Sequence[date] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of dates without gaps: months since 1970, and days since the first of the month."""
    whole = np.asarray(dates, dtype="datetime64[D]")
    months = whole.astype("datetime64[M]")
    return months.astype(np.int64), (whole - months).astype(np.int64)


def in_force(spells: pd.DataFrame, day: date) -> np.ndarray:
    """Which spells are in force on a day, its first and last days included."""
    stamp = pd.Timestamp(day)
    return ((spells["start"] <= stamp) & (spells["last"].isna() | (spells["last"] >= stamp))).to_numpy()


def day_numbers(days: pd.Series) -> np.ndarray:
    """Days since 1970 of dates without gaps."""
    return days.to_numpy().astype("datetime64[D]").astype(np.int64)


def day_number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))
