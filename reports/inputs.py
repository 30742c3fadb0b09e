"""The boundary: from the rows of a survey to what scoring reads (method G).

With `beside` (what stands beside the answers) and `looks` (what a look at results begins with) the only place
outside `surveys` that knows its rows. One assessment or ten thousand take the same number of queries.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery

from reports.beside import Beside
from scoring import load_method
from scoring.disclosure import Mode
from surveys.enums import Seniority
from surveys.models import (
    Assessment,
    Document,
    FlagDismissal,
    OutcomeFigure,
    Participant,
    Submission,
)
from surveys.services.answers import ANSWERED_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet


PREFIXES = {"sales": "s", "marketing": "m", "both": "b"}
NOT_KNOWN = ("dk", "na")
EARLIER_WAVES = 8  # as many as a trail can carry; a wave is asked every half year


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """A participant with the answers of the newest submission; None where nothing was submitted.

    `id` is what the leader is called in the interchange form: a letter for the side, and a number in the
    order in which the side's participants were added, so that it stays the same when others answer.
    `public_id` is what the leader's own pages are called.
    """

    id: str
    public_id: UUID
    name: str
    side: str
    seniority: str
    seniority_name: str
    answers: dict[str, Any] | None = field(repr=False)
    submitted: bool
    excluded: bool = False
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What a leader submitted besides answers: seconds by screen, comments by dimension, notes by item."""

    leader: Leader
    seconds: dict[str, float]
    comments: dict[str, dict[str, Any]]
    notes: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveInput:
    """A wave with its people and figures, as read from the database."""

    assessment: Assessment
    leaders: tuple[Leader, ...]
    outcomes: tuple[OutcomeFigure, ...]
    documents: tuple[Document, ...] = ()

    def counting(self, side: str) -> tuple[Leader, ...]:
        """The leaders of a side whose responses count (method D11)."""
        return tuple(leader for leader in self.leaders if leader.side == side and leader.counts)

    def without_answers(self) -> WaveInput:
        """The same wave with nobody's answers in it."""
        return replace(self, leaders=tuple(replace(leader, answers=None) for leader in self.leaders))

    @property
    def unsettled(self) -> bool:
        """Whether answers promised to be shown in groups still come in.

        Two readings around one submission would tell what it says, so nobody's answers are scored until then.
        """
        return self.assessment.identity_mode == Mode.AGGREGATED and self.assessment.takes_answers

    def left_out(self) -> frozenset[tuple[str, str]]:
        """Items with the side on which too few gave an answer; none where people are shown by role.

        A sum of scores would carry the one answer that its parts withhold, and could be solved for it. Where
        nobody of the side knew, so many "don't know" are an answer of the group.
        """
        if self.assessment.identity_mode != Mode.AGGREGATED:
            return frozenset()
        catalogue = self.assessment.instrument_version.catalogue
        least = load_method(catalogue.method_version).disclosure.min_group
        given, known = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
        for leader in self.leaders:
            for item, answer in (leader.answers or {}).items() if leader.counts else ():
                given[item, leader.side] += 1
                known[item, leader.side] += answer not in NOT_KNOWN
        return frozenset(cell for cell in given if (known[cell] or given[cell]) < least)

    def in_groups(self) -> WaveInput:
        """The wave with the answers that may be scored: without those of too few (method D11)."""
        if self.unsettled:
            return self.without_answers()
        left_out = self.left_out()
        return replace(self, leaders=tuple(_without(leader, left_out) for leader in self.leaders))

    def interchange(self, *, all_submitted: bool = False) -> dict[str, Any]:
        """Give the wave in the interchange form of method G.

        With the responses that count, as far as they may be scored; or with all, as they were given: for
        what is said of one response alone, and never for a score that others see.
        """
        leaders = self.leaders if all_submitted else self.in_groups().leaders
        return {
            "method_version": self.assessment.instrument_version.catalogue.method_version,
            "profile": _profile(self.assessment),
            "respondents": [
                {
                    "id": leader.id,
                    "side": leader.side,
                    "level": leader.seniority,
                    "answers": leader.answers,
                }
                for leader in leaders
                if leader.answers is not None and (leader.counts or all_submitted)
            ],
            "documents": {document.item: document.step for document in self.documents},
            "outcomes": {figure.item: figure.value for figure in self.outcomes},
        }


def read_waves(
    assessments: Sequence[Assessment], *, with_excluded: bool = False, beside: Beside | None = None
) -> list[WaveInput]:
    """Read what the assessments hold, in their order, with two queries; one where `beside` was read before.

    They come with client and instrument version (see `surveys.queries.waves_of`). A withdrawn wave or a trial
    is read as one that holds nothing: nobody's answers and no figure of it count anywhere. Whoever was
    excluded does not count, except `with_excluded`: to show what the exclusion changed.
    """
    people: defaultdict[int, list[Participant]] = defaultdict(list)
    for person in _participants([wave.pk for wave in assessments if wave.counts]):
        people[person.assessment_id].append(person)
    beside = beside or Beside.evidence(assessments)
    return [
        WaveInput(
            assessment=assessment,
            leaders=_leaders(people[assessment.pk], assessment, with_excluded=with_excluded),
            outcomes=beside.figures(assessment),
            documents=beside.documents(assessment),
        )
        for assessment in assessments
    ]


def read_sittings(wave: WaveInput) -> list[Sitting]:
    """What everybody submitted besides answers, in the order of the wave's leaders, with one query."""
    newest = Submission.objects.filter(response__participant=OuterRef("pk")).order_by("-number")
    kinds = ("seconds", "comments", "notes")
    people = Participant.objects.filter(assessment=wave.assessment).annotate(
        **{kind: Subquery(newest.values(kind)[:1]) for kind in kinds}
    )
    rows = {row["public_id"]: row for row in people.values("public_id", *kinds)}
    return [
        Sitting(leader=leader, **{kind: rows[leader.public_id][kind] or {} for kind in kinds})
        for leader in wave.leaders
        if leader.submitted
    ]


def read_seconds(waves: Iterable[WaveInput]) -> dict[UUID, dict[str, float]]:
    """Seconds by screen of everybody who submitted, by `public_id`, with one query."""
    newest = Submission.objects.filter(response__participant=OuterRef("pk")).order_by("-number")
    people = Participant.objects.filter(assessment__in=[wave.assessment.pk for wave in waves])
    found = people.annotate(seconds=Subquery(newest.values("seconds")[:1])).order_by()
    return {key: seconds or {} for key, seconds in found.values_list("public_id", "seconds")}


def read_dismissals(waves: Iterable[WaveInput]) -> dict[tuple[UUID, str], FlagDismissal]:
    """Dismissed flags of the newest answers, by the leader's `public_id` and flag, with one query."""
    later = Submission.objects.filter(
        response=OuterRef("submission__response"), number__gt=OuterRef("submission__number")
    )
    found = FlagDismissal.objects.filter(
        ~Exists(later),
        submission__response__participant__assessment__in=[wave.assessment.pk for wave in waves],
    ).select_related("dismissed_by", "submission__response__participant")
    return {(each.submission.response.participant.public_id, each.flag): each for each in found}


def all_waves() -> QuerySet[Assessment]:
    """All waves in scope, with client and instrument version; the version's definition stays unread."""
    return (
        Assessment.objects.select_related("client", "instrument_version", "firm")
        .defer("instrument_version__definition")
        .order_by("pk")
    )


def earlier_waves(wave: Assessment) -> list[Assessment]:
    """The newest closed waves of the same client before this one, the oldest first; no trials."""
    before = all_waves().filter(
        client=wave.client_id, number__lt=wave.number, state=Assessment.State.CLOSED, trial=False
    )
    return list(before.order_by("-number")[:EARLIER_WAVES])[::-1]


def closed_waves_with_consent() -> QuerySet[Assessment]:
    """Closed waves of clients that agreed to count in benchmarks, newest first within each; no trials."""
    return (
        all_waves()
        .filter(client__benchmark_consent=True, state=Assessment.State.CLOSED, trial=False)
        .order_by("client_id", "-number")
    )


def _participants(assessments: Iterable[int]) -> QuerySet[Participant]:
    newest = Submission.objects.filter(response__participant=OuterRef("pk")).order_by("-number")
    return (
        Participant.objects.filter(assessment__in=assessments)
        .annotate(submitted=Subquery(newest.values("answers")[:1]))
        .order_by("pk")
    )


def _leaders(
    participants: Sequence[Participant], assessment: Assessment, *, with_excluded: bool
) -> tuple[Leader, ...]:
    numbers = dict.fromkeys(PREFIXES, 0)
    # Django's own get_seniority_display makes the names of all anew for everybody: a tenth of reading a wave.
    names = {value: str(name) for value, name in Seniority.choices}
    leaders = []
    for participant in participants:
        numbers[participant.side] += 1
        leaders.append(
            Leader(
                id=f"{PREFIXES[participant.side]}{numbers[participant.side]}",
                public_id=participant.public_id,
                name=participant.name,
                side=participant.side,
                seniority=participant.seniority,
                seniority_name=names[participant.seniority],
                answers=participant.submitted,
                submitted=participant.submitted is not None,
                excluded=participant.excluded_at is not None,
                counts=(with_excluded or participant.excluded_at is None)
                and _counts(participant, assessment),
            )
        )
    return tuple(leaders)


def _counts(participant: Participant, assessment: Assessment) -> bool:
    if participant.submitted is None:
        return False
    asked = assessment.instrument_version.catalogue.items_for(participant.side)
    answered = sum(item.id in participant.submitted for item in asked)
    return answered >= math.ceil(ANSWERED_SHARE * len(asked) - 1e-9)


def _without(leader: Leader, left_out: frozenset[tuple[str, str]]) -> Leader:
    """The leader without the answers that are left out of their side."""
    if leader.answers is None:
        return leader
    kept = {item: each for item, each in leader.answers.items() if (item, leader.side) not in left_out}
    return replace(leader, answers=kept)


def _profile(wave: Assessment) -> dict[str, Any]:
    """The client's profile on the day the wave was opened; what nobody knew is left out."""
    return {code: value for code, value in wave.profile.items() if value is not None}
