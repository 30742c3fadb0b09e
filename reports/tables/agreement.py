"""How far leaders agree: in words first, with the figures behind them (method D10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import rounded, whole
from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from scoring.scorecard import Agreement, SideAgreement

# Conventions that readers of such figures know; no number of the method hangs on them.
ONE_VOICE = 5 / 6  # a sixth of the answers' range: the practical limit of the average deviation
REASONABLE, ACCEPTABLE = 0.6, 0.7
TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """One figure as text, and how it is read."""

    name: str
    value: str
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one side, or the two together, come to: words, then figures."""

    code: str
    name: str
    n: int
    words: str
    statistics: tuple[Statistic, ...]


def agreement_findings(scored: ScoredWave) -> list[Finding]:
    """Say how far each side agrees within itself and with the other; nothing without statistics."""
    found = scored.card.agreement
    if found is None:
        return []
    sides = [_within(side, getattr(found, side)) for side in ("sales", "marketing") if getattr(found, side).n]
    smaller = min(found.sales.n, found.marketing.n)
    return [*sides, _between(found, smaller)] if smaller else sides


def no_ratings() -> str:
    """What is said where leaders answered, and rated nothing."""
    return _("No statement was rated.")


def decimals(value: float, digits: int = 2) -> str:
    """A statistic as it is printed: "0.62", "−0.10"."""
    text = f"{abs(rounded(value, digits)):.{digits}f}"
    return f"−{text}" if rounded(value, digits) < 0 else text


def _within(side: str, own: SideAgreement) -> Finding:
    return Finding(
        code=side,
        name=str(SIDES[side]),
        n=own.n,
        words=_one_side(own),
        statistics=tuple(_side_statistics(own)) if own.average_deviation is not None else (),
    )


def _one_side(own: SideAgreement) -> str:
    if own.n < TWO:
        return _("One leader answered: there is nobody to agree with.")
    if own.average_deviation is None:
        if own.n > TWO:
            return no_ratings()
        if own.widest is None:
            return _("Two leaders answered, and no question was answered by both.")
        return _("Two leaders answered; on average their answers lie %(steps)s steps apart.") % {
            "steps": decimals(own.widest, 1)
        }
    steps = {"steps": decimals(own.average_deviation, 1)}
    if own.average_deviation <= ONE_VOICE:
        return _("Much of one mind: answers lie %(steps)s steps from the side's mean on average.") % steps
    return _("Not of one mind: answers lie %(steps)s steps from the side's mean on average.") % steps


def _side_statistics(own: SideAgreement) -> list[Statistic]:
    """Never r_wg(j) without the others: it rises with the number of questions alone."""
    named = (
        (_("AD_M, average deviation in steps"), own.average_deviation, _("up to 0.83 counts as agreement")),
        (_("r_wg(j), against answers at random"), own.r_wg_j, _("rises with the number of questions alone")),
        (_("r_wg(j), against answers that lean to one end"), own.r_wg_j_skewed, _("the stricter comparison")),
        (_("r*_wg(j), whatever the number of questions"), own.r_star, _reading(own.r_star)),
        (_("a_wg, from four leaders"), own.a_wg, _reading(own.a_wg)),
    )
    return [
        Statistic(name=name, value=decimals(value), reading=reading)
        for name, value, reading in named
        if value is not None
    ]


def _between(found: Agreement, smaller: int) -> Finding:
    figures = found if smaller >= TWO else None
    named = (
        (
            _("ICC(A,1) of the two sides' dimension scores"),
            figures and figures.icc,
            _("level and shape; %(reading)s"),
        ),
        (_("Kappa, quadratic weights, of the questions' medians"), figures and figures.kappa, "%(reading)s"),
        (_("Krippendorff's alpha, ordinal, over everybody"), figures and figures.alpha, "%(reading)s"),
    )
    return Finding(
        code="between",
        name=_("Sales and marketing"),
        n=found.sales.n + found.marketing.n,
        words=_two_sides(found, figures),
        statistics=tuple(
            Statistic(name=name, value=decimals(value), reading=text % {"reading": _reading(value)})
            for name, value, text in named
            if value is not None
        ),
    )


def _two_sides(found: Agreement, figures: Agreement | None) -> str:
    if found.difference is None:
        return _("No dimension was rated by both sides.")
    apart = _("Over the dimensions the two sides' ratings lie %(points)s points apart on average.") % {
        "points": whole(found.difference)
    }
    if figures is None or figures.icc is None:
        return apart
    seen = {
        "low": _("They do not see the same strengths and weaknesses."),
        "middle": _("They see the strengths and weaknesses somewhat alike."),
        "high": _("They see the same strengths and weaknesses."),
    }
    return f"{apart} {seen[_band(figures.icc)]}"


def _band(value: float) -> str:
    if value < REASONABLE:
        return "low"
    return "middle" if value < ACCEPTABLE else "high"


def _reading(value: float | None) -> str:
    """The band of a coefficient, by convention."""
    if value is None:
        return ""
    return {
        "low": _("low, below 0.60"),
        "middle": _("reasonable, 0.60 to 0.69"),
        "high": _("acceptable, from 0.70"),
    }[_band(value)]
