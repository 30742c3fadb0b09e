"""How sign-in differs from django-allauth's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: firms are made by the administrator, people by their firm."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Keep sign-up shut."""
        return False
