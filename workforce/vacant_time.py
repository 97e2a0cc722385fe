"""How long posts stand empty: before the first holder, between holders, and now. Pure, pandas.

A post is vacant while it is open and nobody holds it; part of a post that is not filled is seen in the WTE.
"""

from datetime import date

import numpy as np
import pandas as pd

from workforce.role_spells import calendar_months, day_number, day_numbers

POST_COLUMNS = ("post", "role", "commissioner", "start", "end")
ONE_DAY = pd.Timedelta(days=1)


def vacancies(posts: pd.DataFrame, holdings: pd.DataFrame, today: date) -> pd.DataFrame:
    """Each stretch in which an open post was empty: post, role, commissioner, start, `end` (the first day it was not), months, is_now.

    `posts` has POST_COLUMNS, `holdings` post, start and end; an empty end is open. Nothing after today is counted.
    """
    tomorrow = pd.Timestamp(today) + ONE_DAY
    opened = posts[posts["start"] < tomorrow]
    closes = (opened["end"] + ONE_DAY).fillna(tomorrow).clip(upper=tomorrow)
    edges = pd.concat([held(holdings, opened, tomorrow), ends_of(opened, closes)], ignore_index=True)
    edges = edges.sort_values(["post", "start", "until"]).reset_index(drop=True)
    found = gaps(edges).merge(opened[["post", "role", "commissioner"]], on="post")
    found["is_now"] = (found["end"] == tomorrow).to_numpy()
    found["months"] = calendar_months(found["start"], found["end"])
    return found


def held(holdings: pd.DataFrame, posts: pd.DataFrame, tomorrow: pd.Timestamp) -> pd.DataFrame:
    """Stretches in which somebody held the post, `until` the first day after."""
    rows = holdings[holdings["post"].isin(posts["post"]) & (holdings["start"] < tomorrow)]
    until = (rows["end"] + ONE_DAY).fillna(tomorrow).clip(upper=tomorrow)
    return pd.DataFrame({"post": rows["post"], "start": rows["start"], "until": until})


def ends_of(posts: pd.DataFrame, closes: pd.Series) -> pd.DataFrame:
    """The opening and the closing of each post, as stretches of no length."""
    opening = pd.DataFrame({"post": posts["post"], "start": posts["start"], "until": posts["start"]})
    closing = pd.DataFrame({"post": posts["post"], "start": closes, "until": closes})
    return pd.concat([opening, closing], ignore_index=True)


def gaps(edges: pd.DataFrame) -> pd.DataFrame:
    """Where, within a post, a stretch begins after all before it have ended."""
    same = edges["post"].eq(edges["post"].shift()).to_numpy()
    until = day_numbers(edges["until"]) - day_number(date(1900, 1, 1))
    apart = np.cumsum(~same).astype(np.int64) * 10_000_000
    reached = np.maximum.accumulate(until + apart) - apart
    before = np.concatenate([[0], reached[:-1]])[: len(edges)]
    is_gap = same & (day_numbers(edges["start"]) - day_number(date(1900, 1, 1)) > before)
    start = np.datetime64("1900-01-01") + before[is_gap].astype("timedelta64[D]")
    found = edges.loc[is_gap, ["post", "start"]].rename(columns={"start": "end"})
    return found.assign(start=start.astype("datetime64[s]")).reset_index(drop=True)
