"""The monitor of a wave: how far each leader is, what became of letters, and what asks for a second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from reports.tables.quality import Flag, QualityLine
    from surveys.letters.standing import LetterStanding
    from surveys.progress import Progress, SideCount, Standing

STATES = {
    "new": gettext_lazy("Not invited"),
    "invited": gettext_lazy("Invited"),
    "bounced": gettext_lazy("Bounced"),
    "started": gettext_lazy("Started"),
    "submitted": gettext_lazy("Submitted"),
    "declined": gettext_lazy("Declined"),
    "excluded": gettext_lazy("Left out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine:
    """One leader: the state, what became of the letters, and the flags of what was submitted."""

    standing: Standing
    state: str
    letters: LetterStanding
    flags: tuple[Flag, ...]

    @property
    def state_name(self) -> str:
        """The state in words."""
        return str(STATES[self.state])


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorSide:
    """The responses of one side against what is wanted of it; None where nothing is."""

    count: SideCount
    wanted: int | None

    @property
    def enough(self) -> bool:
        """Whether as many have submitted as are wanted."""
        return self.wanted is not None and self.count.submitted >= self.wanted


def monitor_sides(progress: Progress) -> list[MonitorSide]:
    """Sales and marketing, and people responsible for both where some were asked."""
    wanted = progress.wave.wanted_per_side
    return [
        MonitorSide(count=count, wanted=None if count.side == "both" else wanted)
        for count in progress.sides
        if count.added or count.side != "both"
    ]


def monitor_lines(
    standings: Sequence[Standing],
    letters: Mapping[int, LetterStanding],
    flags: Mapping[UUID, tuple[Flag, ...]],
) -> list[MonitorLine]:
    """One line a leader, in the order they were added."""
    return [
        MonitorLine(
            standing=each,
            state=_state(each, letters[each.participant.pk]),
            letters=letters[each.participant.pk],
            flags=flags.get(each.participant.public_id, ()),
        )
        for each in standings
    ]


def _state(standing: Standing, letters: LetterStanding) -> str:
    if standing.participant.excluded_at is not None:
        return "excluded"
    if standing.state != "new":
        return standing.state
    if letters.bounced:
        return "bounced"
    return "invited" if letters.invitation is not None and not letters.invitation.is_over else "new"


def flags_of(lines: Iterable[QualityLine]) -> dict[UUID, tuple[Flag, ...]]:
    """The flags that stand, by participant."""
    return {line.public_id: line.standing for line in lines if line.standing}
