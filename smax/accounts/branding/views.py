"""The owner's page of the brand, and the files that carry it: public, without cookies, good for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from smax.accounts.access import owner_required
from smax.accounts.branding.colours import contrast, css_of, palettes
from smax.accounts.branding.forms import BrandForm
from smax.accounts.branding.models import Brand

if TYPE_CHECKING:
    from django.http import HttpRequest

FOR_EVER = "public, max-age=31536000, immutable"
# A drawing that is opened by itself may style its shapes, and nothing more.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
TYPES = {"png": "image/png", "svg": "image/svg+xml"}


@require_http_methods(["GET", "HEAD", "POST"])
@owner_required
def brand_page(request: HttpRequest) -> HttpResponse:
    """A form for the firm's name, colour and logo, with a preview."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BrandForm(*posted, firm=request.firm)
    if form.is_valid():
        form.store(by=request.user)
        messages.success(request, _("Your pages look like this from now on."))
        return redirect("branding:brand")
    schemes = [("light", _("On light screens")), ("dark", _("On dark screens"))]
    return render(request, "accounts/brand.html", {"form": form, "brand": form.brand, "schemes": schemes})


@require_safe
@owner_required
def brand_preview(request: HttpRequest) -> JsonResponse:
    """What a colour would look like, or why it cannot be taken; nothing is stored."""
    form = BrandForm({"colour": request.GET.get("colour", "")}, firm=request.firm)
    form.full_clean()
    colour = form.cleaned_data.get("colour", "")
    if "colour" in form.errors or not colour:
        return JsonResponse({"error": " ".join(form.errors.get("colour", []))})
    shades = {
        scheme: {"brand": each.brand, "ink": each.ink, "wash": each.wash}
        for scheme, each in palettes(colour).items()
    }
    return JsonResponse({"error": "", "ratio": f"{contrast(colour, '#ffffff'):.1f}", **shades})


@login_not_required
@require_safe
def brand_css(_request: HttpRequest, digest: str) -> HttpResponse:
    """The style sheet of a brand: three custom properties a scheme."""
    brand = get_object_or_404(Brand.objects.defer("logo"), digest=digest)
    text = css_of(brand.colour) if brand.colour else ""
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})


@login_not_required
@require_safe
def brand_logo(_request: HttpRequest, digest: str) -> HttpResponse:
    """The logo of a brand, as we wrote it."""
    brand = get_object_or_404(Brand.objects.exclude(logo_kind=""), digest=digest)
    headers = {"Cache-Control": FOR_EVER, "Content-Security-Policy": SANDBOX}
    return HttpResponse(bytes(brand.logo), content_type=TYPES[brand.logo_kind], headers=headers)
