"""The reports app: what is shown. It alone knows both the answers and the scores."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Registers `reports`."""

    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Make the letters known that guests get, and guests and owners of actions as people with rights."""
        from reports.occasions import register_all  # noqa: PLC0415 - models are loaded only now
        from reports.rights import GUESTS, register_names  # noqa: PLC0415
        from reports.rights_written import register_written  # noqa: PLC0415
        from surveys.rights.places import register  # noqa: PLC0415

        register_all()
        register(GUESTS)
        register_written()
        register_names()
