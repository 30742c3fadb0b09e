"""What each side answered to a question, as far as it may be shown: facts, ratings and practices alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.inputs import NOT_KNOWN
from reports.numbers import NOISE, counted
from reports.scorecards import TWO_SIDES
from reports.tables.concordance import AnswerLine, SideAnswers, side_answers
from reports.wording import SIDES

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from surveys.catalogue import Item


def originals(scored: ScoredWave, texts: Texts, item: Item) -> tuple[SideAnswers, ...]:
    """What the two sides answered; nothing where it is withheld, and a mean where only that is shown."""
    if item.kind == "F":
        return side_answers(scored, texts, item)
    if item.kind == "P":
        return _ratings(scored, texts, item)
    return _practice(scored, texts, item)


def _ratings(scored: ScoredWave, texts: Texts, item: Item) -> tuple[SideAnswers, ...]:
    """How many of each side chose each step, in the order of the scale."""
    given, names = scored.ratings.get(item.id, {}), texts.answers(item)
    if any(side not in given for side in TWO_SIDES):
        return ()
    shared = set(given["sales"]) & set(given["marketing"])
    sides = []
    for side in TWO_SIDES:
        n = sum(given[side].values())
        lines = tuple(
            AnswerLine(
                text=name,
                counted=counted(times, n),
                shared=code in shared and code not in NOT_KNOWN,
                unknown=code in NOT_KNOWN,
            )
            for code, name in names.items()
            if (times := given[side].get(code, 0))
        )
        sides.append(SideAnswers(side=side, name=str(SIDES[side]), n=n, answers=lines))
    return tuple(sides)


def _practice(scored: ScoredWave, texts: Texts, item: Item) -> tuple[SideAnswers, ...]:
    """The mean of each side on the ladder, in the ladder's words."""
    score: Any = scored.card.items.get(item.id)
    if score is None or any(getattr(score, side) is None for side in TWO_SIDES):
        return ()
    same = score.sales == score.marketing
    return tuple(
        SideAnswers(
            side=side,
            name=str(SIDES[side]),
            n=getattr(score, f"n_{side}"),
            answers=(
                AnswerLine(
                    text=on_the_ladder(getattr(score, side), scored.method.step_scores, texts.answers(item)),
                    counted=_mean_of(getattr(score, f"n_{side}")),
                    shared=same,
                    unknown=False,
                ),
            ),
        )
        for side in TWO_SIDES
    )


def _mean_of(n: int) -> str:
    return "" if n == 1 else ngettext("mean of %(n)s", "mean of %(n)s", n) % {"n": n}


def on_the_ladder(score: float, scores: tuple[float, ...], names: dict[int | str, str]) -> str:
    """Say where a mean lies: on a step, or between two."""
    score = round(score, NOISE)
    low = max(place for place, each in enumerate(scores) if each <= score)
    if scores[low] == score:
        return names[low + 1]
    return _("between “%(low)s” and “%(high)s”") % {"low": names[low + 1], "high": names[low + 2]}
