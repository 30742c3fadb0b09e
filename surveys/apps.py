"""The surveys app: what is asked and answered. It knows nothing of scores."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Registers `surveys`."""

    name = "surveys"
    verbose_name = _("Surveys")
