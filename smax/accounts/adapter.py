"""How sign-in differs from django-allauth's defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from django.conf import settings

from smax.accounts.unhurried import UnhurriedMail

if TYPE_CHECKING:
    from allauth.account.models import EmailConfirmationHMAC
    from django.http import HttpRequest

    from smax.accounts.models import User


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Nobody makes an account for themselves: firms are made by the administrator, people by their firm.

    Mailed links begin with the configured origin: the Host header is the visitor's to choose.
    """

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Keep sign-up shut."""
        return False

    def authentication_failed(self, _request: HttpRequest, **credentials: Any) -> None:
        """Record a refused password."""
        from smax.accounts.sign_ins import record_refusal  # noqa: PLC0415 - allauth's signals need its models

        record_refusal(credentials.get("email", ""))

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin the session. Signing in says who is there as well as confirming it a minute later would."""
        super().login(request, user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {**step, "reauthenticated": True} for step in get_authentication_records(request, user)
        ]

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where a forgotten password is replaced."""
        return settings.BASE_URL.origin + urlsplit(super().get_reset_password_from_key_url(key)).path

    def get_email_confirmation_url(
        self, request: HttpRequest, emailconfirmation: EmailConfirmationHMAC
    ) -> str:
        """Where an address is confirmed."""
        place = super().get_email_confirmation_url(request, emailconfirmation)
        return settings.BASE_URL.origin + urlsplit(place).path

    def render_mail(self, *args: Any, **kwargs: Any) -> UnhurriedMail:
        """Write a mail that no page waits for: what was done stands even where no mail goes out."""
        return UnhurriedMail(super().render_mail(*args, **kwargs))
