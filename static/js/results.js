/* The charts of the results page stand in it as drawings. This script lets a reader explore one: it fetches Plotly
   once, and draws the chart's figure, which lies in the page as JSON or is asked of its address, in the drawing's
   place. Where either does not arrive the drawing stays. */
"use strict";

(() => {
  const NARROW = 560;
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: false, doubleClick: false, scrollZoom: false };
  const root = document.documentElement;
  const { plotly: address, plotlyStyle: style } = document.currentScript.dataset;
  let library = null;

  const read = (name) => getComputedStyle(root).getPropertyValue(`--${name}`).trim();

  function paintTrace(trace) {
    const colour = read(trace.meta.role);
    trace.marker.color = colour;
    if (trace.marker.line) trace.marker.line.color = read("sheet");
    if (trace.line) trace.line.color = colour;
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

  const figures = new Map();

  /* Of the same page, so that it is held against what the page is held against. */
  function asked(code) {
    const address = new URL(location.href);
    address.searchParams.set("figure", code);
    return fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
      if (!answer.ok) throw new Error(`no figure ${code}`);
      return answer.json();
    });
  }

  async function load(code) {
    const source = document.getElementById(`figure-${code}`);
    if (!figures.has(code)) figures.set(code, source ? JSON.parse(source.textContent) : await asked(code));
  }

  function draw(plot) {
    const { data, layout } = dressed(figures.get(plot.dataset.chart), plot.clientWidth);
    return window.Plotly.react(plot, data, layout, CONFIG);
  }

  /* Fetched when the first chart is explored, and never before. */
  function fetched() {
    library ??= new Promise((resolve, reject) => {
      // Plotly looks for it by these names, and would else write styles into the page, which may not be.
      const sheet = Object.assign(document.createElement("link"), {
        rel: "stylesheet", href: style, id: "plotly.js-style-global", className: "no-inline-styles",
      });
      const script = document.createElement("script");
      script.src = address;
      script.addEventListener("load", () => (window.Plotly ? resolve() : reject(new Error("no Plotly"))));
      script.addEventListener("error", () => reject(new Error("no Plotly")));
      document.head.append(sheet, script);
    });
    return library;
  }

  const widths = new Map();
  const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => {
    if (!target.clientWidth || widths.get(target) === target.clientWidth) return;
    widths.set(target, target.clientWidth);
    requestAnimationFrame(() => draw(target));
  }));

  function explore(chart, button, wanted) {
    chart.querySelector(".chart__drawings").hidden = wanted;
    chart.querySelector(".chart__live").hidden = !wanted;
    button.setAttribute("aria-pressed", String(wanted));
    if (wanted) watch.observe(chart.querySelector("[data-chart]"));
  }

  document.querySelectorAll("[data-explore]").forEach((button) => {
    const chart = button.closest(".chart");
    button.hidden = false;
    button.addEventListener("click", () => {
      const wanted = button.getAttribute("aria-pressed") === "false";
      Promise.all([fetched(), load(button.dataset.explore)]).then(() => explore(chart, button, wanted), () => { button.hidden = true; });
    });
  });

  document.querySelectorAll("[data-picture]").forEach((button) => {
    const said = (part) => button.closest(".chart").querySelector(`.chart__${part}`).textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const { picture, name, source } = button.dataset;
      const words = { finding: said("finding"), units: said("units"), source, name };
      Promise.all([fetched(), load(picture)]).then(
        () => window.saveChart(figures.get(picture), words), () => { button.hidden = true; },
      );
    });
  });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    [...widths.keys()].filter((plot) => plot.clientWidth).forEach(draw);
  });
})();
