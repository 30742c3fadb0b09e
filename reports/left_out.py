"""Why a number is missing whose answers were left out before scoring (method D11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scoring.disclosure import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.inputs import WaveInput
    from scoring import Scorecard
    from scoring.disclosure import Disclosed

# What of a dimension rests on a kind of item; that of one side alone has its name in it.
PERCEIVED = ("perceived", "gap", "class", "understanding_sales", "understanding_marketing", "awareness")
MEASURED = ("measured", "level", "gap", "class")


def explained(disclosed: Disclosed, wave: WaveInput) -> Disclosed:
    """Say of each number that is missing because its answers were left out that too few gave them."""
    if disclosed.reason("dimensions"):
        return disclosed
    found: dict[str, Reason] = {}
    for path, part, names in _resting_on(disclosed.card, wave):
        # "class" is a word of the language, so the attribute has another name than the key.
        missing = (name for name in names if getattr(part, name.replace("class", "class_"), "") is None)
        found |= {f"{path}.{name}": Reason.TOO_FEW_TO_SHOW for name in missing}
    return replace(disclosed, withheld={**found, **disclosed.withheld})


def _resting_on(card: Scorecard, wave: WaveInput) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Parts of the scorecard that rest on what was left out: path, part, and the numbers that may miss it."""
    catalogue = wave.assessment.instrument_version.catalogue
    left_out = wave.left_out()
    for name, side in left_out:
        item, joint = catalogue.item(name), side != "both"
        numbers = (side, "joint", "level", "concordance") if joint else (side,)
        yield f"items.{name}", card.items.get(name), numbers
        yield f"perceptions.{name}", card.perceptions.get(name), numbers
        if item.dimension in card.dimensions:
            numbers = _of_dimension(item.kind, side)
            yield f"dimensions.{item.dimension}", card.dimensions[item.dimension], numbers
    names = {name for name, side in left_out if side != "both"}
    for place, step in enumerate(card.recommendations):
        for key in ("triggers", "targets"):
            for number, part in enumerate(getattr(step, key)):
                if part.of.partition(".")[0] in names:
                    yield f"recommendations.{place}.{key}.{number}", part, ("now", "sales", "marketing")


def _of_dimension(kind: str, side: str) -> tuple[str, ...]:
    if kind == "X":
        return (f"predicted_by_{side}", f"understanding_{side}", "awareness")
    if kind == "P":
        return (f"perceived_{side}", *(PERCEIVED if side != "both" else ()))
    return MEASURED
