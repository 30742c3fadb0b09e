"""What Django needs to know of this app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Registers the app, and the jobs of every app."""

    name = "smax.jobs"
    verbose_name = "SMAX jobs"

    def ready(self) -> None:
        """Find each app's module `jobs`."""
        autodiscover_modules("jobs")
