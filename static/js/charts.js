// What all charts have in common: the same as TEMPLATE of measures/chart_layouts.py, which a test compares.
const TEMPLATE = {"data": {"scatter": [{"connectgaps": false, "cliponaxis": false}]}, "layout": {"font": {"family": "arial, sans-serif", "size": 14, "color": "#212b32"}, "margin": {"l": 8, "r": 8, "t": 24, "b": 8}, "plot_bgcolor": "#ffffff", "paper_bgcolor": "#ffffff", "hovermode": "x unified", "legend": {"orientation": "h", "y": -0.18}, "xaxis": {"gridcolor": "#ffffff", "fixedrange": true, "automargin": true}, "yaxis": {"title": {"font": {"size": 12}}, "rangemode": "tozero", "gridcolor": "#e8edee", "zerolinecolor": "#aeb7bd", "automargin": true, "fixedrange": true}, "shapedefaults": {"yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}, "annotationdefaults": {"y": 1, "yref": "paper", "showarrow": false, "xanchor": "left", "yanchor": "bottom", "font": {"size": 12}}}};

// Draws every figure of the page: <div data-chart="id of a JSON data block">. The months of a figure are written once, as x.
document.querySelectorAll("[data-chart]").forEach((place) => {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  if (figure.x) {
    figure.data.forEach((line) => { line.x ??= figure.x; });
    figure.layout.template = TEMPLATE;
  }
  // Said of the place too, since a drawing takes the height of its place when the window changes.
  place.style.height = `${figure.layout.height}px`;
  Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: true });
});

// Saves a drawing as a picture with its title and source: <button data-png="id of the drawing" data-title data-source hidden>.
document.querySelectorAll("[data-png]").forEach((button) => {
  const place = document.getElementById(button.dataset.png);
  if (!place) return;
  button.hidden = false;
  button.before(", ");
  button.addEventListener("click", () => {
    const { data, layout } = place;
    const subtitle = { text: button.dataset.source, font: { size: 12 } };
    const title = { text: button.dataset.title, font: { size: 16 }, x: 0.01, xanchor: "left", subtitle };
    const titled = { data, layout: { ...layout, title, margin: { ...layout.margin, t: 96 } } };
    const filename = button.dataset.title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    Plotly.downloadImage(titled, { format: "png", filename, width: 1000, height: layout.height + 72, scale: 2 });
  });
});
