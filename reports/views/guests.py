"""The desk's pages of a client's guests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reports.forms.guests import GuestForm
from reports.models import Guest
from reports.releases import shown_releases
from reports.services.guests import revoke_guest, send_again
from smax.accounts.access import member_required
from surveys.views.access import client_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@member_required
def guest_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who of the client reads released waves, and when they last did."""
    client = client_or_404(request, slug)
    rows = Guest.objects.filter(client=client).annotate(last_visit=Max("visits__day"))
    guests = rows.select_related("invited_by").order_by("revoked_at", "name", "pk")
    context = {
        "client": client,
        "guests": Paginator(guests, PAGE).get_page(request.GET.get("page")),
        "released": shown_releases(client).defer("content").count(),
    }
    return render(request, "reports/guests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite_guest_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a new guest."""
    client = client_or_404(request, slug)
    form = GuestForm(request.POST or None, client=client)
    if form.is_valid():
        guest = form.store(by=request.user)
        messages.success(request, _("%(name)s is invited.") % {"name": guest.name})
        return redirect("reports:guests", slug)
    return render(request, "reports/guest_form.html", {"form": form, "client": client})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def revoke_guest_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask before a guest's access is taken back; take it back on POST."""
    client = client_or_404(request, slug)
    guest = get_object_or_404(Guest, client=client, public_id=public_id, revoked_at=None)
    if request.method == "POST":
        revoke_guest(guest=guest)
        messages.success(request, _("The access of %(name)s is taken back.") % {"name": guest.name})
        return redirect("reports:guests", slug)
    return render(request, "reports/guest_revoke.html", {"guest": guest, "client": client})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def invite_again_page(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Ask before the invitation is sent once more; send it on POST."""
    client = client_or_404(request, slug)
    guest = get_object_or_404(Guest, client=client, public_id=public_id, revoked_at=None)
    if request.method == "POST":
        send_again(guest=guest)
        messages.success(request, _("The invitation is on its way to %(name)s again.") % {"name": guest.name})
        return redirect("reports:guests", slug)
    return render(request, "reports/guest_again.html", {"guest": guest, "client": client})
