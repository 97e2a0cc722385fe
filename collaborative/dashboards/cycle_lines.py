"""The line of a cycle's place as charts draw it: a series that has a chart of its own, or a sum of several as a run chart."""

from collections.abc import Sequence

from collaborative.dashboards.shown import Shown
from collaborative.evaluations.asked import Case
from collaborative.evaluations.evaluating import rates_of
from measures.chart_lines import Line, signal_of
from measures.statistics.run_chart import run_chart


def line_of(case: Case, series: Sequence[Shown]) -> Line:
    return series[0].line if len(series) == 1 else line_of_sum(case, series)


def line_of_sum(case: Case, series: Sequence[Shown]) -> Line:
    own, definition = case.own, case.definition
    values = rates_of(own, definition.per)
    drawn = [None if value is None else round(value) for value in values] if case.is_protected else values
    return Line(
        identifier=definition.code,
        title=definition.short_title,
        unit=definition.unit,
        direction=definition.direction,
        months=own.months,
        values=drawn,
        signal=signal_of(run_chart(values)),
        numerators=own.numerators,
        denominators=own.denominators,
        per=definition.per,
        lists=own.lists,
        states=["missing" if value is None else "accepted" for value in values],
        reasons=own.reasons,
        is_protected=case.is_protected,
        annotations=tuple({note.key: note for one in series for note in one.annotations}.values()),
    )
