/* A chart as a picture to keep: its finding above and where it is from below it, so that it says what it is
   wherever it is pasted. In light colours, whatever the page looks like. */
"use strict";

(() => {
  const WIDTH = 1200;
  const EDGE = 28;
  const LINES = { finding: [24, 88], units: [15, 140], source: [13, 160] };

  /* Plotly reads text as a kind of HTML. */
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function lines(text, most) {
    const found = [""];
    text.split(/\s+/).forEach((word) => {
      const longer = `${found.at(-1)} ${word}`.trim();
      if (longer.length <= most) found[found.length - 1] = longer;
      else found.push(word);
    });
    return found.filter(Boolean);
  }

  function paragraph(kind, text) {
    const [size, most] = LINES[kind];
    const found = lines(text, most);
    return { html: found.map(plain).join("<br>"), size, height: found.length * size * 1.3 };
  }

  /* A page shows the key beside the chart; a picture has to bring it along. */
  function keyed(data, layout) {
    if (layout.showlegend || !data.some((trace) => trace.name)) return 0;
    data.forEach((trace) => { trace.showlegend = Boolean(trace.name); });
    layout.showlegend = true;
    layout.legend = { orientation: "h", x: 0, xanchor: "left", y: 1, yanchor: "bottom" };
    return 36;
  }

  function written(text, at, left, shift) {
    return {
      text: text.html, font: { size: text.size, color: "#15181e" }, showarrow: false, align: "left",
      xref: "paper", yref: "paper", x: 0, y: at, xanchor: "left", yanchor: at ? "top" : "bottom",
      xshift: left, yshift: shift,
    };
  }

  function picture(figure, words) {
    const { data, layout } = structuredClone(figure);
    const [finding, units, source] = ["finding", "units", "source"].map((kind) => paragraph(kind, words[kind]));
    const above = EDGE + finding.height + 8 + units.height + 20 + keyed(data, layout);
    const below = source.height + EDGE + 16;
    const margin = { ...layout.margin };
    margin.t += above;
    margin.b += below;
    const left = EDGE - margin.l;
    layout.annotations = [
      ...(layout.annotations ?? []),
      written(finding, 1, left, margin.t - EDGE),
      written(units, 1, left, margin.t - EDGE - finding.height - 8),
      written(source, 0, left, EDGE - margin.b),
    ];
    Object.assign(layout, {
      width: WIDTH, height: (layout.height ?? 640) + above + below, margin, autosize: false,
      paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff",
    });
    layout.font = { ...layout.font, family: "Arial, Helvetica, sans-serif" };
    return { data, layout };
  }

  /* `words` holds finding, units, source and the file's name. */
  function save(figure, words) {
    const { data, layout } = picture(figure, words);
    return window.Plotly.downloadImage(
      { data, layout },
      { format: "png", width: layout.width, height: layout.height, scale: 2, filename: words.name },
    );
  }

  window.saveChart = save;
  /* In a file that stands alone Plotly is there before this script; a page of ours fetches it when it is wanted. */
  if (window.Plotly) {
    document.querySelectorAll("[data-picture]").forEach((button) => {
      button.addEventListener("click", () => {
        const { data, layout } = document.getElementById(button.dataset.picture);
        save({ data, layout }, button.dataset);
      });
    });
  }
})();
