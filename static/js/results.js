/* Draws the charts of the results page. Each figure lies in the page as JSON; a table stands behind each chart and stays
   open where this script, or Plotly, did not arrive. */
"use strict";

(() => {
  const NARROW = 560;
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: false, doubleClick: false, scrollZoom: false };
  const root = document.documentElement;
  const plots = [...document.querySelectorAll("[data-chart]")];

  const read = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

  function paintTrace(trace) {
    const colour = read(trace.meta.role);
    trace.marker.color = colour;
    if (trace.marker.line) trace.marker.line.color = read("sheet");
    if (trace.textfont) trace.textfont.color = read("ink");
  }

  function paintShape(shape) {
    const colour = read(shape.name.split(":")[1]);
    if (shape.type === "line") shape.line.color = colour;
    else shape.fillcolor = colour;
  }

  function paintText(annotation, narrow) {
    const [when, role] = annotation.name.split(":");
    annotation.visible = when === "all" || (when === "narrow") === narrow;
    annotation.font.color = read(role);
  }

  function paintAxis(axis) {
    Object.assign(axis, { gridcolor: read("rule"), linecolor: read("rule-strong"), tickcolor: read("rule-strong") });
    axis.tickfont = { color: read("ink-soft") };
  }

  /* Plotly changes the layout it is given, so every drawing gets a copy of its own. */
  function dressed(figure, width) {
    const { data, layout } = structuredClone(figure);
    const narrow = width < NARROW;
    if (narrow) Object.assign(layout, layout.meta.narrow);
    layout.width = width;
    layout.font.family = read("font-body");
    layout.font.color = read("ink");
    layout.hoverlabel = {
      bgcolor: read("ink"), bordercolor: read("ink"),
      font: { color: read("paper"), family: read("font-body"), size: 15 },
    };
    data.forEach(paintTrace);
    layout.shapes.forEach(paintShape);
    layout.annotations.forEach((annotation) => paintText(annotation, narrow));
    [layout.xaxis, layout.yaxis].forEach(paintAxis);
    return { data, layout };
  }

  function draw(plot) {
    const source = document.getElementById(`figure-${plot.dataset.chart}`);
    const { data, layout } = dressed(JSON.parse(source.textContent), plot.clientWidth);
    return window.Plotly.react(plot, data, layout, CONFIG);
  }

  function start() {
    if (!window.Plotly) {
      plots.forEach((plot) => { plot.hidden = true; });
      document.querySelectorAll(".chart__table").forEach((table) => { table.open = true; });
      return;
    }
    const widths = new Map();
    const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => {
      if (widths.get(target) === target.clientWidth) return;
      widths.set(target, target.clientWidth);
      requestAnimationFrame(() => draw(target));
    }));
    plots.forEach((plot) => watch.observe(plot));
    const again = () => plots.forEach(draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    matchMedia("print").addEventListener("change", again);
  }

  document.querySelectorAll(".chart__table").forEach((table) => { table.open = false; });
  document.addEventListener("DOMContentLoaded", start);
})();
