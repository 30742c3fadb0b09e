"""Answers of the small companies, drawn from a fixed seed: every demonstration is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.catalogue import Catalogue, Item

SEED = 20240503
UNKNOWN_SHARE = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """How good a company's practice is (0-1), and the answer its leaders would agree on, for each fact."""

    quality: float
    agreed: dict[str, Any]


class Draw:
    """Draws one company: its quality, its leaders' answers and its outcome figures."""

    def __init__(self, number: int, catalogue: Catalogue, segments: Sequence[tuple[str, str]]) -> None:
        self.random = np.random.default_rng([SEED, number])
        self.catalogue = catalogue
        self.segments = tuple(segments)
        facts = [item for item in catalogue.items if item.form in ("nominal", "set")]
        self.company = Company(
            quality=float(self.random.beta(2.2, 2.0)),
            agreed={item.id: self._fact(item) for item in facts},
        )

    def answers(self, side: str) -> dict[str, Any]:
        """Answers of one leader to all items of a side."""
        return {item.id: self._answer(item) for item in self.catalogue.items_for(side)}

    def outcomes(self) -> dict[str, float]:
        """Outcome figures O1-O6, in their units: better with better practice, and with luck."""
        luck = self.random.normal(size=6)
        better = self.company.quality - 0.5
        return {
            "O1": round(float(7 + 16 * better + 5 * luck[0]), 1),
            "O2": round(float(94 + 16 * better + 6 * luck[1]), 1),
            "O3": round(float(0.5 + 5 * better + 2 * luck[2]), 1),
            "O4": round(float(np.clip(0.88 + 0.4 * better + 0.15 * luck[3], 0.2, 2.0)), 2),
            "O5": round(float(6 + 18 * better + 8 * luck[4]), 1),
            "O6": round(float(np.clip(89 + 10 * better + 4 * luck[5], 60, 100)), 1),
        }

    def _answer(self, item: Item) -> Any:
        quality = self.company.quality
        if item.allows_dk and self.random.random() < UNKNOWN_SHARE:
            return "dk"
        if item.id in self.company.agreed:
            agrees = self.random.random() < 0.3 + 0.6 * quality
            return self.company.agreed[item.id] if agrees else self._fact(item)
        if item.kind in ("P", "X"):
            step = self._step(3.3 + 1.1 * quality, 0.7)
            return 6 - step if item.scale == "frequency" else step
        return self._step(1.1 + 3.7 * quality, 0.75)

    def _step(self, mean: float, spread: float) -> int:
        return int(np.clip(round(float(self.random.normal(mean, spread))), 1, 5))

    def _fact(self, item: Item) -> Any:
        codes = [code for code, _text in item.options("en", segments=self.segments)]
        codes = [code for code in codes if code != "none"]
        if item.form == "nominal":
            return codes[int(self.random.integers(len(codes)))]
        chosen = self.random.choice(len(codes), size=min(item.max_choices or 1, 3), replace=False)
        return [codes[place] for place in sorted(chosen.tolist())]
