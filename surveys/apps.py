"""The surveys app: what is asked and answered. It knows nothing of scores."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Registers `surveys`."""

    name = "surveys"
    verbose_name = _("Surveys")

    def ready(self) -> None:
        """Tell the outbox for what letters a wave sends, and where people stand in the rows."""
        from surveys.checks import listen  # noqa: PLC0415 - they need the models
        from surveys.letters.occasions import register_all  # noqa: PLC0415
        from surveys.rights.contacts import CONTACTS  # noqa: PLC0415
        from surveys.rights.names import register_names  # noqa: PLC0415
        from surveys.rights.participants import PARTICIPANTS  # noqa: PLC0415
        from surveys.rights.places import register  # noqa: PLC0415

        register_all()
        register(PARTICIPANTS)
        register(CONTACTS)
        register_names()
        listen()
