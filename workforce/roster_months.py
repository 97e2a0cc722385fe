"""The roster month by month, by PCT and role: sums that add up to those of a programme. Pure, NumPy and pandas.

Counted by where stretches of time begin and end, not by walking through months and people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from operations.first_use import when_first_used
from practices.months import last_day
from workforce.month_parts import part_of_month
from workforce.role_spells import LEFT, PROMOTED

pd = when_first_used("pandas")

KEY = ["commissioner", "role"]
COUNTS = (
    "posts", "posts_vacant", "people", "employers", "starters", "leavers", "promoted", "new_patients", "active", "holdings_counted",
)  # fmt: skip
AMOUNTS = ("wte_established", "wte_in_post", "wte_months", "supervision_expected", "supervision_held")


@dataclass(frozen=True)
class Tables:
    """What is counted, as tables; each row with dates has `start` and `end`, the last day (NaT: open).

    posts: post, commissioner, role, wte. holdings: holding, post, worker, commissioner, role. terms: holding, employer, wte.
    spells: workforce.role_spells. caseload: holding, month, new_patients, active (NaN: not said). supervision: worker, month,
    expected (NaN: no standard), held.
    """

    posts: pd.DataFrame
    holdings: pd.DataFrame
    terms: pd.DataFrame
    spells: pd.DataFrame
    caseload: pd.DataFrame
    supervision: pd.DataFrame


class Grid:
    """Groups (PCT, role) down, months across."""

    def __init__(self, groups: pd.DataFrame, months: Sequence[date]):
        self.groups = groups.reset_index(drop=True)
        self.months = list(months)
        self.firsts = np.array(self.months, dtype="datetime64[D]")
        self.lasts = np.array([last_day(month) for month in self.months], dtype="datetime64[D]")
        self.places = {key: place for place, key in enumerate(self.groups[KEY].itertuples(index=False, name=None))}

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.groups), len(self.months)

    def rows_of(self, table: pd.DataFrame) -> np.ndarray:
        return pd.MultiIndex.from_frame(self.groups[KEY]).get_indexer(pd.MultiIndex.from_frame(table[KEY]))

    def columns_of(self, days: pd.Series) -> np.ndarray:
        """The month that each day lies in; -1 and the number of months for what lies before and after."""
        found = np.searchsorted(self.firsts, as_days(days), side="right") - 1
        return np.where(as_days(days) > self.lasts[-1], len(self.months), found)

    def at_ends(self, rows: np.ndarray, count: int, table: pd.DataFrame, weights=1.0) -> np.ndarray:
        """For each of `count` rows and each month: the weights of the stretches in force on the month's last day."""
        begin = np.searchsorted(self.lasts, as_days(table["start"]), side="left")
        after = np.where(
            table["end"].isna(), len(self.months), np.searchsorted(self.lasts, as_days(table["end"]), side="right")
        )
        steps = np.zeros((count, len(self.months) + 1))
        weights = np.broadcast_to(np.asarray(weights, dtype=float), len(table))
        np.add.at(steps, (rows, begin), weights)
        np.add.at(steps, (rows, np.maximum(after, begin)), -weights)
        return steps[:, :-1].cumsum(axis=1)

    def added(self, rows: np.ndarray, columns: np.ndarray, weights=1.0) -> np.ndarray:
        """Sums of what happened in each month."""
        inside = (columns >= 0) & (columns < len(self.months)) & (rows >= 0)
        total = np.zeros(self.shape)
        weights = np.broadcast_to(np.asarray(weights, dtype=float), len(rows))
        np.add.at(total, (rows[inside], columns[inside]), weights[inside])
        return total

    def distinct_at_ends(self, table: pd.DataFrame, column: str) -> np.ndarray:
        """How many different values of a column the stretches in force at each month's end have, by group."""
        pairs = table[[*KEY, column]].drop_duplicates().reset_index(drop=True)
        place = pd.MultiIndex.from_frame(pairs).get_indexer(pd.MultiIndex.from_frame(table[[*KEY, column]]))
        present = self.at_ends(place, len(pairs), table) > 0.5
        total = np.zeros(self.shape)
        np.add.at(total, self.rows_of(pairs), present)
        return total


def roster_months(tables: Tables, months: Sequence[date]) -> pd.DataFrame:
    """KEY, month, COUNTS and AMOUNTS; a group from the month of its first post on. `months` follow each other, at least one."""
    grid = Grid(tables.posts[KEY].drop_duplicates().sort_values(KEY), months)
    found = {
        **of_posts(tables, grid),
        **of_people(tables, grid),
        **of_caseload(tables, grid),
        **of_supervision(tables, grid),
    }
    content = pd.DataFrame({name: found[name].ravel() for name in (*COUNTS, *AMOUNTS)})
    content = content.astype(dict.fromkeys(COUNTS, "int64")).round(dict.fromkeys(AMOUNTS, 6))
    keys = grid.groups.loc[np.repeat(np.arange(grid.shape[0]), grid.shape[1])].reset_index(drop=True)
    keys["month"] = np.tile(np.array(grid.months, dtype=object), grid.shape[0])
    return pd.concat([keys, content], axis=1)[has_begun(tables.posts, grid).ravel()].reset_index(drop=True)


def has_begun(posts: pd.DataFrame, grid: Grid) -> np.ndarray:
    first = grid.columns_of(posts.groupby(KEY)["start"].min().reindex(pd.MultiIndex.from_frame(grid.groups)))
    return np.arange(grid.shape[1]) >= first[:, None]


def of_posts(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    """A post is vacant at a month's end when it is open and nobody holds it."""
    posts, rows = tables.posts, grid.rows_of(tables.posts)
    place = pd.Index(posts["post"]).get_indexer(tables.holdings["post"])
    is_held = grid.at_ends(place, len(posts), tables.holdings) > 0.5
    is_open = grid.at_ends(np.arange(len(posts)), len(posts), posts) > 0.5
    vacant = np.zeros(grid.shape)
    np.add.at(vacant, rows, is_open & ~is_held)
    return {
        "posts": grid.at_ends(rows, grid.shape[0], posts),
        "posts_vacant": vacant,
        "wte_established": grid.at_ends(rows, grid.shape[0], posts, posts["wte"]),
    }


def of_people(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    terms, spells = terms_held(tables), tables.spells
    ended = spells.assign(commissioner=spells["last_commissioner"])[spells["last"].notna()]
    rows, columns = grid.rows_of(ended), grid.columns_of(ended["last"])
    return {
        "people": grid.distinct_at_ends(tables.holdings, "worker"),
        "employers": grid.distinct_at_ends(terms, "employer"),
        "wte_in_post": grid.at_ends(grid.rows_of(terms), grid.shape[0], terms, terms["wte"]),
        "starters": grid.added(grid.rows_of(spells), grid.columns_of(spells["start"])),
        "leavers": grid.added(rows, columns, ended["outcome"] == LEFT),
        "promoted": grid.added(rows, columns, ended["outcome"] == PROMOTED),
    }


def terms_held(tables: Tables) -> pd.DataFrame:
    """Terms with the PCT and role of their holding, for as long as both hold."""
    found = tables.terms.merge(tables.holdings, on="holding", suffixes=("", "_held"))
    found["start"] = found[["start", "start_held"]].max(axis=1)
    found["end"] = found[["end", "end_held"]].min(axis=1)
    return found[found["end"].isna() | (found["end"] >= found["start"])].reset_index(drop=True)


def of_caseload(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    """New patients beside the WTE of those months and holdings alone that said how many."""
    caseload = tables.caseload.merge(tables.holdings[["holding", *KEY]], on="holding")
    rows, columns = grid.rows_of(caseload), grid.columns_of(caseload["month"])
    said = caseload["new_patients"].notna()
    worked = caseload[said].merge(terms_held(tables)[["holding", "start", "end", "wte"]], on="holding")
    parts = part_of_month(worked["month"], worked["start"], worked["end"]) * worked["wte"].to_numpy()
    return {
        "new_patients": grid.added(rows, columns, caseload["new_patients"].fillna(0)),
        "active": grid.added(rows, columns, caseload["active"].fillna(0)),
        "holdings_counted": grid.added(rows, columns, said),
        "wte_months": grid.added(grid.rows_of(worked), grid.columns_of(worked["month"]), parts),
    }


def of_supervision(tables: Tables, grid: Grid) -> dict[str, np.ndarray]:
    """Of those with a standard, where the worker was last in post in the month."""
    found = tables.supervision.dropna(subset=["expected"]).reset_index(names="row")
    found = found.merge(tables.holdings[["worker", "start", "end", "holding", *KEY]], on="worker")
    first = found["month"].dt.to_period("M").dt.start_time
    is_in = (found["start"] <= first + pd.offsets.MonthEnd(0)) & (found["end"].isna() | (found["end"] >= first))
    found = found[is_in].sort_values(["row", "start", "holding"]).drop_duplicates("row", keep="last")
    rows, columns = grid.rows_of(found), grid.columns_of(found["month"])
    return {
        "supervision_expected": grid.added(rows, columns, found["expected"]),
        "supervision_held": grid.added(rows, columns, found["held"]),
    }


def as_days(days: pd.Series) -> np.ndarray:
    return days.to_numpy().astype("datetime64[D]")
