"""A client's page and profile."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import member_required
from surveys.enums import Headwind
from surveys.forms.clients import ClientForm
from surveys.queries import progress_by_wave
from surveys.rules import visible_waves
from surveys.services.clients import archive_client, restore_client
from surveys.services.plans import STANDING
from surveys.views.access import client_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50
LATEST = 10  # consents shown, newest first


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_client(request: HttpRequest) -> HttpResponse:
    """A form for a new client."""
    form = ClientForm(request.POST or None, firm=request.firm)
    if form.is_valid():
        client = form.store(by=request.user)
        messages.success(request, _("%(client)s is added. Open its first wave next.") % {"client": client})
        return redirect("surveys:client", client.slug)
    return render(request, "surveys/desk/client_form.html", {"form": form})


@require_safe
@member_required
def client_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A client's waves, plan, contacts, profile, and what it agreed to."""
    client = client_or_404(request, slug)
    page = Paginator(visible_waves(request.membership).filter(client=client), PAGE)
    page = page.get_page(request.GET.get("page"))
    context = {
        "client": client,
        "page_obj": page,
        "waves": progress_by_wave(page.object_list).values(),
        "plan": client.plans.filter(state__in=STANDING).first(),
        "contacts": client.contacts.all(),
        "consents": client.consents.select_related("by")[:LATEST],
        "headwinds": [Headwind(code).label for code in client.headwinds],
    }
    return render(request, "surveys/desk/client.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit_client(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a client's profile."""
    client = client_or_404(request, slug)
    form = ClientForm(request.POST or None, firm=request.firm, instance=copy(client))
    if form.is_valid():
        form.store(by=request.user)
        messages.success(request, _("The profile is saved."))
        return redirect("surveys:client", client.slug)
    # Checking wrote what was typed onto the form's own client: the page's heading needs the stored one.
    return render(request, "surveys/desk/client_form.html", {"form": form, "client": client})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def archive_client_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask before a client is archived; archive it on POST."""
    client = client_or_404(request, slug)
    if request.method == "POST":
        archive_client(client=client)
        messages.success(request, _("%(client)s is archived.") % {"client": client})
        return redirect("surveys:clients")
    context = {
        "client": client,
        "title": _("Archive %(client)s?") % {"client": client},
        "text": _(
            "It leaves your lists, and its planned waves wait. Nothing is deleted: its waves, results and "
            "exports stay, and you can restore it at any time."
        ),
        "act": _("Archive the client"),
        "back": reverse("surveys:client", args=[slug]),
    }
    return render(request, "surveys/desk/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def restore_client_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask before an archived client is restored; restore it on POST."""
    client = client_or_404(request, slug)
    if request.method == "POST":
        restore_client(client=client)
        messages.success(request, _("%(client)s is back on your lists.") % {"client": client})
        return redirect("surveys:client", slug)
    context = {
        "client": client,
        "title": _("Restore %(client)s?") % {"client": client},
        "text": _("It comes back to your lists with all it had."),
        "act": _("Restore the client"),
        "back": reverse("surveys:client", args=[slug]),
    }
    return render(request, "surveys/desk/ask.html", context)
