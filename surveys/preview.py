"""The questionnaire as one side would read it, with nobody behind it and nothing to store."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from surveys.questionnaire import Step, Wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surveys.catalogue import Item, Screen
    from surveys.models import Assessment

NOBODY = UUID(int=0)


class Preview(Wording):
    """What a side is asked in a wave, in the language of the request."""

    draft: Mapping[str, Any] = {}
    notice = ""

    def __init__(self, wave: Assessment, side: str) -> None:
        catalogue = wave.instrument_version.catalogue
        super().__init__(
            catalogue, side=side, segments=wave.segment_options, trigger_labels=wave.trigger_labels
        )
        self.participant = SimpleNamespace(public_id=NOBODY, firm=wave.firm, assessment=wave, side=side)
        self.stored = SimpleNamespace(value=lambda _key: None)

    @property
    def progress(self) -> str:
        """How far nobody is."""
        return _("%(answered)s of %(asked)s answered") % {"answered": 0, "asked": self.asked}

    @property
    def steps(self) -> tuple[Step, ...]:
        """The screens in their order; there is nothing to review."""
        return tuple(
            Step(
                code=screen.code,
                number=number,
                name=screen.name(self.language),
                items=screen.items,
                open_items=screen.items,
            )
            for number, screen in enumerate(self.screens, start=1)
        )

    def ordered(self, screen: Screen) -> tuple[Item, ...]:
        """A screen's items as the instrument orders them; for leaders, some are shuffled."""
        return screen.items

    @staticmethod
    def base(_key: str) -> int:
        """No revision."""
        return 0

    @staticmethod
    def seconds(_screen: Screen) -> int:
        """No time."""
        return 0

    @staticmethod
    def slot(_name: str, text: object) -> object:
        """Nothing differs between people."""
        return text
