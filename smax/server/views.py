"""Firms: who may be here at all. No page of these reads a client, an answer or a result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import administrator_required, reauthenticated
from smax.accounts.colleagues import send_again
from smax.accounts.invitations import Invitation
from smax.accounts.models import Firm, Membership, User
from smax.accounts.services import resume_firm, suspend_firm
from smax.accounts.tenancy import firm_scope
from smax.mail.colleagues import mail_invitation
from smax.server.forms import FirmForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@administrator_required
def firms_page(request: HttpRequest) -> HttpResponse:
    """The firms, how many people each has, and who runs this server."""
    owners = Count(
        "memberships", filter=Q(memberships__role=Membership.Role.OWNER, memberships__user__is_active=True)
    )
    firms = Firm.objects.annotate(people=Count("memberships"), owners=owners).order_by(Lower("name"), "pk")
    context = {
        "page_obj": Paginator(firms, PAGE).get_page(request.GET.get("page")),
        "administrators": User.objects.filter(is_administrator=True, is_active=True).order_by("email"),
    }
    return render(request, "server/firms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@reauthenticated
def create_firm_page(request: HttpRequest) -> HttpResponse:
    """A form for a new firm; its owner gets a letter."""
    form = FirmForm(request.POST or None)
    if form.is_valid() and form.store():
        messages.success(request, _("The firm is made, and its owner's invitation on its way."))
        return redirect("server:firms")
    return render(request, "server/firm_form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@reauthenticated
def suspend_page(request: HttpRequest, firm: int) -> HttpResponse:
    """Ask before a firm is suspended; suspend it on POST."""
    found = get_object_or_404(Firm, pk=firm)
    if request.method == "POST":
        suspend_firm(firm=found)
        messages.success(request, _("%(firm)s is suspended.") % {"firm": found})
        return redirect("server:firms")
    context = {
        "title": _("Suspend %(firm)s?") % {"firm": found},
        "text": _("Its people are out at their next click and its respondents' links rest. Nothing is lost."),
        "act": _("Suspend the firm"),
        "back": reverse("server:firms"),
        "danger": True,
    }
    return render(request, "server/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@reauthenticated
def resume_page(request: HttpRequest, firm: int) -> HttpResponse:
    """Ask before a suspended firm is let in again; do so on POST."""
    found = get_object_or_404(Firm, pk=firm)
    if request.method == "POST":
        resume_firm(firm=found)
        messages.success(request, _("%(firm)s is active again.") % {"firm": found})
        return redirect("server:firms")
    context = {
        "title": _("Let %(firm)s in again?") % {"firm": found},
        "text": _("Its people sign in as before, and its respondents' links work again."),
        "act": _("Resume the firm"),
        "back": reverse("server:firms"),
    }
    return render(request, "server/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_required
@reauthenticated
def invite_owner_page(request: HttpRequest, firm: int) -> HttpResponse:
    """Ask before the owner of a firm that nobody owns yet is invited again; mail the letter on POST."""
    found = get_object_or_404(Firm, pk=firm)
    with firm_scope(found):
        waiting = Invitation.objects.filter(membership__role=Membership.Role.OWNER, accepted_at=None)
        invitation = waiting.select_related("membership__user", "membership__firm").first()
        if invitation is None:
            raise Http404
        if request.method == "POST":
            with transaction.atomic():
                mail_invitation(send_again(invitation=invitation))
            messages.success(request, _("The invitation is on its way again, with a new link."))
            return redirect("server:firms")
    context = {
        "title": _("Invite the owner of %(firm)s again?") % {"firm": found},
        "text": _("A letter with a new link leaves; the link of the letter before works no more."),
        "act": _("Send the invitation again"),
        "back": reverse("server:firms"),
    }
    return render(request, "server/ask.html", context)
