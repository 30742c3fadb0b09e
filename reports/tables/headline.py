"""The headline: one sentence, and the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.numbers import signed, whole
from reports.wording import LEVELS, headline, respondents

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.scorecards import ScoredWave
    from scoring import Scorecard
    from scoring.scorecard import Spread

BELIEF_ITEM = "G0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A big figure with its unit and its n; None where it is withheld."""

    code: str
    name: str
    figure: str | None
    unit: str
    note: str


def sentence(scored: ScoredWave) -> list[tuple[str, bool]]:
    """The finding in parts, each with whether it is emphasised; nothing where there is no gap to state."""
    card = scored.card
    if card.perceived.joint is None or card.measured.index is None or card.gap is None:
        return []
    parts = headline(
        perceived=card.perceived.joint,
        index=card.measured.index,
        gap=card.gap,
        strong_gap=scored.method.gap.blind_spot,
        provisional=card.measured.provisional,
    )
    return [(part, place % 2 == 1) for place, part in enumerate(parts)]


def figures(scored: ScoredWave) -> list[Figure]:
    """Perceived alignment, the index, the gap between them, and the maturity level."""
    card = scored.card
    n = respondents(card.counts.sales, card.counts.marketing)
    spreads = card.intervals
    index_name = _("SMAX index, provisional") if card.measured.provisional else _("SMAX index")
    return [
        _figure(
            "perceived", _("Perceived alignment (P)"), card.perceived.joint, n, spreads and spreads.perceived
        ),
        _figure("measured", index_name, card.measured.index, n, spreads and spreads.index),
        Figure(
            code="gap",
            name=_("Gap, perceived minus measured"),
            figure=None if card.gap is None else signed(card.gap),
            unit=_("points"),
            note=n + _interval(spreads and spreads.gap, signed),
        ),
        Figure(
            code="level",
            name=_("Maturity"),
            figure=str(LEVELS[card.maturity.level]) if card.maturity else None,
            unit="",
            note=_level_note(card),
        ),
    ]


def _figure(code: str, name: str, value: float | None, n: str, spread: Spread | None) -> Figure:
    figure = None if value is None else whole(value)
    return Figure(code=code, name=name, figure=figure, unit=_("of 100"), note=n + _interval(spread, whole))


def _interval(spread: Spread | None, shown: Callable[[float], str]) -> str:
    if spread is None:
        return ""
    return "; " + _("95%% interval %(low)s to %(high)s") % {
        "low": shown(spread.low),
        "high": shown(spread.high),
    }


def _level_note(card: Scorecard) -> str:
    if card.maturity is None:
        return ""
    return _("Index: %(index)s. Gates: %(gates)s.") % {
        "index": LEVELS[card.maturity.index_level],
        "gates": LEVELS[card.maturity.gate_level],
    }


def beliefs(scored: ScoredWave) -> list[str]:
    """What stands below the headline, such as how many believe in alignment."""
    return [text for text in (_believers(scored), _leading_both(scored.card), _practice(scored.card)) if text]


def _believers(scored: ScoredWave) -> str:
    share = scored.card.perceived.believe_aligned
    if share is None:
        return ""
    answers = [
        leader.answers.get(BELIEF_ITEM) for leader in scored.wave.leaders if leader.counts and leader.answers
    ]
    return _(
        "%(share)s%% of the leaders call the two teams largely or completely aligned (n = %(n)s). In the "
        "original study (LeadMD and Drift, 2019) about 90%% believed so."
    ) % {"share": whole(share), "n": sum(isinstance(answer, int) for answer in answers)}


def _leading_both(card: Scorecard) -> str:
    if card.perceived.both is None:
        return ""
    return _(
        "People responsible for both functions rate alignment at %(score)s (n = %(n)s). They count in "
        "neither side."
    ) % {"score": whole(card.perceived.both), "n": card.counts.both}


def _practice(card: Scorecard) -> str:
    if card.gap_to_practice is None or card.measured.provisional:
        return ""
    return _(
        "Without outcomes, practices and shared facts come to %(operating)s (A): a gap of %(gap)s, %(n)s."
    ) % {
        "operating": whole(card.measured.operating),
        "gap": signed(card.gap_to_practice),
        "n": respondents(card.counts.sales, card.counts.marketing),
    }
