"""Django's admin behind this server's own sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ServerAdminSite(AdminSite):
    """The administrator's pages. For everybody else they are not there."""

    site_header = site_title = _("Server administration")
    index_title = _("Firms, people and instruments")

    def login(self, request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send a stranger to the one sign-in page; answer 404 to somebody signed in who may not be here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())
