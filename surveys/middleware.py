"""The language of the respondent's pages, and pages for refused acts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from smax.errors import bad_request, conflict
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

RESPONDENTS = ("/s/", "/survey/")
TRANSLATED = (*RESPONDENTS, "/language/", "/accessibility/")
"""Where the addresses of respondents begin. Everything else is English: half a translation is none."""


class RespondentLocaleMiddleware(LocaleMiddleware):
    """Speaks the reader's language on the respondent's pages, errors included, and English elsewhere."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose a language before anything can be refused: else the last request's would speak."""
        if request.path_info.startswith(TRANSLATED):
            super().process_request(request)
            return
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE


class RespondentMiddleware:
    """Takes the session away from the respondent's pages: only the opened link says who is there.

    A consultant who opens a link on their own machine answers as nobody else would, and no page of the
    questionnaire costs a look at the session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass without its session's cookie."""
        if request.path_info.startswith(RESPONDENTS):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class SurveyErrorMiddleware:
    """Answers a SurveyError with its status and its reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the reason of a SurveyError; leave every other exception alone."""
        if isinstance(exception, SurveyError):
            answer = bad_request if exception.status == HTTPStatus.BAD_REQUEST else conflict
            return answer(request, exception.reason, status=exception.status)
        return None
