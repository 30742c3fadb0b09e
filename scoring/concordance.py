"""Concordance: how far the two sides state the same fact (method D3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.method import MARKETING, SALES, Bools, Floats, Kind
from scoring.tally import Tally, ratio

if TYPE_CHECKING:
    from scoring.method import Item, Method


def concordance(tally: Tally, method: Method) -> Floats:
    """Mean similarity over all sales-marketing pairs of each fact, 0-100.

    Returns
    -------
    Floats
        Shape (n, facts) in the order of `method.layout.facts`; NaN where no pair answered.

    Notes
    -----
    Nominal and ordinal facts come from how many on each side chose each code, sets from the pairs.
    "Don't know" is an answer that is like nothing.
    """
    columns = tally.columns
    unknown = tally.of(columns.unknown)
    result = np.full((len(tally.totals), len(method.layout.facts)), np.nan)
    for column, item_id in enumerate(method.layout.facts):
        item = method.item(item_id)
        if item.kind is Kind.SET:
            place = method.layout.sets.index(item_id)
            given = tally.of(tally.columns.given)[..., place]
            alike, unit = tally.likeness[:, place], tally.unit
        else:
            votes = tally.of(tally.columns.votes[item_id])
            given = votes.sum(axis=-1) + unknown[..., columns.unknown_of[item_id]]
            alike, unit = _like_votes(votes, item)
        pairs = given[:, SALES] * given[:, MARKETING]
        result[:, column] = ratio(100.0 * alike, unit * pairs)
    return result


def _like_votes(votes: Floats, item: Item) -> tuple[Floats, int]:
    """Sum of similarities over the pairs, from the votes of each side, and the unit it is counted in.

    Whole numbers throughout, so that no order of adding can matter.
    """
    sales, marketing = votes[:, SALES], votes[:, MARKETING]
    if item.kind is Kind.ORDINAL:
        steps = np.arange(votes.shape[-1])
        unit = votes.shape[-1] - 1
        alike = (unit - np.abs(steps[:, None] - steps)).astype(np.float64)
        return np.asarray(((sales @ alike) * marketing).sum(axis=-1)), unit
    counted = np.array([code not in item.worthless for code in item.codes])
    return np.asarray((sales * marketing * counted).sum(axis=-1)), 1


def given_counts(tally: Tally, method: Method) -> dict[str, Floats]:
    """How many on each side gave a step to a practice, or any answer to a fact; each of shape (n, 3)."""
    layout, columns = method.layout, tally.columns
    unknown = tally.of(columns.unknown)
    count, sets = tally.of(tally.columns.count), tally.of(tally.columns.given)
    counts = {item: count[..., layout.coded.index(item)] for item in layout.ladders}
    for item in layout.facts:
        if item in layout.sets:
            counts[item] = sets[..., layout.sets.index(item)]
        else:
            voted = tally.of(tally.columns.votes[item]).sum(axis=-1)
            counts[item] = voted + unknown[..., columns.unknown_of[item]]
    return counts


def unknown_to_both(tally: Tally, method: Method) -> dict[str, Bools]:
    """Tell of every practice and fact where somebody on each side said "don't know"."""
    counts = tally.of(tally.columns.unknown)
    both = (counts[:, SALES] > 0) & (counts[:, MARKETING] > 0)
    items = dict.fromkeys(method.layout.practices + method.layout.facts)
    return {item: both[:, tally.columns.unknown_of[item]] for item in items}
