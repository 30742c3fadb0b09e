"""Names and wordings from a wave's own questionnaire, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from surveys.catalogue import Catalogue, Item
    from surveys.catalogue.items import Labels
    from surveys.models import Assessment

NEUTRAL = "both"  # the wording that fits every reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """A questionnaire's texts in one language, with the client's own segments and words for events."""

    catalogue: Catalogue
    language: str
    segments: tuple[tuple[str, str], ...]
    trigger_labels: Labels = field(default_factory=dict)

    @classmethod
    def of(cls, assessment: Assessment) -> Texts:
        """Read the wave's questionnaire in the reader's language, or in its first where it has not theirs."""
        catalogue = assessment.instrument_version.catalogue
        language = get_language() or ""
        known = language if language in catalogue.languages else catalogue.languages[0]
        return cls(
            catalogue=catalogue,
            language=known,
            segments=tuple(assessment.segment_options),
            trigger_labels=assessment.trigger_labels,
        )

    def dimensions(self) -> dict[str, str]:
        """Names of the dimensions by code."""
        return {dimension.code: dimension.name(self.language) for dimension in self.catalogue.dimensions}

    def question(self, item: Item) -> str:
        """The item's wording as people responsible for both functions read it."""
        return item.wording(NEUTRAL, self.language)

    def options(self, item: Item) -> tuple[tuple[int | str, str], ...]:
        """The answers to choose from, in the client's own words where it has some."""
        return item.options(self.language, segments=self.segments, trigger_labels=self.trigger_labels)

    def answers(self, item: Item) -> dict[int | str, str]:
        """What each answer to the item is called, those that stand apart from the options included."""
        return {**dict(self.options(item)), **dict(item.apart(self.language))}

    def outcome(self, item_id: str) -> tuple[str, str]:
        """What an outcome is called, and its unit."""
        item = self.catalogue.item(item_id)
        return item.wording(NEUTRAL, self.language), item.unit(self.language)
