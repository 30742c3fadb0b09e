"""What Django needs to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the app."""

    name = "smax.mail"
    verbose_name = "SMAX mail"
