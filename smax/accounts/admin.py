"""The administrator's pages: firms and people, never what firms know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from smax.accounts.audit import record_for_server
from smax.accounts.models import Firm, User

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest


class AdministratorAdmin(admin.ModelAdmin):
    """Open to administrators; nothing is deleted here."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Filter by nothing from the address: it could ask for a password's hash, or who owns a client."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the section to administrators."""
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request: HttpRequest, _obj: object = None) -> bool:
        """Let administrators look."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, _obj: object = None) -> bool:
        """Let administrators change what is not read-only."""
        return self.has_module_permission(request)

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Nothing is made here."""
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: object = None) -> bool:
        """Nothing is deleted here."""
        return False

    def save_model(self, request: HttpRequest, obj: Firm | User, form: ModelForm, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Store the change with its row in the server's audit trail."""
        super().save_model(request, obj, form, change)
        if form.changed_data:
            verb = "changed"
            if "is_active" in form.changed_data:
                verb = "resumed" if obj.is_active else "suspended"
            record_for_server(f"{obj._meta.model_name}.{verb}", on=obj, fields=form.changed_data)


@admin.register(Firm)
class FirmAdmin(AdministratorAdmin):
    """Firms can be renamed and suspended: a suspended firm's people are out at their next request."""

    list_display = ("name", "is_active", "created_at")
    fields = ("name", "is_active", "created_at")
    readonly_fields = ("created_at",)


@admin.register(User)
class UserAdmin(AdministratorAdmin):
    """People can be shut out. Passwords are not set here: that would be a way into a firm's data."""

    list_display = ("email", "name", "is_active", "is_administrator")
    fields = ("email", "name", "is_active", "is_administrator", "date_joined", "last_login")
    readonly_fields = ("email", "name", "is_administrator", "date_joined", "last_login")
