"""What changed since an earlier wave: the desk's page, and the same of a release for its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from reports.charts.drawn import drawn
from reports.charts.dumbbell import dumbbell_chart
from reports.charts.matrix import matrix_chart
from reports.charts.trend import trend_chart
from reports.comparisons import comparable, comparing, of_wave
from reports.edition import live_edition
from reports.frozen import thaw
from reports.releases import newest_release, shown_releases
from reports.tables.change import change_table, left_out
from reports.texts import Texts
from reports.views.doors import guest_required, share_required
from reports.views.figures import page_or_figure
from smax.accounts.access import member_required
from smax.accounts.audit import record_once_a_day
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from reports.edition import Edition
    from reports.models import Guest, Release, ShareLink
    from reports.scorecards import ScoredWave


def change_sections(edition: Edition, query: Mapping[str, str]) -> dict[str, Any]:
    """Everything that the page of a change shows, but who reads it."""
    scored = edition.scored
    shown = not (scored.counts_nowhere or scored.participation_only)
    found = {
        "assessment": scored.wave.assessment,
        "client": scored.wave.assessment.client,
        "card": scored.card,
        "scores_shown": shown,
        "left_out": left_out(edition),
        "unknown": False,
        "change": None,
    }
    return found | _held_against(edition, query) if shown else found


def _held_against(edition: Edition, query: Mapping[str, str]) -> dict[str, Any]:
    scored, texts = edition.scored, Texts.of(edition.scored.wave.assessment)
    waves = {f"wave-{each.wave.assessment.number}": each for each in comparable(edition)}
    code = query.get("compare", "")
    then = waves.get(code) or next(iter(waves.values()), None)
    held = comparing(edition, {"compare": f"wave-{then.wave.assessment.number}"} if then else {})
    change = None if then is None else change_table(edition, texts.dimensions(), then)
    return {
        "change": change,
        "comparing": held,
        "choices": [each for each in held.choices if each.code in waves],
        "unknown": bool(code) and code not in waves,
        "trend": drawn(trend_chart([*edition.earlier, scored])),
        **(_charts(edition, then, texts.dimensions()) if then else {}),
    }


def _charts(edition: Edition, then: ScoredWave, names: dict[str, str]) -> dict[str, Any]:
    scored, other = edition.scored, of_wave(then)
    return {
        "dimensions": drawn(dumbbell_chart(scored, names, other, differences=True))
        if scored.card.dimensions
        else None,
        "matrix": drawn(matrix_chart(scored, edition.earlier, other)),
    }


@require_safe
@member_required
def change_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed since an earlier wave, who moved, and whether it is more than chance."""
    wave = wave_or_404(request, slug, number)
    context = change_sections(live_edition(wave), request.GET)
    record_once_a_day("answers.seen", on=wave)
    back = reverse("reports:results", args=[slug, number])
    return page_or_figure(request, "reports/change.html", context | {"desk": True, "results_url": back})


@require_safe
@member_required
def previewed_change_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the change as the readers of the newest release will see it."""
    wave = wave_or_404(request, slug, number)
    release = newest_release(wave)
    if release is None:
        raise Http404
    return _released(request, release, reverse("reports:release_preview", args=[slug, number]))


@require_safe
@guest_required
def guest_change(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """Show a guest the change since an earlier wave, as it was released."""
    release = shown_releases(guest.client).filter(assessment__number=number).first()
    if release is None:
        raise Http404
    return _released(request, release, reverse("reports:guest_wave", args=[guest.public_id, number]))


@share_required
def share_change(request: HttpRequest, share: ShareLink) -> HttpResponse:
    """Show the change since an earlier wave, as it was released, to who opened a share link."""
    return _released(request, share.release, reverse("reports:share_page", args=[share.public_id]))


def _released(request: HttpRequest, release: Release, back: str) -> HttpResponse:
    context = change_sections(thaw(release), request.GET)
    more = {"released": release, "firm": release.firm, "results_url": back}
    return page_or_figure(request, "reports/released_change.html", context | more)
