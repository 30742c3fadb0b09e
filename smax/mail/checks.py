"""What `manage.py check --deploy` says of mail: links that lead nowhere, and letters that cannot leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.core.checks import Tags, register

from smax import env

if TYPE_CHECKING:
    from django.core.checks import CheckMessage


@register(Tags.security, deploy=True)
def mail_is_set_up(**_kwargs: Any) -> list[CheckMessage]:
    """Warn of settings with which letters would be useless or would not arrive."""
    found = []
    if settings.BASE_URL.host in env.LOOPBACK:
        found.append(
            checks.Warning(
                f"Letters would carry links to {settings.BASE_URL.origin}, which only this machine can open.",
                hint="Set SMAX_BASE_URL to the address that people reach this server by.",
                id="smax.mail.W001",
            )
        )
    if settings.DEMO:
        found.append(
            checks.Warning(
                "SMAX_DEMO is on: letters are printed, not sent.", hint="Unset it.", id="smax.mail.W002"
            )
        )
    elif settings.EMAIL_HOST in env.LOOPBACK:
        found.append(
            checks.Warning(
                f"Letters leave by a mail server on this machine ({settings.EMAIL_HOST}).",
                hint="Set SMAX_SMTP_HOST, or silence this check where a mail server does run here.",
                id="smax.mail.W003",
            )
        )
    return found
