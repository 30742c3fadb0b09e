"""Opening, watching and closing a wave, and its outcome figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.outcomes import OutcomesForm
from surveys.forms.waves import WaveForm
from surveys.queries import people_to_ask_again, progress_by_wave
from surveys.services.waves import close_wave
from surveys.views.access import client_or_404, wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def open_wave_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A form that opens the client's next wave."""
    client = client_or_404(request, slug)
    form = WaveForm(request.POST or None, client=client)
    if form.is_valid():
        wave = form.store()
        messages.success(request, _("The wave is open. Add its leaders next."))
        again = people_to_ask_again(wave).exists()
        return redirect("surveys:ask_again" if again else "surveys:wave", client.slug, wave.number)
    return render(request, "surveys/desk/wave_form.html", {"form": form, "client": client})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def close_wave_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before the wave is closed; close it on POST."""
    wave = wave_or_404(request, slug, number)
    if request.method == "POST":
        close_wave(assessment=wave)
        messages.success(request, _("Wave %(number)s is closed.") % {"number": wave.number})
        return redirect("surveys:wave", slug, number)
    progress = progress_by_wave([wave])[wave.pk]
    return render(request, "surveys/desk/close_wave.html", {"wave": wave, "progress": progress})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def outcomes_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for O1-O6."""
    wave = wave_or_404(request, slug, number)
    form = OutcomesForm(request.POST or None, wave=wave)
    if form.is_valid():
        form.store(entered_by=request.user)
        messages.success(request, _("The outcome figures are saved."))
        return redirect("surveys:wave", slug, number)
    return render(request, "surveys/desk/outcomes.html", {"form": form, "wave": wave})
