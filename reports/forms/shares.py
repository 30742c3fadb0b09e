"""Making a share link, and opening one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.services.shares import MOST_DAYS, make_share

if TYPE_CHECKING:
    from reports.models import Release, ShareLink
    from smax.accounts.models import User


class ShareForm(forms.Form):
    """For whom a link is, how long it works, and whether it asks for a passcode."""

    label = forms.CharField(
        label=_("For whom, or what for"),
        max_length=120,
        help_text=_("Only your firm sees this: by it you know the link when you take it back."),
    )
    days = forms.IntegerField(
        label=_("Days until it expires"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=30,
        help_text=_("From 1 to %(most)s.") % {"most": MOST_DAYS},
    )
    with_passcode = forms.BooleanField(
        label=_("Ask for a passcode, which you pass on apart from the link"), initial=True, required=False
    )

    def store(self, *, release: Release, by: User) -> tuple[ShareLink, str, str]:
        """Make the link; gives its secret and its passcode, this once."""
        return make_share(release=release, by=by, **self.cleaned_data)
