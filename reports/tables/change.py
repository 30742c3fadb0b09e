"""What changed since an earlier wave, who moved, and whether it is more than chance (method D12).

All numbers are those of `scoring.change.change_between`, over what may be shown of the two waves, each
rounded once. A number that is withheld in either wave has no change, and the reason stands in its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.comparisons import comparable, of_wave
from reports.numbers import local, rounded, signed, whole
from reports.withheld import why
from reports.wording import CLASSES, LEVELS, respondents
from reports.wording_of_change import (
    MOVERS,
    WARNINGS,
    change_finding,
    mover,
    not_tested,
    tested,
)
from scoring.change import NOT_TESTED, Change, Difference, Moved, change_between

if TYPE_CHECKING:
    from reports.comparisons import Comparison
    from reports.edition import Edition
    from reports.scorecards import ScoredWave


PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A score then and now with its change, as they are written; `why` says in words why one is missing."""

    then: str
    now: str
    change: str
    why: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a change is more than chance: the code of `scoring.change`, and words with z behind them."""

    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """What sales, marketing or the measured score added to a gap's change: points, and in words."""

    code: str
    name: str
    points: str
    words: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A headline figure then and now. `verdict` is None where none is asked for, as for the level."""

    code: str
    name: str
    cell: Cell
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionLine:
    """A dimension then and now, and who moved its gap, who moved it most first."""

    code: str
    name: str
    perceived: Cell
    measured: Cell
    gap: Cell
    movers: tuple[Mover, ...]
    measured_verdict: Verdict
    gap_verdict: Verdict
    class_then: str
    class_now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What stands in the way of comparing two waves."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTable:
    """A wave held against an earlier one, dimension by dimension from the gap that changed most."""

    then: ScoredWave
    then_name: str
    then_n: str
    now_n: str
    finding: str
    lines: tuple[ChangeLine, ...]
    movers: tuple[Mover, ...]
    dimensions: tuple[DimensionLine, ...]
    warnings: tuple[Warned, ...]


def change_table(
    edition: Edition, names: dict[str, str], then: ScoredWave | None = None
) -> ChangeTable | None:
    """Hold a wave against an earlier one; None where there is none that compares.

    Parameters
    ----------
    names
        The name of each dimension by its code.
    then
        One of the earlier waves that compare; the newest of them where this is None.
    """
    then = then or next(comparable(edition), None)
    return None if then is None else _Changes(then, edition.scored, names).table()


def left_out(edition: Edition) -> tuple[str, ...]:
    """Names of the earlier waves that another version of the method scored."""
    known = {each.wave.assessment.number for each in comparable(edition)}
    return tuple(
        _("Wave %(number)s") % {"number": each.wave.assessment.number}
        for each in edition.earlier
        if each.wave.assessment.number not in known
    )


def cautions(edition: Edition, comparison: Comparison | None) -> tuple[Warned, ...]:
    """What stands in the way of what a reader holds the results against; nothing where that is no wave."""
    found = (each for each in comparable(edition) if comparison and of_wave(each).code == comparison.code)
    return tuple(warned for then in found for warned in _warned(_change(then, edition.scored)))


def _change(then: ScoredWave, now: ScoredWave) -> Change:
    versions = [each.wave.assessment.instrument_version.digest for each in (then, now)]
    return change_between(then.card, now.card, now.method, instruments=(versions[0], versions[1]))


def _warned(change: Change) -> tuple[Warned, ...]:
    return tuple(
        Warned(code=code, title=str(WARNINGS[code][0]), text=str(WARNINGS[code][1]))
        for code in change.warnings
    )


class _Changes:
    """Two waves, and the lines that tell of them."""

    def __init__(self, then: ScoredWave, now: ScoredWave, names: dict[str, str]) -> None:
        self.then, self.now, self.names = then, now, names
        self.change = _change(then, now)

    def table(self) -> ChangeTable:
        name = _("Wave %(number)s") % {"number": self.then.wave.assessment.number}
        gap = self.change.gap
        return ChangeTable(
            then=self.then,
            then_name=name,
            then_n=_n(self.then),
            now_n=_n(self.now),
            finding=change_finding(name, gap, self._verdict(gap, composite=True).code),
            lines=self._lines(),
            movers=() if PROVISIONAL in self.change.warnings else _movers(self.change.moved),
            dimensions=self._dimensions(),
            warnings=_warned(self.change),
        )

    def _lines(self) -> tuple[ChangeLine, ...]:
        change = self.change
        figures = (
            ("perceived", _("Perceived alignment (P)"), change.perceived, "perceived.joint"),
            ("measured", _("SMAX index"), change.index, "measured.index"),
            ("gap", _("Gap, perceived minus measured"), change.gap, "gap"),
        )
        lines = [
            ChangeLine(
                code=code,
                name=name,
                cell=self._cell(difference, path, gap=code == "gap"),
                verdict=self._verdict(difference, composite=code != "perceived"),
            )
            for code, name, difference, path in figures
        ]
        return (*lines, ChangeLine(code="level", name=_("Maturity"), cell=self._level(), verdict=None))

    def _level(self) -> Cell:
        maturities = [each.card.maturity for each in (self.then, self.now)]
        then, now = (str(LEVELS[each.level]) if each else "" for each in maturities)
        told = "" if not (then and now) else _("unchanged") if then == now else now
        reason = "" if told else self._why("maturity")
        return Cell(then=then or "–", now=now or "–", change=told or "–", why=reason, value=None)

    def _dimensions(self) -> tuple[DimensionLine, ...]:
        lines = [self._dimension(code) for code in self.change.dimensions]
        return tuple(sorted(lines, key=lambda line: (line.gap.value is None, -abs(line.gap.value or 0.0))))

    def _dimension(self, code: str) -> DimensionLine:
        change, path = self.change.dimensions[code], f"dimensions.{code}"
        classes = [each.card.dimensions[code].class_ for each in (self.then, self.now)]
        was, now = (str(CLASSES[each]) if each else "" for each in classes)
        return DimensionLine(
            code=code,
            name=self.names[code],
            perceived=self._cell(change.perceived, f"{path}.perceived"),
            measured=self._cell(change.measured, f"{path}.measured"),
            gap=self._cell(change.gap, f"{path}.gap", gap=True),
            movers=_movers(change.moved),
            measured_verdict=self._verdict(change.measured),
            gap_verdict=self._verdict(change.gap),
            class_then=was,
            class_now=now,
        )

    def _cell(self, difference: Difference, path: str, *, gap: bool = False) -> Cell:
        shown = signed if gap else whole
        return Cell(
            then=shown(difference.before),
            now=shown(difference.after),
            change=signed(difference.change),
            why="" if difference.change is not None else self._why(path),
            value=difference.change,
        )

    def _why(self, path: str) -> str:
        return why(self.now, path) or why(self.then, path)

    def _verdict(self, difference: Difference, *, composite: bool = False) -> Verdict:
        """The test's outcome in words; none where the two numbers do not mean the same."""
        if difference.change is None:
            return Verdict(code=NOT_TESTED, words=_("Not tested: there is no change to test."))
        if composite and PROVISIONAL in self.change.warnings:
            return Verdict(code=NOT_TESTED, words=not_tested(PROVISIONAL))
        if difference.z is None:
            return Verdict(code=NOT_TESTED, words=not_tested(self._reason()))
        return Verdict(code=difference.verdict, words=tested(difference.verdict, _z(difference.z)))

    def _reason(self) -> str:
        few = any(each.disclosed.reason("intervals") for each in (self.then, self.now))
        return "few" if few else "no_interval"


def _n(scored: ScoredWave) -> str:
    return respondents(scored.card.counts.sales, scored.card.counts.marketing)


def _z(value: float) -> str:
    """With two decimals, and its sign; without any spread there is no end to it."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return local(f"{rounded(value, 2):+.2f}" if value else "0.00")


def _movers(moved: Moved) -> tuple[Mover, ...]:
    """Who moved a gap, who moved it most first; nothing where any of the three is not to be told."""
    shares = {code: getattr(moved, code) for code in MOVERS}
    if None in shares.values():
        return ()
    return tuple(
        Mover(
            code=code,
            name=str(MOVERS[code]),
            points=signed(value),
            words=mover(code, value),
            value=value,
        )
        for code, value in sorted(shares.items(), key=lambda each: -abs(each[1]))
    )
