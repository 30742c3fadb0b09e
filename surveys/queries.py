"""Reads that views and other apps share. They see only the firm in scope, unless they say otherwise."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from smax.accounts.tenancy import every_firm
from smax.prepared import Argument, PreparedRead
from surveys.drafts import DRAFT_FIELDS
from surveys.enums import Side
from surveys.links import digest_of
from surveys.models import (
    Assessment,
    InstrumentVersion,
    OutcomeFigure,
    Participant,
    PersonalLink,
    Response,
    Submission,
)
from surveys.progress import PAIR, Company, Progress, Standing, progress_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from smax.accounts.models import Firm
    from surveys.catalogue import Catalogue


def newest_catalogue() -> Catalogue | None:
    """What the questionnaire that was published last asks; None before there is one."""
    published = InstrumentVersion.objects.exclude(published_at=None).order_by("-published_at", "-pk")
    newest = published.values_list("pk", flat=True).first()
    return None if newest is None else InstrumentVersion.known(newest).catalogue


def waves_of(firm: Firm) -> QuerySet[Assessment]:
    """All waves of a firm, with client and instrument version; the version's definition stays unread."""
    return (
        Assessment.objects.filter(firm=firm)
        .select_related("client", "instrument_version")
        .defer("instrument_version__definition")
    )


def progress_by_wave(waves: Iterable[Assessment]) -> dict[int, Progress]:
    """How far each wave has come without those left out, by primary key: two queries however many waves."""
    rows = list(waves)
    counts: dict[int, dict[str, tuple[int, int, int]]] = defaultdict(dict)
    asked = Participant.objects.filter(assessment__in=rows, excluded_at=None)
    people = asked.order_by().values("assessment_id", "side")
    # A response that was submitted several times joins several rows: hence distinct.
    submitted = Count("response__submissions__response", distinct=True)
    declined = Count("pk", distinct=True, filter=Q(declined_at__isnull=False, response__submissions=None))
    for row in people.annotate(added=Count("pk", distinct=True), submitted=submitted, declined=declined):
        numbers = (row["added"], row["submitted"], row["declined"])
        counts[row["assessment_id"]][row["side"]] = numbers
    figures = OutcomeFigure.objects.filter(assessment__in=rows).order_by().values_list("assessment_id")
    outcomes = dict(figures.annotate(Count("pk")))
    return {wave.pk: progress_of(wave, counts[wave.pk], outcomes.get(wave.pk, 0)) for wave in rows}


def standings(wave: Assessment) -> list[Standing]:
    """How far each participant of a wave has come, in the order they were added."""
    catalogue = wave.instrument_version.catalogue
    asked = {side: frozenset(item.id for item in catalogue.items_for(side)) for side in Side.values}
    last = Submission.objects.filter(response__participant=OuterRef("pk")).order_by("-number")
    people = wave.participants.select_related("response").annotate(
        submitted_at=Subquery(last.values("submitted_at")[:1])
    )
    return [
        Standing(
            participant=person,
            asked=len(asked[person.side]),
            answered=len(asked[person.side] & person.response.draft.keys()),
            submitted_at=person.submitted_at,
        )
        for person in people
    ]


def has_answers(wave: Assessment) -> bool:
    """Whether any answer was ever stored in the wave: from then on its identity mode is fixed."""
    return Response.objects.filter(participant__assessment=wave, revision__gt=0).exists()


def has_answered(participant: Participant) -> bool:
    """Whether a participant ever stored an answer: from then on they stay who they are."""
    return participant.response.revision > 0 or participant.response.submissions.exists()


def people_to_ask_again(wave: Assessment) -> QuerySet[Participant]:
    """The leaders of the last wave before this one that had any, but for those who are in it; no trials."""
    waves = Assessment.objects.filter(client=wave.client_id, number__lt=wave.number, trial=False)
    earlier = Participant.objects.filter(assessment__in=waves)
    last = earlier.order_by("-assessment__number").values("assessment")[:1]
    here = wave.participants.values("email")
    return Participant.objects.filter(assessment=Subquery(last), erased_at=None).exclude(email__in=here)


def company_of(participant: Participant) -> Company:
    """How many of each side count in the participant's wave, with the participant.

    Whoever declined or is excluded hides nobody in a group.
    """
    others = Q(declined_at=None, excluded_at=None) | Q(pk=participant.pk, declined_at=None)
    people = Participant.objects.filter(others, assessment=participant.assessment_id)
    asked = dict(people.order_by().values_list("side").annotate(Count("pk")))
    return Company(side=Side(participant.side), asked={side: asked.get(side, 0) for side in Side})


def both_sides_submitted(wave: Assessment) -> bool:
    """Whether at least one person of sales and one of marketing have submitted."""
    submissions = Submission.objects.filter(
        response__participant__assessment=wave, response__participant__side__in=PAIR
    )
    sides = submissions.order_by().values_list("response__participant__side", flat=True).distinct()
    return sides.count() == len(PAIR)


def link_by_secret(secret: str) -> PersonalLink | None:
    """The link with this secret, revoked ones included, with everything its landing page shows."""
    return _with_version(_BY_SECRET.get(digest=digest_of(secret)))


def link_by_pass(link_id: int, public_id: UUID) -> PersonalLink | None:
    """The live link behind a respondent's cookie, if it still belongs to that participant."""
    return _with_version(_BY_PASS.get(link=link_id, public_id=public_id))


def _with_version(link: PersonalLink | None) -> PersonalLink | None:
    if link:
        wave = link.participant.assessment
        wave.instrument_version = InstrumentVersion.known(wave.instrument_version_id)
    return link


def _links(**tests: Any) -> QuerySet[PersonalLink]:
    # What never changes or is seldom asked for (the version of the questionnaire, the consent) is not joined.
    with every_firm("a personal link is found before its firm is known"):
        submissions = Submission.objects.filter(response=OuterRef("participant__response"))
        return (
            PersonalLink.objects.filter(participant__firm__is_active=True, **tests)
            .annotate(submitted=Exists(submissions))
            .select_related("participant__firm", "participant__response", "participant__assessment__client")
            .only(*(place + name for place, names in _READ.items() for name in names))
        )


# What respondents' pages show and what their answers need; each column more is read at every one of them.
# Whatever else a rare page asks of these rows, it reads then.
_READ = {
    "": ("firm", "participant", "revoked_at"),
    "participant__": ("firm", "assessment", "public_id", "name", "email", "side", "seniority", "declined_at"),
    "participant__firm__": ("name", "display_name", "brand_digest"),
    "participant__response__": ("firm", "participant", "state", *DRAFT_FIELDS),
    "participant__assessment__": (
        *("client", "number", "instrument_version", "segments", "trigger_labels", "deadline", "time_zone"),
        *("identity_mode", "language", "own_profile", "trial", "state"),
    ),
    "participant__assessment__client__": ("name", "synthetic"),
}
_BY_SECRET = PreparedRead(
    lambda: _links(digest=Argument("digest", PersonalLink.digest.field)), stored="surveys_link_by_secret_1"
)
_BY_PASS = PreparedRead(
    lambda: _links(
        pk=Argument("link", PersonalLink.id.field),
        participant__public_id=Argument("public_id", Participant.public_id.field),
        revoked_at=None,
    ),
    stored="surveys_link_by_pass_1",
)
