"""Addresses that this app names and another answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def answered_by_reports(_request: HttpRequest, **_place: Any) -> HttpResponse:
    """Stand in for a page that shows scores: `reports` has it at the same address and is asked first.

    Pages of `surveys` lead there and know nothing of `reports`; so the address has its name here.
    """
    raise Http404
