// The preview of a brand: the server works out what a colour becomes, and says when it cannot be read.
const preview = document.getElementById("brand-preview");
const colour = document.getElementById("id_colour");
const name = document.getElementById("id_display_name");
const picker = document.getElementById("colour-picker");
const said = preview.querySelector(".brand-preview__said");
const usual = preview.querySelector("[data-brand-name]").textContent;
let asked = 0;

async function show() {
  const turn = ++asked;
  const value = colour.value.trim();
  const answer = await fetch(`${preview.dataset.address}?colour=${encodeURIComponent(value)}`);
  if (turn !== asked || !answer.ok) return;
  const found = await answer.json();
  for (const scheme of ["light", "dark"]) {
    const shades = found[scheme];
    for (const [part, suffix] of [["brand", ""], ["ink", "-ink"], ["wash", "-wash"]]) {
      const property = `--own${suffix}-${scheme}`;
      if (shades) preview.style.setProperty(property, shades[part]);
      else preview.style.removeProperty(property);
    }
  }
  said.textContent = found.error || (found.ratio ? `${preview.dataset.contrast} ${found.ratio}:1` : "");
}

colour.addEventListener("input", show);
name.addEventListener("input", () => {
  for (const place of preview.querySelectorAll("[data-brand-name]")) place.textContent = name.value.trim() || usual;
});
picker.closest("p").hidden = false;
if (/^#[0-9a-f]{6}$/.test(colour.value)) picker.value = colour.value;
picker.addEventListener("input", () => {
  colour.value = picker.value;
  show();
});
if (colour.value) show();
