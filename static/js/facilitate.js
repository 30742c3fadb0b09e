/* Facilitation: keys press the buttons that name them; steps are swapped in, so that full screen stays. */
const find = (selector) => document.querySelector(selector);

function press(button) {
  const opens = button.dataset.open && document.getElementById(button.dataset.open);
  if (!opens) return button.click();
  opens.open = true;
  opens.querySelector("input:checked, input:not([type=hidden])").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const inside = event.target.closest("input, select, textarea");
  if (inside && event.key === "Escape") return find(".stage__question").focus();
  if (inside || (" Enter".includes(event.key) && event.target.closest("a, button, summary"))) return;
  const button = find(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  press(button);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open]");
  if (button) press(button);
});

document.body.addEventListener("htmx:afterSettle", () => find("[data-focus]")?.focus());

/* An answer without a step, such as the sign-in page after a long day, or a refusal: the page is loaded anew. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseText.includes('id="stage"')) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});

const full = document.getElementById("full-screen");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
  find(".stage__question").focus(); // so that Space reveals, and does not press this button again
});
