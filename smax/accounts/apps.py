"""The accounts app: who may sign in, and for which firm."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Registers `smax.accounts`."""

    name = "smax.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self) -> None:
        """Listen to django-allauth: second factors, and what the audit trail records."""
        from allauth.mfa.signals import authenticator_added  # noqa: PLC0415 - needs the loaded apps

        from smax.accounts.factors import on_factor_added  # noqa: PLC0415
        from smax.accounts.sign_ins import listen  # noqa: PLC0415

        authenticator_added.connect(on_factor_added)
        listen()


class ServerAdminConfig(admin_apps.AdminConfig):
    """Installs the administrator's site (smax/accounts/site.py) as Django's default one."""

    default_site = "smax.accounts.site.ServerAdminSite"
    default = False
