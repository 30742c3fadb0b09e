"""Adding leaders to a wave, and their personal links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.participants import ParticipantForm, RenewLinkForm
from surveys.queries import progress_by_wave
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from surveys.models import Assessment, Participant


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_participant_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for a new leader; the answer to it shows the personal link, once."""
    wave = wave_or_404(request, slug, number)
    form = ParticipantForm(request.POST or None, wave=wave)
    if form.is_valid():
        participant, secret = form.store()
        return _link_page(request, wave, participant, secret)
    progress = progress_by_wave([wave])[wave.pk]
    context = {"form": form, "wave": wave, "progress": progress}
    return render(request, "surveys/desk/participant_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def renew_link_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before a personal link is replaced; on POST replace it and show the new one, once."""
    wave = wave_or_404(request, slug, number)
    participant = get_object_or_404(wave.participants, public_id=public_id)
    form = RenewLinkForm(request.POST or None, participant=participant)
    if form.is_valid():
        return _link_page(request, wave, participant, form.store())
    return render(
        request, "surveys/desk/renew_link.html", {"form": form, "wave": wave, "participant": participant}
    )


def _link_page(request: HttpRequest, wave: Assessment, participant: Participant, secret: str) -> HttpResponse:
    # Shown in the answer to the POST itself: the link is never stored, nor carried by an address or a cookie.
    link = settings.BASE_URL.origin + reverse("surveys:landing", args=[secret])
    context = {"wave": wave, "participant": participant, "link": link}
    return render(request, "surveys/desk/link.html", context)
