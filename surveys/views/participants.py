"""Adding leaders to a wave, and their personal links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.participants import ParticipantForm, RenewLinkForm
from surveys.queries import progress_by_wave
from surveys.services.letters import copied_link
from surveys.services.people import revoke_link
from surveys.services.reopening import reopen
from surveys.views.access import participant_or_404, wave_or_404

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
    participant = participant_or_404(wave, public_id)
    form = RenewLinkForm(request.POST or None, participant=participant)
    if form.is_valid():
        return _link_page(request, wave, participant, form.store())
    return render(
        request, "surveys/desk/renew_link.html", {"form": form, "wave": wave, "participant": participant}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def copy_link_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before a personal link is shown again; on POST show it, which the audit trail keeps."""
    wave = wave_or_404(request, slug, number)
    participant = participant_or_404(wave, public_id)
    secret = copied_link(participant=participant) if request.method == "POST" else None
    if secret:
        return _link_page(request, wave, participant, secret)
    if request.method == "POST":
        messages.error(request, _("This link cannot be shown again. Replace it with a new one."))
        return redirect("surveys:renew_link", slug, number, public_id)
    context = {
        "title": _("Show the personal link of %(name)s?") % {"name": participant},
        "text": _(
            "Whoever holds it can answer in this person's name. That you looked at it is written into the "
            "audit trail of your firm."
        ),
        "act": _("Show the link"),
    }
    return _ask(request, wave, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def revoke_link_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before a personal link is revoked with no other in its place; revoke it on POST."""
    wave = wave_or_404(request, slug, number)
    participant = participant_or_404(wave, public_id)
    if request.method == "POST":
        revoke_link(participant=participant)
        messages.success(request, _("The link of %(name)s works no more.") % {"name": participant})
        return redirect("surveys:wave", slug, number)
    context = {
        "title": _("Revoke the personal link of %(name)s?") % {"name": participant},
        "text": _(
            "It stops working at once, also where it is open now. Answers are kept, and what was submitted "
            "counts. You can give a new link later."
        ),
        "act": _("Revoke the link"),
        "danger": True,
    }
    return _ask(request, wave, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def reopen_response_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before somebody may change submitted answers; let them on POST."""
    wave = wave_or_404(request, slug, number)
    people = wave.participants.select_related("response").exclude(response__submissions=None)
    participant = get_object_or_404(people.distinct(), public_id=public_id)
    if request.method == "POST":
        reopen(response=participant.response)
        messages.success(request, _("%(name)s can change the answers.") % {"name": participant})
        return redirect("surveys:wave", slug, number)
    context = {
        "title": _("Let %(name)s change the answers?") % {"name": participant},
        "text": _("What was submitted counts until it is submitted again. Nobody is told: say so yourself."),
        "act": _("Let them change the answers"),
    }
    return _ask(request, wave, context)


def _ask(request: HttpRequest, wave: Assessment, context: dict[str, Any]) -> HttpResponse:
    back = reverse("surveys:wave", args=[wave.client.slug, wave.number])
    return render(
        request, "surveys/desk/ask.html", {"client": wave.client, "wave": wave, "back": back, **context}
    )


def _link_page(request: HttpRequest, wave: Assessment, participant: Participant, secret: str) -> HttpResponse:
    # Shown in the answer to the POST itself: the link is never stored, nor carried by an address or a cookie.
    link = settings.BASE_URL.origin + reverse("surveys:landing", args=[secret])
    context = {"wave": wave, "participant": participant, "link": link}
    return render(request, "surveys/desk/link.html", context)
