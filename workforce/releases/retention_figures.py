"""The figures of a release about who stayed: as the pages of retention and turnover show them to whoever has no rights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from operations.first_use import when_first_used
from workforce.catalogue import role_name
from workforce.dashboards import retention, turnover
from workforce.dashboards.retention_reading import COHORT, ROLE, WHOLE, Rows, Sight, rows_of
from workforce.disclosure import shown
from workforce.releases.contents import ALL, Behind, Column, Figure, Row, row_of
from workforce.role_spells import CARRIED_ON, LEFT, PROMOTED

pd = when_first_used("pandas")

SIGHT = Sight(WHOLE, "The whole programme, protected", is_exact=False)
# Columns of workforce.retention.Group.
COUNTED = {"people": "People ever in the role", "left": "Left", "promoted": "Promoted", "in_post": "In post"}
YEARLY = ("at_start", "starters", "leavers", "promoted", "at_end")


def rows_through(programme, day) -> Rows:
    """Spells as they stood on the day after the release's last."""
    return rows_of(programme, SIGHT, day)


def movements_of(spells: pd.DataFrame) -> Behind:
    """All who ever came into a group, and how many went in which way: two of these tell how many did in between."""
    ended = spells["outcome"].value_counts()
    return {"came": len(spells), **{outcome: int(ended.get(outcome, 0)) for outcome in (LEFT, PROMOTED, CARRIED_ON)}}


def movements_by(spells: pd.DataFrame, column: str) -> dict[object, Behind]:
    return {key: movements_of(part) for key, part in spells.groupby(column)}


# ---- still in the role


def retention_figures(programme, rows: Rows) -> list[Figure]:
    by_cohort = retention.found_for(programme, SIGHT, COHORT, rows)
    by_role = retention.found_for(programme, SIGHT, ROLE, rows)
    named = [("cohort", one) for one in by_cohort.groups] + [("role", one) for one in by_role.groups]
    named.append((ALL, by_cohort.whole))
    behind = {
        "cohort": movements_by(rows.spells, COHORT),
        "role": movements_by(rows.spells, ROLE),
        ALL: {None: movements_of(rows.spells)},
    }
    nobody = "" if len(rows.spells) else "nobody has been in post"
    return [survival(named, behind, nobody), endings(named, nobody)]


def survival(named, behind: Mapping[str, Mapping], nobody: str) -> Figure:
    rows = [
        figure_row(kind, one, figure, behind[kind].get(one.group.key, {})) for kind, one in named for figure in one.figures
    ]  # fmt: skip
    return Figure(
        code="survival",
        title="Still in the role, by cohort and role",
        version=1,
        definition=(
            "Kaplan-Meier with late entry: the part still in the role after so many months in it, with the log-log interval of 95%. "
            "Leaving the role counts, not leaving a post; a promotion is not a leaving. Shown once 8 have left since the figure "
            "before and while 8 are at risk."
        ),
        first="Group",
        part_name="After",
        columns=(Column("value", "Still in the role, %"), Column("low", "95% from"), Column("high", "95% to")),
        rows=() if nobody else tuple(rows),
        says="value",
        why=nobody,
    )


def figure_row(kind: str, one, figure, behind: Behind) -> Row:
    values = [figure.value, figure.lower, figure.upper]
    part = f"{figure.month} months"
    why, moved = figure.reason or "no interval", dict.fromkeys(range(3), behind)
    return row_of(str(one.group.key), one.name, kind, values, why=why, part=part, behind=moved)


def endings(named, nobody: str) -> Figure:
    rows = [
        row_of(str(one.group.key), one.name, kind, [shown(getattr(one.group, name), exact=False) for name in COUNTED])
        for kind, one in named
    ]
    return Figure(
        code="endings",
        title="People, and how their time in the role ended",
        version=1,
        definition="Everybody who ever held the role in the programme until the last day of the month, to the nearest 5, 0 to 7 as *.",
        first="Group",
        columns=tuple(Column(code, name) for code, name in COUNTED.items()),
        rows=() if nobody else tuple(rows),
        says="left",
        why=nobody,
    )


# ---- twelve months


def turnover_figure(programme, rows: Rows) -> Figure:
    found = turnover.found_for(programme, SIGHT, rows)
    since = pd.Timestamp(found.whole.found.since)
    names = (*turnover.HEADINGS[:5], "Turnover, %", "Stability, %")
    codes = (*YEARLY, "turnover", "stability")
    by_role = dict(zip(sorted_roles(rows), found.roles, strict=True))
    listed = [
        yearly_row(role, one, "role", behind_year(rows.spells[rows.spells[ROLE] == role], since))
        for role, one in by_role.items()
    ]
    whole = yearly_row("", found.whole, ALL, behind_year(rows.spells, since))
    return Figure(
        code="turnover",
        title="Turnover and stability of twelve months",
        version=1,
        definition=(
            "Turnover: those who left the role in the twelve months, of the mean of those in post at their beginning and end. "
            "Stability: those in post twelve months ago who still are. Shown when 8 or more are counted in each part."
        ),
        first="Role",
        columns=tuple(Column(code, name) for code, name in zip(codes, names, strict=True)),
        rows=(*listed, whole),
        says="turnover",
    )


def sorted_roles(rows: Rows) -> list[str]:
    """In the order of turnover.found_for: by name."""
    return sorted(rows.spells[ROLE].unique(), key=role_name)


def behind_year(spells: pd.DataFrame, since: pd.Timestamp) -> Behind:
    """Who drops out of the twelve months as they move on counts as well."""
    before = {"came_before": int((spells["start"] <= since).sum()), "gone_before": int((spells["last"] < since).sum())}
    return {**movements_of(spells), **before}


def yearly_row(key: str, one: turnover.Yearly, kind: str, behind: Behind) -> Row:
    counts = [shown(getattr(one.found, name), exact=False) for name in YEARLY]
    rates = [one.turnover, one.stability]
    row = row_of(key, one.name, kind, [*counts, *(rate.value for rate in rates)], behind={5: behind, 6: behind})
    return with_reasons(row, ["", "", "", "", "", *(rate.reason for rate in rates)])


def with_reasons(row: Row, reasons: list[str]) -> Row:
    cells = [
        replace(cell, why=why) if cell.value is None else cell for cell, why in zip(row.cells, reasons, strict=True)
    ]
    return replace(row, cells=tuple(cells))
