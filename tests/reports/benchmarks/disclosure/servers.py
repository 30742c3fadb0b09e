"""Random pools of companies on a server that builds, approves and releases benchmarks of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from reports.benchmarks.figures import LEVELS
from reports.benchmarks.lattice import ONE_WAY, places
from reports.benchmarks.measures import MEASURES
from reports.benchmarks.members import Pool
from reports.models import BenchmarkSnapshot
from reports.services import benchmarks
from reports.services.benchmarks import approve_snapshot, build_snapshot
from smax.accounts.models import Firm
from smax.accounts.tenancy import firm_scope
from surveys.errors import SurveyError
from surveys.models import Client
from tests.cast import PROFILE, make_person
from tests.reports.benchmarks.pools import random_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from smax.accounts.models import User

FIRMS, OF_A_FIRM, MOST = 40, 8, 110  # companies
SPARSE = ("P_CAP", "M_FLW")  # measures that some companies lack


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """One released snapshot, and the truth behind it."""

    snapshot: BenchmarkSnapshot
    pool: Pool
    members: dict[str, NDArray[np.bool_]]


@dataclass(slots=True, eq=False)
class Server:
    """What stands on a server: released snapshots, the oldest first; faults of releasing by their words."""

    published: list[Published] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Cast:
    """Clients with their firms, and two administrators."""

    clients: Sequence[int]
    firms: Sequence[int]
    administrators: Sequence[User]


def make_cast() -> Cast:
    """Many clients of many firms: once for all pools of a test."""
    clients: list[Client] = []
    for number in range(FIRMS):
        firm = Firm.objects.create(name=f"Firm {number}")
        with firm_scope(firm):
            clients += Client.objects.bulk_create(
                Client(firm=firm, name=f"Client {place}", slug=f"client-{place}", **PROFILE)
                for place in range(OF_A_FIRM)
            )
    people = [make_person(f"{name}@server.example") for name in ("ada", "bob")]
    for person in people:
        person.is_administrator = True
        person.save()
    return Cast([client.pk for client in clients], [client.firm_id for client in clients], people)


@contextmanager
def server(cast: Cast, seed: int) -> Iterator[Server]:
    """A server with one snapshot or two of a random pool; nothing of it stays."""
    rng = np.random.default_rng([2026, seed])
    with transaction.atomic():
        stands = Server()
        pool = random_pool(rng, cast)
        here = np.flatnonzero(rng.random(len(pool)) < (1 if seed % 2 else 0.8))
        _release(stands, cast, _part(pool, here), "2026Q3")
        if seed % 2 == 0 and stands.published:
            _release(stands, cast, _later(rng, pool, here), "2026Q4")
        yield stands
        transaction.set_rollback(True)


def random_pool(rng: np.random.Generator, cast: Cast) -> Pool:
    """Twenty to so many companies of a few firms or many, alike or not, with scores that hang together."""
    count = int(rng.integers(20, MOST))
    firms = int(rng.integers(5, FIRMS + 1))
    chosen = rng.permutation(firms * OF_A_FIRM)[:count]
    count = len(chosen)
    latent = rng.normal(size=count)
    spread = rng.uniform(3, 25)
    scores = 50 + spread * (0.7 * latent[:, None] + 0.7 * rng.normal(size=(count, len(MEASURES))))
    scores = np.clip(scores, 0, 100)
    gap = MEASURES.index("gap")
    scores[:, gap] = scores[:, 0] - scores[:, MEASURES.index("SMAX")]
    for name in SPARSE:
        scores[rng.random(count) < 0.25, MEASURES.index(name)] = np.nan
    return Pool(
        clients=np.array([cast.clients[at] for at in chosen]),
        firms=np.array([cast.firms[at] for at in chosen]),
        codes=random_codes(rng, count),
        scores=scores,
        levels=np.searchsorted([45.0, 65.0], scores[:, MEASURES.index("SMAX")]).astype(np.int8),
        items=rng.integers(0, 200, (count, 4)).astype(np.uint8),
        instruments=("smax 1",),
    )


def _part(pool: Pool, chosen: NDArray[np.int64]) -> Pool:
    return replace(
        pool,
        clients=pool.clients[chosen],
        firms=pool.firms[chosen],
        codes={name: codes[chosen] for name, codes in pool.codes.items()},
        scores=pool.scores[chosen],
        levels=pool.levels[chosen],
        items=pool.items[chosen],
    )


def _later(rng: np.random.Generator, pool: Pool, here: NDArray[np.int64]) -> Pool:
    """The pool a quarter later: some or all of the others joined, some left, some were assessed again."""
    others = np.setdiff1d(np.arange(len(pool)), here)
    joined = others[: int(rng.integers(0, len(others) + 1))] if rng.random() < 0.3 else others
    left = rng.choice(here, int(rng.choice([0, 0, 5, 7])) if len(here) > 20 else 0, replace=False)
    again = rng.random(len(pool)) < rng.choice([0, 0.02, 0.3])
    scores = pool.scores + np.where(again[:, None], rng.normal(0, 10, pool.scores.shape), 0)
    scores = np.clip(scores, np.where(np.array(MEASURES) == "gap", -100, 0), 100)
    stay = np.concatenate([np.setdiff1d(here, left), joined])
    return _part(replace(pool, scores=scores), rng.permutation(stay))


def _release(stands: Server, cast: Cast, pool: Pool, period: str) -> None:
    read, benchmarks.read_pool = benchmarks.read_pool, lambda **_asked: pool
    try:
        snapshot = build_snapshot(period=period, synthetic=False)
    except SurveyError:
        return  # too few of them, or too few moved
    finally:
        benchmarks.read_pool = read
    for number, person in enumerate(cast.administrators):
        snapshot.refresh_from_db()
        if number and snapshot.state == BenchmarkSnapshot.State.RELEASED:
            stands.said.add("one administrator released it")
            break
        approve_snapshot(snapshot=snapshot, by=person)
    snapshot.refresh_from_db()
    members = {place.key: chosen for place, chosen in places(pool.codes)}
    stands.published.append(Published(snapshot, pool, members))


def wave_of(pool: Pool, own: int) -> Any:
    """What reading a benchmark wants to know of a company's wave."""
    return SimpleNamespace(
        client=SimpleNamespace(synthetic=False),
        client_id=int(pool.clients[own]),
        profile={name: str(pool.codes[name][own]) for name in ONE_WAY},
    )


def scores_of(pool: Pool, own: int) -> dict[str, float | None]:
    """A company's scores by measure."""
    row = pool.scores[own].tolist()
    return {name: None if np.isnan(row[at]) else row[at] for at, name in enumerate(MEASURES)}


def level_counts(levels: NDArray[np.int8]) -> dict[str, int]:
    """How many companies are on each level."""
    return {level: int((levels == at).sum()) for at, level in enumerate(LEVELS)}
