"""What django-allauth tells of signing in and of factors, as rows of the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa

from smax.accounts.audit import acting, record, record_for_server
from smax.accounts.models import Membership, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.dispatch import Signal

ACTIONS: dict[Signal, str] = {
    account.user_logged_in: "account.signed_in",
    account.user_logged_out: "account.signed_out",
    account.password_changed: "password.changed",
    account.password_set: "password.set",
    account.password_reset: "password.reset",
    account.email_confirmed: "address.confirmed",
    mfa.authenticator_added: "factor.added",
    mfa.authenticator_removed: "factor.removed",
    mfa.authenticator_reset: "factor.renewed",
    mfa.authentication_failed: "factor.refused",
}


def listen() -> None:
    """Record each of them from now on."""
    for signal, action in ACTIONS.items():
        signal.connect(recorder(action), weak=False, dispatch_uid=f"audit {action}")


def record_about(user: User, action: str, **facts: Any) -> None:
    """Record an act of somebody on their own account, in the trail of their firm or of the server."""
    membership = Membership.objects.select_related("firm").filter(user=user).first()
    with acting(user):
        if membership is None:
            record_for_server(action, on=user, **facts)
        else:
            record(action, on=user, firm=membership.firm, **facts)


def record_refusal(address: str) -> None:
    """Record that somebody did not get in with the address of an account. Unknown addresses are noise."""
    user = User.objects.filter(email=address.lower()).first()
    if user is not None:
        record_about(user, "account.refused")


def recorder(action: str) -> Callable[..., None]:
    """Make the receiver that records `action`."""

    def recorder(**told: Any) -> None:
        user = told["email_address"].user if "email_address" in told else told["user"]
        factor = told.get("authenticator")
        # Whoever signs out a second time is nobody.
        if user is not None:
            record_about(user, action, **({"factor": str(factor.type)} if factor else {}))

    return recorder
