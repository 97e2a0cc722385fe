"""The roster as tables to count with: read whole, a fixed number of queries, no names."""

from __future__ import annotations

from operations.first_use import when_first_used
from workforce.models import Holding, Post, Terms

pd = when_first_used("pandas")

DATES = ("start", "end")


def holdings_of(programme, commissioners=None) -> pd.DataFrame:
    """HOLDING_COLUMNS of workforce.role_spells and `post`, of a programme's posts (those of some PCTs); two queries."""
    found = Holding.objects.filter(**of(programme, commissioners, "post__")).order_by("pk")
    rows = frame(
        found.values_list(
            "pk", "post", "worker", "post__role", "start", "end", "leaving__reason", "leaving__destination", "cohort",
            "post__commissioner",
        ),
        ["holding", "post", "worker", "role", "start", "end", "reason", "destination", "cohort", "commissioner"],
    )  # fmt: skip
    rows[["reason", "destination"]] = rows[["reason", "destination"]].fillna("").astype(object)
    rows["cohort"] = rows["cohort"].astype("float64")
    employers = latest_employers(found)
    rows["employer"] = rows["holding"].map(employers).astype("float64")
    return rows


def latest_employers(holdings) -> dict[int, int]:
    """Holding -> the employer of its latest terms."""
    terms = Terms.objects.filter(holding__in=holdings.order_by().values("pk")).order_by("start", "pk")
    return dict(terms.values_list("holding", "employer"))


def posts_of(programme, commissioners=None) -> pd.DataFrame:
    """post, role, commissioner, wte, start and end."""
    found = Post.objects.filter(**of(programme, commissioners)).order_by("pk")
    rows = frame(
        found.values_list("pk", "role", "commissioner", "wte", "start", "end"),
        ["post", "role", "commissioner", "wte", "start", "end"],
    )
    return rows.astype({"wte": "float64"})


def of(programme, commissioners, prefix="") -> dict:
    chosen = {f"{prefix}programme": programme}
    return chosen if commissioners is None else {**chosen, f"{prefix}commissioner__in": commissioners}


def frame(rows, columns) -> pd.DataFrame:
    """A table of rows from the database, with its dates as such, also when there is no row."""
    found = pd.DataFrame.from_records(list(rows), columns=columns)
    for name in DATES:
        if name in columns:
            found[name] = pd.to_datetime(found[name]).astype("datetime64[s]")
    return found
