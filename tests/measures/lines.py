"""Lines made by hand: values, flags and phases as a test needs them."""

from datetime import date

from measures.chart_lines import Line, Signal
from measures.statistics import codes
from measures.statistics.analysis import Analysis, Phase
from measures.statistics.run_chart import run_chart
from practices import months

GRID = months.month_range(date(2005, 2, 1), date(2007, 1, 1))
HIGH, LOW = codes.HIGH, codes.LOW
# Thirteen months about 82, then eleven about 65.
FALLEN = [
    80.0,
    84,
    82,
    81,
    83,
    80,
    84,
    82,
    81,
    83,
    80,
    84,
    82,
    *(65.5, 64.5, 66, 65, 64, 66.5, 65, 64.5, 66, 65, 64.25),
]
STEADY = FALLEN[:12] * 2


def phase_of(first=0, last=23, *, points=13, centre=82.0, limits=(70.0, 94.0), strength="trial", **more) -> Phase:
    width = last - first + 1
    return Phase(first, last, points, centre, "mean", strength, (limits[0],) * width, (limits[1],) * width, **more)


def analysis_of(values, *, kind="u", phases=None, flags=None, variation="common_cause", **more) -> Analysis:
    return Analysis(
        kind=kind,
        why=more.pop("why", "counts"),
        profile="making_data_count",
        phases=tuple([phase_of()] if phases is None else phases),
        flags=tuple(flags or [0] * len(values)),
        run=run_chart(list(values)),
        variation=variation,
        icon_row=max((row for row, value in enumerate(values) if value is not None), default=None),
        **more,
    )


def line_of(values=STEADY, *, analysis=None, **more) -> Line:
    size = len(values)
    given = {
        "identifier": "gp_consultations",
        "title": "GP consultations",
        "unit": "per 100 people on the list a month",
        "direction": "LOWER_IS_BETTER",
        "months": GRID[:size],
        "signal": Signal("none", size, size, 82.0),
        "numerators": [100] * size,
        "denominators": [120.5] * size,
        "lists": [200] * size,
        "registered": [8200] * size,
        "registered_values": [17.1] * size,
        "states": ["accepted"] * size,
        "reasons": [""] * size,
        "contributors": [1] * size,
    }
    return Line(**given | {"values": values, "analysis": analysis or analysis_of(values)} | more)


def fallen(**more) -> Line:
    """Eleven months below the mean and below the lower limit, from Mar 2006."""
    flags = [0] * 13 + [codes.OUTSIDE | codes.SHIFT | LOW] * 11
    phases = [phase_of(frozen_at=12)]
    analysis = analysis_of(FALLEN, flags=flags, phases=phases, variation=more.pop("variation", "improvement_low"))
    return line_of(FALLEN, analysis=analysis, **more)


def mixed(**more) -> Line:
    """The last seven months rise, and the last of them are still below the lower limit: concern and improvement at once."""
    values = [82.0] * 17 + [60.0, 61, 62, 63, 64, 65, 66]
    flags = [0] * 17 + [codes.OUTSIDE | codes.TREND | codes.SHIFT | LOW] * 7
    analysis = analysis_of(values, flags=flags, variation="improvement_low")
    return line_of(values, analysis=analysis, **more)
