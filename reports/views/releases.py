"""The desk's pages of a release: its state, the copy to look at, and the acts that each ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.edition import live_edition
from reports.frozen import freeze, thaw
from reports.models import Release
from reports.models.releases import digest_of_content
from reports.releases import newest_release, releases_of
from reports.services.releases import (
    discard_release,
    prepare_release,
    release_wave,
    review_release,
    why_not,
    withdraw_release,
)
from reports.shares import links_of
from reports.tables.participation import notices
from reports.views.figures import page_or_figure
from reports.views.sections import sections
from reports.working import BELOW
from smax.accounts.access import member_required
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from surveys.models import Assessment

PAGE = 50


def _back(wave: Assessment) -> HttpResponse:
    return redirect("reports:release", wave.client.slug, wave.number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show where the release of a wave stands and who can read it; POST freezes the results as a draft."""
    wave = wave_or_404(request, slug, number)
    if request.method == "POST":
        prepare_release(assessment=wave, by=request.user)
        return redirect("reports:release_preview", slug, number)
    edition = live_edition(wave)
    releases = list(releases_of(wave)[:PAGE])
    newest = releases[0] if releases else None
    stands = newest if newest and newest.state != Release.State.WITHDRAWN else None
    context = {
        "wave": wave,
        "client": wave.client,
        "releases": releases,
        "release": stands,
        "live": next((each for each in releases if each.state == Release.State.RELEASED), None),
        "moved": bool(stands) and digest_of_content(freeze(edition)) != stands.digest,
        "why_not": why_not(edition.scored),
        "limits": [notice for notice in notices(edition.scored) if notice.kind == "limit"],
        "shares": Paginator(links_of(wave), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "reports/release.html", context)


@require_safe
@member_required
def release_preview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the newest release as its readers see it."""
    wave = wave_or_404(request, slug, number)
    release = newest_release(wave)
    if release is None:
        return _back(wave)
    change = reverse("reports:previewed_change", args=[slug, number])
    context = {**released(release, request.GET), "wave": wave, "change_url": change}
    return page_or_figure(request, "reports/release_preview.html", context)


def released(release: Release, query: Mapping[str, str]) -> dict[str, Any]:
    """What a release's page shows, held against what an address asks for: all of it from what is frozen."""
    return {**sections(thaw(release), query), "released": release, "firm": release.firm, "working": BELOW}


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def review_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Mark the pending draft as reviewed on POST; the form stands on the page of the copy."""
    wave = wave_or_404(request, slug, number)
    release = newest_release(wave)
    if release is not None and request.method == "POST":
        review_release(release=release, by=request.user, digest=request.POST.get("digest", ""))
        messages.success(request, _("The copy is reviewed. It can be released now."))
    return _back(wave)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def confirm_release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before a reviewed copy is released; release it on POST."""
    wave = wave_or_404(request, slug, number)
    release = newest_release(wave)
    if release is None or release.state != Release.State.REVIEWED:
        return _back(wave)
    if request.method == "POST":
        release_wave(release=release, by=request.user)
        messages.success(request, _("The results are released. Guests see them from now on."))
        return _back(wave)
    replaced = releases_of(wave).filter(state=Release.State.RELEASED).first()
    context = {"wave": wave, "client": wave.client, "release": release, "replaced": replaced}
    return render(request, "reports/release_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def withdraw_release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before the live release is taken back; take it back on POST."""
    wave = wave_or_404(request, slug, number)
    release = releases_of(wave).filter(state=Release.State.RELEASED).first()
    if release is None:
        return _back(wave)
    if request.method == "POST":
        withdraw_release(release=release, by=request.user)
        messages.success(request, _("The release is taken back. Nobody outside your firm can open it."))
        return _back(wave)
    context = {"wave": wave, "client": wave.client, "release": release}
    return render(request, "reports/release_withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def discard_release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before a copy that was never released is dropped; drop it on POST."""
    wave = wave_or_404(request, slug, number)
    release = newest_release(wave)
    if release is None or not release.pending:
        return _back(wave)
    if request.method == "POST":
        discard_release(release=release)
        messages.success(request, _("The copy is dropped."))
        return _back(wave)
    context = {"wave": wave, "client": wave.client, "release": release}
    return render(request, "reports/release_discard.html", context)
