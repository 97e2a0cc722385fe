"""What the drawings of all charts have in common: letters, paper, axes. Pure, plain dicts as plotly.js takes them."""

from measures.chart_traces import DARK, PALE, SHADE

SHEET = {
    "font": {"family": "arial, sans-serif", "size": 14, "color": DARK},
    "margin": {"l": 8, "r": 8, "t": 24, "b": 8},
    "plot_bgcolor": "#ffffff",
    "paper_bgcolor": "#ffffff",
    "legend": {"orientation": "h", "y": -0.18},
}
AXIS = {"gridcolor": SHADE, "zerolinecolor": PALE, "automargin": True, "fixedrange": True}
# Of the charts month by month, as plotly's own template; static/js/charts.js holds the same, so that pages need not.
TEMPLATE = {
    "data": {"scatter": [{"connectgaps": False, "cliponaxis": False}]},
    "layout": {
        **SHEET,
        "hovermode": "x unified",
        "xaxis": {"gridcolor": "#ffffff", "fixedrange": True, "automargin": True},
        "yaxis": {**AXIS, "title": {"font": {"size": 12}}, "rangemode": "tozero"},
        "shapedefaults": {"yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}},
        "annotationdefaults": {
            "y": 1, "yref": "paper", "showarrow": False, "xanchor": "left", "yanchor": "bottom", "font": {"size": 12},
        },
    },
}  # fmt: skip
