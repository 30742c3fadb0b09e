"""What a wave promises its leaders, and taking the whole wave back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.promises import ChangePromisesForm
from surveys.queries import has_answers, progress_by_wave
from surveys.services.waves import withdraw_wave
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def promises_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A form for how answers are shown, the language, and the leaders' own profile."""
    wave = wave_or_404(request, slug, number)
    form = ChangePromisesForm(request.POST or None, wave=wave, fixed=has_answers(wave))
    if form.is_bound and form.stored():
        messages.success(request, _("What this wave promises is saved."))
        return redirect("surveys:wave", slug, number)
    return render(request, "surveys/desk/promises.html", {"form": form, "wave": wave})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def withdraw_wave_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before the wave is withdrawn; withdraw it on POST."""
    wave = wave_or_404(request, slug, number)
    if request.method == "POST":
        withdraw_wave(assessment=wave)
        messages.success(request, _("Wave %(number)s is withdrawn.") % {"number": wave.number})
        return redirect("surveys:wave", slug, number)
    progress = progress_by_wave([wave])[wave.pk]
    return render(request, "surveys/desk/withdraw_wave.html", {"wave": wave, "progress": progress})
