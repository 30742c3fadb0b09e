"""What Django needs to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the app."""

    name = "smax.mail"
    verbose_name = "SMAX mail"

    def ready(self) -> None:
        """Make the letters known that are about people who work here, and what mail needs to arrive."""
        import smax.mail.checks  # noqa: F401, PLC0415 - registers itself
        from smax.mail.colleagues import register_colleague  # noqa: PLC0415 - needs the loaded apps

        register_colleague()
