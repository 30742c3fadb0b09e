"""A firm's mail settings, and a letter to see whether they work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from smax.accounts.access import owner_required
from smax.jobs import start
from smax.mail.composing import settings_of
from smax.mail.forms import MailSettingsForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def mail_settings(request: HttpRequest) -> HttpResponse:
    """In whose name letters leave, and by which mail server."""
    form = MailSettingsForm(request.POST or None, instance=settings_of(request.firm))
    if form.is_valid():
        form.store()
        messages.success(request, _("The mail settings are stored. A test letter shows whether they work."))
        return redirect("mail:settings")
    context = {"form": form, "server": settings.EMAIL_HOST, "sender": settings.DEFAULT_FROM_EMAIL}
    return render(request, "mail/settings.html", context)


@require_POST
@owner_required
def send_test_letter(request: HttpRequest) -> HttpResponse:
    """Send a letter to whoever asks; its page shows what the mail server says."""
    run = start("mail.test", firm=request.firm, actor=request.user, then=reverse("mail:settings"))
    return redirect("jobs:run", run.public_id)
