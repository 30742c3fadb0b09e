"""How a firm is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smax.accounts.branding.colours import LEAST, TooFaintError, palettes
from smax.accounts.branding.logos import Logo, read_logo
from smax.accounts.branding.services import brand_of, set_brand

if TYPE_CHECKING:
    from smax.accounts.models import Firm, User


def too_faint(error: TooFaintError) -> str:
    """Say what contrast a colour reaches, and what is needed."""
    return _(
        "This colour reaches a contrast of %(ratio)s:1 on our pages; text and buttons need %(least)s:1. "
        "Choose a darker shade of it."
    ) % {"ratio": f"{error.ratio:.1f}", "least": f"{LEAST:g}"}


class BrandForm(forms.Form):
    """Name, colour and logo of `firm`."""

    display_name = forms.CharField(
        label=gettext_lazy("Name shown to others"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("On pages, and as the sender of letters. Empty: the firm's own name."),
    )
    colour = forms.CharField(
        label=gettext_lazy("Colour of buttons and links"),
        max_length=7,
        required=False,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", gettext_lazy("Write it as #rrggbb, such as #0b6f86."))],
        help_text=gettext_lazy("As #rrggbb. Empty: ours. Sales, marketing and measured keep their colours."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP up to 2 MB, or SVG up to 200 KB."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Take the present logo away"), required=False)

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        self.firm, self.brand = firm, brand_of(firm)
        colour = self.brand.colour if self.brand else ""
        super().__init__(*args, initial={"display_name": firm.display_name, "colour": colour}, **kwargs)

    def clean_display_name(self) -> str:
        """One line: the name stands in the head of letters."""
        return " ".join(self.cleaned_data["display_name"].split())

    def clean_colour(self) -> str:
        """Refuse what nobody could read."""
        colour: str = self.cleaned_data["colour"]
        try:
            if colour:
                palettes(colour)
        except TooFaintError as error:
            raise forms.ValidationError(too_faint(error)) from error
        return colour

    def clean_logo(self) -> Logo | None:
        """Read the upload, and keep nothing of it but what was read."""
        upload = self.cleaned_data["logo"]
        return read_logo(upload.read()) if upload else None

    def store(self, *, by: User) -> None:
        """Show the firm so. A logo stays until it is replaced or taken away."""
        logo, old = self.cleaned_data["logo"], self.brand
        if logo is None and old and old.logo_kind and not self.cleaned_data["without_logo"]:
            logo = Logo(old.logo_kind, bytes(old.logo), old.logo_width, old.logo_height)
        shown = {name: self.cleaned_data[name] for name in ("display_name", "colour")}
        set_brand(firm=self.firm, logo=logo, by=by, **shown)
