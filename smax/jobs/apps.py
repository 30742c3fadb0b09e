"""What Django needs to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Registers the app."""

    name = "smax.jobs"
    verbose_name = "SMAX jobs"
