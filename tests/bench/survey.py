"""A screen opened, an answer saved and a questionnaire submitted, beside bare views that do only that.

The real server with one synchronous worker, and the same server with the views of tests/bench/limits, on one
database; in each round the rivals run one after the other. A ratio of 1 means: as fast as the bare view. Both
start by smax/wsgi.py, so that what it spares a small request it spares the bare view, too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.bench.limits.serving import FORM, JSON, Cost, Pair, Server, engines, python, request, verdict

# Many short rounds: whatever else the machine does then falls on both rivals, and the median leaves it out.
ROUNDS = 15
READS, SAVES, SUBMITS = 150, 100, 30
FIELDS = 40
Load = tuple[list[bytes], int]
GOALS = {"read": 0.6, "save": 0.75, "submit": 0.9}
TITLES = {
    "read": "screen opened / one indexed SELECT",
    "save": "answer saved / one merging UPDATE",
    "submit": "submitted / form of 40 and one row",
}


def run() -> dict[str, str]:
    """Measure on each engine."""
    found: dict[str, str] = {}
    for engine, pair in engines():
        found |= _measured(engine, pair)
    return found


def _measured(engine: str, pair: Pair) -> dict[str, str]:
    staged = ("-m", "tests.bench.limits.stage", str(SAVES + ROUNDS * SUBMITS))
    people = json.loads(python(staged, pair.product))
    with pair.served() as (product, limits):
        rounds = list(_rounds(product, limits, people))
    return {f"{engine}: {TITLES[act]}": verdict([each[act] for each in rounds], GOALS[act]) for act in GOALS}


def _rounds(product: Server, limits: Server, people: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Run all rivals once a round: wall and CPU seconds a request of product and limit, by act."""
    savers, submitters = people[:SAVES], people[SAVES:]
    first = people[0]
    screen = request(product, "GET", f"/survey/{first['public_id']}/cus/", first["cookie"])
    reading = request(limits, "GET", f"/read/{first['public_id']}/")
    form = urlencode({f"q{number}": "3" for number in range(FIELDS)}).encode()
    product.load([screen] * 50, 200)
    limits.load([reading] * 50, 200)
    for number in range(1, ROUNDS + 1):
        step = "35"[number % 2]
        body = urlencode({"key": "CUS-P1", "value": step, "base": number, "seconds": 9}).encode()
        merged = json.dumps({"CUS-P2": step}).encode()
        ready, submitters = submitters[:SUBMITS], submitters[SUBMITS:]
        saved = [_bare(limits, f"/save/{each['response']}/", merged, JSON) for each in savers]
        ours = {
            "read": ([screen] * READS, 200),
            "save": ([_post(product, each, "answer/", body) for each in savers], 200),
            "submit": ([_post(product, each, "review/", b"") for each in ready], 302),
        }
        bare = {
            "read": ([reading] * READS, 200),
            "save": (saved, 200),
            "submit": ([_bare(limits, "/submit/", form)] * SUBMITS, 302),
        }
        yield {act: _in_turn(number, product, ours[act], limits, bare[act]) for act in GOALS}


def _in_turn(number: int, product: Server, ours: Load, limits: Server, bare: Load) -> tuple[Cost, Cost]:
    """Both one after the other; who comes second begins the next round."""
    if number % 2:
        first = product.load(*ours)
        return first, limits.load(*bare)
    second = limits.load(*bare)
    return product.load(*ours), second


def _post(server: Server, person: dict[str, Any], page: str, body: bytes) -> bytes:
    return request(server, "POST", f"/survey/{person['public_id']}/{page}", person["cookie"], body)


def _bare(server: Server, path: str, body: bytes, kind: str = FORM) -> bytes:
    return request(server, "POST", path, "", body, kind)
