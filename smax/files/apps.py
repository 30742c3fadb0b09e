"""What Django needs to know of this app."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the app."""

    name = "smax.files"
    verbose_name = "SMAX files"
