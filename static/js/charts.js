// Draws every figure of the page: <div data-chart="id of a JSON data block">.
document.querySelectorAll("[data-chart]").forEach((place) => {
  const figure = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: true });
});
