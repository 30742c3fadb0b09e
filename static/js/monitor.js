/* The monitor renews itself. An answer without it, such as the sign-in page after a long day, is no monitor:
   then the page is loaded anew, which leads where it should. */
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseText.includes('id="monitor"')) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});
