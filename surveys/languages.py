"""Which language a respondent reads: chosen by hand, by the link, by the wave, or by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from surveys.questionnaire import FALLBACK_LANGUAGE

if TYPE_CHECKING:
    from django.http import HttpRequest

    from surveys.models import Assessment


def choices_of(wave: Assessment | None) -> list[tuple[str, str]]:
    """The languages of this server that the wave's questionnaire speaks too, as (code, own name).

    Without a wave, all of the server's: the pages of a link that leads nowhere ask nothing.
    """
    if wave is None:
        return list(settings.LANGUAGES)
    spoken = wave.instrument_version.catalogue.languages
    return [(code, name) for code, name in settings.LANGUAGES if code in spoken]


def speak(request: HttpRequest, wave: Assessment | None, linked: str) -> None:
    """Turn the request to the respondent's language, so that no page mixes two.

    First what was chosen by hand, then the `linked` language, then the wave's own where it is not the
    server's usual one, then the browser's; English where the questionnaire speaks none of them.
    """
    request.languages = choices_of(wave)
    usual = wave is None or wave.language == settings.LANGUAGE_CODE
    wished = (
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        linked,
        None if usual else wave.language,
        translation.get_language(),
    )
    known = {code for code, _name in request.languages}
    # Not `override`: a refused act becomes a page outside the view, and that page speaks this language too.
    translation.activate(next((code for code in wished if code in known), FALLBACK_LANGUAGE))
    request.LANGUAGE_CODE = translation.get_language()
    request.unreviewed = wave is not None and not wave.instrument_version.catalogue.reviewed(
        request.LANGUAGE_CODE
    )
