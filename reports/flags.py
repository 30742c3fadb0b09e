"""Flags of data quality that stand: those that were found and that nobody has dismissed (method D11)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from reports.inputs import read_dismissals, read_seconds
from scoring import Cohort, load_method
from scoring.disclosure import Mode
from scoring.quality import quality_flags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.inputs import Leader, WaveInput
    from scoring import Method
    from surveys.catalogue import Catalogue

# What these tell is in the answers themselves; time and blanks are not.
OF_ANSWERS = ("straight_line", "no_variation", "many_unknown", "contradiction")
# What stands for all of them where nobody's own answers are shown.
PATTERN = "pattern"


def seconds_of(leader: Leader, seconds: Mapping[str, float], catalogue: Catalogue) -> float | None:
    """How long the whole took; None where the time of a screen is not known."""
    times = [seconds.get(screen.code) for screen in catalogue.screens(leader.side)]
    return None if None in times else float(sum(time for time in times if time is not None))


def shown_order(leader: Leader, catalogue: Catalogue) -> list[str]:
    """The perception items in the order this leader saw them."""
    return [
        item.id
        for screen in catalogue.screens(leader.side)
        for item in catalogue.ordered(screen, leader.public_id.bytes)
        if item.kind == "P" and item.dimension is not None
    ]


def as_told(wave: WaveInput, flags: Sequence[str]) -> tuple[str, ...]:
    """Flags as they may be told, and dismissed: in groups the pattern of somebody's answers is one flag."""
    if wave.assessment.identity_mode != Mode.AGGREGATED:
        return tuple(flags)
    told = [flag for flag in flags if flag not in OF_ANSWERS]
    return (*told, PATTERN) if len(told) < len(flags) else tuple(told)


def flags_by_leader(
    waves: Sequence[WaveInput], seconds: Mapping[Any, Mapping[str, float]]
) -> list[dict[str, tuple[str, ...]]]:
    """Flags of every submitted response, dismissed ones too: a dictionary by leader's id for each wave.

    Parameters
    ----------
    waves
        Of one method.
    seconds
        By the leaders' `public_id`: seconds by screen.
    """
    if not waves:
        return []
    method = load_method(waves[0].assessment.instrument_version.catalogue.method_version)
    cohort = Cohort.from_interchange([wave.interchange(all_submitted=True) for wave in waves], method)
    by_id = [{leader.id: leader for leader in wave.leaders} for wave in waves]
    rows = [
        (place, by_id[place][name], waves[place].assessment.instrument_version.catalogue)
        for place, name in zip(cohort.assessment.tolist(), cohort.ids, strict=True)
    ]
    times = [seconds_of(leader, seconds[leader.public_id], catalogue) for _place, leader, catalogue in rows]
    found = quality_flags(
        cohort,
        method,
        seconds=np.array([np.nan if time is None else time for time in times]),
        shown=[_order(leader, catalogue, method) for _place, leader, catalogue in rows],
    )
    result: list[dict[str, tuple[str, ...]]] = [{} for _wave in waves]
    for (place, leader, _catalogue), flags in zip(rows, found, strict=True):
        result[place][leader.id] = flags
    return result


def _order(leader: Leader, catalogue: Catalogue, method: Method) -> list[str] | None:
    """The order in which a leader saw the perception items; None where in no order they make a long run."""
    answers = leader.answers or {}
    given = Counter(str(answers.get(item)) for item in method.layout.perceptions)
    if max(given.values()) < method.quality.run_share * len(method.layout.perceptions):
        return None
    return shown_order(leader, catalogue)


def standing_flags(waves: Sequence[WaveInput]) -> list[list[tuple[Leader, str]]]:
    """Flags against answers that count and that nobody has dismissed, for each wave; all of one method."""
    found = flags_by_leader(waves, read_seconds(waves))
    dismissed = read_dismissals(waves)
    return [
        [
            (leader, flag)
            for leader in wave.leaders
            if leader.counts
            for flag in as_told(wave, flags[leader.id])
            if (leader.public_id, flag) not in dismissed
        ]
        for wave, flags in zip(waves, found, strict=True)
    ]
