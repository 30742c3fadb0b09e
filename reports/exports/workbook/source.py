"""What the sheets are made from: an edition, with each number under its path in the scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.exports.paths import value_at
from reports.exports.workbook.book import Live, Number, Words
from reports.withheld import why

if TYPE_CHECKING:
    from reports.edition import Edition
    from reports.exports.workbook.book import Cell
    from reports.scorecards import ScoredWave
    from reports.texts import Texts
    from scoring import Method, Scorecard


@dataclass(frozen=True, slots=True)
class Source:
    """An edition and the questionnaire's texts in the report's language."""

    edition: Edition
    texts: Texts

    @property
    def scored(self) -> ScoredWave:
        """What may be shown of the wave."""
        return self.edition.scored

    @property
    def card(self) -> Scorecard:
        """Its scorecard."""
        return self.scored.card

    @property
    def method(self) -> Method:
        """The method that scored it."""
        return self.scored.method

    @property
    def scores_shown(self) -> bool:
        """Whether anything but participation may be shown."""
        return not (self.scored.counts_nowhere or self.scored.participation_only)

    def value(self, path: str) -> Any:
        """What stands at a path of the scorecard; None where it or a part of the way is missing."""
        return value_at(self.card, path)

    def number(self, path: str, style: str = "score", *, entered: bool = False) -> Cell:
        """The number at a path, under that name; or why it is withheld."""
        value = self.value(path)
        return self.withheld(path) if self.hides(path) else Number(value, style, path, entered)

    def live(self, path: str, formula: str, style: str = "score") -> Cell:
        """The number at a path, made by a formula before the reader's eyes; or why it is withheld."""
        return self.withheld(path) if self.hides(path) else Live(formula, self.value(path), style, path)

    def word(self, path: str, names: dict[str, Any]) -> Cell:
        """The code at a path in words; or why it is withheld."""
        value = self.value(path)
        return self.withheld(path) if self.hides(path) else str(names[value]) if value else None

    def hides(self, path: str) -> bool:
        """Whether the value at a path is withheld."""
        return self.value(path) is None and bool(why(self.scored, path))

    def withheld(self, path: str) -> Words:
        """Why the value at a path is withheld, in its place."""
        return Words(why(self.scored, path), "withheld", path)
