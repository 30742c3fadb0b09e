/* The list of contents says which section is being read; a click on a dimension's row in the drawing opens its items. */
"use strict";

(() => {
  /* The rest of the page is laid out once its beginning is shown; a reader on the way to a place in it stays there. */
  function complete() {
    document.documentElement.classList.add("shown");
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
  /* Two frames on: laid out between them, the rest of the page would hold its beginning up. */
  const onceShown = (act) => addEventListener("load", () => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));
  });
  onceShown(complete);

  const list = document.querySelector(".contents__list");
  if (!list) return;
  const links = [...list.querySelectorAll("a")];
  // Their sections, as a place inside one that is far away would have it laid out.
  const heads = links.map((link) => document.getElementById(link.hash.slice(1)));
  const parts = heads.map((head) => head.closest(".sheet") ?? head);
  let current = null;

  function mark(link) {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    list.scrollTo({ left: link.offsetLeft - list.offsetLeft - 16 });
  }

  /* The last section that begins in the upper third of the window; at the end of the page the last one. */
  function look() {
    const end = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const begun = parts.filter((part) => part.getBoundingClientRect().top < window.innerHeight / 3).length;
    mark(links[end ? links.length - 1 : Math.max(begun - 1, 0)]);
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }, { passive: true });
  addEventListener("hashchange", look);
  // Not before the page is shown: to measure places is to lay it out.
  onceShown(look);

  document.querySelectorAll(".chart__drawings [data-of]").forEach((row) => {
    row.addEventListener("click", () => {
      const items = document.getElementById(`items-${row.dataset.of}`);
      if (!items) return;
      items.parentElement.open = true;
      items.parentElement.querySelector("summary").focus({ preventScroll: true });
      items.parentElement.scrollIntoView({ block: "start" });
    });
  });
})();
