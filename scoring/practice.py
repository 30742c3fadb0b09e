"""Practice: what both sides report doing, and the levels of the facts (method D3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.method import CODE_ABSENT, MARKETING, SALES, Bools, Floats
from scoring.tally import Tally, ratio

if TYPE_CHECKING:
    from scoring.cohort import Codes
    from scoring.method import Item, Method


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PracticeScores:
    """Joint scores of the practices, in the order of `method.layout.practices`.

    Parameters
    ----------
    joint
        Shape (n, practices), 0-100, NaN where missing.
    sides
        Shape (n, 2, practices): the sides' own means; NaN for a level that no side has by itself.
    one_sided
        Shape (n, practices): one side alone has spoken, and no document was seen.
    documented
        Shape (n, practices): a document replaced both answers.
    shared
        For each set with customer codes, shape (n, codes): which codes are shared by both sides.
    """

    joint: Floats
    sides: Floats
    one_sided: Bools
    documented: Bools
    shared: dict[str, Bools]


def corroborated(sales: Floats, marketing: Floats, corroboration: Floats | float, one_sided: float) -> Floats:
    """Joint score of a practice: what both sides confirm counts more than what one claims.

    Parameters
    ----------
    sales, marketing
        Side means, any shapes that broadcast; NaN where the side is silent.
    corroboration
        Lambda: weight of the lower side against the mean of both.
    one_sided
        Part of a lone side's mean that counts.

    Returns
    -------
    Floats
        ``lambda min(s, m) + (1 - lambda) (s + m) / 2``; NaN where both sides are silent.

    Examples
    --------
    >>> corroborated(np.array([12.5, 50.0]), np.array([37.5, np.nan]), 0.5, 0.5)
    array([18.75, 25.  ])
    """
    middle = (sales + marketing) / 2
    joint = corroboration * np.minimum(sales, marketing) + (1 - corroboration) * middle
    lone = one_sided * np.where(np.isnan(sales), marketing, sales)
    return np.asarray(np.where(np.isnan(middle), lone, joint))


def practice_scores(
    tally: Tally, documents: Codes, method: Method, corroboration: Floats | None = None
) -> PracticeScores:
    """Joint scores of all practices and levels.

    Parameters
    ----------
    documents
        Shape (n or 1, ladders): the steps that documents show, or CODE_ABSENT.
    corroboration
        Another lambda than the method's, shape (n,).
    """
    layout, rules = method.layout, method.measured
    count, ladders = len(tally.totals), len(layout.ladders)
    weight: Floats | float = rules.corroboration if corroboration is None else corroboration[:, None]
    means = tally.mean(tally.columns.score, tally.columns.count)
    unknown = tally.of(tally.columns.unknown)
    places = [tally.columns.unknown_of[item] for item in layout.practices]
    nobody_knows = (unknown[:, SALES][:, places] > 0) & (unknown[:, MARKETING][:, places] > 0)

    sides = np.full((count, 2, len(layout.practices)), np.nan)
    joint = np.full((count, len(layout.practices)), np.nan)
    shared: dict[str, Bools] = {}
    sides[:, :, :ladders] = means[:, : MARKETING + 1, layout.ladder_columns]
    joint[:, :ladders] = corroborated(
        sides[:, SALES, :ladders], sides[:, MARKETING, :ladders], weight, rules.one_sided
    )
    for column, item_id in enumerate(layout.practices[ladders:], start=ladders):
        item = method.item(item_id)
        if item.customer:
            shared[item_id], joint[:, column] = _shared_level(tally, item, method)
            nobody_knows[:, column] = False
        else:  # a nominal fact with levels: the plain mean of the sides
            own = means[:, : MARKETING + 1, layout.coded.index(item_id)]
            sides[:, :, column] = own
            joint[:, column] = corroborated(own[:, SALES], own[:, MARKETING], 0.0, rules.one_sided)
    joint[nobody_knows & np.isnan(joint)] = 0.0
    seen = np.zeros((len(documents), len(layout.practices)), dtype=bool)
    seen[:, :ladders] = documents != CODE_ABSENT
    if seen.any():
        joint[:, :ladders] = _with_documents(joint[:, :ladders], documents, method)
    silent = np.isnan(sides)
    one_sided = (silent[:, SALES] != silent[:, MARKETING]) & ~seen
    return PracticeScores(
        joint=joint,
        sides=sides,
        one_sided=one_sided,
        documented=np.broadcast_to(seen, joint.shape),
        shared=shared,
    )


def _with_documents(joint: Floats, documents: Codes, method: Method) -> Floats:
    """Joint scores of the ladders, those that a document shows replaced."""
    seen = documents != CODE_ABSENT
    steps = np.where(seen, documents, 1)
    return np.where(seen, np.array(method.step_scores)[steps - 1], joint)


def _shared_level(tally: Tally, item: Item, method: Method) -> tuple[Bools, Floats]:
    """Codes that enough of both sides ticked, and the level by the number of customer codes among them."""
    given = tally.of(tally.columns.given)[..., method.layout.sets.index(item.id)]
    share = ratio(tally.of(tally.columns.ticks[item.id]), given[..., None])
    enough = share >= item.shared_by - method.tolerance
    shared = enough[:, SALES] & enough[:, MARKETING]
    customer = np.array([code in item.customer for code in item.codes])
    level = 100.0 * np.minimum(1.0, (shared & customer).sum(axis=-1) / item.customer_enough)
    answered = (given[:, SALES] > 0) & (given[:, MARKETING] > 0)
    return shared, np.where(answered, level, np.nan)
