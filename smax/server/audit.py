"""The server's own audit trail: firms and administrators, and nothing that happens inside a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from smax.accounts.access import administrator_required
from smax.accounts.chains import server_events
from smax.accounts.sentences import lines

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@administrator_required
def audit_page(request: HttpRequest) -> HttpResponse:
    """Who did what to this server, the newest first."""
    page = Paginator(server_events(), PAGE).get_page(request.GET.get("page"))
    return render(request, "server/audit.html", {"page_obj": page, "lines": lines(list(page.object_list))})
