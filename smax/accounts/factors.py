"""Second factors: who needs one, how their seeds are kept, and that a code counts once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from smax.accounts.audit import record, record_for_server
from smax.accounts.models import Membership
from smax.accounts.sealing import CannotOpenError, seal, unseal

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from smax.accounts.models import User

log = logging.getLogger("smax.accounts")
PURPOSE = "second factor"
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes are no factor of their own: they stand in for one that was lost."""


def factors_of(users: Any) -> QuerySet[Authenticator]:
    """The second factors of a user, or of the users that an outer query names."""
    return Authenticator.objects.filter(user=users, type__in=REAL)


def lacks_factor(request: HttpRequest) -> bool:
    """Whether somebody who needs a second factor has none yet."""
    if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
        return False
    if request.membership is not None:
        has_one = request.membership.has_factor
    elif request.user.is_administrator:
        has_one = factors_of(request.user).exists()
    else:
        return False
    return not (has_one or _provider_asked_for_one(request))


def _provider_asked_for_one(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user) if settings.OIDC_MFA else []
    return any(record["method"] == "socialaccount" for record in records)


class SealingMFAAdapter(DefaultMFAAdapter):
    """Keeps the seeds of factors sealed, and names this server by its configured address."""

    def encrypt(self, text: str) -> str:
        """Seal a seed for the database."""
        return seal(text, PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed seed; one whose key is gone becomes one that no code fits."""
        try:
            return unseal(encrypted_text, PURPOSE)
        except CannotOpenError:
            log.warning("a second factor cannot be opened: the key that sealed it is gone")
            return generate_totp_secret()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the configured host: the Host header is the visitor's to choose."""
        return {"id": settings.BASE_URL.host, "name": "SMAX"}


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey, in words that say what the choice means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = _("It signs me in by itself, without the password")
        self.fields["passwordless"].help_text = ""


class _CodeOnce(forms.Form):
    """Refuses a code that was used already for as long as any clock in tolerance would take it.

    allauth remembers a used code for one period; with a tolerance of one period it stays valid for three.
    """

    def clean_code(self) -> str:
        """Take a code once."""
        code: str = super().clean_code()
        periods = 2 * settings.MFA_TOTP_TOLERANCE + 1
        key = f"second-factor:{self.user.pk}:{''.join(code.split())}"
        if not cache.add(key, "used", timeout=periods * 30):
            raise SealingMFAAdapter().validation_error("incorrect_code")
        return code


class AuthenticateOnceForm(_CodeOnce, AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateOnceForm(_CodeOnce, ReauthenticateForm):
    """The same code again, to confirm who is there."""


def on_factor_added(request: HttpRequest, user: User, **_more: Any) -> None:
    """End the sessions that were begun without the new factor: whoever knew the password alone is out."""
    end_other_sessions(user=user, keep=request.session.session_key)


def end_other_sessions(*, user: User, keep: str | None = None) -> None:
    """End all sessions of somebody but the one with this key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=keep or ""):
        session.end()


@transaction.atomic
def forget_factors(*, user: User) -> int:
    """Delete all factors and recovery codes of somebody, and end their sessions; how many there were."""
    gone, _rest = Authenticator.objects.filter(user=user).delete()
    end_other_sessions(user=user)
    membership = Membership.objects.select_related("firm").filter(user=user).first()
    if membership is None:
        record_for_server("factor.forgotten", on=user)
    else:
        record("factor.forgotten", on=user, firm=membership.firm)
    return gone
