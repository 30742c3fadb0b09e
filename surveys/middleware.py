"""The language of the respondent's pages, their shorter way to the views, and pages for refused acts."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from threading import local
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers

from smax.errors import RefusedError, bad_request, conflict

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

# Longer than what any browser sends.
MOST_CHARACTERS = 1000
RESPONDENTS = ("/s/", "/survey/")
READERS = ("/g/", "/shared/", "/r/", "/read/")
WITHOUT_SESSION = (*RESPONDENTS, *READERS, "/brand/", "/files/", "/letters/")
TRANSLATED = (*RESPONDENTS, *READERS, "/language/", "/accessibility/")
"""Where addresses of respondents and readers begin. All else is English: half a translation is none."""


class RespondentLocaleMiddleware:
    """Speaks the reader's language on the respondent's pages, errors included, and English elsewhere.

    What Django's own middleware does, without looking for a language in the address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose a language before anything can be refused: else the last request's would speak."""
        language = _wished(request) if request.path_info.startswith(TRANSLATED) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _wished(request: HttpRequest) -> str:
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return (
        _language(cookie, header) if len(cookie) + len(header) < MOST_CHARACTERS else settings.LANGUAGE_CODE
    )


@lru_cache(maxsize=1024)
def _language(cookie: str, header: str) -> str:
    """The language of a browser; there are few browsers, and each asks often."""
    request = HttpRequest()
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    request.META["HTTP_ACCEPT_LANGUAGE"] = header
    return translation.get_language_from_request(request)


# Django builds the chain of middleware from its end, in one thread: who comes earlier finds the end here.
_chain = local()


class RespondentMiddleware:
    """Takes the session away from respondents' pages and kept files: only the address says who is there.

    A consultant who opens a link on their own machine answers as nobody else would. Pages of respondents go
    straight to the views: what stands between (session, sign-in, messages, the firm of who signed in) has
    nothing to do for them, and took a tenth of their time. To the views, nobody is signed in there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.views = _chain.views

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass without its session's cookie."""
        if request.path_info.startswith(WITHOUT_SESSION):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        if request.path_info.startswith(RESPONDENTS):
            request.user = AnonymousUser()
            return self.views(request)
        return self.get_response(request)


class SurveyErrorMiddleware:
    """Answers a RefusedError with its status and its reason. The last before the views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = _chain.views = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Show the reason of a RefusedError; leave every other exception alone."""
        if isinstance(exception, RefusedError):
            answer = bad_request if exception.status == HTTPStatus.BAD_REQUEST else conflict
            return answer(request, exception.reason, status=exception.status)
        return None
