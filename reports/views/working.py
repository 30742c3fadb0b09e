"""How a number came about: of a live wave on the desk, and of a release for whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.frozen import thaw
from reports.releases import newest_release, shown_releases
from reports.scorecards import derived, derived_without_answers, scored_waves
from reports.views.doors import guest_required, share_required
from reports.working import entries, working
from scoring import ScoringError
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from reports.models import Guest, Release, ShareLink
    from reports.scorecards import ScoredWave
    from scoring.steps import Step


@require_safe
@member_required
def working_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what a number of a wave's results is made of; without a name, all that can be asked for."""
    wave = wave_or_404(request, slug, number)
    of = request.GET.get("of", "")
    try:
        scored, step = derived(wave, of) if of else (scored_waves([wave])[0], None)
    except ScoringError as error:
        raise Http404 from error
    record_once_a_day("answers.seen", on=wave)
    back = reverse("reports:results", args=[slug, number])
    context = {**_told(scored, step), "wave": wave, "back": back}
    return render(request, "reports/working.html", context)


@require_safe
@member_required
def preview_working_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The same of the newest release, as its readers see it."""
    release = newest_release(wave_or_404(request, slug, number))
    if release is None:
        raise Http404
    return _released(request, release, reverse("reports:release_preview", args=[slug, number]))


@require_safe
@guest_required
def guest_working_page(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """The same of a released wave, for a guest of the client."""
    release = shown_releases(guest.client).filter(assessment__number=number).first()
    if release is None:
        raise Http404
    return _released(request, release, reverse("reports:guest_wave", args=[guest.public_id, number]))


@share_required
def share_working_page(request: HttpRequest, share: ShareLink) -> HttpResponse:
    """The same of a shared release, as long as the link opens it."""
    return _released(request, share.release, reverse("reports:share_page", args=[share.public_id]))


def _released(request: HttpRequest, release: Release, back: str) -> HttpResponse:
    scored, of = thaw(release).scored, request.GET.get("of", "")
    try:
        step = derived_without_answers(scored, of, "not_kept") if of else None
    except ScoringError as error:
        raise Http404 from error
    context = {**_told(scored, step), "firm": release.firm, "back": back}
    return render(request, "reports/working_released.html", context)


def _told(scored: ScoredWave, step: Step | None) -> dict[str, Any]:
    """The derivation in words; 404 where nothing of the wave is shown but who took part."""
    if scored.counts_nowhere or scored.participation_only:
        raise Http404
    return {
        "assessment": scored.wave.assessment,
        "client": scored.wave.assessment.client,
        "told": working(scored, step) if step else None,
        "groups": None if step else entries(scored),
        "method_version": scored.card.method_version,
    }
