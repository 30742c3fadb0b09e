"""How sign-in differs from django-allauth's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: firms are made by the administrator, people by their firm."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Keep sign-up shut."""
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Make the mailed link from the configured origin: the Host header is the visitor's to choose."""
        return settings.BASE_URL.origin + urlsplit(super().get_reset_password_from_key_url(key)).path
