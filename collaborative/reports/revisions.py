"""Which figures of a frozen report are others today (M7). Pure: two tables of figures in, a list of what differs out."""

from collections.abc import Mapping
from dataclasses import dataclass

from collaborative.reports.contents import Cell, Chart, Report, Table

# Of each month these are compared; limits follow from them.
COMPARED = ("Numerator", "Denominator", "Rate")
Figures = Mapping[str, tuple[Cell, ...]]


@dataclass(frozen=True)
class Revision:
    """One figure that has changed since the report was made."""

    chart: str
    month: str
    figure: str
    was: Cell
    now: Cell


def line_charts(report: Report) -> list[Chart]:
    return [block for page in report.pages for block in page.blocks if block.kind == "chart" and block.form == "line"]


def revisions(report: Report, today: Mapping[str, Figures]) -> list[Revision]:
    """`today`: identifier of a chart -> month -> its figures by COMPARED. Months that came later are not revisions."""
    return [
        revision
        for chart in line_charts(report)
        if chart.identifier in today
        for revision in revised(chart, today[chart.identifier])
    ]


def revised(chart: Chart, today: Figures) -> list[Revision]:
    found = []
    for month, figures in figures_of(chart.table).items():
        now = today.get(month, figures)
        found += [
            Revision(chart.title, month, name, *pair)
            for name, *pair in zip(COMPARED, figures, now, strict=True)
            if pair[0] != pair[1]
        ]
    return found


def figures_of(table: Table) -> dict[str, tuple[Cell, ...]]:
    """Month -> its figures, as the table of a chart prints them."""
    places = [table.head.index(name) for name in COMPARED]
    return {str(row[0]): tuple(row[place] for place in places) for row in table.rows}
