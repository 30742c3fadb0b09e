"""The contacts of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.contacts import ContactForm
from surveys.services.contacts import remove_contact
from surveys.views.access import client_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def add_contact_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for a new contact."""
    client = client_or_404(request, slug)
    form = ContactForm(request.POST or None, client=client)
    if form.is_valid():
        contact = form.store()
        messages.success(request, _("%(name)s is added.") % {"name": contact})
        return redirect("surveys:client", slug)
    return render(request, "surveys/desk/contact_form.html", {"form": form, "client": client})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def contact_page(request: HttpRequest, slug: str, contact: int) -> HttpResponse:
    """A form for what is known of a contact."""
    client = client_or_404(request, slug)
    stored = get_object_or_404(client.contacts, pk=contact)
    form = ContactForm(request.POST or None, client=client, instance=stored)
    if form.is_valid():
        form.store()
        messages.success(request, _("The contact is saved."))
        return redirect("surveys:client", slug)
    context = {"form": form, "client": client, "contact": contact}
    return render(request, "surveys/desk/contact_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def remove_contact_page(request: HttpRequest, slug: str, contact: int) -> HttpResponse:
    """Ask before a contact is removed; remove it on POST."""
    client = client_or_404(request, slug)
    stored = get_object_or_404(client.contacts, pk=contact)
    if request.method == "POST":
        remove_contact(contact=stored)
        messages.success(request, _("The contact is removed."))
        return redirect("surveys:client", slug)
    context = {
        "client": client,
        "title": _("Remove %(name)s?") % {"name": stored},
        "text": _("What is known of this contact is deleted. Waves and answers have nothing to do with it."),
        "act": _("Remove the contact"),
        "danger": True,
        "back": reverse("surveys:client", args=[slug]),
    }
    return render(request, "surveys/desk/ask.html", context)
