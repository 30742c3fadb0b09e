"""Where a company stands among others: all that a reader is told of a published cohort, and no more.

Counts of a histogram stay on this side. What leaves is n to a multiple of 5, published quartiles, bars and
percentiles in steps of 5 percent. The company itself is left out of n, of the bars and of its percentile, and
the thresholds of method D13 hold for those who are left: under ten nothing, from twenty on a percentile, in
between its quarter alone. Quartiles are those published to everybody: two versions of them, with the company
and without, would say more of the others than either does. A score that is withheld has no standing at all,
as what is left of a cohort without the company would tell it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reports.benchmarks.cohort import NORM, SNAPSHOT
from reports.benchmarks.figures import (
    COUNT_STEP,
    LOWEST,
    PERCENTILE_FROM,
    QUARTILE_STEP,
    SMALLEST,
    SMALLEST_GROUP,
    Histogram,
    rounded_count,
    rounded_share,
)
from reports.benchmarks.measures import DIMENSIONS, MEASURES
from reports.numbers import nearest, points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.benchmarks.cohort import Cohort

ROUNDED_FROM = PERCENTILE_FROM + COUNT_STEP  # where n is known to a multiple of 5 only
BAR = 10.0  # points: bars are not drawn finer than this
PATHS = {
    "P": "perceived.joint",
    "SMAX": "measured.index",
    "A": "measured.operating",
    "R": "measured.revenue",
    "L": "measured.pipeline",
    "gap": "gap",
    **{f"P_{code}": f"dimensions.{code}.perceived" for code in DIMENSIONS},
    **{f"M_{code}": f"dimensions.{code}.measured" for code in DIMENSIONS},
}
"""Where each measure stands in a scorecard."""

NEEDS_OUTCOMES = ("SMAX", "gap")  # without outcome figures the index is another number


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One measure of a cohort, with the company's place in it.

    Parameters
    ----------
    n
        How many others, to a multiple of 5.
    quartiles
        As published.
    bars
        (from, to, percent of the others), to 5 percent; empty where no histogram is published.
    percentile
        Percentage of the others that lie below, to 5 percent; from twenty others on.
    quarter
        1 (lowest) to 4; None where the company has no score.
    """

    n: int
    quartiles: tuple[float, float, float]
    bars: tuple[tuple[float, float, int], ...]
    percentile: int | None
    quarter: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """A cohort as the company's readers meet it; the first six as in `Cohort`, `n` without the company."""

    code: str
    key: str
    origin: str
    source: str
    date: date
    synthetic: bool
    n: int
    standings: dict[str, Standing]

    @property
    def norm(self) -> bool:
        """Whether others published it."""
        return self.origin == NORM


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """What a company is held against: the cohorts that fit it, everybody first, norms last.

    `released` says whether a benchmark of its kind is out at all.
    """

    released: bool
    peers: tuple[Peers, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As plain values for a text; `from_dict` reads it."""
        plain = [asdict(each) | {"date": each.date.isoformat()} for each in self.peers]
        return {"released": self.released, "peers": plain}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Benchmark:
        """Read what `as_dict` gave."""
        return cls(released=plain["released"], peers=tuple(_peers(each) for each in plain["peers"]))


def _peers(plain: Mapping[str, Any]) -> Peers:
    standings = {
        name: Standing(
            n=each["n"],
            quartiles=tuple(each["quartiles"]),
            bars=tuple(tuple(bar) for bar in each["bars"]),
            percentile=each["percentile"],
            quarter=each["quarter"],
        )
        for name, each in plain["standings"].items()
    }
    return Peers(**{**plain, "date": date.fromisoformat(plain["date"]), "standings": standings})


def peers_of(cohort: Cohort, scores: Mapping[str, float | None], own: Mapping[str, float | None]) -> Peers:
    """Place a company in a cohort.

    Parameters
    ----------
    scores
        The company's scores by measure, None where it has none; a measure that is not in it is withheld.
    own
        What the company itself has brought into the cohort, rounded, by measure; empty where nothing.
    """
    standings = {
        name: standing
        for name in MEASURES
        if name in scores
        and name in cohort.measures
        and (
            standing := standing_in(
                cohort.measures[name],
                scores[name],
                own.get(name),
                signed=name == "gap",
                percentile_from=PERCENTILE_FROM if cohort.origin == SNAPSHOT else ROUNDED_FROM,
            )
        )
    }
    return Peers(
        code=cohort.code,
        key=cohort.key,
        origin=cohort.origin,
        source=cohort.source,
        date=cohort.date,
        synthetic=cohort.synthetic,
        n=max((standing.n for standing in standings.values()), default=0),
        standings=standings,
    )


def standing_in(
    measure: Mapping[str, Any],
    score: float | None,
    own: float | None,
    *,
    signed: bool,
    percentile_from: int = PERCENTILE_FROM,
) -> Standing | None:
    """Place a score among the others of a cohort; None where fewer than ten are left.

    `own` is the company's own rounded score where it is one of them; `signed` says that scores go below 0;
    `percentile_from` is how many others a percentile needs.
    """
    low, middle, high = measure["quartiles"]
    found = measure.get("histogram")
    histogram = Histogram(edges=tuple(found["edges"]), below=tuple(found["below"])) if found else None
    others = measure["n"] if histogram is None else histogram.below[-1] - (own is not None)
    if others < SMALLEST:
        return None
    percentile = None
    without = _unrounded(own, score)
    if histogram is not None and score is not None and others >= percentile_from:
        percentile = histogram.percentile(score, without=without)
    return Standing(
        n=rounded_count(others),
        quartiles=(low, middle, high),
        bars=_bars(histogram, without, LOWEST if signed else 0.0) if histogram else (),
        percentile=percentile,
        quarter=_quarter(points(score), (low, middle, high)),
    )


def _unrounded(own: float | None, score: float | None) -> float | None:
    """What a company brought in: its score of today where that rounds to what is kept of it."""
    same = own is not None and score is not None and nearest(score, QUARTILE_STEP) == own
    return score if same else own


def _quarter(score: int | None, quartiles: tuple[float, float, float]) -> int | None:
    """The quarter by the published quartiles, as it is drawn: the middle half with its ends."""
    if score is None:
        return None
    low, middle, high = quartiles
    return 1 if score < low else 4 if score > high else 2 if score < middle else 3


def _bars(histogram: Histogram, own: float | None, floor: float) -> tuple[tuple[float, float, int], ...]:
    """Bars of about ten points and three others at least, with the percentage of the others in each."""
    edges, below = histogram.edges, list(histogram.below)
    if own is not None:
        place = next((at for at in range(1, len(edges) - 1) if own < edges[at]), len(edges) - 1)
        below[place:] = [count - 1 for count in below[place:]]
    total, cuts, wanted = below[-1], [0], floor + BAR
    while wanted < edges[-1]:
        at = bisect_left(edges, wanted)
        if at >= len(edges) - 1:
            break
        if below[at] - below[cuts[-1]] >= SMALLEST_GROUP <= total - below[at]:
            cuts.append(at)
            wanted = edges[at]
        wanted = (wanted // BAR + 1) * BAR
    cuts.append(len(edges) - 1)
    return tuple(
        (max(edges[first], floor), edges[last], rounded_share(below[last] - below[first], total))
        for first, last in pairwise(cuts)
    )
