"""The pages for what went wrong. None of them says whether a thing exists that the reader may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class RefusedError(Exception):
    """An act was refused. `reason` is a sentence for whoever tried; `status` is the HTTP status."""

    status = 409

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def bad_request(
    request: HttpRequest, exception: Exception | str | None = None, *, status: int = 400
) -> HttpResponse:
    """Answer 400 (or `status`) with the reason where one was given as text."""
    message = exception if isinstance(exception, str) else ""
    return render(request, "400.html", {"message": message}, status=status)


def conflict(request: HttpRequest, reason: str, *, status: int = 409) -> HttpResponse:
    """Answer 409: the request was understood, and the state of things refuses it."""
    return render(request, "409.html", {"message": reason}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form without a valid token. The reason is for logs only.

    What a respondent sent from a page of ours comes back in a form with a fresh token. Nothing is stored by
    that, and nothing is lost; a form that another site made up does not come back.
    """
    kept = _is_ours(request)
    return render(
        request, "403_csrf.html", {"kept": kept, "sent": _sent(request) if kept else []}, status=403
    )


def not_open(request: HttpRequest) -> HttpResponse:
    """Answer 404 for a page of a questionnaire that is not open in this browser, whoever it belongs to.

    What a respondent sent from a page of ours comes back in a form, to be sent again once their link is open.
    """
    if request.method != "POST" or not _is_ours(request):
        raise Http404
    return render(request, "404_kept.html", {"sent": _sent(request)}, status=404)


def _is_ours(request: HttpRequest) -> bool:
    ours = request.headers.get("Origin") in settings.CSRF_TRUSTED_ORIGINS
    return ours and request.path.startswith("/survey/")


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    fields = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, str(value)) for name, value in fields if name != "csrfmiddlewaretoken"]
