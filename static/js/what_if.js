/* Says where a slider stands while it is moved; what follows from it, the server says (htmx). */
document.querySelectorAll(".lever__range").forEach((range) => {
  const said = range.parentElement.querySelector("output");
  range.addEventListener("input", () => {
    const step = [...range.list.options].find((option) => option.value === range.value);
    if (!step) return;
    said.value = step.label;
    range.setAttribute("aria-valuetext", step.label);
  });
});

/* An answer without the outcome, such as the sign-in page after a long day: then the page is loaded anew. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseText.includes('class="supposed"')) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});
