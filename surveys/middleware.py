"""Turns a refused act into a page, in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from smax.errors import bad_request, conflict
from surveys.errors import SurveyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


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
