"""What a wave's results are held against: an earlier wave of the same client, what is aimed at, or a cohort.

Never another client: whatever can be chosen comes out of the edition itself, so that no address can name
anything else. Kinds of comparisons are the functions in `SOURCES`; charts, tables and pages show all of them.

A difference is now less then, taken from unrounded scores and rounded once; where either of the two is
withheld, so is the difference, and the same words say why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from reports.benchmarks.standing import PATHS
from reports.numbers import points
from reports.withheld import why
from reports.wording import respondents
from reports.wording_of_peers import peers_name, peers_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from reports.benchmarks.standing import Peers
    from reports.edition import Edition
    from reports.scorecards import ScoredWave
    from scoring import Scorecard

HEADLINE = ("perceived.joint", "measured.index", "gap", "measured.revenue", "measured.pipeline")
OF_A_DIMENSION = ("perceived_sales", "perceived_marketing", "perceived", "measured", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Something to hold results against.

    Parameters
    ----------
    code
        What it is called in an address, such as "wave-1".
    name
        What heads its columns: "Wave 1".
    about
        One line on what it is and how many stand behind it.
    scores
        Unrounded, by their path in the scorecard; a missing one is not in it.
    withheld
        Why a score is not shown, in words, by its path.
    level, gates
        Maturity, and the state of each gate, where it has them.
    """

    code: str
    name: str
    about: str
    scores: Mapping[str, float]
    withheld: Mapping[str, str] = field(default_factory=dict)
    level: str | None = None
    gates: Mapping[str, str] = field(default_factory=dict)

    def then(self, path: str) -> int | None:
        """Give the score at a path in whole points."""
        return points(self.scores.get(path))

    def difference(self, scored: ScoredWave, path: str) -> int | None:
        """Give in whole points how far a wave's score lies from this one; None where either is missing."""
        now, then = number_at(scored.card, path), self.scores.get(path)
        return None if now is None or then is None else points(now - then)

    def why(self, scored: ScoredWave, path: str) -> str:
        """Say why there is no difference at a path; "" where nothing is withheld."""
        return why(scored, path) or self.withheld.get(path, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparing:
    """What a reader can choose from, what they chose, and whether they want differences.

    `unknown` says that the address asks for something that this client does not have.
    """

    choices: tuple[Comparison, ...]
    chosen: Comparison | None
    differences: bool
    unknown: bool

    @property
    def query(self) -> str:
        """The choice as it stands in an address; "" where nothing is chosen."""
        if self.chosen is None:
            return ""
        return urlencode({"compare": self.chosen.code, "show": "difference" if self.differences else "score"})


def comparing(edition: Edition, query: Mapping[str, str]) -> Comparing:
    """Read the choice from an address; what this client does not have is not chosen."""
    choices = tuple(each for source in SOURCES for each in source(edition))
    code = query.get("compare", "")
    chosen = next((each for each in choices if each.code == code), None)
    return Comparing(
        choices=choices,
        chosen=chosen,
        differences=query.get("show") == "difference",
        unknown=bool(code) and chosen is None,
    )


def of_wave(scored: ScoredWave) -> Comparison:
    """Give an earlier wave as something to hold a later one against: what may be shown of it, and no more."""
    card, number = scored.card, scored.wave.assessment.number
    codes = scored.method.codes  # of the method: a card that withholds them all has none
    paths = [*HEADLINE, *(f"dimensions.{code}.{name}" for code in codes for name in OF_A_DIMENSION)]
    found = {path: number_at(card, path) for path in paths}
    reasons = {path: why(scored, path) for path in paths}
    return Comparison(
        code=f"wave-{number}",
        name=_("Wave %(number)s") % {"number": number},
        about=respondents(card.counts.sales, card.counts.marketing),
        scores={path: value for path, value in found.items() if value is not None},
        withheld={path: reason for path, reason in reasons.items() if reason},
        level=card.maturity.level if card.maturity else None,
        gates=card.maturity.gates if card.maturity else {},
    )


def comparable(edition: Edition) -> Iterator[ScoredWave]:
    """The earlier waves that the same method scored, the newest first: others do not compare (method D12)."""
    version = edition.scored.card.method_version
    return (each for each in reversed(edition.earlier) if each.card.method_version == version)


def number_at(card: Scorecard, path: str) -> float | None:
    """Read the score at a path; what a withheld part held is missing, too."""
    value: Any = card
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else getattr(value, key)
        if value is None:
            return None
    return float(value)


def _earlier_waves(edition: Edition) -> Iterable[Comparison]:
    return map(of_wave, comparable(edition))


def _target(edition: Edition) -> Iterable[Comparison]:
    """The target in force, where its index may be shown and the same method gives it."""
    line, known = edition.target, {each.wave.assessment.number for each in comparable(edition)}
    if line is None or line.index is None:
        return []
    if line.wave not in {*known, edition.scored.wave.assessment.number}:
        return []
    of_dimensions = {f"dimensions.{code}.measured": value for code, value in line.dimensions.items()}
    scores = {"measured.index": line.index, **of_dimensions}
    return [
        Comparison(
            code="target",
            name=_("Target"),
            about=_("set in wave %(number)s; outcomes as they were then") % {"number": line.wave},
            scores={path: value for path, value in scores.items() if value is not None},
            level=line.level,
        )
    ]


def _peers(edition: Edition) -> Iterable[Comparison]:
    """The cohorts that the company is held against, by their medians."""
    for peers in edition.benchmark.peers if edition.benchmark else ():
        yield Comparison(
            code=peers.code,
            name=_("%(peers)s, median") % {"peers": peers_name(peers)},
            about=peers_source(peers),
            scores={PATHS[name]: standing.quartiles[1] for name, standing in peers.standings.items()},
        )


def chosen_peers(edition: Edition, comparison: Comparison | None) -> Peers | None:
    """The cohort that is chosen, or else the first; None where there is none."""
    found = edition.benchmark.peers if edition.benchmark else ()
    code = comparison.code if comparison else ""
    return next((each for each in found if each.code == code), found[0] if found else None)


SOURCES: list[Callable[[Edition], Iterable[Comparison]]] = [_earlier_waves, _target, _peers]
