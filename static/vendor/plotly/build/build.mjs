// Builds ../plotly-smax.min.js and what belongs to it. Needed only when plotly.js or the traces change:
//     npm ci --ignore-scripts && npm run build
// The results are committed with their checksums (../SHA256SUMS, held by tests/test_vendor.py).
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL(".", import.meta.url);
const out = (name) => new URL(`../${name}`, here);
const plotly = new URL("node_modules/plotly.js/", here);
const { version } = JSON.parse(readFileSync(new URL("package.json", plotly), "utf8"));

await build({
  entryPoints: ["entry.cjs"],
  outfile: "../plotly-smax.min.js",
  absWorkingDir: here.pathname,
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  loader: { ".css": "empty" }, // only maps, which are not in the bundle, bring a style sheet
  legalComments: "none",
  banner: { js: `/*! plotly.js ${version} (custom: core, scatter), MIT, see LICENSE beside this file */` },
});

// plotly writes its style rules with insertRule at run time, which style-src 'self' forbids. They become a file:
// a page that links it as <link id="plotly.js-style-global" class="no-inline-styles" ...> stops plotly from trying.
const rules = [];
const lib = { addStyleRule: (selector, style) => rules.unshift(`${selector} { ${style} }`) }; // as insertRule(…, 0)
new Function("require", readFileSync(new URL("build/plotcss.js", plotly), "utf8"))(() => lib);
writeFileSync(
  out("plotly.css"),
  `/* The style rules of plotly.js ${version}, MIT; written by build/build.mjs. */\n${rules.join("\n")}\n`,
);

copyFileSync(new URL("LICENSE", plotly), out("LICENSE"));
const sums = ["LICENSE", "plotly-smax.min.js", "plotly.css"].map((name) => {
  const digest = createHash("sha256").update(readFileSync(out(name))).digest("hex");
  return `${digest}  ${name}`;
});
writeFileSync(out("SHA256SUMS"), `${sums.join("\n")}\n`);
