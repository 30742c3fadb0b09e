"""Signing in by the firm's own provider of identities (OpenID Connect), for people who were invited.

The provider says which address somebody has confirmed with it; that address has to be the one of an account
here, or of an invitation that is still open. Nobody makes an account by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.shortcuts import redirect

from smax.accounts.colleagues import accept
from smax.accounts.invitations import open_invitation_of
from smax.accounts.models import User
from smax.accounts.tenancy import firm_scope

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultSocialAccountAdapter):
    """Knows accounts by confirmed address, and makes none."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        """Keep sign-up shut."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Find the account of an address that the provider has confirmed.

        Confirmed is `true` and nothing else: some providers send the text "false".
        """
        confirmed = [each.email.lower() for each in sociallogin.email_addresses if each.verified is True]
        user = User.objects.filter(email__in=confirmed).first()
        return (user, user.email) if user else None

    def pre_social_login(self, _request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take signing in as acceptance where somebody was invited; refuse all but signing in."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account_login"))
        user = sociallogin.user
        if user.pk is None:
            return
        invitation = open_invitation_of(user)
        if invitation is not None:
            with firm_scope(invitation.firm_id):
                accept(invitation=invitation, name=user.name or _name(sociallogin), password=None)
            user.refresh_from_db()


def _name(sociallogin: SocialLogin) -> str:
    told = sociallogin.account.get_provider_account().get_user_data() or {}
    return " ".join(str(told.get("name") or "").split())[:120]
