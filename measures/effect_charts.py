"""An interrupted time series drawn: what was observed, the fitted lines, the earlier trend carried on. Pure, a plain dict."""

from measures.chart_layouts import TEMPLATE
from measures.chart_traces import BAND, BLUE, DARK, GREY, SHADE, rounded
from measures.charts import has_values
from measures.effects import Interrupted
from practices import months

HEIGHT = 380


def figure(found: Interrupted) -> dict | None:
    """None where there is nothing to draw. Points, a whole line and a dashed one: told apart by shape as well as by colour."""
    if not has_values(found.observed):
        return None
    data = [observed(found)]
    if not found.reason:
        data = [*interval(found), *data, *fitted_lines(found)]
    return {"data": data, "layout": layout(found)}


def places(found: Interrupted) -> list[str]:
    return [months.period(month) for month in found.months]


def trace(found: Interrupted, name: str, values, **more) -> dict:
    return {"mode": "lines", "name": name, "x": places(found), "y": rounded(values)} | more


def observed(found: Interrupted) -> dict:
    left_out = {*found.plan.transition_rows}
    symbols = ["circle-open" if row in left_out else "circle" for row in range(len(found.months))]
    marker = {"size": 8, "symbol": symbols, "color": GREY}
    return trace(found, "Observed (open: left out)", found.observed, mode="markers", marker=marker)


def fitted_lines(found: Interrupted) -> list[dict]:
    """Before and after apart: the line is not drawn across the change."""
    rows = range(len(found.months))
    is_after = found.plan.is_after
    before = [None if is_after[row] else found.fitted[row] for row in rows]
    after = [found.fitted[row] if is_after[row] else None for row in rows]
    whole = {"line": {"color": BLUE, "width": 3}}
    dashed = {"line": {"color": DARK, "width": 2, "dash": "dash"}}
    return [
        trace(found, "Fitted", before, **whole),
        trace(found, "Fitted, after", after, showlegend=False, **whole),
        trace(found, "Earlier trend carried on", found.carried_on, **dashed),
    ]


def interval(found: Interrupted) -> list[dict]:
    """Shaded: where the carried-on trend lies with 95% confidence."""
    nothing = {"line": {"width": 0}, "hoverinfo": "skip"}
    return [
        trace(found, "lower end", found.carried_on_lower, showlegend=False, **nothing),
        trace(
            found, "95% interval of the carried-on trend", found.carried_on_upper, fill="tonexty", fillcolor=BAND, **nothing
        ),
    ]  # fmt: skip


def layout(found: Interrupted) -> dict:
    shapes, notes = transition(found)
    return {
        "template": TEMPLATE,
        "height": HEIGHT,
        "xaxis": {"type": "date", "tickformat": "%b %Y"},
        "yaxis": {"title": {"text": "rate"}},
        "shapes": shapes,
        "annotations": notes,
    }


def transition(found: Interrupted) -> tuple[list[dict], list[dict]]:
    """The months that are left out, shaded, with their word."""
    if not found.transition:
        return [], []
    start, end = found.transition[0], months.last_day(found.transition[-1])
    shape = {"type": "rect", "x0": start.isoformat(), "x1": end.isoformat(), "fillcolor": SHADE}
    return [shape], [{"x": start.isoformat(), "text": "left out"}]
