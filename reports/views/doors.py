"""The doors of readers without an account, and the pages behind them. Looking at a door changes nothing."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from reports.models import Release
from reports.readers import (
    give_cookie,
    guest_by_cookie,
    guest_by_secret,
    share_by_cookie,
    share_by_secret,
)
from reports.releases import shown_releases
from reports.services.guests import ask_for_code, enter_code, note_visit
from reports.services.shares import open_share
from reports.views.figures import page_or_figure
from reports.views.releases import released
from smax.accounts.audit import acting
from smax.accounts.tenancy import firm_scope
from surveys.views.landing import without_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from reports.models import Guest, ShareLink


def guest_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in the guest whose code was entered in this browser, in the scope of their firm.

    Revoked since, another guest's cookie or none: the same 404 as for a guest that does not exist.
    """

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        guest = guest_by_cookie(request, public_id)
        if guest is None:
            raise Http404
        with firm_scope(guest.firm_id), acting(f"guest {guest.pk}"):
            return view(request, guest=guest, **kwargs)

    return wrapped


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@without_address
def guest_door(request: HttpRequest, secret: str) -> HttpResponse:
    """Offer to send a code, and take it; unknown and revoked links look alike."""
    guest = guest_by_secret(secret)
    if guest is None:
        return render(request, "reports/door_unknown.html", status=404)
    with firm_scope(guest.firm_id), acting(f"guest {guest.pk}"):
        if request.method == "POST":
            return _guest_answer(request, guest)
        return _guest_page(request, guest)


def _guest_answer(request: HttpRequest, guest: Guest) -> HttpResponse:
    if "code" not in request.POST:
        # Sent or refused for being the sixth within the hour: the answer is the same.
        ask_for_code(guest=guest)
        return redirect(f"{request.path}?step=code")
    if enter_code(guest=guest, given=request.POST["code"]):
        response = redirect("reports:guest_waves", guest.public_id)
        give_cookie(request, response, "guest", guest)
        return response
    return _guest_page(request, guest, wrong=True)


def _guest_page(request: HttpRequest, guest: Guest, *, wrong: bool = False) -> HttpResponse:
    context = {
        "guest": guest,
        "firm": guest.firm,
        "wrong": wrong,
        "step": "code" if wrong else request.GET.get("step", ""),
    }
    return render(request, "reports/guest_door.html", context)


@require_safe
@guest_required
def guest_waves(request: HttpRequest, guest: Guest) -> HttpResponse:
    """List the released waves of the guest's client."""
    context = {
        "guest": guest,
        "firm": guest.firm,
        "releases": shown_releases(guest.client).defer("content", "words"),
    }
    return render(request, "reports/guest_waves.html", context)


@require_safe
@guest_required
def guest_wave(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """Show a released wave; of one that was taken back, say so."""
    release = shown_releases(guest.client).filter(assessment__number=number).first()
    if release is None:
        return _taken_back(request, guest, number)
    note_visit(guest=guest, release=release)
    change = reverse("reports:guest_change", args=[guest.public_id, number])
    return page_or_figure(
        request, "reports/guest_wave.html", {**_read(request, release, change), "guest": guest}
    )


def _taken_back(request: HttpRequest, guest: Guest, number: int) -> HttpResponse:
    """What was released once is said to be taken back; what never was is not there."""
    once = Release.objects.filter(
        assessment__client=guest.client_id, assessment__number=number, released_at__isnull=False
    )
    if not once.exists():
        raise Http404
    return render(request, "reports/taken_back.html", {"firm": guest.firm}, status=410)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@without_address
def share_door(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the passcode; open the results in this browser for who knows it."""
    share = share_by_secret(secret)
    if share is None:
        return render(request, "reports/door_unknown.html", status=404)
    over = _what_became_of(request, share)
    if over is not None:
        return over
    with firm_scope(share.firm_id), acting(f"guest share-{share.pk}"):
        if request.method != "POST":
            return render(request, "reports/share_door.html", {"share": share, "firm": share.firm})
        if open_share(share=share, given=request.POST.get("passcode", "")):
            response = redirect("reports:share_page", share.public_id)
            give_cookie(request, response, "share", share)
            return response
        return render(request, "reports/share_door.html", {"share": share, "firm": share.firm, "wrong": True})


def share_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who opened a share link in this browser, in the scope of its firm.

    Revoked or expired since: the same 404 as for one that does not exist; taken back since, it says so.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, public_id: UUID) -> HttpResponse:
        share = share_by_cookie(request, public_id)
        if share is None or share.revoked_at or share.expired:
            raise Http404
        over = _what_became_of(request, share)
        if over is not None:
            return over
        with firm_scope(share.firm_id):
            return view(request, share=share)

    return wrapped


@share_required
def share_page(request: HttpRequest, share: ShareLink) -> HttpResponse:
    """Show the shared release."""
    change = reverse("reports:share_change", args=[share.public_id])
    return page_or_figure(
        request, "reports/share_page.html", {**_read(request, share.release, change), "share": share}
    )


def _read(request: HttpRequest, release: Release, change_url: str) -> dict[str, Any]:
    """A release's page, with where its readers see what changed since an earlier wave."""
    return {**released(release, request.GET), "change_url": change_url}


def _what_became_of(request: HttpRequest, share: ShareLink) -> HttpResponse | None:
    """The page of a link that no longer opens anything, each reason in its own words."""
    release = share.release
    page = ""
    if share.revoked_at:
        page = "share_revoked"
    elif share.expired:
        page = "share_expired"
    elif release.state != Release.State.RELEASED or release.assessment.state != "closed":
        page = "taken_back"
    return render(request, f"reports/{page}.html", {"firm": share.firm}, status=410) if page else None
