"""Planning the waves of a client at a rhythm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from smax.accounts.access import member_required
from surveys.forms.plans import PlanForm
from surveys.services.plans import STANDING, drop_plan
from surveys.views.access import client_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for the day of the next wave and the rhythm of those that follow."""
    client = client_or_404(request, slug)
    plan = client.plans.filter(state__in=STANDING).first()
    form = PlanForm(request.POST or None, client=client, plan=plan)
    if form.is_valid():
        form.store()
        messages.success(request, _("The next wave is planned."))
        return redirect("surveys:client", slug)
    return render(request, "surveys/desk/plan_form.html", {"form": form, "client": client, "plan": plan})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def drop_plan_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask before the plan is dropped; drop it on POST."""
    client = client_or_404(request, slug)
    plan = get_object_or_404(client.plans, state__in=STANDING)
    if request.method == "POST":
        drop_plan(plan=plan)
        messages.success(request, _("No wave is planned any more."))
        return redirect("surveys:client", slug)
    context = {
        "client": client,
        "title": _("Plan no more waves?"),
        "text": _("Waves that were opened stay as they are. You can plan anew at any time."),
        "act": _("Drop the plan"),
        "danger": True,
        "back": reverse("surveys:client", args=[slug]),
    }
    return render(request, "surveys/desk/ask.html", context)
