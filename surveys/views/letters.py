"""Asking people by letter: one of them, all who wait, or one at another address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.letters import AddressForm
from surveys.letters.standing import letters_of
from surveys.services.letters import invite, invite_all, waiting_for_invitation
from surveys.views.access import participant_or_404, wave_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite_all_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show who would be invited; on POST invite them."""
    wave = wave_or_404(request, slug, number)
    if request.method == "POST":
        people = invite_all(wave=wave)
        one, more = "%(people)s invitation is on its way.", "%(people)s invitations are on their way."
        messages.success(request, ngettext(one, more, people) % {"people": people})
        return redirect("surveys:wave", slug, number)
    waiting = waiting_for_invitation(wave) if wave.takes_answers else wave.participants.none()
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/desk/invite_all.html", {"wave": wave, "page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """Ask before one person is invited, or invited again."""
    wave = wave_or_404(request, slug, number)
    participant = participant_or_404(wave, public_id)
    participant.assessment = wave
    if request.method == "POST":
        invite(participant=participant)
        messages.success(request, _("The invitation to %(name)s is on its way.") % {"name": participant.name})
        return redirect("surveys:wave", slug, number)
    standing = letters_of(wave, only=participant)[participant.pk]
    context = {"wave": wave, "participant": participant, "standing": standing}
    return render(request, "surveys/desk/invite.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def change_address_page(request: HttpRequest, slug: str, number: int, public_id: UUID) -> HttpResponse:
    """A form for another address; the old link stops and a new invitation leaves."""
    wave = wave_or_404(request, slug, number)
    participant = participant_or_404(wave, public_id)
    participant.assessment = wave
    form = AddressForm(request.POST or None, participant=participant)
    if form.is_valid():
        form.store()
        messages.success(
            request, _("A new invitation goes to %(email)s.") % {"email": form.cleaned_data["email"]}
        )
        return redirect("surveys:wave", slug, number)
    context = {"wave": wave, "participant": participant, "form": form}
    return render(request, "surveys/desk/change_address.html", context)
