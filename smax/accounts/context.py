"""What every template may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def demo(_request: HttpRequest) -> dict[str, bool]:
    """Whether this server is a demonstration: its banner says so on every page."""
    return {"demo": settings.DEMO}
