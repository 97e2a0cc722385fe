"""All figures of a release, through a month: made for a reader without any right, never from what somebody sees exactly."""

from collections.abc import Mapping
from datetime import date

from practices import months
from workforce.dashboards.retention_reading import ROLE, Rows
from workforce.dashboards.throughput import employers_by_month
from workforce.releases.answer_figures import satisfaction_figure, spread_figures
from workforce.releases.contents import ALL, Behind, Figure
from workforce.releases.retention_figures import (
    movements_by,
    movements_of,
    retention_figures,
    rows_through,
    turnover_figure,
)
from workforce.releases.roster_figures import posts_figure, supervision_figures, throughput_figure, trusts_figure


def assemble(programme, through: date) -> list[Figure]:
    """In the order in which a reader needs them. A fixed number of queries, and three for each role's pay."""
    rows = rows_through(programme, months.add_months(through, 1))
    behind = behind_of(rows)
    (employers,) = employers_by_month(programme, [through])
    return [
        posts_figure(programme, through),
        trusts_figure(programme, through, behind[ALL], employers),
        *supervision_figures(programme, through, behind),
        turnover_figure(programme, rows),
        *retention_figures(programme, rows),
        throughput_figure(programme, through),
        satisfaction_figure(programme, through),
        *spread_figures(programme, through, behind),
    ]


def behind_of(rows: Rows) -> Mapping[str, Behind]:
    """Role -> who came and went, and ALL -> of everybody."""
    return {**movements_by(rows.spells, ROLE), ALL: movements_of(rows.spells)}
