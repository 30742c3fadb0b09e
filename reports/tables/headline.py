"""The headline: one sentence, and the figures it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.numbers import signed, whole
from reports.withheld import why
from reports.wording import LEVELS, headline, respondents

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.scorecards import ScoredWave
    from scoring import Scorecard
    from scoring.scorecard import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A big figure with its unit and its n; None where there is none, and why.

    `of` names it for the page that shows its working; "" where there is no number. `then` and `change` are
    what it is held against, and how far it lies from there.
    """

    code: str
    name: str
    figure: str | None
    why: str
    unit: str
    note: str
    of: str = ""
    then: str = ""
    change: str = ""


def sentence(scored: ScoredWave) -> list[tuple[str, bool]]:
    """The finding in parts, each with whether it is emphasised; nothing where there is no score at all."""
    card = scored.card
    if card.perceived.joint is None and card.measured.index is None:
        return []
    if card.perceived.joint is None or card.measured.index is None or card.gap is None:
        return [(_("A gap cannot be stated yet"), True)]
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
    card, spreads = scored.card, scored.card.intervals
    index_name = _("SMAX index, provisional") if card.measured.provisional else _("SMAX index")
    perceived, index = card.perceived.joint, card.measured.index
    least = {"least": scored.method.composite.min_dimensions}
    little = _("fewer than %(least)s dimensions can be scored") % least
    return [
        Figure(
            code="perceived",
            name=_("Perceived alignment (P)"),
            unit=_("of 100"),
            note=_note(scored, spreads and spreads.perceived, whole),
            **_shown(scored, "perceived.joint", perceived, whole, little),
        ),
        Figure(
            code="measured",
            name=index_name,
            unit=_("of 100"),
            note=_note(scored, spreads and spreads.index, whole),
            **_shown(scored, "measured.index", index, whole, little),
        ),
        Figure(
            code="gap",
            name=_("Gap, perceived minus measured"),
            unit=_("points"),
            note=_note(scored, spreads and spreads.gap, signed),
            **_shown(scored, "gap", card.gap, signed, little),
        ),
        Figure(
            code="level",
            name=_("Maturity"),
            figure=str(LEVELS[card.maturity.level]) if card.maturity else None,
            why=why(scored, "maturity"),
            unit="",
            note=_level_note(card),
        ),
    ]


def _shown(
    scored: ScoredWave, path: str, value: float | None, text: Callable[[float], str], otherwise: str = ""
) -> dict[str, Any]:
    """A number and its name on the page of workings, or why there is none."""
    reason = why(scored, path)
    if value is None:
        return {"figure": None, "why": reason or otherwise, "of": ""}
    return {"figure": text(value), "why": reason, "of": path}


def _note(scored: ScoredWave, spread: Spread | None, shown: Callable[[float], str]) -> str:
    """The n of a figure, and its interval or why there is none."""
    n = respondents(scored.card.counts.sales, scored.card.counts.marketing)
    if spread is not None:
        values = {"low": shown(spread.low), "high": shown(spread.high)}
        return f"{n}; " + _("95%% interval %(low)s to %(high)s") % values
    reason = why(scored, "intervals")
    return f"{n}; " + _("95%% interval: %(reason)s") % {"reason": reason} if reason else n


def _level_note(card: Scorecard) -> str:
    if card.maturity is None:
        return ""
    return _("Index: %(index)s. Gates: %(gates)s.") % {
        "index": LEVELS[card.maturity.index_level],
        "gates": LEVELS[card.maturity.gate_level],
    }


def beliefs(scored: ScoredWave) -> list[str]:
    """What stands below the headline: those who lead both functions, and the gap without outcomes."""
    return [text for text in (_leading_both(scored), _practice(scored.card)) if text]


def _leading_both(scored: ScoredWave) -> str:
    card = scored.card
    if card.perceived.both is None:
        reason = why(scored, "perceived.both")
        return _("How people responsible for both functions rate alignment: %s.") % reason if reason else ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How far the result hangs on the method's own choices: the level in words, and where the index goes."""

    words: str
    range: str


def sensitivity(scored: ScoredWave) -> Sensitivity | None:
    """Say how far level and index hang on the method's weights (method D13); None without an index."""
    found = scored.card.sensitivity
    if found is None:
        return None
    values = {
        "draws": number_format(scored.method.sensitivity.draws, force_grouping=True),
        "share": whole(100 * found.same_level),
        "low": whole(found.low),
        "high": whole(found.high),
        "arithmetic": whole(found.arithmetic),
    }
    return Sensitivity(
        words=_("%(share)s%% of %(draws)s other weightings leave the index on the same level.") % values,
        range=_(
            "Nine in ten of them give an index from %(low)s to %(high)s; with arithmetic means it is "
            "%(arithmetic)s."
        )
        % values,
    )
