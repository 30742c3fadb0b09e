"""What every response of this server has: a line in the log, and its safety headers."""

from __future__ import annotations

import logging
import secrets
import time
from typing import TYPE_CHECKING

import structlog
from csp.utils import build_policy

from smax.logs import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("smax.request")


class RequestLogMiddleware:
    """One line a request, naming the route and never the path: a path can hold a personal link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Time the request and log its outcome."""
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=secrets.token_hex(6))
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        say(
            log,
            "request",
            method=request.method,
            route=match.view_name if match else None,
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - began), 1),
        )
        return response


class ResponseHeadersMiddleware:
    """Nothing a signed-in person or a respondent sees may stay in a shared cache, or load what is not ours.

    The content security policy is the same on every page, so it is built once: django-csp's own middleware
    builds it anew for each response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark every page as private and bind it to the policy, unless it says otherwise."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
