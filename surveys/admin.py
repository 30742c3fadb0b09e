"""The administrator may look at the published questionnaires. Firms' rows are not here, on purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from smax.accounts.admin import AdministratorAdmin
from surveys.models import InstrumentVersion

if TYPE_CHECKING:
    from django.http import HttpRequest


@admin.register(InstrumentVersion)
class InstrumentVersionAdmin(AdministratorAdmin):
    """Read-only: a published version never changes."""

    list_display = ("instrument", "version", "published_at", "digest")

    def has_change_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        """Nothing is changed here."""
        return False
