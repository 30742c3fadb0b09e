"""The list of clients, and a client's page and profile."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import member_required
from surveys.enums import Headwind
from surveys.forms.clients import ClientForm
from surveys.queries import latest_waves, progress_by_wave
from surveys.rules import visible_clients, visible_waves
from surveys.views.access import client_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@member_required
def client_list(request: HttpRequest) -> HttpResponse:
    """The clients that the reader works with, with their latest wave and what to do next."""
    clients = visible_clients(request.membership).order_by(Lower("name"), "pk")
    page = Paginator(clients, PAGE).get_page(request.GET.get("page"))
    progress = progress_by_wave(latest_waves(page.object_list))
    by_client = {each.wave.client_id: each for each in progress.values()}
    rows = [(client, by_client.get(client.pk)) for client in page.object_list]
    return render(request, "surveys/desk/clients.html", {"page_obj": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_client(request: HttpRequest) -> HttpResponse:
    """A form for a new client."""
    form = ClientForm(request.POST or None, firm=request.firm)
    if form.is_valid():
        client = form.store()
        messages.success(request, _("%(client)s is added. Open its first wave next.") % {"client": client})
        return redirect("surveys:client", client.slug)
    return render(request, "surveys/desk/client_form.html", {"form": form})


@require_safe
@member_required
def client_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A client's waves and profile."""
    client = client_or_404(request, slug)
    waves = progress_by_wave(visible_waves(request.membership).filter(client=client)).values()
    headwinds = [Headwind(code).label for code in client.headwinds]
    return render(
        request, "surveys/desk/client.html", {"client": client, "waves": waves, "headwinds": headwinds}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def edit_client(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a client's profile."""
    client = client_or_404(request, slug)
    form = ClientForm(request.POST or None, firm=request.firm, instance=copy(client))
    if form.is_valid():
        form.store()
        messages.success(request, _("The profile is saved."))
        return redirect("surveys:client", client.slug)
    # Checking wrote what was typed onto the form's own client: the page's heading needs the stored one.
    return render(request, "surveys/desk/client_form.html", {"form": form, "client": client})
