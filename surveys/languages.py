"""Which language a respondent reads: chosen by hand, by the link, by the wave, or by the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from surveys.questionnaire import FALLBACK_LANGUAGE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from surveys.catalogue import Catalogue
    from surveys.models import Assessment

COOKIE_AGE = 365 * 24 * 60 * 60


def choices_of(catalogue: Catalogue | None) -> list[tuple[str, str]]:
    """The languages of this server that the questionnaire speaks too, as (code, own name).

    Without a questionnaire, all of the server's: the pages of a link that leads nowhere ask nothing.
    """
    if catalogue is None:
        return list(settings.LANGUAGES)
    return [(code, name) for code, name in settings.LANGUAGES if code in catalogue.languages]


def keep(response: HttpResponse, language: str) -> None:
    """Set the cookie of a language chosen by hand; one that this server does not speak sets nothing."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )


def speak(request: HttpRequest, wave: Assessment | None, linked: str) -> None:
    """Turn the request to the respondent's language, so that no page mixes two.

    First what was chosen by hand, then the `linked` language, then the wave's own where it is not the
    server's usual one, then the browser's; English where the questionnaire speaks none of them.
    """
    catalogue = wave.instrument_version.catalogue if wave else None
    usual = wave is None or wave.language == settings.LANGUAGE_CODE
    wished = (
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        linked,
        None if usual else wave.language,
        translation.get_language(),
    )
    choices = choices_of(catalogue)
    known = dict(choices)
    # Not `override`: a refused act becomes a page outside the view, and that page speaks this language too.
    translation.activate(next((code for code in wished if code in known), FALLBACK_LANGUAGE))
    request.LANGUAGE_CODE = translation.get_language()
    request.languages = choices
    request.unreviewed = catalogue is not None and not catalogue.reviewed(request.LANGUAGE_CODE)
