"""Setting how a firm looks."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from smax.accounts.audit import record
from smax.accounts.branding.models import Brand
from smax.accounts.models import Firm

if TYPE_CHECKING:
    from smax.accounts.branding.logos import Logo
    from smax.accounts.models import User

WITH_LOGO, WITHOUT = "l", "c"


def brand_of(firm: Firm) -> Brand | None:
    """The brand that a firm's pages show now."""
    return Brand.objects.filter(firm=firm, digest=firm.brand_digest).first() if firm.brand_digest else None


@transaction.atomic
def set_brand(*, firm: Firm, display_name: str, colour: str, logo: Logo | None, by: User) -> str:
    """Show a firm under this name, colour ("" for ours) and logo; returns the digest, "" for no brand.

    What was set before stays under its own address: pages that are open go on looking as they did.
    """
    digest = ""
    if colour or logo:
        digest = _digest(firm, colour, logo)
        shown = {"colour": colour, "made_by": by}
        if logo:
            shown |= {
                "logo": logo.content,
                "logo_kind": logo.kind,
                "logo_width": logo.width,
                "logo_height": logo.height,
            }
        Brand.objects.get_or_create(digest=digest, defaults={"firm": firm, **shown})
    Firm.objects.filter(pk=firm.pk).update(display_name=display_name, brand_digest=digest)
    record("firm.brand_changed", on=firm, brand=digest, colour=colour, logo=bool(logo))
    return digest


def _digest(firm: Firm, colour: str, logo: Logo | None) -> str:
    """Name a brand by its content. The first letter says whether there is a logo to show."""
    content = f"{firm.pk}|{colour}|{logo.kind if logo else ''}|".encode() + (logo.content if logo else b"")
    return (WITH_LOGO if logo else WITHOUT) + hashlib.sha256(content).hexdigest()[:31]
