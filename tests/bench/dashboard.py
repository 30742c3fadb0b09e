"""A wave's results beside one SELECT, its first chart beside bare drawings, its weight, and its files.

The page of a wave with 2 and with 200 respondents, beside the bare view of tests/bench/limits that runs one
query; a page that was made before is shown again while nothing has changed, so both are measured. Then, in
Chromium with an empty cache, how soon the first chart stands in the page, beside a page of the same drawings
and nothing else; what travels; and the CPU that the three files of a meeting take.
"""

from __future__ import annotations

import gzip
import json
import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import chromium
from tests.bench.limits.serving import Pair, Server, engines, python, request, verdict
from tests.server import ROOT

ROUNDS = 7
DRAWN_ROUNDS = 20
READS = 100
SIZES = ("2", "200")
GOAL, DRAWN_GOAL, DECK_GOAL, WEIGHT_GOAL = 0.3, 1.5, 8, 25
STAGE = ("-m", "tests.bench.limits.stage_dashboard")
# Says when the first chart has a size and a frame with it has been shown.
WATCH = """
  window.drawn = new Promise((say) => {
    const look = () => {
      const chart = document.querySelector("main svg[viewBox]");
      if (!chart || !chart.getBoundingClientRect().height) return requestAnimationFrame(look);
      requestAnimationFrame(() => say(performance.now()));
    };
    requestAnimationFrame(look);
  });
"""


def run() -> dict[str, str]:
    """Measure on each engine; what does not depend on it, once."""
    found: dict[str, str] = {}
    for engine, pair in engines():
        with tempfile.TemporaryDirectory() as folder:
            drawing = Path(folder, "drawing.html")
            pair.limits["SMAX_BENCH_DRAWING"] = str(drawing)
            found |= _measured(engine, pair, drawing)
    return found | _bundle()


def _measured(engine: str, pair: Pair, drawing: Path) -> dict[str, str]:
    waves = json.loads(python((*STAGE, *SIZES), pair.product))
    found = {}
    with pair.served() as (product, limits):
        pages = {size: _page(product, waves[size]) for size in SIZES}
        for size in SIZES:
            rounds = list(_rounds(product, limits, pages[size]))
            found[f"{engine}: shown again, {size} respondents / one SELECT"] = verdict(rounds, GOAL)
            anew = [_anew(product, waves[size], number)[1] * 1000 for number in range(ROUNDS)]
            found[f"{engine}: made anew, {size} respondents"] = f"{statistics.median(anew):.0f} ms CPU"
        if engine == "SQLite":
            sent = {size: product.send(pages[size]).partition(b"\r\n\r\n")[2] for size in SIZES}
            drawing.write_bytes(_drawings(sent["2"]))
            found |= {f"page of {size}, compressed": _weight(sent[size]) for size in SIZES}
    if engine == "SQLite":
        with pair.served(threads=True) as (product, limits):
            found["first chart drawn / bare drawings"] = _drawn(product, limits, waves["2"])
        spent = float(python((*STAGE, "--deck"), pair.product))
        found["report, slides and workbook"] = f"{spent:.1f} s CPU (goal {DECK_GOAL})"
    return found


def _page(server: Server, wave: dict[str, str], query: str = "") -> bytes:
    return request(server, "GET", wave["path"] + query, f"{wave['name']}={wave['value']}")


def _rounds(product: Server, limits: Server, page: bytes) -> Iterator[Any]:
    reading = request(limits, "GET", "/read-first/")
    product.load([page] * 10, 200)
    limits.load([reading] * 10, 200)
    for _ in range(ROUNDS):
        yield product.load([page] * READS, 200), limits.load([reading] * READS, 200)


def _anew(server: Server, wave: dict[str, str], number: int) -> tuple[float, float]:
    """The cost of a page that nobody has asked for before: one address each."""
    return server.load([_page(server, wave, f"?round={number}-{place}") for place in range(4)], 200)


def _drawings(page: bytes) -> bytes:
    drawings = re.findall(rb"<svg[^>]*viewBox.*?</svg>", page, re.DOTALL)
    return b"<!doctype html><title>Drawings</title><main>" + b"".join(drawings) + b"</main>"


def _weight(page: bytes) -> str:
    return f"{len(gzip.compress(page, 6)) / 1024:.1f} KB (goal {WEIGHT_GOAL})"


def _drawn(product: Server, limits: Server, wave: dict[str, str]) -> str:
    if chromium.find() is None:
        return chromium.ADVICE
    rounds = []
    both = ((product, wave["path"]), (limits, "/drawing/"))
    with _browser() as browser:
        for number in range(DRAWN_ROUNDS + 1):
            # Who comes second begins the next round.
            order = (0, 1) if number % 2 else (1, 0)
            taken = {place: _time_to_chart(browser, *both[place], wave) for place in order}
            rounds.append((taken[0], taken[1]))
    del rounds[0]  # the browser's own first page
    ratios = [ours / bare for ours, bare in rounds]
    ours, bare = (statistics.median(each[side] for each in rounds) for side in (0, 1))
    span = f"{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"
    return f"{span} x (goal {DRAWN_GOAL}); {ours:.0f} / {bare:.0f} ms"


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to load, and not always there

    with sync_playwright() as playwright:
        path, flags = chromium.find(), list(chromium.FLAGS)
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=flags)
        yield browser
        browser.close()


def _time_to_chart(browser: Any, server: Server, path: str, wave: dict[str, str]) -> float:
    """Milliseconds from the click to the first chart, in a profile that has seen nothing."""
    origin = f"http://127.0.0.1:{server.port}"
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": wave["name"], "value": wave["value"], "url": origin}])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(origin + path)
    found: float = page.evaluate("window.drawn")
    context.close()
    return found


def _bundle() -> dict[str, str]:
    """Plotly's core cannot do without scatter: no bundle that draws our charts is smaller."""
    folder = ROOT / "static" / "vendor" / "plotly"
    entry = re.findall(r"require\(\"([^\"]+)\"\)", (folder / "build" / "entry.cjs").read_text("utf-8"))
    weight = len(gzip.compress((folder / "plotly-smax.min.js").read_bytes(), 6)) / 1024
    return {"Plotly bundle, compressed": f"{weight:.0f} KB; made of {', '.join(entry)} alone"}
