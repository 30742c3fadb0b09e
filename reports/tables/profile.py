"""A respondent's own perceived profile: what their own answers come to, and nobody else's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reports.inputs import read_waves
from reports.numbers import rounded, whole
from reports.scorecards import TWO_SIDES
from reports.texts import Texts
from scoring import Cohort, load_method, score

if TYPE_CHECKING:
    from uuid import UUID

    from surveys.models import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One dimension: the respondent's own perceived score; `width` is None where there is none."""

    code: str
    name: str
    width: int | None
    shown: str


def own_profile(assessment: Assessment, public_id: UUID) -> tuple[OwnLine, ...] | None:
    """Score one respondent alone; None until that one and both sides have submitted.

    Nothing is withheld: it goes to the person whose answers these are.
    """
    [wave] = read_waves([assessment])
    own = tuple(leader for leader in wave.leaders if leader.public_id == public_id and leader.counts)
    if not own or not all(wave.counting(side) for side in TWO_SIDES):
        return None
    entry = replace(wave, leaders=own, outcomes=()).interchange(all_submitted=True)
    method = load_method(entry["method_version"])
    [card] = score(Cohort.from_interchange([entry], method), method)
    names = Texts.of(assessment).dimensions()
    return tuple(
        _line(code, names[code], getattr(score_, f"perceived_{own[0].side}"))
        for code, score_ in card.dimensions.items()
    )


def _line(code: str, name: str, value: float | None) -> OwnLine:
    if value is None:
        return OwnLine(code=code, name=name, width=None, shown=_("no rating"))
    return OwnLine(code=code, name=name, width=int(rounded(value)), shown=whole(value))
