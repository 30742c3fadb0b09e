"""The people of a firm: who they are, what they may do, and how they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import owner_required, reauthenticated
from smax.accounts.colleagues import remove
from smax.accounts.members import with_factors
from surveys.forms.colleagues import InviteForm, RoleForm
from surveys.services.colleagues import invite_again

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from smax.accounts.models import Membership

PAGE = 50


def _people(request: HttpRequest) -> QuerySet[Membership]:
    people = with_factors(request.firm.memberships.select_related("user", "firm", "invitation"))
    return people.annotate(assigned=Count("assignments")).order_by("user__name", "user__email")


@require_safe
@owner_required
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody who works for the firm or is invited to."""
    page = Paginator(_people(request), PAGE).get_page(request.GET.get("page"))
    return render(request, "surveys/desk/colleagues/list.html", {"page_obj": page})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@reauthenticated
def invite_page(request: HttpRequest) -> HttpResponse:
    """A form that invites a colleague."""
    form = InviteForm(request.POST or None, firm=request.firm)
    if form.is_valid() and form.invite():
        messages.success(request, _("The invitation is on its way. Its link works for seven days."))
        return redirect("surveys:people")
    return render(request, "surveys/desk/colleagues/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@reauthenticated
def colleague_page(request: HttpRequest, member: int) -> HttpResponse:
    """A form for a colleague's role and clients."""
    colleague = get_object_or_404(_people(request), pk=member)
    form = RoleForm(request.POST or None, firm=request.firm, membership=colleague)
    if form.is_valid():
        form.change()
        messages.success(request, _("Saved. It counts from their next click."))
        return redirect("surveys:people" if colleague.user != request.user else "home")
    return render(request, "surveys/desk/colleagues/form.html", {"form": form, "colleague": colleague})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@reauthenticated
def invite_again_page(request: HttpRequest, member: int) -> HttpResponse:
    """Ask before an invitation is mailed again; mail it on POST."""
    colleague = get_object_or_404(_people(request), pk=member, invitation__accepted_at=None)
    invitation = get_object_or_404(type(colleague.invitation).objects, membership=colleague)
    if request.method == "POST":
        invite_again(invitation=invitation)
        messages.success(request, _("The invitation is on its way again, with a new link."))
        return redirect("surveys:people")
    context = {
        "colleague": colleague,
        "title": _("Invite %(address)s again?") % {"address": colleague.user.email},
        "text": _("A letter with a new link leaves; the link of the letter before works no more."),
        "act": _("Send the invitation again"),
        "back": reverse("surveys:people"),
    }
    return render(request, "surveys/desk/colleagues/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
@reauthenticated
def remove_colleague_page(request: HttpRequest, member: int) -> HttpResponse:
    """Ask before somebody leaves the firm; end their access on POST."""
    colleague = get_object_or_404(_people(request), pk=member)
    if request.method == "POST":
        remove(membership=colleague)
        messages.success(request, _("%(name)s has no access any more.") % {"name": colleague.user})
        return redirect("surveys:people" if colleague.user != request.user else "account_login")
    context = {
        "colleague": colleague,
        "title": _("Remove %(name)s from the firm?") % {"name": colleague.user},
        "text": _(
            "They are signed out everywhere at once, and nothing they started goes on. "
            "What they did stays. To come back they need a new invitation."
        ),
        "act": _("Remove from the firm"),
        "danger": True,
        "back": reverse("surveys:people"),
    }
    return render(request, "surveys/desk/colleagues/ask.html", context)
