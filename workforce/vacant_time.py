"""How long posts stand empty: before the first holder, between holders, and now. Pure, NumPy.

A post is vacant while it is open and nobody holds it; part of a post that is not filled is seen in the WTE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from operations.first_use import when_first_used
from workforce.role_spells import calendar_months, day_number

pd = when_first_used("pandas")

POST_COLUMNS = ("post", "role", "commissioner", "start", "end")
# Sets posts apart: more than any number of days between two of their days.
FAR = 10_000_000


@dataclass(frozen=True)
class Stretches:
    """Arrays alike in length: a post's id, its or its holder's first day, and the last one (NaT: open)."""

    post: np.ndarray
    start: np.ndarray
    end: np.ndarray


@dataclass(frozen=True)
class EmptyTimes:
    """The same of empty stretches; `end` is the first day on which one was not empty, `is_now` whether it has not come yet."""

    post: np.ndarray
    start: np.ndarray
    end: np.ndarray
    months: np.ndarray
    is_now: np.ndarray


def vacancies(posts: pd.DataFrame, holdings: pd.DataFrame, today: date) -> pd.DataFrame:
    """As `empty_times`, a row each with the post's role and commissioner. `posts` has POST_COLUMNS, `holdings` post, start and end."""
    found = empty_times(stretches_in(posts), stretches_in(holdings), today)
    days = {name: getattr(found, name).astype("datetime64[s]") for name in ("start", "end")}
    rows = pd.DataFrame({"post": found.post, **days, "is_now": found.is_now, "months": found.months})
    return rows.merge(posts[["post", "role", "commissioner"]], on="post")


def stretches_in(table: pd.DataFrame) -> Stretches:
    return Stretches(*(table[name].to_numpy() for name in ("post", "start", "end")))


def stretches_of(rows: Sequence[tuple]) -> Stretches:
    """From (post, first day, last day or None)."""
    posts, starts, ends = zip(*rows, strict=True) if rows else ((), (), ())
    days = (np.array(column, dtype="datetime64[D]") for column in (starts, ends))
    return Stretches(np.array(posts, dtype=np.int64), *days)


def empty_times(posts: Stretches, holdings: Stretches, today: date) -> EmptyTimes:
    """Each stretch in which an open post was empty. Nothing after today is counted."""
    tomorrow = day_number(today) + 1
    opened, closed = days(posts.start), days_after(posts.end, tomorrow)
    begun, over = days(holdings.start), days_after(holdings.end, tomorrow)
    is_open = opened < tomorrow
    is_held = np.isin(holdings.post, posts.post[is_open]) & (begun < tomorrow)
    # The opening and the closing of a post are stretches of no length.
    post, start, end = gaps(
        np.concatenate([posts.post[is_open], posts.post[is_open], holdings.post[is_held]]),
        np.concatenate([opened[is_open], closed[is_open], begun[is_held]]),
        np.concatenate([opened[is_open], closed[is_open], over[is_held]]),
    )
    first, until = start.astype("datetime64[D]"), end.astype("datetime64[D]")
    return EmptyTimes(post, first, until, calendar_months(first, until), end == tomorrow)


def days(values: np.ndarray) -> np.ndarray:
    """Their numbers since 1970."""
    return values.astype("datetime64[D]").astype(np.int64)


def days_after(ends: np.ndarray, tomorrow: int) -> np.ndarray:
    """The number of the first day after each; at most tomorrow's."""
    return np.where(np.isnat(ends), tomorrow, np.minimum(days(ends) + 1, tomorrow))


def gaps(post: np.ndarray, start: np.ndarray, until: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(post, from when, until when) where, within a post, a stretch begins after all before it have ended."""
    order = np.lexsort((until, start, post))
    post, start, until = post[order], start[order], until[order]
    same = np.concatenate([[False], post[1:] == post[:-1]])[: len(post)]
    apart = np.cumsum(~same) * FAR
    reached = np.maximum.accumulate(until + apart) - apart
    before = np.concatenate([[0], reached[:-1]])[: len(post)].astype(np.int64)
    is_gap = same & (start > before)
    return post[is_gap], before[is_gap], start[is_gap]
