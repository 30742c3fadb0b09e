"""A firm's outbox: each letter, what became of it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smax.accounts.access import owner_required
from smax.mail.models import Message
from smax.mail.services import cancel, try_again

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE = 50


@require_safe
@owner_required
def outbox(request: HttpRequest) -> HttpResponse:
    """The firm's letters, newest first, all or those in one state."""
    letters = Message.objects.filter(firm=request.firm)
    counts = dict(letters.order_by().values_list("state").annotate(Count("pk")))
    wished = request.GET.get("state", "")
    state = wished if wished in Message.State.values else ""
    page = Paginator(letters.filter(state=state) if state else letters, PAGE).get_page(
        request.GET.get("page")
    )
    states = [(choice, counts.get(choice, 0)) for choice in Message.State if counts.get(choice)]
    context = {"page_obj": page, "states": states, "state": state, "total": sum(counts.values())}
    return render(request, "mail/outbox.html", context)


@require_POST
@owner_required
def retry_letter(request: HttpRequest, letter: int) -> HttpResponse:
    """Try a letter again that came to nothing."""
    try_again(message=get_object_or_404(Message, firm=request.firm, pk=letter))
    messages.success(request, _("The letter is in the queue again."))
    return redirect("mail:outbox")


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def cancel_letter(request: HttpRequest, letter: int) -> HttpResponse:
    """Ask before a letter that waits is given up."""
    message = get_object_or_404(Message, firm=request.firm, pk=letter)
    if request.method == "POST":
        cancel(message=message)
        messages.success(request, _("The letter is cancelled."))
        return redirect("mail:outbox")
    return render(request, "mail/cancel.html", {"letter": message})
