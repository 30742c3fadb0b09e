"""Which responses ask for a second look, and the remarks that may be read (method D11).

A flag never removes a response: it gives the consultant a reason to ask.
"""

from __future__ import annotations

import hashlib
import statistics
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from reports.flags import PATTERN, as_told, flags_by_leader, seconds_of, shown_order
from reports.numbers import local, rounded, tenths, whole
from reports.wording import SIDES
from scoring import load_method
from scoring.agreement import longest_runs
from scoring.disclosure import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from reports.inputs import Leader, Sitting, WaveInput
    from reports.texts import Texts
    from scoring import Method
    from surveys.catalogue import Catalogue
    from surveys.models import FlagDismissal


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A reason for a second look, in words with its numbers; `dismissal` says why it does not stand."""

    code: str
    text: str
    dismissal: FlagDismissal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLine:
    """One response with its flags; `time` says how long it took, where every screen was measured."""

    public_id: UUID
    name: str
    side: str
    side_name: str
    seniority: str
    time: str
    flags: tuple[Flag, ...]

    @property
    def standing(self) -> tuple[Flag, ...]:
        """The flags that nobody has dismissed."""
        return tuple(flag for flag in self.flags if flag.dismissal is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment on a dimension or a note on an item that may be read; side and role are "" where not told."""

    place: str
    text: str
    side: str
    role: str


def quality_lines(
    wave: WaveInput, sittings: Sequence[Sitting], dismissed: Mapping[tuple[UUID, str], FlagDismissal]
) -> list[QualityLine]:
    """Flag every submitted response, those that do not count included, in the order of the wave's leaders."""
    if not sittings:
        return []
    [found] = flags_by_leader([wave], {each.leader.public_id: each.seconds for each in sittings})
    return [_line(wave, sitting, as_told(wave, found[sitting.leader.id]), dismissed) for sitting in sittings]


def _line(
    wave: WaveInput,
    sitting: Sitting,
    flags: Sequence[str],
    dismissed: Mapping[tuple[UUID, str], FlagDismissal],
) -> QualityLine:
    leader, catalogue = sitting.leader, wave.assessment.instrument_version.catalogue
    seconds = seconds_of(leader, sitting.seconds, catalogue)
    texts = _texts(sitting, catalogue, load_method(catalogue.method_version))
    return QualityLine(
        public_id=leader.public_id,
        name=leader.name,
        side=leader.side,
        side_name=str(SIDES[leader.side]),
        seniority=leader.seniority_name,
        time=_("not measured on every screen") if seconds is None else _minutes(seconds),
        flags=tuple(
            Flag(code=code, text=texts[code], dismissal=dismissed.get((leader.public_id, code)))
            for code in flags
        ),
    )


def _minutes(seconds: float) -> str:
    whole_seconds = int(rounded(seconds))
    return _("%(minutes)s min %(seconds)s s") % {
        "minutes": whole_seconds // 60,
        "seconds": whole_seconds % 60,
    }


def _texts(sitting: Sitting, catalogue: Catalogue, method: Method) -> dict[str, str]:
    """Every flag in words, with this response's numbers."""
    answers: dict[str, Any] = sitting.leader.answers or {}
    rules, asked = method.quality, catalogue.items_for(sitting.leader.side)
    order = shown_order(sitting.leader, catalogue)
    steps = [answers[item] if isinstance(answers.get(item), int) else None for item in order]
    known = [step for step in steps if step is not None]
    seconds = seconds_of(sitting.leader, sitting.seconds, catalogue) or 0.0
    values = {
        "asked": len(asked),
        "each": tenths(seconds / len(asked)),
        "limit": local(f"{rules.seconds_an_item:g}"),
        "run": int(longest_runs(np.array([[np.nan if step is None else float(step) for step in steps]]))[0]),
        "perceptions": len(order),
        "deviation": local(f"{rounded(statistics.stdev(known), 2):.2f}") if len(known) > 1 else "–",
        "least": local(f"{rules.deviation:g}"),
        "unknown": sum(answers.get(item.id) == "dk" for item in asked),
        "unknown_share": whole(100 * rules.unknown_share),
        "blank": sum(item.id not in answers for item in asked),
        "blank_share": whole(100 * rules.blank_share),
    }
    texts = {
        "too_fast": _("%(each)s seconds a question on average; below %(limit)s they can hardly be read."),
        "straight_line": _(
            "%(run)s of the %(perceptions)s statements in a row, in the order shown, have the same answer."
        ),
        "no_variation": _(
            "The answers to the statements hardly differ: a standard deviation of %(deviation)s steps, below "
            "%(least)s."
        ),
        "many_unknown": _(
            "“Don't know” to %(unknown)s of %(asked)s questions, more than %(unknown_share)s%%."
        ),
        "many_blank": _("%(blank)s of %(asked)s questions left open, more than %(blank_share)s%%."),
        "contradiction": _(
            "Agrees with a statement that is worded the other way round, and with all the others too."
        ),
        PATTERN: _(
            "The pattern of the answers asks for a second look. Which pattern is not shown: nobody's own "
            "answers are shown in this wave."
        ),
    }
    return {code: text % values for code, text in texts.items()}


def readable_comments(wave: WaveInput, sittings: Sequence[Sitting], texts: Texts) -> list[Remark]:
    """The comments that may be read, by dimension, as their writers were told.

    Attributed: by role, where the writer agreed to have it shown. Aggregated: where three or more of a side
    wrote about the same dimension, without role, in an order that says nothing about the writers.
    """
    written = [
        (sitting.leader, code, comment["text"])
        for sitting in sittings
        for code, comment in sitting.comments.items()
        if comment and (comment["show"] or wave.assessment.identity_mode == Mode.AGGREGATED)
    ]
    return _readable(wave, written, list(texts.dimensions()))


def readable_notes(wave: WaveInput, sittings: Sequence[Sitting]) -> list[Remark]:
    """The notes on evidence, by item: the consultants' to read, under the same rule for groups."""
    written = [
        (sitting.leader, item, note) for sitting in sittings for item, note in sitting.notes.items() if note
    ]
    items = wave.assessment.instrument_version.catalogue.items
    return _readable(wave, written, [item.id for item in items])


def _readable(wave: WaveInput, written: Sequence[tuple[Leader, str, str]], order: list[str]) -> list[Remark]:
    if wave.unsettled:
        return []  # a fourth remark beside the three read before would be known for whose it is
    if wave.assessment.identity_mode == Mode.AGGREGATED:
        found = _of_groups(wave, written)
    else:
        found = [
            Remark(place=place, text=text, side=leader.side, role=_role(leader))
            for leader, place, text in written
        ]
    return sorted(found, key=lambda remark: order.index(remark.place))


def _of_groups(wave: WaveInput, written: Sequence[tuple[Leader, str, str]]) -> list[Remark]:
    method = load_method(wave.assessment.instrument_version.catalogue.method_version)
    writers = Counter((leader.side, place) for leader, place, _text in written)
    found = [
        Remark(place=place, text=text, side="", role="")
        for leader, place, text in written
        if writers[leader.side, place] >= method.disclosure.min_group
    ]
    return sorted(found, key=lambda remark: hashlib.sha256(remark.text.encode()).digest())


def _role(leader: Leader) -> str:
    return f"{SIDES[leader.side]}, {leader.seniority_name}"
