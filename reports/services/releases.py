"""Freezing a wave's results, reviewing the copy, releasing it, and taking it back.

What is released is the copy that was reviewed, not what the figures have become since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.edition import live_edition
from reports.frozen import freeze, freeze_words
from reports.models import Release
from reports.models.releases import digest_of_content
from reports.services.guests import tell_guests
from smax.accounts.audit import record
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from reports.scorecards import ScoredWave
    from smax.accounts.models import User
    from surveys.models import Assessment

State = Release.State


def why_not(scored: ScoredWave) -> str:
    """Say why a wave's results cannot be released; "" where they can."""
    wave = scored.wave.assessment
    if scored.counts_nowhere:
        return _("Nothing of this wave is scored, so there is nothing to release.")
    if wave.state != "closed":
        return _("The wave is open: its figures still move. Close it first.")
    if scored.participation_only or scored.card.basis == "none":
        return _("Too few have answered: there is no result that could be shown.")
    return ""


def prepare_release(*, assessment: Assessment, by: User) -> Release:
    """Freeze the wave's results as a draft, or freeze the pending draft anew. Scoring is done beforehand.

    SurveyError where there is nothing to release.
    """
    edition = live_edition(assessment)
    reason = why_not(edition.scored)
    if reason:
        raise SurveyError(reason)
    frozen = {
        "content": freeze(edition),
        "words": freeze_words(edition) or None,
        "method_version": edition.scored.card.method_version,
    }
    try:
        with transaction.atomic():
            return _keep(assessment, frozen, by)
    except IntegrityError as error:
        raise SurveyError(
            _("Somebody else prepared a release at the same moment. Look at theirs.")
        ) from error


def _keep(assessment: Assessment, frozen: dict[str, str | None], by: User) -> Release:
    columns = {
        **frozen,
        "state": State.DRAFT,
        "instrument_version": assessment.instrument_version,
        "digest": digest_of_content(str(frozen["content"])),
        "words_erased_at": None,
        "made_by": by,
        "made_at": timezone.now(),
        "reviewed_by": None,
        "reviewed_at": None,
    }
    rows = Release.objects.filter(assessment=assessment)
    if rows.filter(state__in=Release.PENDING).update(**columns):
        release = rows.get(state__in=Release.PENDING)
    else:
        last = rows.aggregate(last=Max("number"))["last"] or 0
        release = Release(assessment=assessment, number=last + 1, **columns)
        release.save()
    record("release.prepared", on=release, number=release.number, digest=release.digest)
    return release


@transaction.atomic
def review_release(*, release: Release, by: User, digest: str) -> None:
    """Say that a draft was looked at. SurveyError where `digest` is not what the draft holds by now."""
    changed = Release.objects.filter(pk=release.pk, state=State.DRAFT, digest=digest).update(
        state=State.REVIEWED, reviewed_by=by, reviewed_at=timezone.now()
    )
    if not changed:
        raise SurveyError(_("This draft was frozen anew or reviewed in the meantime. Look at it again."))
    record("release.reviewed", on=release, number=release.number, digest=digest)


@transaction.atomic
def release_wave(*, release: Release, by: User) -> None:
    """Let guests and share links see a reviewed release; an earlier one of the wave is taken back.

    SurveyError where it is not reviewed, or its wave was withdrawn since.
    """
    now = timezone.now()
    earlier = Release.objects.filter(assessment=release.assessment_id, state=State.RELEASED)
    replaced = list(earlier)
    earlier.update(state=State.WITHDRAWN, withdrawn_by=by, withdrawn_at=now)
    changed = Release.objects.filter(
        pk=release.pk, state=State.REVIEWED, assessment__state="closed", assessment__trial=False
    ).update(state=State.RELEASED, released_by=by, released_at=now)
    if not changed:
        raise SurveyError(_("Only a reviewed release of a closed wave can be released. Look at it again."))
    for each in replaced:
        record("release.replaced", on=each, number=each.number, by_number=release.number)
    record("release.released", on=release, number=release.number, digest=release.digest)
    tell_guests(release)


@transaction.atomic
def withdraw_release(*, release: Release, by: User) -> None:
    """Take a release back: guests and share links say so from the next request on. It stays withdrawn."""
    changed = Release.objects.filter(pk=release.pk, state=State.RELEASED).update(
        state=State.WITHDRAWN, withdrawn_by=by, withdrawn_at=timezone.now()
    )
    if not changed:
        raise SurveyError(_("This release is not out, so there is nothing to take back."))
    record("release.withdrawn", on=release, number=release.number)


@transaction.atomic
def discard_release(*, release: Release) -> None:
    """Drop a draft or a reviewed copy that was never released."""
    record("release.discarded", on=release, number=release.number)
    deleted, _kinds = Release.objects.filter(pk=release.pk, state__in=Release.PENDING).delete()
    if not deleted:
        raise SurveyError(_("This release was released in the meantime, so it stays."))
