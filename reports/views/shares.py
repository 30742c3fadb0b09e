"""The desk's pages of share links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.forms.shares import ShareForm
from reports.models import Release
from reports.releases import releases_of
from reports.services.shares import revoke_share
from reports.shares import links_of
from smax.accounts.access import member_required
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def make_share_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for a share link; the answer to it shows link and passcode, once."""
    wave = wave_or_404(request, slug, number)
    release = releases_of(wave).filter(state=Release.State.RELEASED).first()
    if release is None:
        return redirect("reports:release", slug, number)
    form = ShareForm(request.POST or None)
    context = {"wave": wave, "client": wave.client, "form": form}
    if form.is_valid():
        share, secret, passcode = form.store(release=release, by=request.user)
        link = settings.BASE_URL.origin + reverse("reports:share_door", args=[secret])
        return render(
            request,
            "reports/share_made.html",
            {**context, "share": share, "link": link, "passcode": passcode},
        )
    return render(request, "reports/share_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def revoke_share_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before a share link is taken back; take it back on POST."""
    wave = wave_or_404(request, slug, number)
    share = get_object_or_404(links_of(wave), public_id=public_id, revoked_at=None)
    if request.method == "POST":
        revoke_share(share=share)
        messages.success(request, _("The share link is taken back."))
        return redirect("reports:release", slug, number)
    return render(request, "reports/share_revoke.html", {"share": share, "wave": wave, "client": wave.client})
