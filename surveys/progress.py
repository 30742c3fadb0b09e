"""How far a wave has come: who was added, who has submitted, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.enums import IdentityMode, Side
from surveys.models.waves import SHOWN_FROM

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from surveys.models import Assessment, Participant

PAIR = (Side.SALES, Side.MARKETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCount:
    """How many leaders of one side were added to a wave, have submitted, and have declined instead."""

    side: Side
    added: int
    submitted: int
    declined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A wave with its counts: a SideCount for sales, marketing and both functions, and outcome figures."""

    wave: Assessment
    sides: tuple[SideCount, ...]
    outcomes: int

    @property
    def added(self) -> int:
        """Leaders in the wave."""
        return sum(count.added for count in self.sides)

    @property
    def submitted(self) -> int:
        """Leaders who have submitted."""
        return sum(count.submitted for count in self.sides)

    @property
    def waiting(self) -> int:
        """Leaders who have neither submitted nor declined."""
        return sum(count.added - count.submitted - count.declined for count in self.sides)

    @property
    def sides_without_leader(self) -> tuple[Side, ...]:
        """Sides of the pair to which nobody was added; people responsible for both stand for neither."""
        return tuple(count.side for count in self.sides if count.side in PAIR and not count.added)

    @property
    def sides_to_fill(self) -> tuple[Side, ...]:
        """Sides of the pair of which nobody is left: none was added, or each has declined."""
        pair = (count for count in self.sides if count.side in PAIR)
        return tuple(count.side for count in pair if count.added == count.declined)

    @property
    def sides_without_response(self) -> tuple[Side, ...]:
        """Sides of the pair from which no response is in: without both, no joint score (method D11)."""
        return tuple(count.side for count in self.sides if count.side in PAIR and not count.submitted)

    @property
    def aggregated(self) -> bool:
        """Whether results show only what three or more people of a side answered."""
        return self.wave.identity_mode == IdentityMode.AGGREGATED

    @property
    def sides_asked_too_few(self) -> tuple[Side, ...]:
        """Sides of the pair of an aggregated wave that can never be shown with those who are asked so far."""
        pair = (count for count in self.sides if count.side in PAIR)
        few = tuple(count.side for count in pair if count.added - count.declined < SHOWN_FROM)
        return few if self.aggregated else ()

    @property
    def sides_submitted_too_few(self) -> tuple[Side, ...]:
        """Sides of the pair that cannot be scored yet: no response, or fewer than three where aggregated."""
        few = (count.side for count in self.sides if count.side in PAIR and count.submitted < SHOWN_FROM)
        return tuple(few) if self.aggregated else self.sides_without_response

    @property
    def next_step(self) -> str:
        """The code of what the consultant should do next; the words are in desk/_next_step.html."""
        if self.wave.state == self.wave.State.WITHDRAWN:
            return "open_next"
        if self.wave.state == self.wave.State.CLOSED:
            return "see_results" if self.outcomes else "enter_outcomes"
        if not self.wave.takes_answers:
            return "close"
        if self.sides_to_fill:
            return "add_participants"
        if self.waiting:
            return "wait"
        return "close" if self.outcomes else "enter_outcomes"


def progress_of(wave: Assessment, counts: Mapping[str, tuple[int, int, int]], outcomes: int) -> Progress:
    """Build the progress of a wave from {side: (added, submitted, declined)}."""
    numbers = {side: counts.get(side, (0, 0, 0)) for side in Side}
    sides = tuple(
        SideCount(side=side, added=added, submitted=submitted, declined=declined)
        for side, (added, submitted, declined) in numbers.items()
    )
    return Progress(wave=wave, sides=sides, outcomes=outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one participant has come: items asked of them, answered in the draft, and the last submit."""

    participant: Participant
    asked: int
    answered: int
    submitted_at: datetime | None

    @property
    def state(self) -> str:
        """The code of the state: "new", "started" (the draft holds an answer), "declined" or "submitted"."""
        if self.submitted_at is not None:
            return "submitted"
        if self.participant.declined_at is not None:
            return "declined"
        return "started" if self.answered else "new"

    @property
    def changing(self) -> bool:
        """Whether what was submitted is being changed; it counts until the next submit."""
        response = self.participant.response
        return self.submitted_at is not None and response.state == response.State.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """How many others answer beside one participant: what "shown by role" means for this person."""

    side: Side
    asked: Mapping[str, int]

    @property
    def alone(self) -> bool:
        """Whether nobody else of the participant's side is asked."""
        return self.asked[self.side] <= 1

    @property
    def pair(self) -> bool:
        """Whether one person is asked on each side, so that both can be identified."""
        return all(self.asked[side] == 1 for side in PAIR)

    @property
    def few(self) -> bool:
        """Whether fewer than three people of the participant's side are asked."""
        return self.asked[self.side] < SHOWN_FROM
