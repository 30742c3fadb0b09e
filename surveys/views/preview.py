"""A look at the questionnaire as sales, marketing or both read it, in each of its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from smax.accounts.access import member_required
from surveys.enums import Side
from surveys.forms.questionnaire import ScreenForm
from surveys.languages import choices_of
from surveys.preview import Preview
from surveys.views.access import wave_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@member_required
def preview_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One screen of the wave's questionnaire. Its fields stand in no form: there is nothing to send."""
    wave = wave_or_404(request, slug, number)
    languages = choices_of(wave.instrument_version.catalogue)
    side, language = request.GET.get("side", Side.SALES), request.GET.get("language", wave.language)
    if side not in Side.values or language not in dict(languages):
        raise Http404
    sides = [(code, str(label)) for code, label in Side.choices]  # in the consultant's language
    with override(language):
        preview = Preview(wave, side)
        screen = preview.screen(request.GET.get("screen", preview.screens[0].code))
        if screen is None:
            raise Http404
        form = ScreenForm(None, questionnaire=preview, screen=screen)
        context = {
            "wave": wave,
            "participant": preview.participant,
            "questionnaire": preview,
            "form": form,
            "here": screen.code,
            "side": side,
            "sides": sides,
            "language": language,
            "preview_languages": languages,
            "following": _after(preview, screen.code),
        }
        return render(request, "surveys/desk/preview.html", context)


def _after(preview: Preview, code: str) -> str | None:
    codes = [screen.code for screen in preview.screens]
    return next(iter(codes[codes.index(code) + 1 :]), None)
