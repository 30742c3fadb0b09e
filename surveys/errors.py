"""Acts that the state of things refuses."""

from __future__ import annotations

from smax.errors import RefusedError


class SurveyError(RefusedError):
    """An act on clients, waves, people or answers was refused."""


class WaveClosedError(SurveyError):
    """The wave takes no answers any more."""


class TooFewAnswersError(SurveyError):
    """Fewer than 70% of the person's items are answered. `open_items` lists the ids that are not."""

    def __init__(self, reason: str, open_items: tuple[str, ...]) -> None:
        super().__init__(reason)
        self.open_items = open_items


class BadAnswerError(SurveyError):
    """A value that no item of the wave's instrument takes, named with its item."""

    status = 400
